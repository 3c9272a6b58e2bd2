// The store: messages, their attempts and their links.
#include "common/storage/store_statements.hpp"

namespace fenghuo::storage {

const char* message_state_name(MessageState state) {
  switch (state) {
    case MessageState::queued:
      return "queued";
    case MessageState::started:
      return "started";
    case MessageState::delivered:
      return "delivered";
    case MessageState::dead:
      return "dead";
    case MessageState::withdrawn:
      return "withdrawn";
    case MessageState::expired:
      return "expired";
    case MessageState::held:
      return "held";
  }
  return "unknown";
}

// ------------------------------------------------------------------ messages

bool Store::insert_message(const NewMessage& message) {
  const wire::OutMessage& out = *message.out;
  const std::string valid = out.valid_while().SerializeAsString();
  const std::string model = out.model().SerializeAsString();
  impl_->message_insert
      .bind(message.id.value, message.matter.value, out.dedup(), out.destination(), out.channel(), out.party(), out.kind(), out.step(),
            out.repeat(), out.urgent(), out.not_before(), out.expires_at(), to_ms(message.now), out.model().token_expires(),
            out.model().ask(), out.bundle(), valid, model)
      .run();
  return impl_->db.changes() == 1;
}

std::optional<MessageRecord> Store::message(MessageId id) {
  auto& s = impl_->message_read.bind(id.value);
  if (!s.step()) return std::nullopt;
  MessageRecord m;
  m.id = id;
  m.matter = MatterId{s.id(0)};
  m.state = static_cast<MessageState>(s.integer(1));
  m.party = s.bytes(2);
  m.destination = s.bytes(3);
  m.kind = s.bytes(4);
  m.model = s.bytes(5);
  m.valid = s.bytes(6);
  m.bundle = s.bytes(7);
  m.step = static_cast<std::uint32_t>(s.integer(8));
  m.attempts = static_cast<std::uint32_t>(s.integer(9));
  m.due_at = s.integer(10);
  m.expires_at = s.integer(11);
  m.queued_at = s.integer(12);
  m.token_expires = s.integer(13);
  m.revoked = s.integer(14) != 0;
  m.urgent = s.integer(15) != 0;
  m.matter_number = s.bytes(16);
  m.matter_row = s.bytes(17);
  s.reset();
  return m;
}

void Store::each_waiting_message(const std::function<void(const QueuedMessage&, bool)>& visit) {
  auto& s = impl_->message_waiting.bind();
  while (s.step()) {
    visit({MessageId{s.id(0)}, std::string(s.bytes(1)), s.integer(2), s.integer(3) != 0, static_cast<std::uint32_t>(s.integer(4)),
           s.integer(6), std::string(s.bytes(7))},
          !s.is_null(5) && s.integer(5) == 0);
  }
  s.reset();
}

void Store::set_message(MessageId id, MessageState state, std::int64_t due_at, std::uint32_t attempts, std::string_view reason) {
  impl_->message_set.bind(id.value, static_cast<int>(state), due_at, attempts, reason).run();
}

std::vector<MessageId> Store::withdrawable(MatterId matter, const wire::Withdraw& which) {
  std::vector<MessageId> ids;
  auto& s = impl_->message_withdrawable.bind(matter.value, which.party(), which.asks_only(), which.except_kind());
  while (s.step()) ids.push_back(MessageId{s.id(0)});
  s.reset();
  return ids;
}

void Store::withdraw(MessageId id, std::string_view reason) { impl_->message_withdraw.bind(id.value, reason).run(); }

std::uint32_t Store::revoke_links(MatterId matter, std::string_view party) {
  impl_->links_revoke.bind(matter.value, party).run();
  return static_cast<std::uint32_t>(impl_->db.changes());
}

bool Store::revoke_link(MessageId id) {
  impl_->link_revoke.bind(id.value).run();
  return impl_->db.changes() == 1;
}

void Store::start_attempt(const AttemptRecord& a) {
  impl_->attempt_start.bind(a.message.value, a.n, a.epoch, a.counter, a.started_at, a.worker).run();
}

std::optional<AttemptRecord> Store::open_attempt(MessageId id) {
  auto& s = impl_->attempt_latest.bind(id.value);
  if (!s.step()) return std::nullopt;
  AttemptRecord a{id, static_cast<std::uint32_t>(s.integer(0)), s.id(1), s.id(2), s.integer(3), std::string(s.bytes(4))};
  const bool ended = s.integer(5) != 0;
  s.reset();
  if (ended) return std::nullopt;
  return a;
}

void Store::end_attempt(MessageId id, std::uint32_t n, Instant now, std::string_view outcome, std::string_view reason, int status) {
  impl_->attempt_end.bind(id.value, n, to_ms(now), outcome, reason, status).run();
}

std::vector<MessageId> Store::revivable(std::string_view filter_destination) {
  std::vector<MessageId> ids;
  auto& s = impl_->message_dead.bind(filter_destination);
  while (s.step()) ids.push_back(MessageId{s.id(0)});
  s.reset();
  return ids;
}

}  // namespace fenghuo::storage
