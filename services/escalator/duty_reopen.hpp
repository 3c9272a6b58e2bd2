// A duty that the catalogue does not hold any more is retracted; one that it holds again, since an edit was taken back, goes on where it
// stood: the same matter with its date, evidence, promises, lateness, slips and the memory of what was said.
//
// Only what nothing but a retraction ended goes on: what a person ended stays so. Whatever the hour, or an edit would be a way out of being
// overdue; but what slept then, and fell due meanwhile, never was asked of anybody and stays closed.
#pragma once

#include "services/escalator/context.hpp"

namespace fenghuo::escalator {

wire::ItemOutcome take_retraction(Context& ctx, const wire::Retraction& retraction);

bool ended_by_catalogue(const wire::Matter& m);
bool slept_at_its_end(const wire::Matter& m);  // its window was not open when it was retracted
wire::ItemOutcome reopen(Context& ctx, const wire::Occurrence& occurrence);

}  // namespace fenghuo::escalator
