// The shipped catalogue over whole years, and random schools: nothing leaves on a day off or outside its hours, a leader hears at most once
// a day, and every yearly duty is reached.
#include <gmock/gmock.h>
#include <rapidcheck/gtest.h>

#include "services/fenghuo/test_years.hpp"

namespace fenghuo::simulate {
namespace {

using namespace testing;  // NOLINT(google-build-using-namespace): the words of these tests

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
    reminders += m.kind == "reminder" ? 1U : 0U;
    ASSERT_NO_FATAL_FAILURE(expect_in_its_hours(m));
  }
  EXPECT_GT(reminders, std::get<0>(GetParam()) < 2026 ? 100U : 1000U);  // shipped rules count from 2026
}

// Colleges and their party organisations, by the directory's kinds; the news that a duty has opened alone finds them in the break.
TEST_P(Year, nobody_is_reminded_who_is_away_in_a_break) {
  const std::set<std::string> away = {"unit:college_1",       "unit:college_2",       "unit:college_3",
                                      "unit:college_1_party", "unit:college_2_party", "unit:college_3_party"};
  std::size_t in_breaks = 0, before = 0;
  for (const auto& m : run().messages) {
    const bool on_break = std::any_of(shipped().calendar().breaks().begin(), shipped().calendar().breaks().end(), [&](const auto& one) {
      return day_of(one.from()) <= local_day(m.at) && local_day(m.at) <= day_of(one.to());
    });
    const bool reminds = m.kind == "reminder" || m.kind == "digest";
    in_breaks += on_break && reminds ? 1U : 0U;
    before += m.step.ends_with("@away") ? 1U : 0U;
    ASSERT_FALSE(on_break && reminds && m.step != "announce" && away.contains(m.party)) << said(m);
  }
  if (std::get<0>(GetParam()) < 2026) return;  // the shipped school calendar begins then
  EXPECT_GT(in_breaks, 0U) << "offices are on duty";
  EXPECT_GT(before, 0U);
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
    RC_ASSERT(m.keeps_hours || at_any_hour(m));
    if (m.keeps_hours) {
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
