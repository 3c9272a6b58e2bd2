// The store: deletion of a closed matter's texts. Rare, so its statements are made when they are used. Freed bytes are overwritten
// (secure_delete), and scrub() takes the log away that still has the old pages.
#include "common/storage/store_statements.hpp"

namespace fenghuo::storage {

Erased Store::erase_texts(MatterId id) {
  auto& db = impl_->db;
  Erased erased;
  Statement texts(db, "DELETE FROM event_body WHERE seq IN (SELECT seq FROM event WHERE matter_id=?1 AND matter_id>0)");
  texts.bind(id.value).run();
  erased.texts = static_cast<std::uint32_t>(db.changes());
  Statement dead(db, "SELECT count(*) FROM message WHERE matter_id=?1 AND state=3");
  if (dead.bind(id.value).step()) erased.dead = static_cast<std::uint32_t>(dead.integer(0));
  dead.reset();
  Statement messages(db,
                     "UPDATE message SET model=x'',reason=CASE WHEN state IN (0,3,6) THEN ?2 ELSE reason END,"
                     "state=CASE WHEN state IN (0,3,6) THEN 4 ELSE state END WHERE matter_id=?1");
  messages.bind(id.value, std::string_view("erased")).run();
  erased.messages = static_cast<std::uint32_t>(db.changes());
  return erased;
}

bool Store::scrub() { return impl_->db.truncate_log(); }

}  // namespace fenghuo::storage
