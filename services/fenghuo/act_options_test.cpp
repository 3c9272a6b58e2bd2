#include "services/fenghuo/act_options.hpp"

#include <CLI/CLI.hpp>

#include "services/fenghuo/command.hpp"

namespace fenghuo::cli {

namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

const Instant now = *parse_rfc3339("2027-07-01T09:00:00+08:00");

wire::Bundle bundle() {
  wire::Bundle made;
  for (const char* unit : {"hqbz", "xcb"}) made.add_units()->set_id(unit);
  made.add_roles()->set_id("office");
  return made;
}

ActOptions options(wire::ActionKind kind) {
  ActOptions made;
  made.kind = kind;
  made.as = "unit:hqbz";
  return made;
}

Result<wire::Action> made(const ActOptions& given) { return action_of(given, "cli:desk", now, bundle(), *Zone::find("Asia/Shanghai")); }

std::string fault(const ActOptions& given) {
  const auto action = made(given);
  return action ? "taken" : action.error().message;
}

// Parses a whole line of the command tree; the error CLI11 gives for it, or "taken".
std::string line(const std::string& text) {
  CLI::App app{"fenghuo", "fenghuo"};
  Shared shared;
  add_all(app, shared);
  try {
    app.parse(text, false);
  } catch (const CLI::ParseError& wrong) {
    return wrong.what();
  }
  return "taken";
}

}  // namespace

TEST(ActOptions, AMeetingsDateInLocalTime) {
  auto given = options(wire::SCHEDULE);
  given.at = "2027-07-08 14:00";
  given.materials_by = "2027-07-06 17:30";
  given.minutes = 90;
  given.place = "行政楼";
  given.materials = "自查表";
  const auto action = made(given);
  ASSERT_TRUE(action) << action.error().message;
  EXPECT_EQ(action->at(), to_ms(*parse_rfc3339("2027-07-08T14:00:00+08:00")));
  EXPECT_EQ(action->materials_by(), to_ms(*parse_rfc3339("2027-07-06T17:30:00+08:00")));
  EXPECT_EQ(action->minutes(), 90U);
  EXPECT_EQ(action->place(), "行政楼");
  EXPECT_EQ(action->materials(), "自查表");
  EXPECT_EQ(action->via(), "cli");
  EXPECT_EQ(action->by(), "cli:desk");
}

TEST(ActOptions, AFaultNamesTheOptionTheValueAndTheWayOut) {
  auto given = options(wire::SCHEDULE);
  given.at = "Thursday";
  EXPECT_THAT(fault(given), AllOf(StartsWith("--at: \"Thursday\""), HasSubstr("\"2027-07-08 14:00\"")));
  given = options(wire::EXTEND);
  given.until = "2027-07-32 14:00";
  EXPECT_THAT(fault(given), StartsWith("--until: \"2027-07-32 14:00\""));
  given = options(wire::SCHEDULE);
  given.materials_by = "soon";
  EXPECT_THAT(fault(given), StartsWith("--materials-by: \"soon\""));
  given = options(wire::PROGRESS);
  given.as = "hqbz";
  EXPECT_THAT(fault(given), AllOf(StartsWith("--as: \"hqbz\""), HasSubstr("role:ID or unit:ID"), HasSubstr("fenghuo directory show")));
  given = options(wire::TRANSFER);
  given.to = "nowhere";
  EXPECT_THAT(fault(given), AllOf(StartsWith("--to: \"nowhere\""), HasSubstr("fenghuo directory show")));
  given.to = "xcb";
  given.support = {"hqbz", "elsewhere"};
  EXPECT_THAT(fault(given), StartsWith("--support: \"elsewhere\""));
}

TEST(ActOptions, AUnitMayBeWrittenAsAParty) {
  auto given = options(wire::TRANSFER);
  given.to = "unit:xcb";
  given.support = {"unit:hqbz"};
  const auto action = made(given);
  ASSERT_TRUE(action) << action.error().message;
  EXPECT_EQ(action->target_unit(), "xcb");
  EXPECT_EQ(action->support(0), "unit:hqbz");
}

