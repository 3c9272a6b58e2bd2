// A duty comes to its end: handed in, verified or sent back, cancelled, retracted; and what its end means to others: those who were
// told hear so, invitations are called off, duties that count it are told.
#pragma once

#include "services/escalator/context.hpp"

namespace fenghuo::escalator {

wire::ItemOutcome hand_in(Context& ctx, const wire::Action& action, wire::Work to);
void ask_to_verify(Context& ctx);  // whoever verifies what was handed in
wire::ItemOutcome verify_duty(Context& ctx, const wire::Action& action);
wire::ItemOutcome send_back(Context& ctx, const wire::Action& action, wire::Work to);
wire::ItemOutcome cancel_duty(Context& ctx, const wire::Action& action);

// by_person: those told hear it at once.
void finish(Context& ctx, wire::Work work, const std::string& why, std::string_view text, bool by_person);

}  // namespace fenghuo::escalator
