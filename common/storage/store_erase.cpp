// The store: deletion of a closed matter's texts. Rare, so its statements are made when they are used. Freed bytes are overwritten
// (secure_delete), and scrub() takes the log away that still has the old pages.
#include "common/storage/store_statements.hpp"

namespace fenghuo::storage {
namespace {

constexpr std::string_view gone = "erased";  // stands where words stood

// What was answered to its items stays, but for the words: they say who had acted, or what somebody had typed.
void erase_answers(Database& db, MatterId id) {
  Statement read(db, "SELECT id,outcome FROM item WHERE matter_id=?1 AND told=1");
  std::vector<std::pair<std::uint64_t, std::string>> answers;
  read.bind(id.value);
  while (read.step()) {
    wire::ItemOutcome outcome;
    const auto bytes = read.bytes(1);
    if (!outcome.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) outcome.Clear();
    outcome.clear_detail();
    answers.emplace_back(read.id(0), outcome.SerializeAsString());
  }
  read.reset();
  Statement write(db, "UPDATE item SET told=0,outcome=?2 WHERE id=?1");
  for (const auto& [item, outcome] : answers) write.bind(item, outcome).run();
}

}  // namespace

Erased Store::erase_texts(MatterId id) {
  auto& db = impl_->db;
  Erased erased;
  Statement texts(db, "DELETE FROM event_body WHERE seq IN (SELECT seq FROM event WHERE matter_id=?1 AND matter_id>0)");
  texts.bind(id.value).run();
  erased.texts = static_cast<std::uint32_t>(db.changes());
  Statement dead(db, "SELECT count(*) FROM message WHERE matter_id=?1 AND state=3");
  if (dead.bind(id.value).step()) erased.dead = static_cast<std::uint32_t>(dead.integer(0));
  dead.reset();
  // Whatever a mail server or a receiver's system said may hold an address; of what was withdrawn and of a lost attempt the word is ours.
  Statement attempts(db,
                     "UPDATE attempt SET reason=?2 WHERE message_id IN (SELECT id FROM message WHERE matter_id=?1) AND reason<>x'' AND "
                     "outcome<>CAST('lost' AS BLOB)");
  attempts.bind(id.value, gone).run();
  Statement messages(db,
                     "UPDATE message SET model=x'',reason=CASE WHEN state IN (0,3,6) OR state<>4 AND reason<>x'' THEN ?2 ELSE reason END,"
                     "state=CASE WHEN state IN (0,3,6) THEN 4 ELSE state END WHERE matter_id=?1");
  messages.bind(id.value, gone).run();
  erased.messages = static_cast<std::uint32_t>(db.changes());
  erase_answers(db, id);
  return erased;
}

bool Store::scrub() { return impl_->db.truncate_log(); }

}  // namespace fenghuo::storage
