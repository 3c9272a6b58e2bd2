// The statements of the store, prepared once, and the journal's end. Private to store.cpp and store_messages.cpp.
#pragma once

#include "common/storage/journal_format.hpp"
#include "common/storage/store.hpp"

namespace fenghuo::storage {

struct Store::Impl {
  Database db;
  Statement begin{db, "BEGIN IMMEDIATE"}, commit{db, "COMMIT"};

  Statement item_by_key{db, "SELECT id,matter_id,digest,state,outcome FROM item WHERE scope=?1 AND key=?2"};
  Statement item_by_id{db, "SELECT id,matter_id,digest,state,outcome FROM item WHERE id=?1"};
  Statement item_insert{
      db, "INSERT INTO item(id,scope,key,digest,matter_id,class,state,received_at,message_id,body) VALUES(?1,?2,?3,?4,?5,?6,0,?7,?8,?9)"};
  // Its body has served: what became of it stands in the matter and the journal, where texts are deleted after retention.
  Statement item_decide{db, "UPDATE item SET state=1,outcome=?2,told=?3,body=x'' WHERE id=?1"};
  Statement item_move{db, "UPDATE item SET matter_id=?2 WHERE id=?1"};
  Statement item_read{db,
                      "SELECT i.received_at,i.body,i.message_id,m.party FROM item i LEFT JOIN message m ON m.id=i.message_id AND "
                      "i.message_id>0 WHERE i.id=?1"};
  Statement item_pending{db, "SELECT id,matter_id,class,scope FROM item WHERE state=0 ORDER BY id"};
  Statement idem_read{db, "SELECT digest FROM idempotency WHERE key=?1"};
  Statement idem_insert{db, "INSERT INTO idempotency(key,digest,at) VALUES(?1,?2,?3)"};

  Statement matter_latest{db, "SELECT id,open,unique_forever,version FROM matter WHERE key=?1 ORDER BY id DESC LIMIT 1"};
  Statement matter_head{db, "SELECT id,open,unique_forever,version FROM matter WHERE id=?1"};
  Statement matter_number{db, "SELECT id,open,unique_forever,version FROM matter WHERE number=?1 LIMIT 1"};
  Statement matter_insert{db, "INSERT INTO matter(id,key,version,open,unique_forever,previous_id,updated_at) VALUES(?1,?2,0,1,?3,?4,?5)"};
  Statement matter_read{db,
                        "SELECT key,version,open,unique_forever,quarantined,next_at,number,previous_id,row,body FROM matter WHERE id=?1"};
  Statement matter_update{db,
                          "UPDATE matter SET version=version+1,next_at=?3,updated_at=?4,row=?5,body=?6,open=?7 WHERE id=?1 AND version=?2"};
  Statement matter_update_numbered{
      db, "UPDATE matter SET version=version+1,next_at=?3,updated_at=?4,row=?5,body=?6,open=?7,number=?8 WHERE id=?1 AND version=?2"};
  Statement matter_set_next{db, "UPDATE matter SET next_at=?2 WHERE id=?1"};
  Statement matter_set_quarantined{db, "UPDATE matter SET quarantined=?2 WHERE id=?1"};
  Statement matter_quarantined{db, "SELECT id FROM matter WHERE quarantined=1"};
  Statement matter_set_previous{db, "UPDATE matter SET previous_id=?2 WHERE id=?1"};
  Statement matter_due{db, "SELECT id FROM matter WHERE next_at>0 AND next_at<=?1 ORDER BY next_at LIMIT ?2"};
  Statement matter_earliest{db, "SELECT next_at FROM matter WHERE next_at>0 ORDER BY next_at LIMIT 1"};
  Statement matter_open{db, "SELECT id,row FROM matter WHERE open=1"};
  Statement serial_take{
      db, "INSERT INTO serial(kind,year,last) VALUES(?1,?2,1) ON CONFLICT(kind,year) DO UPDATE SET last=last+1 RETURNING last"};

  Statement registration_clear{db, "DELETE FROM registration WHERE matter_id=?1"};
  Statement registration_add{db, "INSERT OR IGNORE INTO registration(matter_id,facet) VALUES(?1,?2)"};
  Statement registration_all{db, "SELECT facet,matter_id FROM registration"};

