// Evidence is many-to-many: what is handed in may be several pieces, a line each, and may name other matters by their numbers. A matter
// that is named keeps by whom. Whether a number exists the doors have looked up; one that does not is on record with the ledger.
#pragma once

#include "services/escalator/context.hpp"

namespace fenghuo::escalator {

// Adds what was handed in to the duty's evidence, and tells the matters it names.
void add_evidence(Context& ctx, std::string_view text);

// Another matter named this one, a duty or a warning, open or finished.
wire::ItemOutcome take_cited(Context& ctx, const wire::Cited& cited);

// What people call a matter: its number, by its absence its id.
std::string called(std::uint64_t id, const std::string& number);

}  // namespace fenghuo::escalator
