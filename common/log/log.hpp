// Structured logs: one JSON line an event on stderr, with time, process, event name and fields. Thread-safe after start().
// Secrets, titles, notes and names never go in here: pass ids, numbers, counts and reasons.
#pragma once

#include <cmath>
#include <initializer_list>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace fenghuo::log {

struct Field {
  std::string_view name;
  std::string value;
  bool bare = false;  // a number or a truth value, printed without quotes
  Field(std::string_view n, std::string_view v) : name(n), value(v) {}
  Field(std::string_view n, const char* v) : name(n), value(v) {}
  Field(std::string_view n, const std::string& v) : name(n), value(v) {}
  template <class T>
  requires std::is_arithmetic_v<T> Field(std::string_view n, T v) : name(n), value(std::to_string(v)), bare(true) {
    if constexpr (std::is_same_v<T, bool>) value = v ? "true" : "false";
    if constexpr (std::is_floating_point_v<T>) bare = std::isfinite(v);  // JSON has no word for the others
  }
};
using Fields = std::initializer_list<Field>;

enum class Level { debug, info, warn, error };

// level: debug | info | warn | error | off (anything else is info). Without start() nothing is printed.
void start(std::string_view process, std::string_view level);
void write(Level level, std::string_view event, Fields fields = {});
inline void debug(std::string_view event, Fields f = {}) { write(Level::debug, event, f); }
inline void info(std::string_view event, Fields f = {}) { write(Level::info, event, f); }
inline void warn(std::string_view event, Fields f = {}) { write(Level::warn, event, f); }
inline void error(std::string_view event, Fields f = {}) { write(Level::error, event, f); }

}  // namespace fenghuo::log
