// Recomputes the journal's hash chain from what the ledger answers, trusting none of its sums. Pure.
//
// Use: the head first, then all seals, then the events in order of seq up to the last seal; then finish(). A head kept outside (--against)
// shows what the running ledger can't hide: a journal rewritten or cut off and signed again. Faults are sentences with the seq they start
// at.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "common/base/result.hpp"
#include "common/messages/frame.hpp"

namespace fenghuo::cli {

class ChainVerifier {
 public:
  explicit ChainVerifier(std::vector<wire::SealView> seals);
  // false: this event lies behind the last seal, no more are needed.
  bool add(const wire::EventView& event);
  void finish(const wire::HeadView& head);
  // After finish(): the head that was kept; one from a paper has no signature to check.
  void check_against(const wire::HeadView& kept);

  const std::vector<std::string>& faults() const { return faults_; }
  std::uint64_t events() const { return events_; }
  std::uint64_t seals() const { return seals_.size(); }
  std::uint64_t texts_deleted() const { return texts_deleted_; }

 private:
  void check_seal_order();
  void check_text(const wire::EventView& event);
  void close_seals();
  void check_head(const wire::HeadView& head, const std::string& name);
  void check_place(const wire::HeadView& head, const std::string& name);
  void fault(std::uint64_t seq, const std::string& what);

  std::vector<wire::SealView> seals_;
  std::size_t current_ = 0;            // the seal that events are gathered for
  std::vector<std::string> gathered_;  // event bytes of that seal
  std::uint64_t next_seq_ = 0;
  std::uint64_t events_ = 0, texts_deleted_ = 0;
  std::string public_key_;
  std::vector<std::string> faults_;
};

// The head as `fenghuo ledger head --json` prints it, for --against.
std::string head_json(const wire::HeadView& head);
Result<wire::HeadView> parse_head(std::string_view json);
// A position as papers print it, STREAM:SEQ:HASH: a head without signature. nullopt: not one, so it is a file's name.
std::optional<wire::HeadView> parse_position(std::string_view text);

}  // namespace fenghuo::cli
