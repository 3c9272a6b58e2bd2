// The papers of the supervision: 提示单 and 催办单 leave by the clock, before the deadline alone; a 督办单 is drafted when a duty is
// overdue and leaves when a person signs it, with the number the matter takes then.
//
// A slip's id is its kind within the deadline it belongs to ("order", after an extension "x1/order"). One slip of a kind per deadline.
#pragma once

#include "services/escalator/context.hpp"

namespace fenghuo::escalator {

const wire::Slip* find_slip(const Context& ctx, std::string_view kind);  // of the present deadline
void note_slip(Context& ctx, std::string_view kind);                     // hint or urge: it leaves now
void draft_order(Context& ctx);                                          // overdue, and its plan wants one: at the instant it became so
void void_drafts(Context& ctx);                                          // nothing is late any more
void answer_hint(Context& ctx);                                          // the unit has been heard
void number_slips(Context& ctx);                                         // the number that the ledger took for a slip issued before

wire::ItemOutcome issue_slip(Context& ctx, const wire::Action& action);
wire::ItemOutcome explain(Context& ctx, const wire::Action& action);

}  // namespace fenghuo::escalator
