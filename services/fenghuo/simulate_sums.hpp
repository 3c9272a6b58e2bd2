// What the page of a simulation shows, added up as the messages come: by day, by recipient, by what nobody would receive. Pure. Memory
// grows with days and recipients, not with messages; the first messages are kept for the list.
#pragma once

#include <array>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "common/calendar/calendar.hpp"
#include "services/fenghuo/simulate_message.hpp"

namespace fenghuo::simulate {

inline constexpr std::array<std::string_view, 7> kinds_in_order = {"reminder", "brief",   "digest",    "notice",
                                                                   "overdue",  "warning", "escalation"};

struct Load {
  std::uint64_t total = 0;
  std::array<std::uint64_t, kinds_in_order.size()> by_kind{};
  std::map<int, std::uint64_t> by_month;  // year * 12 + month - 1
  std::string name;
  std::chrono::sys_days today, busiest;  // messages come in the order of time
  std::uint64_t of_today = 0, of_busiest = 0;
};

struct Silence {  // of one duty or topic, party and step
  std::string source, party_name, step;
  std::uint64_t times = 0;
  Instant first, last;
  bool draft = false;
};

struct Sums {
  std::uint64_t total = 0, drafts = 0;
  std::map<std::chrono::sys_days, Load> days;
  std::map<std::string, Load> parties;
  std::map<std::string, Silence> nobody;
  std::array<std::uint64_t, kinds_in_order.size()> by_kind{};
  std::vector<Message> first;  // at most most_listed

  static constexpr std::size_t most_listed = 4000;
  void add(const Message& message, const Calendar& calendar);
  void add(const Nobody& gap);
};

int month_of(Instant t, const Calendar& calendar);

}  // namespace fenghuo::simulate
