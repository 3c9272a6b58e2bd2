// The ledger without its sockets: intake, decisions, dispatch, attempts and the journal, over one Store. What it does is in these files:
// core_intake.cpp (what comes in) · core_workers.cpp (workers come and go) · core_decide.cpp (leasing and committing decisions) ·
// core_forward.cpp (what one matter sends to another) ·
// core_send.cpp (leasing and recording sends) · core_leave.cpp (whether a message may leave) · core_alert.cpp (what the operator hears
// without any rule) · core_operate.cpp (operators' acts) · core_replay.cpp (dead letters go again) · core_feeds.cpp (calendar feeds) ·
// core_restore.cpp (the hold after a restore, and backups) · core.cpp (start, time, snapshot).
//
// Thread: the writer's. Between begin() and commit() of the Store the caller feeds messages in; take_outgoing() is only sent after the
// commit. After a failed commit the caller calls load(): everything in memory is read again, as after a restart (group_commit.hpp).
// StorageError passes through every call: the caller rolls back.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "common/base/crypto.hpp"
#include "common/calendar/leaving.hpp"
#include "common/clock/zone.hpp"
#include "common/config/settings.hpp"
#include "common/storage/store.hpp"
#include "services/ledger/dispatcher.hpp"
#include "services/ledger/facets.hpp"
#include "services/ledger/inbox.hpp"
#include "services/ledger/resting.hpp"
#include "services/ledger/reviews.hpp"
#include "services/ledger/workers.hpp"

namespace fenghuo::ledger {

inline constexpr std::chrono::milliseconds lease_margin{5000};  // that a lease outlives the longest attempt

enum class Door { intake, work };

struct Outgoing {
  Door door = Door::intake;
  std::string identity;
  wire::Type type = wire::TYPE_UNSET;
  std::string payload;
};

class Core {
 public:
  Core(storage::Store& store, LedgerClock& clock, const Settings& settings);

  // With it the head that reports print is signed; without it they print none.
  void sign_heads_with(crypto::SigningKey key) { head_key_ = std::move(key); }

  // Reads the state from the store; called at start (inside no transaction) and after a failed commit.
  void load();
  void start_epoch();  // in a transaction, once at start-up: new epoch, clock check, `restarted` event

  // ---- intake door
  void submit(const std::string& identity, const wire::Submit& submit);
  void operate(const std::string& identity, const wire::Operate& operate);

  // ---- work door
  void hello(const std::string& identity, const wire::Hello& hello, Steady now);
  void credit(const std::string& identity, const wire::Credit& credit, Steady now);
  void result(const std::string& identity, const wire::Result& result, Steady now);
  void renew(const std::string& identity, const wire::Renew& renew, Steady now);
  void cannot(const std::string& identity, const wire::Cannot& cannot, Steady now);
  void goodbye(const std::string& identity, Steady now);
  void ping(const std::string& identity, Steady now);
  void peer_gone(const std::string& identity, Steady now) { workers_.peer_gone(identity, now); }

  // ---- after the intake is drained
  void tick(Steady now);        // dead workers, expired leases, clock steps, due matters
  void lease_work(Steady now);  // JOBs for whoever has room

  std::vector<Outgoing> take_outgoing();
  void step_backup();                    // after a commit, outside any transaction: a few pages of the copy
  void scrub(Steady now);                // after a commit, outside any transaction: cuts the log when texts were deleted
  bool dirty() const { return dirty_; }  // something was written since begin()
  void clean() { dirty_ = false; }
  wire::StatusView snapshot(Steady now);
  // How long the loop may sleep.
  std::chrono::milliseconds longest_sleep(Steady now);
  std::vector<std::string> worker_identities();
  const std::string& active_hash() const { return active_hash_; }

 private:
  struct Waiter {
    std::string identity;
    std::uint64_t request = 0;
  };

