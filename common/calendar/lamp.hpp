// 督办灯: how near the deadline of a duty is. By words and shape as well as by colour, and never mixed with a warning's level
// (domain/process.md).
//
// Pure: the deciding process and whoever only reads get the same lamp for the same moment. Thread: any.
#pragma once

#include <string_view>

#include "common/calendar/calendar.hpp"
#include "common/messages/frame.hpp"

namespace fenghuo {

// When a window opens, when it is due (with the time its clock stood), and the key of its matter, which gives it its slot of the day.
struct Deadline {
  Instant from, due;
  std::string_view key;
};

Instant approaching_at(const Calendar& calendar, const Deadline& deadline);  // 30 % of the working time left, never before T-7
Instant imminent_at(const Calendar& calendar, const Deadline& deadline);     // 15 %

// normal | approaching | imminent | overdue; empty for what is no duty, or is finished.
std::string_view lamp_of(const wire::MatterView& view, const Calendar& calendar, Instant t);

inline constexpr std::string_view lamps[] = {"normal", "approaching", "imminent", "overdue"};
std::string_view lamp_name(std::string_view lamp);  // ●正常 ◐临期 ◑将到期 ■已逾期
std::string_view late_name(std::string_view late);  // 未到期, 宽限期内, 已逾期, 督办中, 待销号

// The instant at which so much (0…1) of the working time from..due is left.
Instant when_left(const Calendar& calendar, Instant from, Instant due, double share);
// The day a deadline belongs to: midnight ends the day before.
Date deadline_day(const Calendar& calendar, Instant due);
std::uint64_t slot_seed(std::string_view key);  // the same on every machine

}  // namespace fenghuo
