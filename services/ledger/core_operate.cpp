// Operators' recorded acts: switching the bundle, pauses, replay, revoking a link, releasing holds and quarantines, and the manual clock.
#include <charconv>

#include "common/base/bytes.hpp"
#include "common/config/bundle_loader.hpp"
#include "common/log/log.hpp"
#include "services/ledger/core.hpp"

namespace fenghuo::ledger {
namespace {

std::string join(const std::set<std::string>& list) {
  std::string out;
  for (const auto& item : list) out += (out.empty() ? "" : "\n") + item;
  return out;
}

std::optional<std::int64_t> integer(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

void Core::operate(const std::string& identity, const wire::Operate& operate) {
  wire::Operated answer;
  answer.set_request(operate.request());
  const std::string& what = operate.what();
  const std::string actor = operate.actor().empty() ? "operator" : printable(operate.actor(), 80);
  std::string why;
  if (what == "activate_bundle") {
    why = activate_bundle(operate, answer);
  } else if (what == "pause" || what == "resume") {
    const std::string scope(field(operate.args(), "scope"));
    auto pauses = pauses_;
    if (what == "pause")
      pauses.insert(scope.empty() ? "all" : scope);
    else if (scope.empty() || scope == "all")
      pauses.clear();
    else if (pauses.erase(scope) == 0)
      why = "nothing is paused under \"" + printable(scope) + "\"";
    if (why.empty()) {
      set_pauses(std::move(pauses), actor);
      event({}, what == "pause" ? "paused" : "resumed", actor, {{"scope", scope.empty() ? "all" : scope}});
    }
  } else if (what == "replay") {
    why = replay(operate, answer);
  } else if (what == "revoke_token") {
    const auto id = parse_notification_id(field(operate.args(), "message"));
    if (id && store_.revoke_link(*id))
      event(store_.message(*id)->matter, "token_revoked", actor, {{"message", notification_id(*id)}});
    else
      why = "no such message";
  } else if (what == "confirm_clock") {
    if (!ladders_held_)
      why = "the ladders are not held";
    else {
      ladders_held_ = false;
      hold_reason_.clear();
      store_.set_meta("ladders_held", "0");
      store_.set_meta("hold_reason", "");
      event({}, "ladders_released", actor, {});
    }
  } else if (what == "release_quarantine") {
    const auto matter = parse_id(field(operate.args(), "matter"));
    const auto record = matter ? store_.matter(MatterId{*matter}) : std::nullopt;
    if (!record || !record->quarantined)
      why = "no such matter in quarantine";
    else {
      store_.set_quarantined(record->id, false);
      store_.set_next(record->id, to_ms(now()));
      if (quarantined_ > 0) --quarantined_;
      store_.each_pending_item([&](const storage::PendingItem& item) {
        if (item.matter == record->id && !inbox_.has(item.matter, item.id)) inbox_.add(item.matter, item.id, item.intake_class, item.scope);
      });
      event(record->id, "quarantine_released", actor, {});
    }
  } else if (what == "enable_destination" || what == "disable_destination") {
    const std::string id(field(operate.args(), "destination"));
    const bool disable = what == "disable_destination";
    dispatcher_.disable(id, disable);
    if (disable)
      disabled_.insert(id);
    else
      disabled_.erase(id);
    store_.set_destination_disabled(id, disable ? "by " + actor : "");
    event({}, disable ? "destination_disabled" : "destination_enabled", actor, {{"destination", printable(id)}});
  } else if (what == "clock_advance" || what == "clock_wall_jump") {
    const auto ms = integer(field(operate.args(), "ms"));
    if (!clock_.manual())
      why = "the clock is not manual; start the ledger with --set ledger.clock=manual";
    else if (!ms || (what == "clock_advance" && *ms < 0))
      why = "ms must be a whole number of milliseconds, not negative for clock_advance";
    else if (what == "clock_advance") {
      clock_.advance(Millis{*ms});
      store_.set_meta("manual_clock", std::to_string(to_ms(now())));
      dirty_ = true;
    } else {
      clock_.jump_wall(Millis{*ms});
    }
  } else {
    why = "unknown act \"" + printable(what) + "\"";
  }
  answer.set_ok(why.empty());
  answer.set_reason(why);
  say(Door::intake, identity, wire::OPERATED, answer);
}

std::string Core::activate_bundle(const wire::Operate& operate, wire::Operated& answer) {
  wire::Bundle bundle;
  if (!bundle.ParseFromString(operate.blob()) || bundle.ladders_size() == 0) return "the bundle cannot be read, or has no ladder";
  if (canonical_bytes(bundle) != operate.blob()) return "the bundle is not in its canonical form";
  // A lease must outlive the longest attempt, or a slow receiver's message would be leased twice at once.
  constexpr std::chrono::milliseconds margin{5000};
  for (const auto& destination : bundle.destinations()) {
    if (std::chrono::milliseconds{destination.timeout_ms()} + margin > settings_.ledger.lease) {
      return "destination \"" + destination.id() + "\" may take " + std::to_string(destination.timeout_ms()) + " ms, but a lease lasts " +
             std::to_string(settings_.ledger.lease.count()) + " ms; raise ledger.lease in fenghuo.yaml or lower the destination's timeout";
    }
  }
  const std::string hash = crypto::sha256(operate.blob());
  const std::string before = active_hash_;
  add_field(answer.mutable_info(), "before", to_hex(before));
  add_field(answer.mutable_info(), "hash", to_hex(hash));
  if (hash == before) return {};
  store_.put_bundle(hash, operate.blob(), now());
  store_.set_meta("active_bundle", hash);
  event({}, "bundle_activated", operate.actor().empty() ? "operator" : printable(operate.actor(), 80),
        {{"hash", to_hex(hash)}, {"before", to_hex(before)}});
  use_bundle(hash);
  for (auto& [instance, worker] : workers_.all()) outgoing_.push_back({Door::work, worker.identity, wire::WELCOME, welcome_payload()});
  return {};
}

// Dead letters go again, under their ids, with a fresh schedule.
std::string Core::replay(const wire::Operate& operate, wire::Operated& answer) {
  const std::string message_arg(field(operate.args(), "message"));
  const std::string destination(field(operate.args(), "destination"));
  std::vector<MessageId> ids;
  if (!message_arg.empty()) {
    const auto id = parse_notification_id(message_arg);
    const auto message = id ? store_.message(*id) : std::nullopt;
    if (!message) return "no such message";
    if (message->state != storage::MessageState::dead)
      return std::string("only a dead letter can go again; this one is ") + storage::message_state_name(message->state);
    ids.push_back(*id);
  } else {
    ids = store_.revivable(destination);
  }
  for (const auto id : ids) {
    const auto message = store_.message(id);
    store_.set_message(id, storage::MessageState::queued, to_ms(now()), message->attempts, "replayed");
    dispatcher_.add(id, message->destination, Instant{}, message->urgent, true);
    if (dead_ > 0) --dead_;
    event(message->matter, "replayed", operate.actor().empty() ? "operator" : printable(operate.actor(), 80),
          {{"message", notification_id(id)}});
  }
  add_field(answer.mutable_info(), "replayed", std::to_string(ids.size()));
  return {};
}

void Core::load_pauses() {
  pauses_.clear();
  const std::string text = store_.meta("pauses");
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find('\n', at), text.size());
    if (end > at) pauses_.insert(text.substr(at, end - at));
    at = end + 1;
  }
  dispatcher_.pause(pauses_);
}

void Core::set_pauses(std::set<std::string> pauses, std::string_view) {
  pauses_ = std::move(pauses);
  store_.set_meta("pauses", join(pauses_));
  dispatcher_.pause(pauses_);
  dirty_ = true;
}

}  // namespace fenghuo::ledger