TEST(ActOptions, AnAnswerIsTheActsLevel) {
  auto given = options(wire::ATTEND);
  given.answer = "by_liaison";
  EXPECT_EQ(made(given)->level(), "by_liaison");
}

TEST(ActOptions, AHoldHasAnEndOrEnds) {
  auto given = options(wire::HOLD);
  EXPECT_THAT(fault(given), AllOf(StartsWith("--until: "), HasSubstr("--end")));
  given.end = true;
  EXPECT_EQ(made(given)->until(), 0);
  given.until = "2028-01-01 00:00";
  EXPECT_THAT(fault(given), StartsWith("--until: "));
  given.end = false;
  EXPECT_EQ(made(given)->until(), to_ms(*parse_rfc3339("2028-01-01T00:00:00+08:00")));
}

TEST(AsOption, SaysAFieldAsItsOption) {
  EXPECT_EQ(as_option("materials_by: too late"), "--materials-by: too late");
  EXPECT_EQ(as_option("due_at: must lie after now", {{"due_at", "due"}}), "--due: must lie after now");
  EXPECT_EQ(as_option("duty \"forum\" is a draft: confirm it"), "duty \"forum\" is a draft: confirm it");
  EXPECT_EQ(as_option("no colon"), "no colon");
}

TEST(ActLines, WhatAnActNeedsIsAskedForByName) {
  EXPECT_THAT(line("matters schedule M1"), HasSubstr("--at"));
  EXPECT_THAT(line("matters schedule M1 --at 2h --minutes 0"), HasSubstr("--minutes"));
  EXPECT_THAT(line("matters extend M1 --as unit:hqbz --until 2h"), HasSubstr("--reason"));
  EXPECT_THAT(line("matters extend M1 --until 2h --reason x"), HasSubstr("--as"));
  EXPECT_THAT(line("matters approve M1"), HasSubstr("--as"));
  EXPECT_THAT(line("matters attend M1 --as role:office --answer maybe"), HasSubstr("by_liaison"));
  EXPECT_THAT(line("matters merge M1"), HasSubstr("--into"));
  EXPECT_THAT(line("matters explain M1 --as unit:hqbz"), HasSubstr("--reason"));
  EXPECT_THAT(line("matters hold M1 --as role:office --until 2h"), HasSubstr("--reason"));
  EXPECT_THAT(line("matters list --lamp red"), HasSubstr("approaching"));
  EXPECT_THAT(line("matters list --kind person"), HasSubstr("duty"));
  for (const char* right :
       {"matters schedule M1 --at 2h --minutes 90 --place P --materials M --materials-by 1h", "matters issue M1",
        "matters merge M1 --into M2", "matters refuse M1 --as role:office",
        "matters transfer M1 --as unit:hqbz --to xcb --support hqbz --support bwb", "matters list --kind duty --lamp overdue",
        "matters hold M1 --as role:office --end --reason x", "matters urge --lamp imminent", "matters urge M1 M2"})
    EXPECT_EQ(line(right), "taken") << right;
}

TEST(ActLines, OpeningIsOfAnEventOrByHand) {
  EXPECT_EQ(line("matters open --duty forum --event-at 2h --as unit:hqbz --event 3 --key k"), "taken");
  EXPECT_EQ(line("matters open --title T --basis B --lead unit:hqbz --due 48h --support unit:xcb --support role:office --proof P"),
            "taken");
  EXPECT_THAT(line("matters open --duty forum"), HasSubstr("--event-at"));
  EXPECT_THAT(line("matters open --event-at 2h"), HasSubstr("--duty"));
  EXPECT_THAT(line("matters open --title T --basis B --lead unit:hqbz"), HasSubstr("--due"));
  EXPECT_THAT(line("matters open --title T --basis B --due 48h"), HasSubstr("--lead"));
  EXPECT_THAT(line("matters open --lead unit:hqbz"), HasSubstr("--title"));
  EXPECT_THAT(line("matters open --duty forum --event-at 2h --title T --basis B --lead unit:hqbz --due 48h"), HasSubstr("--duty"));
  EXPECT_THAT(line("matters urge M1 --lamp imminent"), HasSubstr("matters"));
}

}  // namespace fenghuo::cli
