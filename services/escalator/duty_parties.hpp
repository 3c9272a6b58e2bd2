// Who a duty means, in the words of a decision: common/obligations knows, against the directory in force and the catalogue that the matter
// was opened under. Pure; an empty party means that nobody is known.
#pragma once

#include <string>
#include <vector>

#include "common/obligations/permits.hpp"
#include "services/escalator/context.hpp"

namespace fenghuo::escalator {

inline const wire::DutyState& duty(const Context& ctx) { return ctx.m.duty(); }
inline const wire::Obligation& obligation(const Context& ctx) { return ctx.m.duty().occurrence().obligation(); }
const wire::Plan& plan_of_duty(const Context& ctx);
obligations::Participants participants(const Context& ctx);
// Whether it may be done, before what was written is looked at.
obligations::Permit permit(const Context& ctx, const wire::Action& action);

std::string owner_of(const Context& ctx);  // after 转办 the new unit, after 非我单位职责 the dispatching office
std::vector<std::string> supporters_of(const Context& ctx);
std::vector<std::string> attendees_of(const Context& ctx);  // bodies as their members
std::string unit_of_duty(const Context& ctx);               // unit it counts under now
std::string supervision_of(const Context& ctx);             // dates meetings, issues slips
std::string dispatcher_of(const Context& ctx);
std::string verifier_of(const Context& ctx);  // 归档确认 by the dispatching office where none is named
std::string approver_of(const Context& ctx);

// The parties of a plan's step, bodies as their members, each once.
std::vector<std::string> recipients_of(const Context& ctx, const google::protobuf::RepeatedPtrField<std::string>& to);
// A role that is a body, as its members; any other party as itself.
std::vector<std::string> each_of(const Context& ctx, const std::string& party);

// Either is the other, or one is the office of the other.
bool same_side(const Context& ctx, std::string_view a, std::string_view b);
bool is_owner(const Context& ctx, std::string_view party);
// The owner, or of a leader's duty the unit that leads it and the leader's liaison: they answer, and the record says who did.
bool acts_for_owner(const Context& ctx, std::string_view party);
bool is_supporter(const Context& ctx, std::string_view party);
bool is_office(const Context& ctx, std::string_view party);  // dispatches or supervises
// The supervising office acts, or the operator at the machine itself, who names no party.
bool by_office(const Context& ctx, const wire::Action& action);
// Who signed, as it is said to people: a name or a post. Empty where a link says only for which party ("self-reported:unit:…").
std::string signer_of(std::string_view by);
wire::AskGroup* lead_group(wire::Matter& m);
const wire::AskGroup* lead_group(const wire::Matter& m);

}  // namespace fenghuo::escalator
