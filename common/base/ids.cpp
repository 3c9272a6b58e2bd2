#include "common/base/ids.hpp"

#include <algorithm>
#include <array>

namespace fenghuo {
namespace {

constexpr std::string_view digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t id_digits = 13;
constexpr std::string_view notification_prefix = "msg_";

constexpr int counter_bits = 22;
constexpr std::int64_t max_ms = (std::int64_t{1} << 42) - 1;
constexpr std::chrono::sys_days epoch{std::chrono::year{2020} / 1 / 1};

constexpr std::array<std::int8_t, 256> make_values() {
  std::array<std::int8_t, 256> values{};
  values.fill(-1);
  for (std::size_t i = 0; i < digits.size(); ++i) {
    const auto c = static_cast<unsigned char>(digits[i]);
    values[c] = static_cast<std::int8_t>(i);
    if (c >= 'A') values[c + ('a' - 'A')] = static_cast<std::int8_t>(i);
  }
  // The letters left out of the alphabet because people take them for digits.
  for (unsigned char c : {'o', 'O'}) values[c] = 0;
  for (unsigned char c : {'i', 'I', 'l', 'L'}) values[c] = 1;
  return values;
}
constexpr auto values = make_values();

}  // namespace

std::string id_text(std::uint64_t id) {
  std::string text(id_digits, '0');
  for (std::size_t i = id_digits; i-- > 0; id >>= 5U) text[i] = digits[id & 31U];
  return text;
}

std::optional<std::uint64_t> parse_id(std::string_view text) {
  if (text.size() != id_digits) return std::nullopt;
  std::uint64_t id = 0;
  for (std::size_t i = 0; i < id_digits; ++i) {
    const std::int8_t value = values[static_cast<unsigned char>(text[i])];
    if (value < 0 || (i == 0 && value > 15)) return std::nullopt;  // 13 digits are 65 bits
    id = (id << 5U) | static_cast<std::uint64_t>(value);
  }
  return id;
}

std::string notification_id(MessageId id) { return std::string(notification_prefix) + id_text(id); }

std::optional<MessageId> parse_notification_id(std::string_view text) {
  if (!text.starts_with(notification_prefix)) return std::nullopt;
  const auto value = parse_id(text.substr(notification_prefix.size()));
  if (!value) return std::nullopt;
  return MessageId{*value};
}

std::uint64_t IdMaker::next(std::chrono::sys_time<std::chrono::milliseconds> now) {
  const std::int64_t ms = std::clamp<std::int64_t>((now - epoch).count(), 0, max_ms);
  last_ = std::max(static_cast<std::uint64_t>(ms) << counter_bits, last_ + 1);
  return last_;
}

}  // namespace fenghuo
