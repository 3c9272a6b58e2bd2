// Changes of level. Up: at once, the ladder starts anew. Down: waits for a person. Up and down and up in a short time: one message that
// says so.
#pragma once

#include <optional>

#include "services/escalator/notify.hpp"

namespace fenghuo::escalator {

void provider_level(Context& ctx, const std::string& level);              // what a signal says
wire::ItemOutcome lower_level(Context& ctx, const wire::Action& action);  // what a person decides
bool may_lower(const Context& ctx, const std::string& party);
// Sends the question of a lower level that was held back to see whether it comes up again.
void tick_pending_level(Context& ctx);
std::optional<Instant> pending_level_due(const Context& ctx);
// Asks the role that may confirm.
void ask_person(Context& ctx, const Words& words, const std::string& serial, const std::string& reason);

}  // namespace fenghuo::escalator
