#include "services/escalator/rights.hpp"

#include "services/escalator/commitment.hpp"

namespace fenghuo::escalator {
namespace {

constexpr const char* another_verifies = "不能核验自己提交的材料，请另一人核验";

bool is_role(std::string_view party, std::string_view role) {
  return !role.empty() && party.starts_with("role:") && party.substr(5) == role;
}

bool sits_in(const wire::Role& body, std::string_view party) {
  return std::any_of(body.members().begin(), body.members().end(),
                     [&](const std::string& member) { return member == party || is_role(party, member); });
}

bool trusted_to_confirm(const Context& ctx, std::string_view party) {
  const auto& roles = ctx.active.bundle().roles();
  return std::any_of(roles.begin(), roles.end(),
                     [&](const wire::Role& role) { return role.may_confirm() && (is_role(party, role.id()) || sits_in(role, party)); });
}

const std::string& person(const wire::Action& action) { return action.by().empty() ? action.party() : action.by(); }

}  // namespace

bool oversees(const Context& ctx, std::string_view party) {
  return is_role(party, ctx.active.bundle().dispatch_role()) || is_role(party, ctx.ladder().lower_by()) || trusted_to_confirm(ctx, party);
}

bool may_close(const Context& ctx, std::string_view party) { return party.empty() || oversees(ctx, party); }
bool may_raise(const Context& ctx, std::string_view party) { return may_close(ctx, party) || may_act(ctx, party); }

bool may_confirm(const Context& ctx, std::string_view party) {
  const auto& role = ctx.ladder().lower_by();
  return !party.empty() && (role.empty() || is_role(party, role) || trusted_to_confirm(ctx, party));
}

bool may_hold(const Context& ctx, std::string_view party) {
  const auto& bundle = ctx.active.bundle();
  const auto& unit = bundle.supervision_unit();
  return is_role(party, bundle.dispatch_role()) || is_role(party, bundle.discipline_role()) ||
         (!unit.empty() && party.starts_with("unit:") && party.substr(5) == unit);
}

std::string verifier_fault(const Context& ctx, const wire::Action& action) {
  const auto& m = ctx.m;
  const auto& party = action.party();
  if (person(action).empty()) return "请写明核验人";
  if (party.empty()) return "请写明以哪个角色核验";
  const bool own_account = !ctx.account.empty() && ctx.account == m.submitted_account();
  const bool own_party = !m.submitted_party().empty() &&
                         (ctx.active.stands_for(party, m.submitted_party()) || ctx.active.stands_for(m.submitted_party(), party));
  if (own_account || own_party || person(action) == m.submitted_by()) return another_verifies;
  if (!oversees(ctx, party)) return "核验须由有权限的角色进行";
  return {};
}

}  // namespace fenghuo::escalator