  // intake
  wire::AcceptedItem accept(const std::string& scope, const wire::SubmitItem& item, wire::IntakeClass intake_class, Waiter waiter,
                            bool replay);
  std::string no_room(const std::string& scope, wire::IntakeClass intake_class) const;
  std::optional<MatterId> resolve(const wire::SubmitItem& item, MessageId& message, std::string& why);
  MatterId make_matter(std::string_view key, bool unique_forever, MatterId previous);
  void submit_internal(const std::string& scope, const std::string& key, MatterId matter, const wire::InboxBody& body, wire::IntakeClass c);
  void answer_waiter(ItemId item, MatterId matter, const wire::ItemOutcome& outcome);

  // decisions
  void erase_texts(MatterId matter);
  void lease_decisions(Steady now);
  wire::Fact fact_for(const std::string& facet);
  bool make_decide_job(MatterId matter, Worker& worker, wire::JobItem& job, bool background, Steady now);
  void apply_decision(Lease& lease, const wire::Decision& decision, bool& release);
  bool commit_decision(const Lease& lease, const wire::Decision& decision, std::string& why);
  void change_facets(MatterId matter, const wire::MatterRow& row);
  std::optional<MatterId> forward_to(const wire::ToMatter& to, std::string& why);
  void forward(MatterId from, const wire::ToMatter& to);
  void rehome_items(MatterId closed, const storage::MatterRecord& record);
  void decision_failed(Lease& lease, const std::string& reason);
  void quarantine(MatterId matter, const std::string& reason);
  void reviewed(MatterId matter);
  void review_undecided();
  void send_on(const std::vector<Candidate>& messages);

  // what the operator hears without any rule
  struct Alert;
  void alert_role(const std::string& role_id, Alert& alert);
  void alert_operator(MatterId matter, const std::string& dedup, const std::string& subject, const std::string& text);
  std::set<std::string> roles_for(const std::string& level) const;
  MatterId system_matter();
  void queue_message(MatterId matter, const wire::OutMessage& out);

  // sends
  void lease_sends(Steady now);
  void lease_sends_of(const std::string& channel, Steady now);
  bool make_send_job(const Candidate& candidate, Worker& worker, wire::JobItem& job, Steady now);
  void make_calendar();
  bool still_true(const storage::MessageRecord& message, std::string& why) const;
  Leave leave_of(const storage::MessageRecord& message, Instant current) const;
  bool stays(const storage::MessageRecord& message, const Candidate& candidate);
  std::optional<Millis> next_try(const storage::MessageRecord& message, std::uint32_t failures, std::int64_t retry_after_ms);
  void watch_expiry(MessageId id, std::int64_t expires_at, bool keeps_hours);
  void watch_expiry(const storage::QueuedMessage& message);
  void watch_expiry(const storage::MessageRecord& message, std::int64_t expires_at);
  std::optional<Instant> next_expiry() const;
  void end_expired();
  void apply_send(const wire::ResultItem& item);
  bool drop_when_void(const storage::MessageRecord& message, const Leave& leave);
  std::optional<storage::AttemptRecord> answered_attempt(const wire::ResultItem& item, bool& late);
  void disable_destination(const storage::MessageRecord& message, const std::string& reason);
  // Why a message did not arrive: our own word, and what the other side said. The latter may hold an address or a name: it is deletable
  // text.
  struct Cause {
    std::string reason, answer;
    int status = 0;
    std::string both() const { return reason.empty() || answer.empty() ? reason + answer : reason + ": " + answer; }
  };
  void record_failure(const storage::MessageRecord& message, std::string_view kind, const Cause& cause,
                      const std::vector<std::pair<std::string_view, std::string>>& more);
  void send_failed(const storage::MessageRecord& message, std::uint32_t attempt, const wire::SendOutcome& send, bool late);
  void message_dead(const storage::MessageRecord& message, std::uint32_t attempts, const Cause& cause);
  void requeue_unanswered(MessageId message, const std::string& reason);

