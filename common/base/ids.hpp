// Strong 64-bit ids and their text form. Pure, no state.
//
// An id is time-ordered: 42 bits of milliseconds since 2020-01-01Z, 22 bits of counter, so that rows written together stand together.
// Text form: Crockford base32, 13 characters, upper case; parsing also takes lower case and o/i/l for 0/1/1 (crockford.com/base32).
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace fenghuo {

template <class Tag>
struct Id {
  std::uint64_t value = 0;
  auto operator<=>(const Id&) const = default;
  explicit operator bool() const { return value != 0; }
};

using MatterId = Id<struct MatterTag>;
using MessageId = Id<struct MessageTag>;
using ItemId = Id<struct ItemTag>;

std::string id_text(std::uint64_t id);                         // 13 characters
std::optional<std::uint64_t> parse_id(std::string_view text);  // nullopt: not 13 Crockford digits, or over 64 bits

template <class Tag>
std::string id_text(Id<Tag> id) {
  return id_text(id.value);
}

// The id of a notification as receivers see it: "msg_" + id_text (webhook-id, Message-ID).
std::string notification_id(MessageId id);
std::optional<MessageId> parse_notification_id(std::string_view text);

// Makes rising ids. Not thread-safe: one per writer.
class IdMaker {
 public:
  explicit IdMaker(std::uint64_t last_used = 0) : last_(last_used) {}
  // A new id greater than every one before, also when the clock stands or goes back.
  std::uint64_t next(std::chrono::sys_time<std::chrono::milliseconds> now);
  std::uint64_t last() const { return last_; }

 private:
  std::uint64_t last_;
};

}  // namespace fenghuo

template <class Tag>
struct std::hash<fenghuo::Id<Tag>> {
  std::size_t operator()(fenghuo::Id<Tag> id) const noexcept { return std::hash<std::uint64_t>{}(id.value); }
};
