// How people name what an act speaks of beside its matter: a slip by its number or kind, another matter by its number. Pure; an Error names
// the field and what there is, never what was typed.
#pragma once

#include <string>
#include <string_view>

#include "common/base/result.hpp"
#include "common/messages/frame.hpp"

namespace fenghuo {

// The slip a person means: by its id, its number (督〔2027〕12号) or its kind (hint | urge | order: the latest). nullptr: there is none.
const wire::Slip* find_slip(const wire::Matter& matter, std::string_view named);

// ISSUE and EXPLAIN: the slip as decide() knows it, by its id. ISSUE may name the kind of a paper that does not exist yet; no slip at all
// is the one that is drafted (ISSUE), or that no reminder arrived (EXPLAIN).
Result<void> settle_slip(wire::Action& action, const wire::Matter& matter);

// MERGE: why one matter can't be merged into the other (nullptr: not found); empty: it can.
std::string merge_fault(const wire::MatterView& matter, const wire::MatterView* into);

// SUBMIT_DONE: its evidence names a matter that is not there.
std::string cites_fault(std::string_view number);
// The number people say, else the id.
std::string name_of(const wire::MatterView& matter);

}  // namespace fenghuo
