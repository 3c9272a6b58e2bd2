// A duty that the catalogue does not hold any more is retracted; one that it holds again, since an edit was taken back, goes on where it
// stood: the same matter with its date, evidence, promises and the memory of what was said.
//
// Only what nothing but a retraction ended goes on, and only until its deadline: what a person ended stays so.
#pragma once

#include "services/escalator/context.hpp"

namespace fenghuo::escalator {

wire::ItemOutcome take_retraction(Context& ctx, const wire::Retraction& retraction);

bool ended_by_catalogue(const wire::Matter& m);
wire::ItemOutcome reopen(Context& ctx, const wire::Occurrence& occurrence);

}  // namespace fenghuo::escalator
