// A restored ledger holds: nothing is sent and no rung fires until a person has looked at what would go out (`fenghuo ledger restored`) and
// lets it. Facts are taken and decided meanwhile. And the other half: a backup is made while the ledger works.
#include "common/base/bytes.hpp"
#include "common/log/log.hpp"
#include "services/ledger/core.hpp"

namespace fenghuo::ledger {

// Two things hold the ladders, each until its own act lets go: the database was restored, and the clock is not trusted.
void Core::load_hold() {
  ladders_held_ = store_.meta("ladders_held") == "1";
  restored_ = store_.meta("restore_hold") == "1";
  hold_reason_ = store_.meta("hold_reason");
  clock_doubt_ = store_.meta("clock_doubt");
  if (ladders_held_ && !restored_ && clock_doubt_.empty()) clock_doubt_ = hold_reason_;  // written before the two were told apart
}

// In a transaction.
void Core::say_hold() {
  hold_reason_ = restored_ ? "restored: " + store_.meta("restored_told") : std::string();
  if (!clock_doubt_.empty()) hold_reason_ += (restored_ ? "; " : "") + clock_doubt_;
  ladders_held_ = restored_ || !clock_doubt_.empty();
  store_.set_meta("ladders_held", ladders_held_ ? "1" : "0");
  store_.set_meta("restore_hold", restored_ ? "1" : "0");
  store_.set_meta("clock_doubt", clock_doubt_);
  store_.set_meta("hold_reason", hold_reason_);
}

// In a transaction, at start-up: the database was put here by `fenghuo ledger restore`, or by hand.
void Core::hold_restored() {
  const std::string told = store_.meta("restored");
  if (told.empty()) return;
  restored_ = true;
  store_.set_meta("restored", "");
  store_.set_meta("restored_told", told);
  say_hold();
  apply_pauses();
  event({}, "restored", "ledger", {{"why", told}, {"last_commit_at", store_.meta("last_commit_at")}});
  log::error("restored", {{"why", told}, {"way_out", "fenghuo ledger restored lists what would go out; with --release it goes"}});
}

std::string Core::release_restored(const std::string& actor) {
  if (!restored_) return "nothing is held: this ledger was not restored, or was released already";
  restored_ = false;
  say_hold();  // a doubt of the clock stays: `fenghuo confirm-clock`
  apply_pauses();
  review_undecided();  // what is due is decided first: of several rungs one message, and what no longer holds is taken back
  event({}, "restore_released", actor, {{"messages", std::to_string(dispatcher_.waiting())}});
  return {};
}

void Core::apply_pauses() {
  auto scopes = pauses_;
  if (restored_) scopes.insert("all");
  dispatcher_.pause(scopes);
}

// ------------------------------------------------------------------ backup

// Empty: it has begun, and is answered when the copy is whole.
std::string Core::begin_backup(const std::string& identity, const wire::Operate& operate, const std::string& actor) {
  if (backup_.copy != nullptr) return "a backup to " + printable(backup_.copy->file(), 200) + " is being made; wait until it is done";
  const std::string file(field(operate.args(), "file"));
  if (!file.starts_with('/')) return "file must be an absolute path on the ledger's machine";
  backup_.due = file;
  backup_.actor = actor;
  backup_.waiter = {identity, operate.request()};
  return {};
}

// Between two commits.
void Core::step_backup() {
  try {
    if (!backup_.due.empty()) {
      auto begun = store_.begin_backup(std::exchange(backup_.due, {}));
      if (!begun) return end_backup(begun.error().message);
      backup_.copy = std::move(*begun);
      return;
    }
    if (backup_.copy != nullptr && !backup_.done && !backup_.copy->step()) backup_.done = true;
  } catch (const storage::StorageError& e) {
    end_backup(e.what());
  }
}

void Core::end_backup(const std::string& why) {
  log::error("backup_failed", {{"reason", why}});
  backup_.copy.reset();
  wire::Operated answer;
  answer.set_request(backup_.waiter.request);
  answer.set_reason(why);
  say(Door::intake, backup_.waiter.identity, wire::OPERATED, answer);
}

// In a transaction: the copy is whole, and is said so.
void Core::record_backup() {
  if (!backup_.done) return;
  const std::string bytes = std::to_string(backup_.copy->bytes());
  event({}, "backed_up", backup_.actor, {{"bytes", bytes}});
  wire::Operated answer;
  answer.set_request(backup_.waiter.request);
  answer.set_ok(true);
  add_field(answer.mutable_info(), "file", backup_.copy->file());
  add_field(answer.mutable_info(), "bytes", bytes);
  say(Door::intake, backup_.waiter.identity, wire::OPERATED, answer);
  backup_ = {};
}

}  // namespace fenghuo::ledger
