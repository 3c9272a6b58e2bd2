#include "services/gateway/duty_standing.hpp"

#include "common/template/names.hpp"
#include "services/gateway/duty_dates.hpp"

namespace fenghuo::gateway {
namespace {

std::string role_party(const std::string& id) { return id.empty() || id.find(':') != std::string::npos ? id : "role:" + id; }

bool asks(const Standing& s, const wire::AskGroup& group) {
  return std::any_of(group.parties().begin(), group.parties().end(), [&](const auto& one) { return s.same_side(s.party, one); });
}

void find_groups(Standing& s) {
  for (const auto& group : s.matter().groups()) {
    if (group.dropped()) continue;
    if (group.since_rung() == 0 && s.lead == nullptr) s.lead = &group;
    if (s.own == nullptr && asks(s, group)) s.own = &group;
  }
  s.owner = s.lead == nullptr || s.lead->parties_size() == 0 ? s.duty().occurrence().party() : s.lead->parties(0);
  s.is_owner = s.same_side(s.party, s.owner);
  s.is_supporter = !s.is_owner && s.own != nullptr;
}

void find_papers(Standing& s) {
  const auto& extensions = s.duty().extensions();
  if (!extensions.empty() && extensions.rbegin()->decided_at() == 0) s.asked_extension = &*extensions.rbegin();
  for (const auto& slip : s.duty().slips()) {
    if (slip.kind() != "order") continue;
    (slip.issued_at() == 0 ? s.draft : s.order) = &slip;
  }
}

std::string unit_of(const Standing& s) {
  if (s.matter().units_size() > 0) return s.matter().units(0);
  return s.owner.starts_with("unit:") ? s.owner.substr(5) : s.duty().occurrence().unit();
}

bool in_charge(const Standing& s) {
  if (!s.party.starts_with("role:")) return false;
  const std::string unit = unit_of(s);
  return std::any_of(s.bundle.roles().begin(), s.bundle.roles().end(), [&](const wire::Role& role) {
    return role.id() == s.party.substr(5) && role.leader() &&
           std::find(role.portfolio().begin(), role.portfolio().end(), unit) != role.portfolio().end();
  });
}

bool approves(const Standing& s) {
  const auto& plans = s.bundle.plans();
  const auto plan = std::find_if(plans.begin(), plans.end(), [&](const wire::Plan& one) { return one.id() == s.obligation().plan(); });
  const std::string named = plan == plans.end() ? std::string() : role_party(plan->approver());
  if (named == "role:leader_in_charge" && in_charge(s)) return true;
  const bool nobody = named.empty() || s.same_side(s.owner, named) || named == "role:leader_in_charge";
  return nobody ? s.same_side(s.party, s.dispatcher) : s.same_side(s.party, named);
}

}  // namespace

Standing::Standing(const wire::LinkView& view, const Rules& rules)
    : link(view),
      bundle(rules.bundle),
      zone(rules.zone),
      calendar(rules.calendar.get()),
      now(instant(view.now())),
      party(view.message().party()) {
  dispatcher = role_party(bundle.dispatch_role());
  find_groups(*this);
  find_papers(*this);
  const std::string supervision = bundle.supervision_unit().empty() ? std::string() : "unit:" + bundle.supervision_unit();
  is_office = same_side(party, dispatcher) || same_side(party, supervision);
  verifier = obligation().verifier().empty() ? dispatcher : obligation().verifier();
  is_verifier = same_side(party, verifier);
  may_approve = approves(*this);
  for (const auto& entry : duty().attending()) is_invited = is_invited || entry.substr(0, entry.rfind('=')) == party;
}

bool Standing::finished() const {
  return work() == wire::CLOSED || work() == wire::ARCHIVED || work() == wire::MERGED || work() == wire::CANCELLED;
}

bool Standing::same_side(std::string_view a, std::string_view b) const {
  return !a.empty() && !b.empty() && (stands_for(bundle, a, b) || stands_for(bundle, b, a));
}

std::string Standing::name(std::string_view party_id) const { return party_name(bundle, party_id); }

std::string Standing::proof() const {
  if (obligation().number_only()) return "文号和日期（不附材料）";
  std::string out;
  for (const auto& each : obligation().proof()) out.append(out.empty() ? "" : "、").append(each);
  return out.empty() ? "办理结果" : out;
}

std::string Standing::basis() const {
  const auto& what = obligation();
  if (what.clause().empty()) return what.basis();
  const std::string edition = what.edition().empty() ? bundle.edition() : what.edition();
  return (bundle.source_title().empty() ? std::string("《实施办法》") : bundle.source_title()) + what.clause() +
         (edition.empty() ? "" : "（" + edition + "年版）");
}

std::string Standing::moment(std::int64_t ms) const { return moment_words(instant(ms), now, zone); }
std::string Standing::due_text(std::int64_t ms) const { return due_words(instant(ms), now, zone); }

}  // namespace fenghuo::gateway
