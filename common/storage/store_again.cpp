// The store: what is needed after something went wrong: an answer that comes late, a dead letter that goes again, a restart, a failed
// commit. None of it is on the way of a message that arrives at once, so these statements are made when they are used.
#include "common/storage/store_statements.hpp"

namespace fenghuo::storage {

void Store::recover() { impl_->load_head(); }

Result<std::unique_ptr<Backup>> Store::begin_backup(const std::string& file) { return Backup::begin(impl_->db, file); }

std::int64_t Store::earliest_next_after(Instant now) {
  Statement s(impl_->db, "SELECT next_at FROM matter WHERE next_at>?1 AND next_at>0 ORDER BY next_at LIMIT 1");
  return s.bind(to_ms(now)).step() ? s.integer(0) : 0;
}

std::optional<AttemptRecord> Store::lost_attempt(MessageId id) {
  Statement s(impl_->db, "SELECT n,epoch,counter,started_at,worker,outcome FROM attempt WHERE message_id=?1 ORDER BY n DESC LIMIT 1");
  if (!s.bind(id.value).step() || s.bytes(5) != "lost") return std::nullopt;
  return AttemptRecord{id, static_cast<std::uint32_t>(s.integer(0)), s.id(1), s.id(2), s.integer(3), std::string(s.bytes(4))};
}

std::uint32_t Store::failed_attempts(MessageId id, std::int64_t since) {
  Statement s(impl_->db, "SELECT count(*) FROM attempt WHERE message_id=?1 AND started_at>=?2 AND outcome IN (?3,?4)");
  return s.bind(id.value, since, std::string_view("retry"), std::string_view("ambiguous")).step() ? static_cast<std::uint32_t>(s.integer(0))
                                                                                                  : 0;
}

std::int64_t Store::last_attempt_at(MessageId id) {
  Statement s(impl_->db, "SELECT started_at FROM attempt WHERE message_id=?1 ORDER BY n DESC LIMIT 1");
  return s.bind(id.value).step() ? s.integer(0) : 0;
}

void Store::queue_again(MessageId id, std::int64_t queued_at, std::int64_t expires_at) {
  Statement s(impl_->db, "UPDATE message SET state=0,due_at=0,queued_at=?2,expires_at=?3,reason=?4 WHERE id=?1");
  s.bind(id.value, queued_at, expires_at, std::string_view("replayed")).run();
}

std::vector<std::pair<std::string, std::int64_t>> Store::attempts_since(Instant since) {
  std::vector<std::pair<std::string, std::int64_t>> all;
  Statement s(impl_->db,
              "SELECT m.destination,a.started_at FROM attempt a JOIN message m ON m.id=a.message_id WHERE a.started_at>?1 ORDER BY "
              "a.started_at");
  s.bind(to_ms(since));
  while (s.step()) all.emplace_back(s.bytes(0), s.integer(1));
  return all;
}

}  // namespace fenghuo::storage
