// Who does a duty: taking it, reporting on it, passing it on, handing it back, pressing it.
#pragma once

#include "services/escalator/context.hpp"

namespace fenghuo::escalator {

// The lead and each supporting party are asked from here on. Who they are by a later edit: duty_handover.hpp.
void ask_parties(Context& ctx, const std::string& owner, const std::vector<std::string>& support);

wire::ItemOutcome take_duty_on(Context& ctx, const wire::Action& action, wire::Work to);
wire::ItemOutcome report_on_duty(Context& ctx, const wire::Action& action, wire::Work to);
wire::ItemOutcome pass_on_duty(Context& ctx, const wire::Action& action, wire::Work to);
wire::ItemOutcome hand_back_duty(Context& ctx, const wire::Action& action, wire::Work to);
wire::ItemOutcome press_duty(Context& ctx, const wire::Action& action);

}  // namespace fenghuo::escalator
