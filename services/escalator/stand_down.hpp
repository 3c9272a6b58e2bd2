// What is taken back and who hears that there is nothing left to do: everybody told, once an episode, but not whoever acts or is still
// asked.
#pragma once

#include "services/escalator/context.hpp"

namespace fenghuo::escalator {

// Asks of groups that are taken, and not sent yet.
void withdraw_asks(Context& ctx, std::string_view reason);
// Everything not sent yet but stand-downs.
void withdraw_all(Context& ctx, std::string_view reason);
// Nothing more to this party, and its links stop working.
void cut_off(Context& ctx, const std::string& party, std::string_view reason);
// Says what the inbox has brought (Context::news).
void say_news(Context& ctx);

}  // namespace fenghuo::escalator
