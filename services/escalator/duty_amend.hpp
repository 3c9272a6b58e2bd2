// An edit of the catalogue reaches a matter that is open: its content, its deadline, its attendees and those who do it follow. What was
// said is not said again, an approved extension stays in force.
#pragma once

#include <string>
#include <vector>

#include "services/escalator/context.hpp"

namespace fenghuo::escalator {

// quietly: a new date and new attendees are the caller's to tell. Those it spoke to.
enum class Amending { aloud, quietly };
std::vector<std::string> amend(Context& ctx, const wire::Occurrence& occurrence, Amending how = Amending::aloud);

bool same_content(const wire::Occurrence& a, const wire::Occurrence& b);

}  // namespace fenghuo::escalator
