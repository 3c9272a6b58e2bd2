// When a duty becomes late, what is said before and after, and what stops the clock.
#include "services/escalator/test_school.hpp"

namespace fenghuo::escalator::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr const char* unit = "unit:hq";
const std::set<std::string> lateness = {"in_grace",     "overdue",     "supervised",       "rectifying",
                                        "slip_drafted", "slip_issued", "lateness_stopped", "lateness_resumed"};

wire::Occurrence with_grace(const std::string& due, std::int64_t grace) {
  auto occurrence = report_due(due);
  occurrence.set_grace_ms(grace);
  return occurrence;
}

// Scenario 13.
TEST(DutyLate, BecomesOverdueAtTheVeryInstantWhateverTheTimeOfDetection) {
  School s(at("2026-05-20 09:00"));
  s.open(with_grace("2026-07-15 10:00", hour)).until("2026-07-15 09:59");
  EXPECT_EQ(s.duty().late(), "in_time");
  s.until("2026-07-15 10:00");
  EXPECT_EQ(s.duty().late(), "in_grace");
  s.until("2026-07-15 10:59");
  EXPECT_EQ(s.duty().late(), "in_grace");
  s.jump("2026-07-15 14:20").settle();
  EXPECT_EQ(s.duty().late(), "overdue");
  EXPECT_EQ(s.slot().row.late(), "overdue");
  EXPECT_EQ(s.events({"in_grace", "overdue"}), (std::vector<std::string>{"2026-07-15 10:00 in_grace", "2026-07-15 11:00 overdue"}));
}

TEST(DutyLate, AtMidnightItIsOverdueAndTheMessageWaitsForTheMorning) {
  School s(at("2026-05-20 09:00"));
  s.open(with_grace("2026-07-11 00:00", 0)).until("2026-07-10 23:59");  // a Friday night
  s.take();
  s.until("2026-07-11 00:00");
  EXPECT_EQ(s.duty().late(), "overdue");
  s.until("2026-07-13 12:00");
  EXPECT_THAT(s.days(), ElementsAre("07-13 unit:dxb 请签发"));
  EXPECT_EQ(s.broken, "");
}

TEST(DutyLate, HandedInBeforeTheInstantIsInTimeEvenIfDecidedLater) {
  School s(at("2026-05-20 09:00"));
  s.open(with_grace("2026-07-15 10:00", 0)).until("2026-07-15 09:50").down();
  s.act(wire::SUBMIT_DONE, unit, [](wire::Action& a) { a.set_evidence("校党〔2026〕12号"); });
  s.jump("2026-07-15 10:30").back();
  EXPECT_EQ(s.duty().late(), "in_time");
  EXPECT_EQ(s.work(), wire::SUBMITTED);
}

TEST(DutyLate, TheLampComesByTheWorkingTimeThatIsLeft) {
  School s(at("2026-05-20 09:00"));
  auto occurrence = report_due("2026-07-15 17:30");  // 06-01…07-15: 32 working days; 30 % is more than seven
  s.open(occurrence);
  std::map<std::string, std::string> lamps;
  s.until("2026-07-15 18:00");
  for (const auto& one : s.take()) lamps[clock_text(one.at).substr(5, 5) + School::head_of(one.subject)] = one.model.lamp();
  EXPECT_EQ(lamps.at("06-02提醒"), "normal");
  EXPECT_EQ(lamps.at("06-25提醒"), "normal");
  EXPECT_EQ(lamps.at("07-06提示单"), "approaching");
  EXPECT_EQ(lamps.at("07-14提醒"), "imminent");
}

