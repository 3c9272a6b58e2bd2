// The end of a matter's texts (domain/guardrails.md 7): so long after it was closed they are deleted. What stays is its number, category,
// level, times, the units told, the conclusion and the response's document number; its row stays for ever, so that an occurrence never
// opens twice. A documented hold (who, why, until when) puts the deletion off.
//
// Pure. decide() takes them out of the matter's body and asks the ledger (Decision.erase) to delete them from the journal's texts and the
// messages in the same commit.
#pragma once

#include <optional>

#include "services/escalator/context.hpp"

namespace fenghuo::escalator {

// HOLD: texts are kept until then; until 0 ends a hold. On open matters and closed ones, until their texts are gone.
wire::ItemOutcome hold_texts(Context& ctx, const wire::Action& action);

// After all else of a decision: deletes what has fallen due. Waits while the clock is not trusted: a year ahead would delete a year's
// texts.
void tick_retention(Context& ctx);

// When the texts of a closed matter fall due; nothing: it is open, they are gone, or the policy keeps texts for ever.
std::optional<Instant> retention_step(const Context& ctx);

}  // namespace fenghuo::escalator
