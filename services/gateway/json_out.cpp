#include "services/gateway/json_out.hpp"

#include <boost/json.hpp>

#include "common/base/ids.hpp"
#include "common/messages/signed_text.hpp"
#include "common/template/duty_json.hpp"
#include "common/template/names.hpp"
#include "common/template/story.hpp"

namespace fenghuo::gateway {
namespace {

namespace json = boost::json;

json::value id_json(std::uint64_t id) { return id == 0 ? json::value(nullptr) : json::value(id_text(id)); }

json::value pending_json(const wire::Matter& matter) {
  if (matter.pending_cancel()) return json::object{{"kind", "cancel"}};
  if (!matter.pending_level().empty()) return json::object{{"kind", "level"}, {"level", matter.pending_level()}};
  return nullptr;
}

json::array groups_json(const wire::Matter& matter, const Rules& rules) {
  json::array groups;
  for (const auto& group : matter.groups()) {
    json::array parties(group.parties().begin(), group.parties().end());
    groups.push_back(json::object{{"parties", std::move(parties)},
                                  {"since_rung", group.since_rung()},
                                  {"taken_by", group.taken_by().empty() ? json::value(nullptr) : json::value(group.taken_by())},
                                  {"account", group.taken_account()},
                                  {"at", time_json(group.taken_at(), rules)},
                                  {"until", time_json(group.until(), rules)},
                                  {"by_liaison", group.by_liaison()},
                                  {"dropped", group.dropped()},
                                  {"unreachable", group.failed()}});
  }
  return groups;
}

json::array taken_json(const wire::Matter& matter) {
  json::array taken;
  for (const auto& group : matter.groups()) {
    if (!group.dropped() && !group.taken_by().empty()) taken.push_back(json::value(group.taken_by()));
  }
  return taken;
}

}  // namespace

json::value time_json(std::int64_t ms, const Rules& rules) {
  return ms == 0 ? json::value(nullptr) : json::value(rfc3339(instant(ms), rules.zone));
}

json::object matter_json(const wire::MatterView& view, const Rules& rules, Instant now) {
  const auto& body = view.body();
  const auto& row = view.row();
  const bool held_back = body.title_quarantined();
  json::object out = {{"id", id_text(view.id())},
                      {"number", view.number().empty() ? json::value(nullptr) : json::value(view.number())},
                      {"key", view.key()},
                      {"kind", row.kind()},
                      {"title", held_back ? json::value(nullptr) : json::value(body.title())},
                      {"title_quarantined", held_back},
                      {"level", row.level()},
                      {"level_name", level_name(rules.bundle, row.level())},
                      {"state", work_id(row.work())},
                      {"state_name", work_name(row.work())},
                      {"open", row.open()},
                      {"late", row.late()},
                      {"rung", row.rung()},
                      {"unit", row.unit()},
                      {"units", json::array(body.units().begin(), body.units().end())},
                      {"category", row.category()},
                      {"opened_at", time_json(body.opened_at(), rules)},
                      {"updated_at", time_json(view.updated_at(), rules)},
                      {"next_at", time_json(row.next_at(), rules)},
                      {"closed_at", time_json(body.closed_at(), rules)},
                      {"close_reason", body.close_reason()},
                      {"erased_at", time_json(body.erased_at(), rules)},
                      {"held_until", time_json(body.hold().until(), rules)},
                      {"taken_by", taken_json(body)},
                      {"groups", groups_json(body, rules)},
                      {"pending", pending_json(body)},
                      {"urgent", body.urgent()},
                      {"inhibited", body.inhibited()},
                      {"quarantined", view.quarantined()},
                      {"waiting_items", view.pending()},
                      {"version", view.version()},
                      {"previous", id_json(view.previous_id() != 0 ? view.previous_id() : body.previous_id())}};
  if (rules.calendar != nullptr) add_duty_json(out, view, *rules.calendar, now);
  return out;
}

json::object event_json(const wire::EventView& view, const Rules& rules) {
  json::object fields;
  for (const auto& field : view.fields()) fields[field.name()] = field.value();
  return {{"seq", view.seq()},
          {"at", time_json(view.occurred_at(), rules)},
          {"recorded_at", time_json(view.recorded_at(), rules)},
          {"kind", view.kind()},
          {"actor", view.actor()},
          {"signed", std::string(signer_in(view.text()))},
          {"text", story(view, rules.bundle, rules.zone)},
          {"fields", std::move(fields)}};
}

json::object delivery_json(const wire::DeliveryView& view, const Rules& rules) {
  json::array attempts;
  for (const auto& attempt : view.attempts()) {
    attempts.push_back(json::object{{"n", attempt.n()},
                                    {"started_at", time_json(attempt.started_at(), rules)},
                                    {"ended_at", time_json(attempt.ended_at(), rules)},
                                    {"outcome", attempt.outcome()},
                                    {"reason", attempt.reason()},
                                    {"status", attempt.status()}});
  }
  return {{"id", notification_id(MessageId{view.id()})},
          {"matter", id_text(view.matter_id())},
          {"matter_number", view.matter_number()},
          {"party", view.party()},
          {"party_name", party_name(rules.bundle, view.party())},
          {"channel", view.channel()},
          {"destination", view.destination()},
          {"kind", view.kind()},
          {"step", view.step()},
          {"repeat", view.repeat()},
          {"state", view.state()},
          {"reason", view.reason()},
          {"queued_at", time_json(view.queued_at(), rules)},
          {"due_at", time_json(view.due_at(), rules)},
          {"attempts", std::move(attempts)}};
}

json::object item_json(const wire::ItemView& view, const Rules& rules) {
  const auto& outcome = view.outcome();
  return {{"id", id_text(view.id())},
          {"matter", id_json(view.matter_id())},
          {"outcome", view.decided() ? outcome_name(outcome.code()) : "pending"},
          {"party", outcome.party()},
          {"by", names_an_account(outcome) ? outcome.detail() : std::string()},
          {"reason", names_an_account(outcome) ? std::string() : outcome.detail()},
          {"at", time_json(outcome.at(), rules)},
          {"until", time_json(outcome.until(), rules)}};
}

bool names_an_account(const wire::ItemOutcome& outcome) { return outcome.code() == wire::ALREADY && !outcome.party().empty(); }

std::string_view outcome_name(wire::OutcomeCode code) {
  switch (code) {
    case wire::DONE:
      return "done";
    case wire::ALREADY:
      return "already";
    case wire::REFUSED_CLOSED:
      return "closed";
    case wire::REFUSED_RULE:
      return "refused";
    case wire::OPENED:
      return "opened";
    case wire::UPDATED:
      return "updated";
    case wire::NOT_FOUND:
      return "not_found";
    case wire::EXPIRED:
      return "expired";
    case wire::REVOKED:
      return "revoked";
    case wire::RECORDED:
      return "recorded";
    default:
      return "pending";
  }
}

}  // namespace fenghuo::gateway