TEST(DutyLate, TheWholeLadderOfAUnitThatNobodyHearsOf) {
  School s(at("2026-05-20 09:00"));
  s.open(report_due()).until("2026-07-24 18:00");
  EXPECT_THAT(s.days(), ElementsAre("06-02 unit:hq 提醒",         // T-30
                                    "06-25 unit:hq 提醒",         // T-14, over the dragon-boat festival
                                    "07-06 unit:hq 提示单",       // T-7 and 临期 in one
                                    "07-08 unit:hq 催办单",       // the hint was not acknowledged for two working days
                                    "07-10 unit:hq 提醒",         // T-3
                                    "07-14 unit:hq 提醒",         // T-1
                                    "07-16 role:vice 呈阅",       // +1
                                    "07-16 unit:dxb 请签发",      // overdue at 17:30 the day before
                                    "07-17 unit:dxb 请签发",      // nobody has signed for two working days
                                    "07-20 role:secretary 呈阅",  // +3, in a list
                                    "07-21 unit:dxb 请签发", "07-23 unit:dxb 请签发"));
  EXPECT_EQ(s.broken, "");
}

TEST(DutyLate, AnAcknowledgedHintIsNotUrgedBeforeTheDeadlineIsClose) {
  School s(at("2026-05-20 09:00"));
  s.open(report_due()).until("2026-07-07 09:00").act(wire::ACK, unit);
  s.take();
  s.until("2026-07-15 17:00");
  EXPECT_THAT(s.days(), ElementsAre("07-09 unit:hq 催办单", "07-10 unit:hq 提醒", "07-14 unit:hq 提醒"));
}

TEST(DutyLate, OnlyAPersonIssuesAnOrderAndItTakesANumberThen) {
  School s(at("2026-05-20 09:00"));
  s.open(report_due()).until("2026-07-10 09:00").act(wire::ISSUE, "role:office", [](wire::Action& a) { a.set_slip("order"); });
  EXPECT_EQ(s.outcome().detail(), "截止前只发提示单和催办单，督办单须在逾期后签发。");
  s.until("2026-07-16 17:00");
  s.take();
  s.events({});
  s.act(wire::ISSUE, unit, [](wire::Action& a) { a.set_slip("order"); });
  EXPECT_EQ(s.outcome().detail(), "督办文书由督办部门签发。");
  s.until("2026-07-16 19:00").act(wire::ISSUE, "role:office", [](wire::Action& a) { a.set_slip("order"); });
  EXPECT_EQ(s.duty().late(), "supervised");
  const auto said = s.take();
  ASSERT_EQ(said.size(), 1U);
  EXPECT_EQ(said[0].party, unit);
  EXPECT_EQ(clock_text(said[0].at), "2026-07-16 19:00");  // a person issues it now
  EXPECT_EQ(said[0].subject, "【督办】督〔2026〕12号：责任落实报告逾期1个工作日");
  EXPECT_THAT(said[0].text, HasSubstr("你单位应于7月15日17:30前报送责任落实报告，截至7月16日（周四）19:00未收到。"));
  EXPECT_THAT(said[0].text, HasSubstr("依据：《实施办法》六（三）。此前未收到提醒？请点“反映送达问题”，核实期间不计逾期。"));
  s.act(wire::ISSUE, "role:office", [](wire::Action& a) { a.set_slip("order"); });
  EXPECT_EQ(s.code(), wire::ALREADY);
  s.act(wire::ACK, unit);
  EXPECT_EQ(s.duty().late(), "rectifying");
  EXPECT_EQ(s.duty().slips(s.duty().slips_size() - 1).number(), "督〔2026〕12号");
  EXPECT_EQ(s.broken, "");
}

// What no plan of the shipped ones leaves open: overdue for months, it is in the committee's list each month.
TEST(DutyLate, TheCommitteeReadsTheListEachMonth) {
  School s(at("2026-05-20 09:00"));
  s.open(report_due()).until("2026-07-31 18:00");
  s.take();
  s.until("2026-09-30 18:00");
  std::vector<std::string> lists;
  for (const auto& one : s.take()) {
    if (one.party.starts_with("role:c")) lists.push_back(clock_text(one.at).substr(0, 10) + " " + one.party);
  }
  EXPECT_THAT(lists, ElementsAre("2026-08-03 role:c1", "2026-08-03 role:c2", "2026-09-01 role:c1", "2026-09-01 role:c2"));
  EXPECT_EQ(s.broken, "");
}

