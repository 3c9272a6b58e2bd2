#include "common/obligations/check_duty.hpp"

#include "common/obligations/test_catalogue.hpp"

namespace fenghuo::obligations {
namespace {

using namespace test;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<std::string> faults_of(const wire::Duty& duty, const wire::Calendar& wire = school_year()) {
  std::vector<std::string> texts;
  for (const auto& fault : check_duty(duty, calendar(wire))) texts.push_back(fault.what + "; " + fault.remedy);
  return texts;
}

TEST(CheckDuty, WhatCanBeMetIsSound) {
  EXPECT_THAT(faults_of(yearly("d", 101, 331)), IsEmpty());
  EXPECT_THAT(faults_of(yearly("d", 1115, 115, 1)), IsEmpty());
  EXPECT_THAT(faults_of(by_rule("d", "FREQ=MONTHLY;INTERVAL=3", "2026-01-01")), IsEmpty());
  EXPECT_THAT(faults_of(by_rule("d", "FREQ=MONTHLY;BYMONTHDAY=31", "2026-01-01")), IsEmpty()) << "some months have one";
  EXPECT_THAT(faults_of(by_rule("d", "FREQ=WEEKLY;BYDAY=MO", "2026-01-05")), IsEmpty());
  EXPECT_THAT(faults_of(by_week("d", 3, 19, "spring-2026")), IsEmpty());
  EXPECT_THAT(faults_of(on_event("d", working_days(3), {})), IsEmpty());
}

TEST(CheckDuty, DaysThatDoNotExist) {
  EXPECT_THAT(faults_of(yearly("d", 601, 631)), ElementsAre(AllOf(HasSubstr("\"d\""), HasSubstr("06-31"), HasSubstr("06-30"))));
  EXPECT_THAT(faults_of(yearly("d", 229, 331)), ElementsAre(HasSubstr("02-29")));
  EXPECT_THAT(faults_of(yearly("d", 101, 1301)), ElementsAre(HasSubstr("13-01")));
  EXPECT_THAT(faults_of(yearly("d", 101, 0)), ElementsAre(HasSubstr("one end")));
}

TEST(CheckDuty, RecurrencesWithoutAnInstance) {
  EXPECT_THAT(faults_of(by_rule("d", "FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=31", "2026-01-01")),
              ElementsAre(HasSubstr("has no day from 2026-01-01 on")));
  EXPECT_THAT(faults_of(by_rule("d", "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "2026-01-01")), ElementsAre(HasSubstr("has no day")));
  EXPECT_THAT(faults_of(by_rule("d", "FREQ=MONTHLY;UNTIL=20251231", "2026-01-01")), ElementsAre(HasSubstr("has no day")));
}

TEST(CheckDuty, RulesThatCantBeReadOrRecurWithinADay) {
  EXPECT_THAT(faults_of(by_rule("d", "FREQ=SOMETIMES", "2026-01-01")),
              ElementsAre(AllOf(HasSubstr("FREQ=SOMETIMES"), HasSubstr("can't be read"))));
  EXPECT_THAT(faults_of(by_rule("d", "每季度", "2026-01-01")), ElementsAre(HasSubstr("can't be read")));
  EXPECT_THAT(faults_of(by_rule("d", "FREQ=HOURLY", "2026-01-01")), ElementsAre(HasSubstr("within a day")));
  EXPECT_THAT(faults_of(by_rule("d", "FREQ=DAILY;BYHOUR=8,12", "2026-01-01")), ElementsAre(HasSubstr("whole days")));
  EXPECT_THAT(faults_of(by_rule("d", "FREQ=MONTHLY", "2026-02-30")), ElementsAre(HasSubstr("2026-02-30")));
}

TEST(CheckDuty, PeriodsWithoutALastDay) {
  EXPECT_THAT(faults_of(by_rule("d", "FREQ=MONTHLY;COUNT=3", "2026-01-01")), ElementsAre(HasSubstr("due_after")));
  wire::Duty due = by_rule("d", "FREQ=MONTHLY;COUNT=3", "2026-01-01");
  *due.mutable_when()->mutable_due_after() = working_days(5);
  EXPECT_THAT(faults_of(due), IsEmpty());
  EXPECT_THAT(faults_of(by_rule("d", "FREQ=YEARLY;INTERVAL=4", "2026-01-01")), ElementsAre(HasSubstr("more than 1100 days")));
}

TEST(CheckDuty, WeeksOutsideTheTerm) {
  EXPECT_THAT(faults_of(by_week("d", 20, 0, "spring-2026")), ElementsAre(AllOf(HasSubstr("week 20"), HasSubstr("19 weeks"))));
  EXPECT_THAT(faults_of(by_week("d", 3, 19)), ElementsAre(AllOf(HasSubstr("autumn-2026"), HasSubstr("18 weeks"))))
      << "every term must have them";
  EXPECT_THAT(faults_of(by_week("d", 5, 3)), ElementsAre(HasSubstr("before it begins")));
  EXPECT_THAT(faults_of(by_week("d", 3, 0, "autumn-2030")), ElementsAre(HasSubstr("which the calendar does not have")));
  EXPECT_THAT(faults_of(by_week("d", 3, 0), {}), ElementsAre(HasSubstr("the calendar has no term")));
  EXPECT_THAT(faults_of(by_week("d", 0, 0)), ElementsAre(HasSubstr("no teaching week")));
}

TEST(CheckDuty, EventsAndCounts) {
  EXPECT_THAT(faults_of(on_event("d", {}, {})), ElementsAre(HasSubstr("before: or after:")));
  EXPECT_THAT(faults_of(on_event("d", working_days(3), working_days(2))), ElementsAre(HasSubstr("not both")));
  wire::Duty count = yearly("d", 101, 1231);
  count.mutable_when()->set_kind("count");
  EXPECT_THAT(faults_of(count), testing::SizeIs(2));
  EXPECT_THAT(faults_of(duty("d", "")), ElementsAre(HasSubstr("no way to fall due")));
}

TEST(CheckDuty, OwnersTimesAndDates) {
  wire::Duty both = yearly("d", 101, 331);
  both.set_each("unit");
  EXPECT_THAT(faults_of(both), ElementsAre(HasSubstr("not both")));
  both.clear_owner();
  both.set_each("faculty");
  EXPECT_THAT(faults_of(both), ElementsAre(HasSubstr("\"faculty\"")));
  wire::Duty late = yearly("d", 101, 331);
  late.mutable_when()->set_due_minute(1441);
  EXPECT_THAT(faults_of(late), ElementsAre(HasSubstr("after the day's end")));
  wire::Duty soon = yearly("d", 101, 331);
  soon.set_in_force_from("soon");
  EXPECT_THAT(faults_of(soon), ElementsAre(HasSubstr("\"soon\"")));
}

// What check_duty lets pass always gives an occurrence a year, or it would have said so.
TEST(CheckDuty, WhatPassesIsExpanded) {
  wire::Bundle bundle = directory();
  for (const auto& duty : {yearly("a", 101, 331), by_rule("b", "FREQ=MONTHLY;BYMONTHDAY=31", "2026-01-01"), by_week("c", 3, 5)}) {
    ASSERT_THAT(faults_of(duty), IsEmpty());
    *bundle.add_duties() = duty;
  }
  const auto found = expanded(bundle, calendar(), at("2026-01-01T00:00"), at("2027-01-01T00:00"));
  for (const char* id : {"a", "b", "c"}) EXPECT_TRUE(found.lower_bound("duty/" + std::string(id) + "/") != found.end()) << id;
}

}  // namespace
}  // namespace fenghuo::obligations
