// Operators' recorded acts: switching the bundle, pauses, revoking a link, destinations, releasing holds and quarantines, and the manual
// clock. An answer that begins with "not_found: " says that there is no such thing.
#include <charconv>

#include "common/base/bytes.hpp"
#include "common/config/bundle_loader.hpp"
#include "common/log/log.hpp"
#include "services/ledger/core.hpp"

namespace fenghuo::ledger {
namespace {

constexpr const char* no_such_message = "not_found: no such message";

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
  if (what == "activate_bundle")
    why = activate_bundle(operate, answer);
  else if (what == "pause" || what == "resume")
    why = pause_or_resume(operate, actor);
  else if (what == "replay")
    why = replay(operate, answer);
  else if (what == "revoke_token")
    why = revoke_token(operate, actor);
  else if (what == "make_feed")
    why = make_feed(operate, actor, answer);
  else if (what == "revoke_feed")
    why = revoke_feed(operate, actor);
  else if (what == "release_restored")
    why = release_restored(actor);
  else if (what == "backup") {
    why = begin_backup(identity, operate, actor);
    if (why.empty()) return;  // answered when the copy is whole
  } else if (what == "confirm_clock")
    why = confirm_clock(actor);
  else if (what == "release_quarantine")
    why = release_quarantine(operate, actor);
  else if (what == "enable_destination" || what == "disable_destination")
    why = switch_destination(operate, actor);
  else if (what == "clock_advance" || what == "clock_wall_jump")
    why = move_clock(operate);
  else
    why = "unknown act \"" + printable(what) + "\"";
  answer.set_ok(why.empty());
  answer.set_reason(why);
  say(Door::intake, identity, wire::OPERATED, answer);
}

std::string Core::pause_or_resume(const wire::Operate& operate, const std::string& actor) {
  const bool pause = operate.what() == "pause";
  std::string scope(field(operate.args(), "scope"));
  if (scope.empty()) scope = "all";
  auto pauses = pauses_;
  if (pause)
    pauses.insert(scope);
  else if (scope == "all")
    pauses.clear();
  else if (pauses.erase(scope) == 0)
    return "nothing is paused under \"" + printable(scope) + "\"";
  set_pauses(std::move(pauses));
  if (!pause) review_undecided();
  event({}, pause ? "paused" : "resumed", actor, {{"scope", scope}});
  return {};
}

std::string Core::revoke_token(const wire::Operate& operate, const std::string& actor) {
  const auto id = parse_notification_id(field(operate.args(), "message"));
  if (!id || !store_.revoke_link(*id)) return no_such_message;
  event(store_.message(*id)->matter, "token_revoked", actor, {{"message", notification_id(*id)}});
  return {};
}

std::string Core::confirm_clock(const std::string& actor) {
  if (!ladders_held_) return "the ladders are not held";
  if (restored_) return "the ledger was restored and holds everything: look at fenghuo ledger restored, then add --release";
  clock_doubt_.clear();
  say_hold();
  event({}, "ladders_released", actor, {});
  return {};
}

std::string Core::release_quarantine(const wire::Operate& operate, const std::string& actor) {
  const auto matter = parse_id(field(operate.args(), "matter"));
  const auto record = matter ? store_.matter(MatterId{*matter}) : std::nullopt;
  if (!record) return "not_found: no such matter";
  if (!record->quarantined) return "this matter is not in quarantine";
  store_.set_quarantined(record->id, false);
  store_.set_next(record->id, to_ms(now()));
  if (quarantined_ > 0) --quarantined_;
  store_.each_pending_item([&](const storage::PendingItem& item) {
    if (item.matter == record->id && !inbox_.has(item.matter, item.id)) inbox_.add(item.matter, item.id, item.intake_class, item.scope);
  });
  event(record->id, "quarantine_released", actor, {});
  return {};
}

std::string Core::switch_destination(const wire::Operate& operate, const std::string& actor) {
  const std::string id(field(operate.args(), "destination"));
  const bool disable = operate.what() == "disable_destination";
  const bool known = std::any_of(active_.destinations().begin(), active_.destinations().end(), [&](const auto& d) { return d.id() == id; });
  if (!known && !disabled_.contains(id)) return "not_found: no destination \"" + printable(id) + "\" in the rules in force";
  if (disable == disabled_.contains(id)) return "\"" + printable(id) + "\" is " + (disable ? "disabled already" : "not disabled");
  dispatcher_.disable(id, disable);
  if (disable)
    disabled_.insert(id);
  else
    disabled_.erase(id);
  store_.set_destination_disabled(id, disable ? "by " + actor : "");
  event({}, disable ? "destination_disabled" : "destination_enabled", actor, {{"destination", printable(id)}});
  return {};
}

std::string Core::move_clock(const wire::Operate& operate) {
  const auto ms = integer(field(operate.args(), "ms"));
  const bool advance = operate.what() == "clock_advance";
  const bool demonstration = advance && clock_.rate() != 1.0;
  if (!clock_.manual() && !demonstration)
    return "the clock is the world's; only a manual one moves (--set ledger.clock=manual), and a demonstration's moves ahead";
  if (!ms || (advance && *ms < 0)) return "ms must be a whole number of milliseconds, not negative for clock_advance";
  if (!advance) {
    clock_.jump_wall(Millis{*ms});
    return {};
  }
  clock_.advance(Millis{*ms});
  if (clock_.manual()) store_.set_meta("manual_clock", std::to_string(to_ms(now())));
  dirty_ = true;
  return {};
}

// What the new rules confirm and the old ones did not: who and when is asked for in years to come.
void Core::note_confirmations(const wire::Operate& operate, const std::string& actor) {
  const auto& args = operate.args();
  for (int i = 0; i + 2 < args.size(); ++i) {
    if (args[i].name() != "confirmed" || args[i + 1].name() != "confirmed_by" || args[i + 2].name() != "confirmed_on") continue;
    event({}, "catalogue_confirmed", actor,
          {{"entry", printable(args[i].value(), 80)},
           {"by", printable(args[i + 1].value(), 200)},
           {"on", printable(args[i + 2].value(), 20)}});
  }
}

std::string Core::activate_bundle(const wire::Operate& operate, wire::Operated& answer) {
  wire::Bundle bundle;
  if (!bundle.ParseFromString(operate.blob()) || bundle.ladders_size() == 0) return "the bundle cannot be read, or has no ladder";
  if (canonical_bytes(bundle) != operate.blob()) return "the bundle is not in its canonical form";
  for (const auto& destination : bundle.destinations()) {
    if (std::chrono::milliseconds{destination.timeout_ms()} + lease_margin > settings_.ledger.lease) {
      return "destination \"" + destination.id() + "\" may take " + std::to_string(destination.timeout_ms()) + " ms, but a lease lasts " +
             std::to_string(settings_.ledger.lease.count()) + " ms; raise ledger.lease in fenghuo.yaml or lower the destination's timeout";
    }
  }
  if (std::chrono::milliseconds{bundle.mail().timeout_ms()} + lease_margin > settings_.ledger.lease) {
    return "mail.timeout is " + std::to_string(bundle.mail().timeout_ms()) + " ms, but a lease lasts " +
           std::to_string(settings_.ledger.lease.count()) + " ms; raise ledger.lease in fenghuo.yaml or lower timeout in mail.yaml";
  }
  const std::string hash = crypto::sha256(operate.blob());
  const std::string before = active_hash_;
  add_field(answer.mutable_info(), "before", to_hex(before));
  add_field(answer.mutable_info(), "hash", to_hex(hash));
  if (hash == before) return {};
  store_.put_bundle(hash, operate.blob(), now());
  store_.set_meta("active_bundle", hash);
  const std::string actor = operate.actor().empty() ? "operator" : printable(operate.actor(), 80);
  event({}, "bundle_activated", actor, {{"hash", to_hex(hash)}, {"before", to_hex(before)}});
  note_confirmations(operate, actor);
  use_bundle(hash);
  for (auto& [instance, worker] : workers_.all()) outgoing_.push_back({Door::work, worker.identity, wire::WELCOME, welcome_payload()});
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
  apply_pauses();
}

void Core::set_pauses(std::set<std::string> pauses) {
  pauses_ = std::move(pauses);
  store_.set_meta("pauses", join(pauses_));
  apply_pauses();
  dirty_ = true;
}

}  // namespace fenghuo::ledger