TEST(DutyLate, UndeliveredIsNotLate) {
  School s(at("2026-05-20 09:00"));
  s.open(report_due()).until("2026-07-14 18:00");
  s.take();
  s.fail(unit);
  EXPECT_THAT(s.events(lateness), ::testing::Contains("2026-07-14 18:00 lateness_stopped"));
  s.until("2026-07-17 18:00");
  EXPECT_EQ(s.duty().late(), "in_time") << "two days past the deadline";
  EXPECT_THAT(s.days(), ElementsAre("07-15 unit:dxb 送达异常", "07-16 unit:dxb 送达异常"));
  s.act(wire::EXPLAIN, "role:office", [](wire::Action& a) { a.set_reason("地址已更正"); });
  s.until("2026-07-18 17:29");
  EXPECT_EQ(s.duty().late(), "in_time");
  s.until("2026-07-18 17:30");  // three days were left out
  EXPECT_EQ(s.duty().late(), "overdue");
  EXPECT_EQ(s.broken, "");
}

TEST(DutyLate, AUnitThatHeardNothingSaysSoAndTheClockStands) {
  School s(at("2026-05-20 09:00"));
  s.open(report_due()).until("2026-07-14 10:00").act(wire::EXPLAIN, unit, [](wire::Action& a) { a.set_reason("此前未收到提醒"); });
  EXPECT_NE(s.duty().clock_stopped_at(), 0);
  s.until("2026-07-16 10:00").act(wire::ACK, unit);  // it acts: it has been reached
  EXPECT_EQ(s.duty().clock_stopped_at(), 0);
  EXPECT_EQ(s.duty().stopped_ms(), 48 * hour);
}

// Two days stood; the date that a person then approves is the date that counts.
TEST(DutyLate, AnApprovedExtensionTakesInTheTimeForWhichTheClockStood) {
  School s(at("2026-05-20 09:00"));
  s.open(report_due()).until("2026-07-13 10:00").act(wire::EXPLAIN, unit, [](wire::Action& a) { a.set_reason("此前未收到提醒"); });
  s.until("2026-07-15 10:00").act(wire::ACK, unit);
  ASSERT_EQ(s.duty().stopped_ms(), 48 * hour);
  const auto ask = [&](const char* until) {
    s.act(wire::EXTEND, unit, [&](wire::Action& a) {
      a.set_reason("等待上级批复");
      a.set_until(at(until));
    });
  };
  ask("2026-07-17 17:30");
  EXPECT_EQ(s.outcome().detail(), "新期限须晚于原期限7月17日17:30。") << "what it has already";
  ask("2026-07-22 17:30");
  s.act(wire::APPROVE, "role:vice");
  EXPECT_EQ(s.duty().stopped_ms(), 0);
  s.until("2026-07-22 17:29");
  EXPECT_EQ(s.duty().late(), "in_time");
  s.until("2026-07-22 17:30");
  EXPECT_EQ(s.duty().late(), "overdue");
  EXPECT_EQ(s.broken, "");
}

TEST(DutyLate, AClockThatStandsDuringAnExtensionCountsFromThereOnly) {
  School s(at("2026-05-20 09:00"));
  s.open(report_due()).until("2026-07-10 10:00").act(wire::EXTEND, unit, [](wire::Action& a) {
    a.set_reason("等待上级批复");
    a.set_until(at("2026-07-22 17:30"));
  });
  s.act(wire::EXPLAIN, unit, [](wire::Action& a) { a.set_reason("此前未收到提醒"); });
  s.until("2026-07-14 10:00").act(wire::APPROVE, "role:vice");
  s.until("2026-07-15 10:00").act(wire::EXPLAIN, "role:office", [](wire::Action& a) { a.set_reason("已电话告知"); });
  EXPECT_EQ(s.duty().stopped_ms(), 24 * hour) << "the four days before belong to the old date";
  EXPECT_EQ(s.broken, "");
}

