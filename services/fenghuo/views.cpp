#include "services/fenghuo/views.hpp"

#include <boost/json.hpp>
#include <iostream>

#include "common/base/bytes.hpp"
#include "common/base/ids.hpp"
#include "common/messages/signed_text.hpp"
#include "common/template/duty_json.hpp"
#include "common/template/names.hpp"

namespace fenghuo::cli {

namespace json = boost::json;

namespace {

json::value time_json(Access& access, std::int64_t ms) { return ms == 0 ? json::value(nullptr) : json::value(access.time(ms)); }

template <class Strings>
json::array strings_json(const Strings& strings) {
  json::array out;
  for (const auto& one : strings) out.emplace_back(one);
  return out;
}

json::object fields_json(const google::protobuf::RepeatedPtrField<wire::Field>& fields) {
  json::object out;
  for (const auto& one : fields) out[one.name()] = one.value();
  return out;
}

json::value text_or_null(const std::string& text) { return text.empty() ? json::value(nullptr) : json::value(text); }

json::value pending_json(const wire::Matter& body) {
  if (body.pending_cancel()) return json::object{{"kind", "cancel"}};
  if (!body.pending_level().empty()) return json::object{{"kind", "level"}, {"level", body.pending_level()}};
  return nullptr;
}

json::array groups_json(Access& access, const wire::Matter& body) {
  json::array groups;
  for (const auto& group : body.groups()) {
    groups.push_back(json::object{{"parties", strings_json(group.parties())},
                                  {"since_rung", group.since_rung()},
                                  {"taken_by", text_or_null(group.taken_by())},
                                  {"account", group.taken_account()},
                                  {"at", time_json(access, group.taken_at())},
                                  {"until", time_json(access, group.until())},
                                  {"dropped", group.dropped()},
                                  {"unreachable", group.failed()}});
  }
  return groups;
}

json::array taken_json(const wire::Matter& body) {
  json::array taken;
  for (const auto& group : body.groups()) {
    if (!group.dropped() && !group.taken_by().empty()) taken.emplace_back(group.taken_by());
  }
  return taken;
}

json::object worker_json(const wire::WorkerView& worker) {
  return {{"kind", worker.kind()},
          {"instance", worker.instance()},
          {"credit", worker.credit()},
          {"held", worker.held()},
          {"last_seen_ms", worker.last_seen_ms()}};
}

}  // namespace

std::string outcome_name(wire::OutcomeCode code) {
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

json::object matter_json(Access& access, const wire::MatterView& view) {
  const auto& row = view.row();
  const auto& body = view.body();
  const bool held_back = body.title_quarantined();  // nobody reads it before a person has released it
  const std::uint64_t previous = view.previous_id() != 0 ? view.previous_id() : body.previous_id();
  json::object out = {{"id", id_text(view.id())},
                      {"number", text_or_null(view.number())},
                      {"key", view.key()},
                      {"kind", row.kind()},
                      {"title", held_back ? json::value(nullptr) : json::value(body.title())},
                      {"title_quarantined", held_back},
                      {"level", row.level()},
                      {"level_name", level_name(access.bundle(), row.level())},
                      {"state", work_id(row.work())},
                      {"state_name", work_name(row.work())},
                      {"open", row.open()},
                      {"late", row.late()},
                      {"rung", row.rung()},
                      {"unit", row.unit()},
                      {"units", strings_json(body.units())},
                      {"category", row.category()},
                      {"opened_at", time_json(access, body.opened_at())},
                      {"updated_at", time_json(access, view.updated_at())},
                      {"next_at", time_json(access, row.next_at())},
                      {"closed_at", time_json(access, body.closed_at())},
                      {"close_reason", body.close_reason()},
                      {"taken_by", taken_json(body)},
                      {"groups", groups_json(access, body)},
                      {"pending", pending_json(body)},
                      {"urgent", body.urgent()},
                      {"inhibited", body.inhibited()},
                      {"quarantined", view.quarantined()},
                      {"waiting_items", view.pending()},
                      {"version", view.version()},
                      {"previous", previous == 0 ? json::value(nullptr) : json::value(id_text(previous))}};
  const auto calendar = access.calendar();
  const auto now = access.now();
  if (calendar && now) add_duty_json(out, view, **calendar, *now);
  return out;
}

json::object event_json(Access& access, const wire::EventView& event) {
  return {{"seq", event.seq()},
          {"at", time_json(access, event.occurred_at() == 0 ? event.recorded_at() : event.occurred_at())},
          {"recorded_at", time_json(access, event.recorded_at())},
          {"kind", event.kind()},
          {"actor", event.actor()},
          {"signed", std::string(signer_in(event.text()))},
          {"text", access.story(event)},
          {"fields", fields_json(event.fields())}};
}

json::object delivery_json(Access& access, const wire::DeliveryView& view) {
  json::array attempts;
  for (const auto& attempt : view.attempts()) {
    attempts.push_back(json::object{{"n", attempt.n()},
                                    {"started_at", time_json(access, attempt.started_at())},
                                    {"ended_at", time_json(access, attempt.ended_at())},
                                    {"outcome", attempt.outcome()},
                                    {"reason", attempt.reason()},
                                    {"status", attempt.status()},
                                    {"worker", attempt.worker()}});
  }
  return {{"id", notification_id(MessageId{view.id()})},
          {"matter", id_text(view.matter_id())},
          {"matter_number", view.matter_number()},
          {"party", view.party()},
          {"party_name", party_name(access.bundle(), view.party())},
          {"channel", view.channel()},
          {"destination", view.destination()},
          {"kind", view.kind()},
          {"step", view.step()},
          {"repeat", view.repeat()},
          {"state", view.state()},
          {"reason", view.reason()},
          {"queued_at", time_json(access, view.queued_at())},
          {"due_at", time_json(access, view.due_at())},
          {"attempts", std::move(attempts)}};
}

json::object status_json(Access& access, const wire::StatusView& view) {
  json::array workers;
  for (const auto& worker : view.workers()) workers.push_back(worker_json(worker));
  return {{"seq", view.seq()},
          {"now", time_json(access, view.now())},
          {"idle", view.idle()},
          {"idle_reason", view.idle_reason()},
          {"open_matters", view.open_matters()},
          {"pending_items", view.pending_items()},
          {"due_matters", view.due_matters()},
          {"queued_messages", view.queued_messages()},
          {"due_messages", view.due_messages()},
          {"leased", view.leased()},
          {"dead_messages", view.dead_messages()},
          {"quarantined", view.quarantined()},
          {"workers", std::move(workers)},
          {"pauses", strings_json(view.pauses())},
          {"disabled_destinations", strings_json(view.disabled_destinations())},
          {"clock", view.clock()},
          {"ladders_held", view.ladders_held()},
          {"hold_reason", view.hold_reason()},
          {"active_bundle", to_hex(view.active_bundle())},
          {"store_error", view.store_error()},
          {"epoch", view.epoch()},
          {"lag_ms", view.lag_ms()},
          {"next_at", time_json(access, view.next_at())},
          {"items_accepted", view.items_accepted()},
          {"messages_delivered", view.messages_delivered()},
          {"commits", view.commits()},
          {"counters", fields_json(view.counters())}};
}

void print_json(const json::value& value) { std::cout << json::serialize(value) << '\n'; }

}  // namespace fenghuo::cli
