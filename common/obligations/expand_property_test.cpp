// Any catalogue, any calendar, any horizon: no occurrence is lost or doubled when the horizon moves, and its key stays the same.
#include <rapidcheck/gtest.h>

#include <set>

#include "common/obligations/check_duty.hpp"
#include "common/obligations/test_catalogue.hpp"

namespace fenghuo::obligations {
namespace {

using namespace test;
using std::chrono::days;
using std::chrono::sys_days;

std::uint32_t any_month_day() {
  const sys_days day = sys_days{std::chrono::year{2027} / 1 / 1} + days{*rc::gen::inRange(0, 365)};
  const Date date{day};
  return static_cast<unsigned>(date.month()) * 100 + static_cast<unsigned>(date.day());
}

std::string any_rule() {
  static const std::vector<std::string> ends{"", "", ";BYMONTHDAY=1,15", ";BYDAY=MO,TH", ";INTERVAL=2", ";INTERVAL=3", ";BYMONTHDAY=31"};
  return "FREQ=" + *rc::gen::element<std::string>("DAILY", "WEEKLY", "MONTHLY", "YEARLY") + *rc::gen::elementOf(ends);
}

wire::Duty any_duty(const std::string& id) {
  wire::Duty duty;
  switch (*rc::gen::inRange(0, 4)) {
    case 0:
      duty = yearly(id, any_month_day(), any_month_day(), *rc::gen::inRange(0, 2));
      break;
    case 1:
      duty = by_rule(id, any_rule(), date_text(Date{sys_days{day("2024-01-01")} + days{*rc::gen::inRange(0, 900)}}));
      break;
    case 2:
      duty = by_rule(id, any_rule(), "2025-01-01");
      *duty.mutable_when()->mutable_due_after() = working_days(*rc::gen::inRange<std::uint32_t>(1, 30));
      break;
    default:
      duty = by_week(id, *rc::gen::inRange<std::uint32_t>(1, 10), *rc::gen::inRange<std::uint32_t>(10, 18));
  }
  if (*rc::gen::arbitrary<bool>()) {
    duty.clear_owner();
    duty.set_each(*rc::gen::element<std::string>("unit", "college", "party_org", "member", "member_field"));
  }
  duty.mutable_when()->set_due_minute(*rc::gen::inRange<std::uint32_t>(0, 1441));
  return duty;
}

wire::Bundle any_catalogue() {
  wire::Bundle bundle = directory();
  for (auto& unit : *bundle.mutable_units()) {
    if (*rc::gen::inRange(0, 4) == 0) unit.set_valid_from(20260101U + *rc::gen::inRange<std::uint32_t>(0, 28));
    if (*rc::gen::inRange(0, 4) == 0) unit.set_valid_to(20261201U + *rc::gen::inRange<std::uint32_t>(0, 28));
  }
  const int count = *rc::gen::inRange(1, 5);
  for (int i = 0; i < count; ++i) *bundle.add_duties() = any_duty("d" + std::to_string(i));
  return bundle;
}

wire::Calendar any_calendar() {
  wire::Calendar calendar = school_year();
  std::set<sys_days> off;
  for (const int offset : *rc::gen::container<std::vector<int>>(20, rc::gen::inRange(0, 700)))
    off.insert(sys_days{day("2026-11-01")} + days{offset});
  for (const sys_days one : off) calendar.add_days_off(date_text(Date{one}));
  return calendar;
}

const char* any_zone() { return *rc::gen::element("Asia/Shanghai", "Europe/Berlin", "America/New_York", "Pacific/Apia"); }

// Cuts of [from, to), ascending, with both ends.
std::vector<Instant> any_cuts(Instant from, Instant to) {
  std::set<std::int64_t> cuts{to_ms(from), to_ms(to)};
  for (const auto cut : *rc::gen::container<std::vector<std::int64_t>>(rc::gen::inRange(to_ms(from), to_ms(to)))) cuts.insert(cut);
  std::vector<Instant> instants;
  for (const auto cut : cuts) instants.push_back(instant(cut));
  return instants;
}

RC_GTEST_PROP(Horizon, MovedInAnyStepsLosesAndDoublesNothing, ()) {
  const wire::Bundle bundle = any_catalogue();
  const Calendar c = calendar(any_calendar(), any_zone());
  const Instant from = at("2025-06-01T00:00"), to = at("2028-06-01T00:00");
  Found whole, pieces;
  const auto into = [](Found& found) {
    return [&found](const std::string& key, const wire::Occurrence& o) {
      RC_ASSERT(found.emplace(key, o).second);
      return true;
    };
  };
  expand(bundle, c, from, to, into(whole));
  const auto cuts = any_cuts(from, to);
  for (std::size_t i = 0; i + 1 < cuts.size(); ++i) expand(bundle, c, cuts[i], cuts[i + 1], into(pieces));
  RC_ASSERT(pieces.size() == whole.size());
  for (const auto& [key, o] : whole) RC_ASSERT(pieces.at(key).SerializeAsString() == o.SerializeAsString());
}

RC_GTEST_PROP(Occurrences, FollowTheirBundleAndKeepTheirKeys, ()) {
  const wire::Bundle bundle = any_catalogue();
  const Calendar c = calendar(any_calendar(), any_zone());
  const auto found = expanded(bundle, c, at("2026-01-01T00:00"), at("2028-01-01T00:00"));
  std::map<std::string, bool> sound;  // by duty: a check looks twelve years ahead, too dear for each occurrence
  for (const auto& duty : bundle.duties()) sound[duty.id()] = check_duty(duty, c).empty();
  for (const auto& [key, o] : found) {
    const auto of = std::find_if(bundle.duties().begin(), bundle.duties().end(), [&](const auto& d) { return d.id() == o.duty(); });
    RC_ASSERT(key == duty_key(*of, o));
    RC_ASSERT((key.find(o.party()) == std::string::npos) == of->each().empty());
    RC_ASSERT(key.size() <= 200U);
    const auto duty = sound.find(o.duty());
    RC_ASSERT(duty != sound.end());
    if (duty->second) {
      RC_ASSERT(instant(o.due_at()) - instant(o.window_from()) <= longest_window + days{1});
      RC_ASSERT(o.due_at() >= o.window_from());
    }
  }
}

// An edit of one duty, or another order of the catalogue, leaves the others' keys and versions alone.
RC_GTEST_PROP(Occurrences, OfOneDutyDoNotDependOnTheOthers, ()) {
  const wire::Bundle bundle = any_catalogue();
  const Calendar c = calendar();
  const Instant from = at("2026-01-01T00:00"), to = at("2027-06-01T00:00");
  const auto all = expanded(bundle, c, from, to);
  std::size_t together = 0;
  for (int i = bundle.duties_size() - 1; i >= 0; --i) {
    wire::Bundle alone = bundle;
    alone.clear_duties();
    *alone.add_duties() = bundle.duties(i);
    for (const auto& [key, o] : expanded(alone, c, from, to)) {
      RC_ASSERT(all.at(key).version() == o.version());
      ++together;
    }
  }
  RC_ASSERT(together == all.size());
}

}  // namespace
}  // namespace fenghuo::obligations
