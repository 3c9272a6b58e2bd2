#include "services/fenghuo/reference.hpp"

#include <charconv>

#include "common/base/bytes.hpp"
#include "common/base/ids.hpp"
#include "common/clock/zone.hpp"

namespace fenghuo::cli {

namespace {

constexpr Millis longest = std::chrono::hours{24 * 3660};

std::optional<Millis> unit_of(std::string_view unit) {
  if (unit == "ms") return Millis{1};
  if (unit == "s") return std::chrono::seconds{1};
  if (unit == "m" || unit == "min") return std::chrono::minutes{1};
  if (unit == "h") return std::chrono::hours{1};
  if (unit == "d") return std::chrono::hours{24};
  return std::nullopt;
}

tl::unexpected<Error> not_a_duration(std::string_view text) {
  return fail("\"" + printable(text) + "\" is no duration; write e.g. 45s, 30m, 2h, 1h30m or 1d");
}

// Digits alone, exactly so many.
std::optional<unsigned> digits(std::string_view text, std::size_t from, std::size_t count) {
  unsigned value = 0;
  for (std::size_t i = from; i < from + count; ++i) {
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
    value = value * 10 + static_cast<unsigned>(text[i] - '0');
  }
  return value;
}

// YYYY-MM-DD HH:MM, a day and a minute that exist.
std::optional<Instant> local_time(std::string_view text, const Zone& zone) {
  constexpr std::size_t length = 16;
  if (text.size() != length || text[4] != '-' || text[7] != '-' || (text[10] != ' ' && text[10] != 'T') || text[13] != ':')
    return std::nullopt;
  const auto year = digits(text, 0, 4), month = digits(text, 5, 2), day = digits(text, 8, 2), hour = digits(text, 11, 2),
             minute = digits(text, 14, 2);
  if (!year || !month || !day || !hour || !minute || *hour > 23 || *minute > 59) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{static_cast<int>(*year)}, std::chrono::month{*month}, std::chrono::day{*day}};
  if (!date.ok()) return std::nullopt;
  return zone.at(static_cast<int>(*year), *month, *day, static_cast<int>(*hour * 60 + *minute));
}

}  // namespace

MatterReference read_reference(std::string_view text) {
  if (const auto id = parse_id(text)) return {MatterReference::Kind::id, std::to_string(*id)};
  if (text == "latest") return {MatterReference::Kind::latest, {}};
  if (text.find("〔") != std::string_view::npos) return {MatterReference::Kind::number, std::string(text)};
  return {MatterReference::Kind::key, std::string(text)};
}

Result<Millis> parse_duration(std::string_view text) {
  Millis total{0};
  std::string_view rest = text;
  while (!rest.empty()) {
    std::uint32_t count = 0;
    const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), count);
    if (error != std::errc{}) return not_a_duration(text);
    rest.remove_prefix(static_cast<std::size_t>(end - rest.data()));
    const std::size_t letters = std::min(rest.find_first_of("0123456789"), rest.size());
    const auto unit = unit_of(rest.substr(0, letters));
    if (!unit || count > longest / *unit) return not_a_duration(text);
    total += count * *unit;
    rest.remove_prefix(letters);
  }
  if (total <= Millis{0} || total > longest) return not_a_duration(text);
  return total;
}

Result<Instant> parse_time(std::string_view text, Instant now, const Zone& zone) {
  if (const auto span = parse_duration(text)) return now + *span;
  if (const auto at = parse_rfc3339(text)) return *at;
  if (const auto at = local_time(text, zone)) return *at;
  const bool wide = text.find("：") != std::string_view::npos;
  return fail("\"" + printable(text) + "\" is no time; write 30m from now, \"2027-07-08 14:00\" in " + zone.name() +
              ", or 2027-07-08T14:00:00+08:00" + (wide ? "; “：” is the full-width colon, write \":\"" : ""));
}

}  // namespace fenghuo::cli
