// The grammars of single values: durations, times, dates, addresses, references. Pure; nullopt or false for what they don't take.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace fenghuo::config {

// "500ms", "90s", "10m", "5h", "7d", "1h30m" (units falling); at most ten years. A bare number is none: its unit would be a guess.
std::optional<std::chrono::milliseconds> parse_span(std::string_view text);

// A duration, or working days: "1wd".
struct Wait {
  std::chrono::milliseconds natural{0};
  std::uint32_t working_days = 0;
};
std::optional<Wait> parse_wait(std::string_view text);

std::optional<int> parse_minute_of_day(std::string_view text);  // "22:00" → 1320; "24:00" is none
// The same, of a day that it ends: "24:00" → 1440. "00:00" is none: written for a day's end it would mean the day before.
std::optional<int> parse_deadline_minute(std::string_view text);
std::optional<std::chrono::year_month_day> parse_date(std::string_view text);  // "2026-10-01", a day that exists
// "06-30" → 630; a day that every year has, so 02-29 is none.
std::optional<std::uint32_t> parse_month_day(std::string_view text);
std::optional<std::uint64_t> parse_bytes(std::string_view text);  // "65536", "512KiB", "4MiB"; at most 1 GiB
std::optional<std::int64_t> parse_whole(std::string_view text);

bool valid_id(std::string_view text);                // lower-case letter, then letters, digits, _ or -; at most 48
bool valid_secret_reference(std::string_view text);  // env:NAME or file:PATH (no "..")
bool valid_http_url(std::string_view text);          // http or https, a host, no user, no fragment
bool valid_mail_address(std::string_view text);      // user@host in plain ASCII, no quotes, no display name
bool valid_relay(std::string_view text);             // smtp://host:port or smtps://host:port
bool valid_cidr(std::string_view text);              // 10.0.0.0/8, fd00::/8; no bits set behind the prefix
bool valid_host_name(std::string_view text);
bool valid_listen(std::string_view text);    // host:port or [v6]:port
bool valid_endpoint(std::string_view text);  // ipc://PATH or tcp://host:port
bool valid_clock(std::string_view text);     // system | manual | manual:<RFC 3339> | demo:<rate>[:<RFC 3339>]
bool valid_z85_key(std::string_view text);   // 40 characters of Z85
bool valid_party(std::string_view text);     // role:<id> | unit | unit:<id> | body:<id>
bool valid_seat(std::string_view text);      // role:<id> | unit:<id>: who answers for a duty
bool valid_target(std::string_view text);    // whom a plan's step goes to: owner, lead, support …, or role:<id> | unit:<id> | body:<id>
bool valid_clause(std::string_view text);    // 四（一）1, several joined by 、; 文末

// "127.0.0.1", "::1" or "localhost", with or without port, also inside tcp://…: reachable from this machine only.
bool loopback(std::string_view address);

}  // namespace fenghuo::config
