// A person's act on a matter: checked against the rules, done, answered.
#pragma once

#include "services/escalator/context.hpp"

namespace fenghuo::escalator {

wire::ItemOutcome take_action(Context& ctx, const wire::Action& action);
wire::ItemOutcome take_failure(Context& ctx, const wire::DeliveryFailed& failed);

}  // namespace fenghuo::escalator