TEST(DutyLate, AnOrderOfALinkNamesWhoSigned) {
  School s(at("2026-05-20 09:00"));
  s.open(report_due()).until("2026-07-16 17:00");
  s.take();
  const auto issue = [&](const std::string& by) {
    s.act(wire::ISSUE, "unit:dxb", [&](wire::Action& a) {
      a.set_slip("order");
      a.set_by(by);
      a.set_via("link");
    });
  };
  for (const char* nobody : {"", "self-reported:", "self-reported:unit:dxb", "self-reported:role:office"}) {
    issue(nobody);
    EXPECT_EQ(s.outcome().detail(), "请写明签发人。") << nobody;
  }
  EXPECT_EQ(s.duty().late(), "overdue");
  EXPECT_THAT(s.take(), IsEmpty());
  issue("self-reported:综合科科长");
  EXPECT_EQ(s.duty().late(), "supervised");
  const auto said = s.take();
  ASSERT_EQ(said.size(), 1U);
  EXPECT_THAT(said[0].text, HasSubstr(" 综合科科长 7月16日（周四）"));
  issue("self-reported:综合科科员");
  EXPECT_EQ(s.code(), wire::ALREADY);
  EXPECT_THAT(s.outcome().detail(), Not(HasSubstr("科长"))) << "outcomes stay when names are deleted";
}

TEST(DutyLate, SeveralStepsOfAnOutageAreOneMessageThatSaysSo) {
  School s(at("2026-05-20 09:00"));
  s.open(report_due()).until("2026-07-05 09:00");
  s.take();
  s.jump("2026-07-14 20:00").settle().until("2026-07-15 12:00");
  const auto said = s.take();
  ASSERT_EQ(said.size(), 1U);
  EXPECT_THAT(said[0].text, HasSubstr("系统曾中断，此前应发的提醒合并为本条。"));
  EXPECT_EQ(School::head_of(said[0].subject), "催办单");
  EXPECT_TRUE(said[0].model.late_batch());
}

// Scenario 14, worked by hand against the State Council's notice for 2026.
TEST(DutyLate, RemindersAcrossHolidaysCountWorkingDays) {
  struct Case {
    const char* due;
    std::vector<std::string> last_two;  // T-3 and T-1
  };
  const std::vector<Case> cases = {
      {"2026-10-09 17:30", {"09-29", "10-08"}},  // 国庆 10-01…10-07: T-1 08, T-2 30, T-3 29
      {"2026-10-12 17:30", {"10-08", "10-10"}},  // the Saturday 10-10 is worked
      {"2026-02-25 17:30", {"02-13", "02-24"}},  // 春节 02-15…02-23, the Saturday 02-14 is worked: T-1 24, T-2 14, T-3 13
      {"2026-02-27 17:30", {"02-24", "02-26"}},
  };
  for (const auto& [due, expected] : cases) {
    School s(at("2026-01-05 09:00"));
    auto occurrence = report_due(due);
    occurrence.set_window_from(at("2026-01-05 00:00"));
    s.open(occurrence).until(at(due));
    std::vector<std::string> seen;
    for (const auto& one : s.take()) {
      if (one.serial.ends_with(":t-3") || one.serial.ends_with(":t-1")) seen.push_back(clock_text(one.at).substr(5, 5));
    }
    EXPECT_EQ(seen, expected) << due;
    EXPECT_EQ(s.broken, "");
  }
}

TEST(DutyLate, ANaturalDayReminderOnADayOffMovesEarlierAndTheDeadlineStays) {
  auto bundle = duty_rules();
  auto& plan = *bundle.mutable_plans(0);
  plan.clear_steps();
  add_step(plan, "n-4", -4, "reminder", {"owner"}, false, true);
  School s(at("2026-09-21 09:00"), bundle);
  auto occurrence = report_due("2026-10-09 17:30");  // four natural days before is 10-05, in the holiday
  occurrence.set_window_from(at("2026-09-21 00:00"));
  s.open(occurrence).until("2026-10-09 17:00");
  EXPECT_THAT(s.days(), ElementsAre("09-30 unit:hq 提醒"));
  EXPECT_EQ(clock_text(s.duty().due_at()), "2026-10-09 17:30");
}

}  // namespace
}  // namespace fenghuo::escalator::testing
