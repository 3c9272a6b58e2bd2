#include "services/escalator/duty_parties.hpp"

namespace fenghuo::escalator {

const wire::Plan& plan_of_duty(const Context& ctx) { return ctx.policy->plan(obligation(ctx).plan()); }

obligations::Participants participants(const Context& ctx) {
  return {ctx.active, ctx.policy->duty(duty(ctx).occurrence().duty()), plan_of_duty(ctx), ctx.m};
}

obligations::Permit permit(const Context& ctx, const wire::Action& action) {
  return obligations::permit(participants(ctx), {action, ctx.account, ctx.at});
}

const wire::AskGroup* lead_group(const wire::Matter& m) {
  for (const auto& group : m.groups()) {
    if (!group.dropped() && group.since_rung() == 0) return &group;
  }
  return nullptr;
}

wire::AskGroup* lead_group(wire::Matter& m) { return const_cast<wire::AskGroup*>(lead_group(std::as_const(m))); }

std::string owner_of(const Context& ctx) { return participants(ctx).owner(); }
std::vector<std::string> supporters_of(const Context& ctx) { return participants(ctx).supporters(); }
std::vector<std::string> attendees_of(const Context& ctx) { return participants(ctx).attendees(); }
std::string unit_of_duty(const Context& ctx) { return participants(ctx).unit(); }
std::string dispatcher_of(const Context& ctx) { return participants(ctx).dispatcher(); }
std::string supervision_of(const Context& ctx) { return participants(ctx).supervision(); }
std::string verifier_of(const Context& ctx) { return participants(ctx).verifier(); }
std::string approver_of(const Context& ctx) { return participants(ctx).approver(); }

std::vector<std::string> recipients_of(const Context& ctx, const google::protobuf::RepeatedPtrField<std::string>& to) {
  return participants(ctx).recipients(to);
}
std::vector<std::string> each_of(const Context& ctx, const std::string& party) { return participants(ctx).each_of(party); }

bool same_side(const Context& ctx, std::string_view a, std::string_view b) { return ctx.active.same_side(a, b); }
bool is_owner(const Context& ctx, std::string_view party) { return participants(ctx).is_owner(party); }
bool acts_for_owner(const Context& ctx, std::string_view party) { return participants(ctx).acts_for_owner(party); }
bool is_supporter(const Context& ctx, std::string_view party) { return participants(ctx).is_supporter(party); }
bool is_office(const Context& ctx, std::string_view party) { return participants(ctx).is_office(party); }
bool by_office(const Context& ctx, const wire::Action& action) { return participants(ctx).by_office(action); }

std::string signer_of(std::string_view by) {
  constexpr std::string_view reported = "self-reported:";
  if (!by.starts_with(reported)) return std::string(by);
  by.remove_prefix(reported.size());
  const bool party = by.starts_with("unit:") || by.starts_with("role:") || by.starts_with("body:");
  return party ? std::string() : std::string(by);
}

}  // namespace fenghuo::escalator
