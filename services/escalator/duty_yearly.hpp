// The party committee's own lateness: no slip, no mail to anybody, but a line in the list that 校纪委 reads once a year
// (domain/catalogue.md). A plan says so by having no step after the deadline and no monthly reader.
#pragma once

#include "services/escalator/context.hpp"

namespace fenghuo::escalator {

bool only_listed_yearly(const Context& ctx);

// Once it is overdue: its line waits in the brief of the first working day of the next year, also when it is done meanwhile.
void join_yearly_list(Context& ctx);

}  // namespace fenghuo::escalator