  Statement message_insert{
      db,
      "INSERT INTO message(id,matter_id,dedup,state,destination,channel,party,kind,step,repeat,urgent,due_at,expires_at,queued_at,"
      "token_expires,asks,bundle,valid,model) VALUES(?1,?2,?3,0,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15,?16,?17,?18)"
      " ON CONFLICT(matter_id,dedup) DO NOTHING"};
  Statement message_read{
      db,
      "SELECT m.matter_id,m.state,m.party,m.destination,m.kind,m.model,m.valid,m.bundle,m.step,m.attempts,m.due_at,m.expires_at,"
      "m.queued_at,m.token_expires,m.revoked,m.urgent,t.number,t.row FROM message m JOIN matter t ON t.id=m.matter_id WHERE m.id=?1"};
  Statement message_waiting{
      db,
      "SELECT id,destination,due_at,urgent,attempts,(SELECT ended_at FROM attempt a WHERE a.message_id=m.id ORDER BY n DESC LIMIT 1),"
      "expires_at,valid"
      " FROM message m WHERE state IN (0,6) ORDER BY id"};
  Statement message_set{db, "UPDATE message SET state=?2,due_at=?3,attempts=?4,reason=?5 WHERE id=?1"};
  Statement message_withdrawable{
      // except_kind: one kind or several, "notice,overdue"
      db,
      "SELECT id FROM message WHERE matter_id=?1 AND state IN (0,6) AND (?2=x'' OR party=?2) AND (?3=0 OR asks=1)"
      " AND (?4=x'' OR instr(','||CAST(?4 AS TEXT)||',',','||CAST(kind AS TEXT)||',')=0)"};
  Statement message_withdraw{db, "UPDATE message SET state=4,reason=?2 WHERE id=?1"};
  Statement links_revoke{db, "UPDATE message SET revoked=1 WHERE matter_id=?1 AND party=?2 AND revoked=0"};
  Statement link_revoke{db, "UPDATE message SET revoked=1 WHERE id=?1"};
  Statement message_dead{db, "SELECT id FROM message WHERE state=3 AND (?1=x'' OR destination=?1) ORDER BY id"};
  Statement message_count{db, "SELECT count(*) FROM message WHERE state=?1"};

  Statement attempt_start{db, "INSERT INTO attempt(message_id,n,epoch,counter,started_at,worker) VALUES(?1,?2,?3,?4,?5,?6)"};
  Statement attempt_latest{db,
                           "SELECT n,epoch,counter,started_at,worker,ended_at FROM attempt WHERE message_id=?1 ORDER BY n DESC LIMIT 1"};
  Statement attempt_end{db, "UPDATE attempt SET ended_at=?3,outcome=?4,reason=?5,status=?6 WHERE message_id=?1 AND n=?2"};

  Statement event_insert{db, "INSERT INTO event(seq,matter_id,body) VALUES(?1,?2,?3)"};
  Statement event_text{db, "INSERT INTO event_body(seq,salt,text) VALUES(?1,?2,?3)"};
  Statement seal_insert{db, "INSERT INTO seal(last_seq,first_seq,hash,at) VALUES(?1,?2,?3,?4)"};

  Statement meta_read{db, "SELECT value FROM meta WHERE name=?1"};
  Statement meta_write{db, "INSERT INTO meta(name,value) VALUES(?1,?2) ON CONFLICT(name) DO UPDATE SET value=excluded.value"};
  Statement bundle_insert{db, "INSERT INTO bundle(hash,body,stored_at) VALUES(?1,?2,?3) ON CONFLICT(hash) DO NOTHING"};
  Statement bundle_read{db, "SELECT body FROM bundle WHERE hash=?1"};
  Statement destination_disable{db,
                                "INSERT INTO destination(id,reason) VALUES(?1,?2) ON CONFLICT(id) DO UPDATE SET reason=excluded.reason"};
  Statement destination_enable{db, "DELETE FROM destination WHERE id=?1"};
  Statement destination_all{db, "SELECT id,reason FROM destination ORDER BY id"};

  Statement feed_insert{db, "INSERT INTO feed(id,token_digest,party,made_at,made_by) VALUES(?1,?2,?3,?4,?5)"};
  Statement feed_read{db, "SELECT party,made_by,made_at,revoked_at FROM feed WHERE id=?1"};
  Statement feed_revoke{db, "UPDATE feed SET revoked_at=?2 WHERE id=?1"};
  Statement feed_count{db, "SELECT count(*) FROM feed WHERE revoked_at=0"};

  // The journal's end, and the events of the open commit. Dropped and read again after a failed commit.
  std::uint64_t seq = 0;
  std::string head;
  std::vector<std::string> unsealed;
  std::uint64_t sealed_seq = 0;
  Instant last_event{};
  bool in_transaction = false;

  Impl(const Options& options, const std::string& vfs) : db(options.path, Database::Mode::writer, vfs, options.cache_mb) {}

  void load_head() {
    Statement read(db, "SELECT last_seq,hash FROM seal ORDER BY last_seq DESC LIMIT 1");
    unsealed.clear();
    seq = 0;
    head = journal::genesis();
    if (read.step()) {
      seq = read.id(0);
      head = read.bytes(1);
    }
    sealed_seq = seq;
  }
};

}  // namespace fenghuo::storage
