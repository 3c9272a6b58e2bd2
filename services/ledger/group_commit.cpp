#include "services/ledger/group_commit.hpp"

#include "common/log/log.hpp"

namespace fenghuo::ledger {
namespace {

constexpr std::chrono::hours stamp_every{1};  // also when nothing happens: a quiet week is no clock fault at the next start

}  // namespace

bool GroupCommit::run(const std::function<void()>& work, const std::function<bool()>& dirty) {
  if (must_reload_ && !reloaded()) return false;
  try {
    store_.begin();
    work();
    const Instant now = clock_.now();
    if (dirty() || store_.last_seq() != seq_ || now - stamped_ > stamp_every) {
      store_.set_meta("last_commit_at", std::to_string(to_ms(now)));
      stamped_ = now;
    }
    store_.commit();
    seq_ = store_.last_seq();
    ++commits_;
    error_.clear();
    return true;
  } catch (const storage::StorageError& e) {
    log::error("commit_failed", {{"reason", std::string_view(e.what())}});
    store_.rollback();
    must_reload_ = true;
    reloaded();
    error_ = e.what();
    return false;
  }
}

bool GroupCommit::reloaded() {
  try {
    store_.recover();
    reload_();
    seq_ = store_.last_seq();
    must_reload_ = false;
  } catch (const storage::StorageError& e) {
    error_ = e.what();
    log::error("reload_failed", {{"reason", error_}});
  }
  return !must_reload_;
}

}  // namespace fenghuo::ledger
