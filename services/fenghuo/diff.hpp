// The messages of two simulations held against each other while both run. Equal ones cancel out as soon as both have passed their time, so
// memory grows with the differences alone. Pure, single-threaded.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "services/fenghuo/simulate_message.hpp"

namespace fenghuo::simulate {

struct Change {
  enum class Kind { added, removed, moved };  // moved: another time, or over another destination
  Kind kind = Kind::added;
  std::optional<Message> before, after;
};

class Differences {
 public:
  Sink& side(std::size_t n) { return sides_.at(n); }  // 0: before, 1: after
  void settle();                                      // both have come to the same time
  std::vector<Change> take();                         // all that is left, by time

 private:
  class Side final : public Sink {
   public:
    void message(const Message& message) override;
    void nobody(const Nobody&) override {}
    std::unordered_map<std::string, std::vector<Message>> messages;  // by what they are, whenever they leave
    std::vector<std::string> fresh;                                  // since the last settling
  };
  std::array<Side, 2> sides_;
};

}  // namespace fenghuo::simulate
