// The weekly brief and the monthly draft: what they count, what they say, who issues the draft.
#include "services/escalator/test_reports.hpp"

namespace fenghuo::escalator::testing {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

constexpr const char* unit = "unit:hq";
constexpr const char* july = "report/monthly/2026-07";
constexpr const char* week = "report/weekly/2026-W29";

void evidence(wire::Action& a) { a.set_evidence("校党〔2026〕12号"); }

wire::Occurrence plan_due(const std::string& due = "2026-07-15 17:30") {
  auto occurrence = report_due(due);
  occurrence.mutable_obligation()->set_line("main");
  occurrence.mutable_obligation()->add_fields("integrity");
  occurrence.mutable_obligation()->add_fields("ideology");
  return occurrence;
}

School in_july() {
  auto s = with_reports("2026-07-01 09:00");
  s.put(july, report_due_item("monthly", "2026-07", "2026-07-01 00:00", "2026-08-01 00:00", "2026-08-03 08:15"));
  s.put(week, report_due_item("weekly", "2026-W29", "2026-07-13 00:00", "2026-07-20 00:00", "2026-07-20 08:10"));
  s.open(plan_due()).act(wire::ACK, unit);
  return s;
}

const wire::ReportRow* row_of(const School& s, const std::string& key, const std::string& by, const std::string& id) {
  for (const auto& row : s.at_key(key).matter.report().rows()) {
    if (row.by() == by && row.id() == id) return &row;
  }
  return nullptr;
}

std::vector<std::string> tally_of(const School& s) {
  std::vector<std::string> out;
  for (const auto& facet : s.slot().row.facets()) {
    if (!facet.starts_with("duty=") && !facet.starts_with("unit=")) out.push_back(facet);
  }
  return out;
}

TEST(Facets, CountTheLampUnderUnitLineAndFieldsAndChangeWhenItDoes) {
  auto s = in_july();
  EXPECT_THAT(tally_of(s), ElementsAre("tally|all|normal", "tally|unit=hq|normal", "tally|line=main|normal", "tally|field=integrity|normal",
                                       "tally|field=ideology|normal"));
  s.until("2026-07-06 12:00");
  EXPECT_THAT(tally_of(s), ::testing::Contains("tally|unit=hq|approaching"));
  const std::string due = std::to_string(at("2026-07-15 17:30"));
  EXPECT_THAT(tally_of(s), ::testing::Contains("todo|unit:hq|due_soon|" + due));
  s.until("2026-07-15 12:00");
  EXPECT_THAT(tally_of(s), ::testing::Contains("tally|unit=hq|imminent"));
  s.until("2026-07-16 12:00");
  EXPECT_THAT(tally_of(s), AllOf(::testing::Contains("tally|unit=hq|overdue"), ::testing::Contains("late|" + due + "|hq"),
                                 ::testing::Contains("todo|unit:hq|overdue|" + due)));
  s.act(wire::SUBMIT_DONE, unit, evidence);
  EXPECT_THAT(tally_of(s), AllOf(::testing::Contains("tally|unit=hq|normal"), ::testing::Contains("tally|unit=hq|verify"),
                                 ::testing::Contains("todo|role:office|verify|" + due), Not(::testing::Contains("late|" + due + "|hq"))));
  EXPECT_EQ(s.broken, "");
}

TEST(Facets, TheLampThatIsCountedIsTheLampThatIsShown) {
  auto s = in_july();
  for (const char* when : {"2026-07-03 12:00", "2026-07-07 12:00", "2026-07-13 12:00", "2026-07-15 17:00", "2026-07-17 09:00"}) {
    s.until(when);
    const auto before = s.slot().row.facets();
    s.poke();
    EXPECT_EQ(::testing::PrintToString(std::vector<std::string>(before.begin(), before.end())),
              ::testing::PrintToString(std::vector<std::string>(s.slot().row.facets().begin(), s.slot().row.facets().end())))
        << when << ": another look finds nothing that was not true";
  }
}

TEST(Weekly, SaysCountsWhatIsLateAndTheHead) {
  auto s = in_july();
  s.until("2026-07-20 12:00");
  const auto sent = of_kind(s, "report/weekly");
  ASSERT_THAT(sent, SizeIs(1));
  EXPECT_EQ(sent[0].party, clerk);
  EXPECT_EQ(clock_text(sent[0].at), "2026-07-20 08:10");
  EXPECT_EQ(sent[0].subject, "〔督办周报〕7月13日—7月19日：未办结1件，逾期1件");
  EXPECT_THAT(sent[0].text, HasSubstr("全部事项：未办结1，逾期1。"));
  EXPECT_THAT(sent[0].text, HasSubstr("后勤保障处，7月15日17:30止，逾期3个工作日")) << sent[0].text;
  EXPECT_THAT(sent[0].text, HasSubstr(R"({"stream":"main","seq":7})"));
  EXPECT_EQ(s.at_key(week).matter.report().head(), R"({"stream":"main","seq":7})");
  EXPECT_FALSE(s.at_key(week).open());
  EXPECT_EQ(s.broken, "");
}

wire::Bundle reader_with_two_contacts() {
  auto bundle = report_rules();
  auto& second = *bundle.add_destinations();
  second.set_id("d-dxb-2");
  second.set_channel("webhook");
  second.set_on_campus(true);
  unit_of(bundle, "dxb").add_contacts(second.id());
  return bundle;
}

TEST(Weekly, ThatDidNotArriveGoesToTheNextContactAndThenToTheOperator) {
  auto s = with_reports("2026-07-01 09:00", reader_with_two_contacts());
  s.put(week, report_due_item("weekly", "2026-W29", "2026-07-13 00:00", "2026-07-20 00:00", "2026-07-20 08:10"));
  s.until("2026-07-20 12:00");
  const auto first = of_kind(s, "report/weekly", clerk);
  ASSERT_THAT(first, SizeIs(1));
  s.dies(first[0]);
  const auto second = of_kind(s, "report/weekly");
  ASSERT_THAT(second, SizeIs(1));
  EXPECT_EQ(second[0].destination, "d-dxb-2");
  EXPECT_EQ(second[0].subject, first[0].subject);
  EXPECT_EQ(second[0].text, first[0].text) << "with the head";
  s.dies(second[0]);
  const auto alarm = of_kind(s, "report/weekly");
  ASSERT_THAT(alarm, SizeIs(1));
  EXPECT_EQ(alarm[0].party, "role:operator");
  EXPECT_THAT(alarm[0].subject, HasSubstr("督办周报未送达"));
  EXPECT_EQ(s.broken, "");
}

TEST(Monthly, ADraftThatReachesNobodyIsTheOperatorsNews) {
  auto s = in_july();
  s.until("2026-08-03 12:00");
  const auto draft = of_kind(s, "report/monthly", clerk);
  ASSERT_THAT(draft, SizeIs(1));
  s.dies(draft[0]);
  const auto alarm = of_kind(s, "report/monthly");
  ASSERT_THAT(alarm, SizeIs(1));
  EXPECT_THAT(alarm[0].subject, HasSubstr("督查通报草稿未送达"));
  s.use(july).act(wire::ISSUE, clerk, [](wire::Action& a) { a.set_by("党校办张主任"); });
  ASSERT_EQ(s.code(), wire::DONE) << s.outcome().detail();
  s.dies(draft[0]);
  EXPECT_THAT(of_kind(s, "report/monthly"), IsEmpty()) << "issued: nothing to say any more";
  EXPECT_EQ(s.broken, "");
}

TEST(Weekly, CountsAClosingOnceInItsWeekAndMonth) {
  auto s = in_july();
  s.until("2026-07-16 12:00").act(wire::SUBMIT_DONE, unit, evidence).act(wire::VERIFY, "role:office");
  EXPECT_EQ(s.work(), wire::CLOSED);
  s.act(wire::VERIFY, "role:office");
  EXPECT_NE(s.code(), wire::DONE);
  for (const char* key : {july, week}) {
    for (const auto& [by, id] : {std::pair{"total", ""}, {"unit", "hq"}, {"line", "main"}, {"field", "ideology"}}) {
      const auto* row = row_of(s, key, by, id);
      ASSERT_NE(row, nullptr) << key << by;
      EXPECT_EQ(row->closed(), 1U) << key << by;
      EXPECT_EQ(row->closed_late(), 1U) << key << by;
    }
  }
  s.until("2026-07-20 12:00");
  const auto sent = of_kind(s, "report/weekly");
  ASSERT_THAT(sent, SizeIs(1));
  EXPECT_THAT(sent[0].text, HasSubstr("全部事项：本期办结1，其中逾期办结1。"));
  EXPECT_THAT(sent[0].text, HasSubstr("无逾期未报送事项。"));
}

TEST(Weekly, OfMoreThanAFactGivesTheTotalsAreRightAndTheRestIsSaid) {
  auto s = with_reports("2026-07-01 09:00");
  s.put(week, report_due_item("weekly", "2026-W29", "2026-07-13 00:00", "2026-07-20 00:00", "2026-07-20 08:10"));
  for (const char* duty : {"report", "plan", "third"}) {
    auto occurrence = plan_due(duty == std::string_view("report") ? "2026-07-15 17:30" : "2026-07-16 17:30");
    occurrence.set_duty(duty);
    s.open(occurrence).act(wire::ACK, unit);
  }
  s.most_parts = 1;
  s.until("2026-07-20 12:00");
  const auto sent = of_kind(s, "report/weekly");
  ASSERT_THAT(sent, SizeIs(1));
  EXPECT_TRUE(s.at_key(week).matter.report().cut());
  EXPECT_THAT(sent[0].text, AllOf(HasSubstr("全部事项：未办结3，逾期3。"), HasSubstr("余下3件未按单位列出；合计为全部。"),
                                  HasSubstr("超过2000项，余下2件未列出")))
      << sent[0].text;
  EXPECT_EQ(row_of(s, week, "unit", "hq"), nullptr);
}

TEST(Weekly, WhatIsWholeSaysNothingOfARest) {
  auto s = in_july();
  s.until("2026-07-20 12:00");
  EXPECT_THAT(of_kind(s, "report/weekly").at(0).text, AllOf(Not(HasSubstr("余下")), Not(HasSubstr("另有"))));
  EXPECT_FALSE(s.at_key(week).matter.report().cut());
}

// Each closing rewrites the report it is counted in (docs/budget.md): a row must stay small.
TEST(Tally, OfAThousandUnitsTakesFewBytesAUnit) {
  auto s = with_reports("2026-07-01 09:00");
  s.put(july, report_due_item("monthly", "2026-07", "2026-07-01 00:00", "2026-08-01 00:00", "2026-08-03 08:15"));
  const auto before = s.at_key(july).matter.ByteSizeLong();
  constexpr std::size_t units = 1000;
  for (std::size_t i = 0; i < 2 * units; ++i) {
    wire::InboxBody body;
    body.mutable_tally()->set_matter_id(i + 1);
    body.mutable_tally()->set_unit("unit_" + std::to_string(1000 + i % units));
    s.put(july, std::move(body));
  }
  ASSERT_NE(row_of(s, july, "unit", "unit_1999"), nullptr);
  EXPECT_EQ(row_of(s, july, "unit", "unit_1999")->closed(), 2U);
  const auto bytes = s.at_key(july).matter.ByteSizeLong() - before;
  RecordProperty("bytes", std::to_string(bytes));
  EXPECT_LT(bytes, 24 * units);
}

TEST(Monthly, IsADraftOfUnitsLinesAndFieldsWithSmallCountsHidden) {
  auto s = in_july();
  s.until("2026-08-03 12:00");
  const auto sent = of_kind(s, "report/monthly");
  ASSERT_THAT(sent, SizeIs(1));
  EXPECT_EQ(sent[0].subject, "〔请签发〕7月督查通报（草稿）");
  EXPECT_THAT(sent[0].text, AllOf(HasSubstr("签发前不对外"), HasSubstr("单位　后勤保障处：未办结＜3，逾期＜3。"),
                                  HasSubstr("责任线　主体责任："), HasSubstr("分管领域　意识形态："), Not(HasSubstr("逾期1"))));
  EXPECT_EQ(row_of(s, july, "unit", "hq")->overdue(), 1U);
  EXPECT_EQ(row_of(s, july, "line", "main")->name(), "主体责任");
  EXPECT_EQ(sent[0].model.report().rows_size(), 0) << "no exact count travels";
  EXPECT_EQ(s.at_key(july).matter.work(), wire::AWAITING);
}

TEST(Monthly, IsIssuedOnceByTheOfficeAndFrozen) {
  auto s = in_july();
  s.use(july).act(wire::ISSUE, clerk);
  EXPECT_EQ(s.outcome().detail(), "报告期未满，通报草稿尚未形成。");
  s.until("2026-08-03 12:00");
  const auto made = s.slot().matter.report().rows_size();
  s.act(wire::ISSUE, unit);
  EXPECT_EQ(s.code(), wire::REFUSED_RULE);
  EXPECT_THAT(s.outcome().detail(), HasSubstr("签发"));
  s.act(wire::ISSUE, clerk, [](wire::Action& a) { a.clear_by(); });
  EXPECT_EQ(s.outcome().detail(), "请写明签发人。");
  s.act(wire::ISSUE, clerk);
  EXPECT_EQ(s.code(), wire::DONE);
  EXPECT_EQ(s.work(), wire::CLOSED);
  EXPECT_EQ(s.slot().matter.report().issued_by(), "account of unit:dxb");
  s.act(wire::ISSUE, clerk);
  EXPECT_EQ(s.code(), wire::ALREADY);
  wire::InboxBody late;
  late.mutable_tally()->set_unit("hq");
  s.put(july, late);
  EXPECT_EQ(s.slot().matter.report().rows_size(), made);
  EXPECT_EQ(s.code(), wire::RECORDED);
}

TEST(Monthly, IsAskedForOnceMoreAndThenLapses) {
  auto s = in_july();
  s.until("2026-08-03 12:00");
  s.take();
  s.until("2026-08-31 12:00");
  const auto again = of_kind(s, "report/monthly");
  ASSERT_THAT(again, SizeIs(1));
  EXPECT_EQ(again[0].subject, "〔请签发〕7月督查通报尚未签发");
  EXPECT_EQ(clock_text(again[0].at).substr(0, 10), "2026-08-06");
  s.until("2026-09-01 12:00");
  EXPECT_EQ(s.use(july).work(), wire::CANCELLED);
  s.act(wire::ISSUE, clerk);
  EXPECT_EQ(s.code(), wire::REFUSED_CLOSED);
}

TEST(Reports, OfAMonthWithoutADutyStillSayThatThereWasNone) {
  auto s = with_reports("2026-07-02 09:00");
  s.put(july, report_due_item("monthly", "2026-07", "2026-07-01 00:00", "2026-08-01 00:00", "2026-08-03 08:15"));
  s.until("2026-08-03 12:00");
  const auto sent = of_kind(s, "report/monthly");
  ASSERT_THAT(sent, SizeIs(1));
  EXPECT_THAT(sent[0].text, HasSubstr("合计：无事项。"));
}

TEST(Reports, OfAPeriodThatHadBegunWhenTheSystemWasSwitchedOnThereIsNone) {
  auto s = with_reports("2026-07-15 09:00");
  s.open(plan_due()).act(wire::ACK, unit).act(wire::SUBMIT_DONE, unit, evidence).act(wire::VERIFY, "role:office");
  ASSERT_EQ(row_of(s, july, "unit", "hq")->closed(), 1U) << "counted all the same: its time may still be told";
  s.until("2026-08-04 12:00");
  EXPECT_THAT(of_kind(s, "report/"), IsEmpty());
  for (const char* key : {july, week}) {
    EXPECT_EQ(s.use(key).work(), wire::CANCELLED) << key;
    EXPECT_EQ(s.slot().matter.close_reason(), "not_reported") << key;
  }
  EXPECT_EQ(s.broken, "");
}

TEST(Reports, ATallyThatComesFirstIsInTheReport) {
  auto s = with_reports("2026-07-13 09:00");
  s.open(plan_due()).act(wire::ACK, unit).act(wire::SUBMIT_DONE, unit, evidence).act(wire::VERIFY, "role:office");
  s.put(week, report_due_item("weekly", "2026-W29", "2026-07-13 00:00", "2026-07-20 00:00", "2026-07-20 08:10"));
  s.until("2026-07-20 12:00");
  const auto sent = of_kind(s, "report/weekly");
  ASSERT_THAT(sent, SizeIs(1));
  EXPECT_THAT(sent[0].text, HasSubstr("本期办结1"));
}

TEST(Reports, LateAndOnADayOffTheyLeaveOnTheNextWorkingDay) {
  auto s = in_july();
  s.until("2026-07-17 12:00");
  s.take();
  s.down();
  s.jump("2026-07-24 20:00").back();
  const auto sent = of_kind(s, "report/weekly");
  ASSERT_THAT(sent, SizeIs(1));
  EXPECT_EQ(clock_text(sent[0].at).substr(0, 10), "2026-07-27");
}

TEST(Reports, WithoutAReaderNoDutySpeaksOfThem) {
  auto s = with_reports("2026-07-01 09:00", duty_rules());
  s.open(plan_due()).act(wire::ACK, unit);
  s.act(wire::SUBMIT_DONE, unit, evidence).act(wire::VERIFY, "role:office");
  EXPECT_EQ(s.work(), wire::CLOSED);
  for (const auto& key : s.keys()) EXPECT_FALSE(key.starts_with("report/")) << key;
}

TEST(Reports, WhatSleptOrWasMergedIsNotCountedAndTheCancelledAreCountedApart) {
  auto s = with_reports("2026-05-20 09:00");
  s.open(plan_due()).retract();
  for (const auto& key : s.keys()) EXPECT_FALSE(key.starts_with("report/")) << key;
  auto again = plan_due();
  again.set_period("2026b");
  s.open(again).until("2026-07-02 09:00").act(wire::CANCEL_MATTER, "role:office", [](wire::Action& a) { a.set_reason("机构调整"); });
  EXPECT_EQ(s.work(), wire::CANCELLED);
  EXPECT_EQ(row_of(s, july, "unit", "hq")->cancelled(), 1U);
  EXPECT_EQ(row_of(s, july, "unit", "hq")->closed(), 0U);
}

TEST(Reports, AKeyThatNamesNoPeriodIsNoReport) {
  auto s = with_reports("2026-07-01 09:00");
  for (const char* key : {"report/weekly/2026-W99", "report/monthly/2026-13", "report/x", "report/daily/2026-07-01"}) {
    wire::InboxBody body;
    body.mutable_tally()->set_unit("hq");
    s.put(key, body);
    EXPECT_EQ(s.code(), wire::REFUSED_RULE) << key;
    EXPECT_FALSE(s.at_key(key).open()) << key;
  }
}

}  // namespace
}  // namespace fenghuo::escalator::testing
