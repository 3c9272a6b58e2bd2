// Dead letters go again, under their ids and with the same bytes, on a fresh schedule: age, expiry and the count of failures begin anew.
#include "common/base/bytes.hpp"
#include "services/ledger/core.hpp"

namespace fenghuo::ledger {
namespace {

bool undelivered(storage::MessageState state) { return state == storage::MessageState::dead || state == storage::MessageState::expired; }

}  // namespace

std::string Core::replay(const wire::Operate& operate, wire::Operated& answer) {
  const std::string actor = operate.actor().empty() ? "operator" : printable(operate.actor(), 80);
  const std::string one(field(operate.args(), "message")), destination(field(operate.args(), "destination"));
  std::size_t replayed = 0, left = 0;
  if (!one.empty()) {
    const auto id = parse_notification_id(one);
    const auto message = id ? store_.message(*id) : std::nullopt;
    if (!message) return "not_found: no such message";
    if (!undelivered(message->state))
      return std::string("only a dead letter can go again; this one is ") + storage::message_state_name(message->state);
    if (std::string why = replay_one(*message, actor); !why.empty()) return why;
    ++replayed;
  } else {
    if (dispatcher_.disabled(destination)) return disabled_text(destination);
    for (const auto id : store_.revivable(destination)) ++(replay_one(*store_.message(id), actor).empty() ? replayed : left);
  }
  add_field(answer.mutable_info(), "replayed", std::to_string(replayed));
  if (left > 0) add_field(answer.mutable_info(), "left", std::to_string(left));  // disabled destinations, or no longer true
  return {};
}

std::string Core::disabled_text(const std::string& destination) {
  return "the destination \"" + printable(destination) + "\" is disabled; first: fenghuo destinations enable " + printable(destination);
}

// Empty, or why it does not go: it would die or be taken back at once.
std::string Core::replay_one(const storage::MessageRecord& message, const std::string& actor) {
  if (dispatcher_.disabled(message.destination)) return disabled_text(message.destination);
  std::string why;
  const bool dead = message.state == storage::MessageState::dead;
  if (!still_true(message, why)) {
    store_.set_message(message.id, storage::MessageState::withdrawn, 0, message.attempts, why);
    event(message.matter, "withdrawn", "ledger", {{"message", notification_id(message.id)}, {"party", message.party}, {"reason", why}});
    if (dead && dead_ > 0) --dead_;
    return "it is no longer true and was withdrawn: " + why;
  }
  // Attempts from before count no more: the schedule knows those that started since it was queued.
  const std::int64_t queued_at = std::max(to_ms(now()), store_.last_attempt_at(message.id) + 1);
  const std::int64_t expires_at = message.expires_at > 0 ? queued_at + (message.expires_at - message.queued_at) : 0;
  store_.queue_again(message.id, queued_at, expires_at);
  watch_expiry(message, expires_at);
  dispatcher_.add(message.id, message.destination, Instant{}, message.urgent, true);
  if (dead && dead_ > 0) --dead_;
  event(message.matter, "replayed", actor, {{"message", notification_id(message.id)}, {"party", message.party}});
  return {};
}

}  // namespace fenghuo::ledger
