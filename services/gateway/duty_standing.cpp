#include "services/gateway/duty_standing.hpp"

#include "common/obligations/transitions.hpp"
#include "common/template/names.hpp"
#include "services/gateway/duty_dates.hpp"

namespace fenghuo::gateway {
namespace {

const wire::Duty* entry_of(const wire::Bundle& bundle, const wire::LinkView& view) {
  const auto& id = view.matter().body().duty().occurrence().duty();
  const auto found = std::find_if(bundle.duties().begin(), bundle.duties().end(), [&](const wire::Duty& one) { return one.id() == id; });
  return found == bundle.duties().end() ? nullptr : &*found;
}

const wire::Plan& plan_of(const wire::Bundle& bundle, const wire::LinkView& view) {
  const auto& id = view.matter().body().duty().occurrence().obligation().plan();
  const auto found = std::find_if(bundle.plans().begin(), bundle.plans().end(), [&](const wire::Plan& one) { return one.id() == id; });
  return found == bundle.plans().end() ? wire::Plan::default_instance() : *found;
}

std::uint32_t today(const Zone& zone, Instant now) {
  const auto local = zone.local(now);
  return static_cast<std::uint32_t>(local.year) * 10'000 + static_cast<std::uint32_t>(local.month) * 100 +
         static_cast<std::uint32_t>(local.day);
}

void find_order(Standing& s) {
  s.draft = s.people.slip("order");
  if (s.draft != nullptr && s.draft->issued_at() != 0) s.draft = nullptr;
  for (const auto& slip : s.duty().slips()) {
    if (slip.kind() == "order" && slip.issued_at() != 0) s.order = &slip;
  }
}

}  // namespace

Standing::Standing(const wire::LinkView& view, const Rules& rules, std::string reads_for_party)
    : link(view),
      bundle(rules.bundle),
      zone(rules.zone),
      calendar(rules.calendar.get()),
      now(instant(view.now())),
      party(view.message().party()),
      liaison(std::move(reads_for_party)),
      directory(rules.bundle, today(rules.zone, now)),
      people(directory, entry_of(rules.bundle, view), plan_of(rules.bundle, view), view.matter().body()),
      owner(people.owner()),
      is_owner(people.acts_for_owner(party)),
      is_office(people.is_office(party)),
      asked_extension(people.pending_extension()) {
  find_order(*this);
}

bool Standing::may(wire::ActionKind kind) const {
  wire::Action action;
  action.set_kind(kind);
  action.set_party(party);
  action.set_by("self-reported:" + (liaison.empty() ? party : liaison));
  action.set_by_liaison(!liaison.empty());
  action.set_via("link");
  return obligations::transition(work(), kind).allowed() && obligations::permit(people, {action, "link", now}).granted();
}

bool Standing::finished() const { return obligations::duty_finished(work()); }

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
