// The shipped catalogue over whole years, and random schools: nothing leaves on a day off or outside its hours, a leader hears at most once
// a day, and every yearly duty is reached.
#include <gmock/gmock.h>
#include <rapidcheck/gtest.h>

#include "common/config/bundle_files.hpp"
#include "common/config/test_folder.hpp"
#include "services/fenghuo/simulate_run.hpp"
#include "services/fenghuo/test_simulation.hpp"

namespace fenghuo::simulate {
namespace {

using std::chrono::days;
using std::chrono::sys_days;
using testing::Collected;

constexpr Millis china = std::chrono::hours{8};

sys_days day_of(const std::string& text) { return sys_days{parse_date(text).value()}; }

// Shanghai keeps UTC+8: an oracle apart from the calendar's code.
sys_days local_day(Instant t) { return std::chrono::floor<days>(t + china); }
int local_minute(Instant t) { return static_cast<int>(std::chrono::duration_cast<std::chrono::minutes>(t + china - local_day(t)).count()); }

// The State Council's notices, written out; 2027's is not out yet: Mondays to Fridays (暂定).
bool works(sys_days day) {
  static const std::vector<std::pair<const char*, const char*>> off = {
      {"2025-01-01", "2025-01-01"}, {"2025-01-28", "2025-02-04"}, {"2025-04-04", "2025-04-06"}, {"2025-05-01", "2025-05-05"},
      {"2025-05-31", "2025-06-02"}, {"2025-10-01", "2025-10-08"}, {"2026-01-01", "2026-01-03"}, {"2026-02-15", "2026-02-23"},
      {"2026-04-04", "2026-04-06"}, {"2026-05-01", "2026-05-05"}, {"2026-06-19", "2026-06-21"}, {"2026-09-25", "2026-09-27"},
      {"2026-10-01", "2026-10-07"}};
  static const std::set<sys_days> swapped = {day_of("2025-01-26"), day_of("2025-02-08"), day_of("2025-04-27"), day_of("2025-09-28"),
                                             day_of("2025-10-11"), day_of("2026-01-04"), day_of("2026-02-14"), day_of("2026-02-28"),
                                             day_of("2026-05-09"), day_of("2026-09-20"), day_of("2026-10-10")};
  for (const auto& [from, to] : off) {
    if (day_of(from) <= day && day <= day_of(to)) return false;
  }
  return swapped.contains(day) || std::chrono::weekday{day}.iso_encoding() <= 5;
}

// The shipped catalogue, in force since ever: its own first day would leave 2025 empty.
const wire::Bundle& shipped() {
  static const wire::Bundle bundle = [] {
    auto made = config::load_draft(config::shipped_config, 2025).bundle;
    for (auto& duty : *made.mutable_duties()) duty.clear_in_force_from();
    return made;
  }();
  return bundle;
}

Collected year_of(const wire::Bundle& bundle, int year, People::Acts acts) {
  Collected out;
  Setup setup;
  setup.from = Instant{sys_days{std::chrono::year{year} / 1 / 1}.time_since_epoch()} - china;
  setup.to = Instant{sys_days{std::chrono::year{year + 1} / 1 / 1}.time_since_epoch()} - china;
  setup.acts = acts;
  const auto simulation = Simulation::make(bundle, setup, out);
  EXPECT_TRUE(simulation.has_value());
  EXPECT_TRUE((*simulation)->run_until(setup.to).has_value());
  EXPECT_TRUE((*simulation)->faults().empty());
  EXPECT_EQ((*simulation)->refused(), 0U) << (*simulation)->refusals().front().matter << ": " << (*simulation)->refusals().front().why;
  return out;
}

// Who hears at most one mail a day: the leading group and the seats of the party committee.
std::set<std::string> leaders_of(const wire::Bundle& bundle) {
  std::set<std::string> out;
  for (const auto& role : bundle.roles()) {
    if (role.leader()) out.insert("role:" + role.id());
    if (role.id() != bundle.committee_role()) continue;
    for (const auto& member : role.members()) out.insert("role:" + member);
  }
  return out;
}

// What a person's act answers at once may leave at any hour; everything else is the system's own doing.
bool by_itself(const Message& m) { return m.kind != "notice"; }

std::string said(const Message& m) {
  return m.kind + " " + m.step + " to " + m.party + " at " + rfc3339(m.at, Zone::find("Asia/Shanghai").value()) + ": " + m.subject;
}

class Year : public ::testing::TestWithParam<std::tuple<int, People::Acts>> {
 protected:
  const Collected& run() const {
    static std::map<std::tuple<int, People::Acts>, Collected> runs;
    auto& known = runs[GetParam()];
    if (known.messages.empty()) known = year_of(shipped(), std::get<0>(GetParam()), std::get<1>(GetParam()));
    return known;
  }
};

TEST_P(Year, nothing_leaves_on_a_day_off_or_outside_its_hours) {
  std::size_t reminders = 0;
  for (const auto& m : run().messages) {
    if (!by_itself(m)) continue;
    reminders += m.kind == "reminder" ? 1U : 0U;
    ASSERT_TRUE(works(local_day(m.at))) << said(m);
    ASSERT_GE(local_minute(m.at), 8 * 60 + 7) << said(m);
    ASSERT_LT(local_minute(m.at), 17 * 60 + 30) << said(m);
  }
  EXPECT_GT(reminders, std::get<0>(GetParam()) < 2026 ? 100U : 1000U);  // shipped rules count from 2026
}

TEST_P(Year, a_leader_gets_at_most_one_mail_a_day) {
  const auto leaders = leaders_of(shipped());
  ASSERT_GT(leaders.size(), 10U);
  std::map<std::tuple<std::string, std::string, sys_days>, const Message*> heard;
  for (const auto& m : run().messages) {
    if (!leaders.contains(m.party)) continue;
    const auto [before, first] = heard.emplace(std::tuple(m.party, m.channel, local_day(m.at)), &m);
    ASSERT_TRUE(first) << said(*before->second) << "\nand " << said(m);
  }
  EXPECT_GT(heard.size(), 20U);
}

TEST_P(Year, the_books_of_the_years_start_are_one_mail) {
  const int year = std::get<0>(GetParam());
  std::size_t merged = 0;
  for (const auto& m : run().messages) {
    if (m.kind != "brief" || m.party != "role:vice_president_1" ||
        m.at > Instant{day_of(std::to_string(year) + "-04-01").time_since_epoch()})
      continue;
    std::size_t books = 0;
    for (const char* book : {"sishu-chengnuo", "sishu-jihua", "sishu-xiangmu"})
      books += std::any_of(m.entries.begin(), m.entries.end(), [&](const Entry& entry) { return entry.source == book; }) ? 1U : 0U;
    EXPECT_TRUE(books == 0 || books == 3) << said(m) << " has " << books << " of the three";
    merged += books == 3 ? 1U : 0U;
  }
  EXPECT_GE(merged, 1U);
}

TEST_P(Year, every_yearly_duty_is_reached) {
  std::set<std::string> heard;
  for (const auto& m : run().messages) {
    heard.insert(m.source);
    for (const auto& entry : m.entries) heard.insert(entry.source);
  }
  std::size_t yearly = 0;
  for (const auto& duty : shipped().duties()) {
    if (duty.when().kind() == "event") continue;
    if (duty.when().kind() == "rule" && std::get<0>(GetParam()) < 2026) continue;  // shipped rules count from 2026
    ++yearly;
    EXPECT_TRUE(heard.contains(duty.id())) << duty.id();
  }
  EXPECT_GT(yearly, 25U);
}

TEST_P(Year, nobody_is_late_who_does_as_asked) {
  if (std::get<1>(GetParam()) == People::Acts::none) return;
  for (const auto& m : run().messages) ASSERT_NE(m.kind, "overdue") << said(m);
}

INSTANTIATE_TEST_SUITE_P(Shipped, Year,
                         ::testing::Combine(::testing::Values(2025, 2026, 2027), ::testing::Values(People::Acts::none, People::Acts::all)),
                         [](const auto& year) {
                           return std::to_string(std::get<0>(year.param)) +
                                  (std::get<1>(year.param) == People::Acts::all ? "_all" : "_none");
                         });

// ---- any catalogue, any calendar

std::int64_t between(int from, int to) { return *rc::gen::inRange(from, to); }

wire::Bundle any_school() {
  auto bundle = testing::small_school();
  for (auto& role : *bundle.mutable_roles()) role.set_leader(role.id() != "duty");
  auto& calendar = *bundle.mutable_calendar();
  calendar.clear_days_off();
  calendar.clear_swapped_workdays();
  std::set<sys_days> off;
  for (const int day : *rc::gen::container<std::vector<int>>(static_cast<std::size_t>(between(0, 60)), rc::gen::inRange(0, 365)))
    off.insert(day_of("2026-01-01") + days{day});
  for (const auto day : off) {
    const bool weekend = std::chrono::weekday{day}.iso_encoding() > 5;
    (weekend ? calendar.add_swapped_workdays() : calendar.add_days_off())->assign(date_text(Date{day}));
  }
  if (between(0, 2) == 0) {
    auto& summer = *calendar.add_breaks();
    summer.set_name("暑假");
    summer.set_from("2026-07-13");
    summer.set_to("2026-09-06");
  }
  bundle.clear_duties();
  static const std::vector<std::string> owners = {"unit:library", "unit:office", "role:leader", "role:secretary", "role:duty"};
  const auto count = between(1, 6);
  for (int n = 0; n < count; ++n) {
    const std::string id = std::string("d").append(std::to_string(n));
    const auto first = static_cast<unsigned>(between(1, 13)), last = static_cast<unsigned>(between(1, 13));
    testing::add_duty(bundle, id, *rc::gen::elementOf(owners), first * 100 + 1, last * 100 + 28);
    auto& duty = *bundle.mutable_duties(n);
    duty.mutable_obligation()->set_title(id);
    if (between(0, 3) != 0) continue;
    duty.mutable_when()->set_kind("rule");
    duty.mutable_when()->set_rrule(*rc::gen::element<std::string>("FREQ=WEEKLY", "FREQ=MONTHLY", "FREQ=MONTHLY;INTERVAL=3"));
    duty.mutable_when()->set_dtstart("2025-01-01");
  }
  return bundle;
}

RC_GTEST_PROP(AnySchool, keeps_its_hours_and_spares_its_leaders, ()) {
  const auto bundle = any_school();
  const auto out = year_of(bundle, 2026, *rc::gen::element(People::Acts::none, People::Acts::all));
  std::set<sys_days> off, swapped;
  for (const auto& day : bundle.calendar().days_off()) off.insert(day_of(day));
  for (const auto& day : bundle.calendar().swapped_workdays()) swapped.insert(day_of(day));
  std::set<std::tuple<std::string, sys_days>> heard;
  for (const auto& m : out.messages) {
    const auto day = local_day(m.at);
    if (by_itself(m)) {
      const bool weekend = std::chrono::weekday{day}.iso_encoding() > 5;
      const bool worked = weekend ? swapped.contains(day) : !off.contains(day);
      RC_ASSERT(worked);
      RC_ASSERT(local_minute(m.at) >= 8 * 60 + 7 && local_minute(m.at) < 17 * 60 + 30);
    }
    if (m.party == "role:leader" || m.party == "role:secretary") RC_ASSERT(heard.emplace(m.party, day).second);
  }
}

}  // namespace
}  // namespace fenghuo::simulate
