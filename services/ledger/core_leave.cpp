// Whether a message may leave: checked again at every lease, since its matter may have been taken, raised or closed since it was queued,
// and since a retry, a pause that ended, a replay or a restart may bring it up on a day off (common/calendar/leaving.hpp). And what ends
// before it could leave: what keeps hours is said in another way once its own time has passed, so it ends then also while its channel is
// paused.
#include <algorithm>

#include "common/base/bytes.hpp"
#include "common/calendar/leaving.hpp"
#include "common/log/log.hpp"
#include "common/retry/retry.hpp"
#include "services/ledger/core.hpp"

namespace fenghuo::ledger {
namespace {

constexpr int most_at_once = 4096;
constexpr std::int64_t look_again_ms = 60'000;  // at what a sender holds just now

wire::ValidWhile valid_of(const std::string& bytes) {
  wire::ValidWhile valid;
  valid.ParseFromString(bytes);
  return valid;
}

// A row that can't be read withdraws nothing.
std::optional<Standing> standing_of(const storage::MessageRecord& message, const wire::ValidWhile& valid) {
  wire::MatterRow row;
  if (!row.ParseFromString(message.matter_row)) return std::nullopt;
  const auto& taken = row.taken();
  return Standing{row.work(), row.generation(), std::find(taken.begin(), taken.end(), valid.untaken_party()) != taken.end()};
}

}  // namespace

void Core::make_calendar() {
  calendar_.reset();
  const auto zone = Zone::find(active_.timezone());
  if (!zone) return log::error("no_calendar", {{"timezone", active_.timezone()}, {"reason", zone.error().message}});
  auto made = Calendar::make(active_.calendar(), *zone);
  if (!made) return log::error("no_calendar", {{"reason", made.error().message}});
  calendar_.emplace(std::move(*made));
}

bool Core::still_true(const storage::MessageRecord& message, std::string& why) const {
  const auto valid = valid_of(message.valid);
  if (const auto standing = standing_of(message, valid)) why = untrue(valid, *standing);
  return why.empty();
}

Leave Core::leave_of(const storage::MessageRecord& message, Instant current) const {
  wire::ValidWhile valid = valid_of(message.valid);
  const auto standing = standing_of(message, valid);
  if (!standing) {
    const bool hours = valid.reminder_hours();
    valid.Clear();
    valid.set_reminder_hours(hours);
  }
  return may_leave(valid, standing.value_or(Standing{}), message.expires_at, calendar_ ? &*calendar_ : nullptr, message.matter.value,
                   current);
}

// True: it has ended. What is no longer true is withdrawn; what was true to the last and could not leave in time is a dead letter.
bool Core::drop_when_void(const storage::MessageRecord& message, const Leave& leave) {
  if (leave.what == Leave::What::withdrawn) {
    const std::string why(leave.why);
    store_.set_message(message.id, storage::MessageState::withdrawn, 0, message.attempts, why);
    event(message.matter, "withdrawn", "ledger", {{"message", notification_id(message.id)}, {"party", message.party}, {"reason", why}});
    return true;
  }
  if (leave.what == Leave::What::expired) {
    message_dead(message, message.attempts, {std::string(leave.why), {}, 0});
    return true;
  }
  if (!dispatcher_.disabled(message.destination)) return false;
  message_dead(message, message.attempts, {"the destination is disabled", {}, 0});
  return true;
}

// True: it does not leave now.
bool Core::stays(const storage::MessageRecord& message, const Candidate& candidate) {
  const Leave leave = leave_of(message, now());
  if (drop_when_void(message, leave)) return true;
  if (leave.what != Leave::What::later) return false;
  const std::string why(leave.why);
  store_.set_message(message.id, storage::MessageState::queued, to_ms(leave.at), message.attempts, why);
  event(message.matter, "put_off", "ledger",
        {{"message", notification_id(message.id)}, {"party", message.party}, {"until", std::to_string(to_ms(leave.at))}, {"reason", why}});
  dispatcher_.add(message.id, message.destination, leave.at, candidate.urgent, candidate.retry);
  return true;
}

// What keeps hours has an expiry of its own and is tried until then: nights and days off use up no schedule.
std::optional<Millis> Core::next_try(const storage::MessageRecord& message, std::uint32_t failures, std::int64_t retry_after_ms) {
  const auto& policy = active_.retry();
  const auto steps = static_cast<std::uint32_t>(policy.after_ms_size());
  if (steps > 0 && message.expires_at > 0 && valid_of(message.valid).reminder_hours())
    return next_delay(policy, message.id.value, std::min(failures, steps), retry_after_ms);
  if (expired(policy, instant(message.queued_at), now())) return std::nullopt;
  return next_delay(policy, message.id.value, failures, retry_after_ms);
}

void Core::watch_expiry(MessageId id, std::int64_t expires_at, bool keeps_hours) {
  if (keeps_hours && expires_at > 0) expiries_.emplace(expires_at, id);
}

void Core::watch_expiry(const storage::QueuedMessage& message) {
  watch_expiry(message.id, message.expires_at, valid_of(message.valid).reminder_hours());
}

void Core::watch_expiry(const storage::MessageRecord& message, std::int64_t expires_at) {
  watch_expiry(message.id, expires_at, valid_of(message.valid).reminder_hours());
}

// A ledger that was restored and waits for a person ends nothing by itself.
std::optional<Instant> Core::next_expiry() const {
  return expiries_.empty() || restored_ ? std::nullopt : std::optional(instant(expiries_.begin()->first));
}

void Core::end_expired() {
  if (restored_) return;
  const auto current = now();
  const auto t = to_ms(current);
  for (int left = most_at_once; left > 0 && !expiries_.empty() && expiries_.begin()->first <= t; --left) {
    const MessageId id = expiries_.begin()->second;
    expiries_.erase(expiries_.begin());
    const auto message = store_.message(id);
    const bool waits = message && (message->state == storage::MessageState::queued || message->state == storage::MessageState::held);
    if (!waits || message->expires_at > t) continue;
    if (workers_.lease_of(false, id.value) != nullptr || orphans_.contains(id.value))
      expiries_.emplace(t + look_again_ms, id);
    else
      drop_when_void(*message, leave_of(*message, current));
  }
}

}  // namespace fenghuo::ledger
