// What people hear by a message that the ledger writes itself, through no rule: a decision that fails, a clock in doubt, a dead address. It
// names level, category and number, never the topic's text.
#include "common/base/bytes.hpp"
#include "common/log/log.hpp"
#include "services/ledger/core.hpp"

namespace fenghuo::ledger {
namespace {

// The most severe level, or one that nobody knows: better one person too many than nobody.
bool severe(const wire::Bundle& bundle, const std::string& level) {
  const wire::Level* found = nullptr;
  for (const auto& one : bundle.levels()) {
    if (one.id() == level) found = &one;
  }
  if (found == nullptr) return true;
  return std::none_of(bundle.levels().begin(), bundle.levels().end(), [&](const auto& one) { return one.rank() < found->rank(); });
}

template <class List>
std::string name_of(const List& list, const std::string& id) {
  for (const auto& one : list) {
    if (one.id() == id) return one.name().empty() ? id : one.name();
  }
  return id;
}

const wire::Role* role_of(const wire::Bundle& bundle, const std::string& id) {
  for (const auto& role : bundle.roles()) {
    if (role.id() == id) return &role;
  }
  return nullptr;
}

std::string without(std::string_view prefix, const std::string& spec) {
  return spec.starts_with(prefix) ? spec.substr(prefix.size()) : std::string();
}

}  // namespace

struct Core::Alert {
  MatterId matter;
  std::string dedup, subject, text;
  std::string level, category;
  std::set<std::string> told;  // contacts: one message each, also for who has several roles
};

// Who hears that a matter of this level waits for a person: the operator; for the most severe also the dispatching office and whom the
// ladder would have asked first.
std::set<std::string> Core::roles_for(const std::string& level) const {
  std::set<std::string> roles{active_.operator_role()};
  if (!severe(active_, level)) return roles;
  roles.insert(active_.dispatch_role());
  for (const auto& ladder : active_.ladders()) {
    if (ladder.level() != level || ladder.rungs_size() == 0) continue;
    for (const auto& group : ladder.rungs(0).asked()) {
      for (const auto& spec : group.any_of()) {
        roles.insert(without("role:", spec));
        roles.insert(without("body:", spec));
      }
    }
  }
  return roles;
}

void Core::alert_role(const std::string& role_id, Alert& alert) {
  const wire::Role* role = role_of(active_, role_id);
  if (role == nullptr) return;
  for (const auto& member : role->members()) {
    const auto id = member.starts_with("role:") ? without("role:", member) : member;
    if (id != role_id) alert_role(id, alert);
  }
  for (const auto& contact : role->contacts()) {
    if (!alert.told.insert(contact).second) continue;
    wire::OutMessage out;
    out.set_party("role:" + role->id());
    out.set_channel("webhook");
    out.set_destination(contact);
    out.set_kind("notice");
    out.set_bundle(active_hash_);
    out.set_dedup("alert/" + alert.dedup + "/" + contact);
    out.set_urgent(true);
    auto* model = out.mutable_model();
    model->set_matter_id(alert.matter.value);
    model->set_kind("system");
    model->set_notice_kind("notice");
    model->set_role(role->id());
    model->set_party(out.party());
    model->set_party_name(role->name());
    model->set_subject(alert.subject);
    model->set_text(alert.text);
    model->set_reason("built-in alert");
    model->set_decided_at(to_ms(now()));
    model->set_level(alert.level);
    if (!alert.level.empty()) model->set_level_name(name_of(active_.levels(), alert.level));
    model->set_category(alert.category);
    if (!alert.category.empty()) model->set_category_name(name_of(active_.categories(), alert.category));
    queue_message(alert.matter, out);
  }
}

void Core::alert_operator(MatterId matter, const std::string& dedup, const std::string& subject, const std::string& text) {
  Alert alert{matter, dedup, subject, text, {}, {}, {}};
  alert_role(active_.operator_role(), alert);
}

// What concerns no matter stands under one of the ledger's own, which was never open.
MatterId Core::system_matter() {
  constexpr std::string_view key = "system/alerts";
  if (const auto known = store_.latest_matter(key)) return known->id;
  const MatterId id{ids_.next(now())};
  store_.insert_matter(id, key, true, {}, now());
  wire::MatterRow row;
  row.set_work(wire::CLOSED);
  row.set_kind("system");
  row.set_late("in_time");
  row.set_rung(-1);
  wire::Matter body;
  body.set_id(id.value);
  body.set_key(std::string(key));
  body.set_kind("system");
  body.set_work(wire::CLOSED);
  body.set_rung(-1);
  body.set_opened_at(to_ms(now()));
  body.set_closed_at(to_ms(now()));
  store_.update_matter(id, 0, row, row.SerializeAsString(), body.SerializeAsString(), now());
  dirty_ = true;
  return id;
}

// The rules could not decide it: it waits for a person, and people hear so by a path that needs no rule.
void Core::quarantine(MatterId matter, const std::string& reason) {
  store_.set_quarantined(matter, true);
  store_.set_next(matter, 0);
  ++quarantined_;
  event(matter, "quarantined", "ledger", {{"reason", reason}});
  Alert alert;
  alert.matter = matter;
  alert.dedup = "quarantine/" + std::to_string(store_.last_seq());
  const auto record = store_.matter(matter);
  if (wire::MatterRow row; record && row.ParseFromString(record->row)) {
    alert.level = row.level();
    alert.category = row.category();
  }
  for (const auto item : inbox_.items(matter)) {
    const auto body = store_.inbox_item(item).body();
    if (!body.has_signal()) continue;
    // An update may raise the level that the matter has so far; it was not decided, so the more severe of the two is said.
    if (alert.level.empty() || severe(active_, body.signal().level())) alert.level = body.signal().level();
    if (alert.category.empty()) alert.category = body.signal().category();
  }
  inbox_.forget(matter);
  reviewed(matter);
  const std::string name = record && !record->number.empty() ? record->number : id_text(matter);
  const std::string what = alert.level.empty() ? "事项 " + name : name_of(active_.levels(), alert.level) + "预警 " + name;
  alert.subject = "【系统告警】" + what + " 无法自动处理，请人工办理";
  alert.text = what + (alert.category.empty() ? "" : "（类别：" + name_of(active_.categories(), alert.category) + "）") +
               "，尚未核实。规则判定多次失败，已转待复核，不会自动逐级上报，请立即人工办理；值班操作员请运行 fenghuo quarantine list。";
  for (const auto& role : roles_for(alert.level)) alert_role(role, alert);
}

}  // namespace fenghuo::ledger