  void release_lost(const std::string& identity, const wire::Hello& hello);
  void adopt_held(Worker& worker, const wire::Hello& hello, Steady now);
  void give_up(std::uint64_t lease_id, bool died);
  void rest(const Lease& lease, const std::string& reason, Steady now);
  void load_matters();
  void wake_rested(Steady now);
  void wake_due();
  void check_lease();
  void hold_ladders(const std::string& reason);
  void rebuild_rates();
  std::uint64_t event(MatterId matter, std::string_view kind, std::string_view actor,
                      std::initializer_list<std::pair<std::string_view, std::string>> fields, std::string_view text = {});
  void use_bundle(const std::string& hash);
  wire::Fence next_fence();
  std::string welcome_payload() const;
  void say(Door door, const std::string& identity, wire::Type type, const google::protobuf::MessageLite& message);
  Instant now() { return clock_.now(); }
  void load_pauses();
  void set_pauses(std::set<std::string> pauses);
  void apply_pauses();
  void hold_restored();
  void load_hold();
  void say_hold();
  void end_backup(const std::string& why);
  void record_backup();

  // operate
  void note_confirmations(const wire::Operate& operate, const std::string& actor);
  std::string activate_bundle(const wire::Operate& operate, wire::Operated& answer);
  std::string pause_or_resume(const wire::Operate& operate, const std::string& actor);
  std::string revoke_token(const wire::Operate& operate, const std::string& actor);
  std::string confirm_clock(const std::string& actor);
  std::string release_quarantine(const wire::Operate& operate, const std::string& actor);
  std::string switch_destination(const wire::Operate& operate, const std::string& actor);
  std::string move_clock(const wire::Operate& operate);
  std::string replay(const wire::Operate& operate, wire::Operated& answer);
  std::string make_feed(const wire::Operate& operate, const std::string& actor, wire::Operated& answer);
  std::string revoke_feed(const wire::Operate& operate, const std::string& actor);
  std::string release_restored(const std::string& actor);
  std::string begin_backup(const std::string& identity, const wire::Operate& operate, const std::string& actor);
  static std::string disabled_text(const std::string& destination);
  std::string replay_one(const storage::MessageRecord& message, const std::string& actor);

  storage::Store& store_;
  LedgerClock& clock_;
  const Settings& settings_;

  Inbox inbox_;
  FacetIndex facets_;
  Dispatcher dispatcher_;
  Workers workers_;
  Reviews reviews_;
  Resting resting_;
  std::multimap<std::int64_t, MessageId> expiries_;  // of waiting messages that keep hours
  IdMaker ids_;

  std::uint64_t epoch_ = 0, counter_ = 0;
  std::string active_hash_;
  wire::Bundle active_;
  std::optional<Calendar> calendar_;  // of the bundle in force; none: it has no calendar that can be used
  std::set<std::string> pauses_, disabled_;
  std::chrono::milliseconds lease_{};  // the setting, or longer when the bundle in force needs it
  bool ladders_held_ = false;
  std::string hold_reason_;
  bool restored_ = false;    // then nothing is sent either
  std::string clock_doubt_;  // why the clock is not trusted: stays until a person confirms it, also when a restored ledger is released
  struct BackupUnderWay {
    std::unique_ptr<storage::Backup> copy;
    std::string due;  // file of one that was asked for and has not begun
    std::string actor;
    Waiter waiter;
    bool done = false;
  };
  BackupUnderWay backup_;
  std::unordered_map<std::uint64_t, Waiter> waiters_;                    // item id → who asked for DECIDED
  std::unordered_map<MatterId, std::vector<std::string>> wanted_facts_;  // need_facts of the last answer
  std::unordered_map<std::uint64_t, std::uint32_t> deaths_;              // matter or message id → workers that died holding it
  struct Backoff {
    std::uint32_t failures = 0;
    Instant until{};
  };
  std::unordered_map<MatterId, Backoff> failing_;
  std::unordered_map<MatterId, std::uint32_t> stale_;  // decisions redone because a person acted meanwhile
  std::set<std::uint64_t> orphans_;                    // messages with an open attempt from before the restart
  Steady orphan_deadline_{};
  std::uint64_t delivered_ = 0, accepted_ = 0, dead_ = 0, quarantined_ = 0, open_ = 0;
  std::map<std::string, std::uint64_t> counters_;
  std::optional<crypto::SigningKey> head_key_;
  bool to_scrub_ = true;  // the last run may have ended before it could
  Steady scrub_at_{};
  bool dirty_ = false;
  std::vector<Outgoing> outgoing_;
};

}  // namespace fenghuo::ledger
