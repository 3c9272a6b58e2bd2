// Faults of plans.yaml and obligations/*.yaml: the shipped configuration with one thing wrong at a time; and how what is right is read.
#include <gmock/gmock.h>

#include "common/config/bundle_files.hpp"
#include "common/config/bundle_loader.hpp"
#include "common/config/test_folder.hpp"

namespace fenghuo::config {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr const char* fixed = "obligations/fixed.yaml";

std::string faults_of(const TestFolder& folder) {
  auto draft = load_draft(folder.path(), 2025);
  return report(draft.faults.take(), folder.path());
}

const wire::Duty& duty(const wire::Bundle& bundle, const std::string& id) {
  for (const auto& one : bundle.duties()) {
    if (one.id() == id) return one;
  }
  throw std::runtime_error("no duty " + id);
}

struct Change {
  const char* name;
  const char* file;
  const char* from;
  const char* to;
  const char* at;     // text of the changed file where the fault stands
  const char* fault;  // after the place
};

class DutyFault : public testing::TestWithParam<Change> {};

TEST_P(DutyFault, IsTheOnlyOneAndHasItsPlace) {
  const Change& change = GetParam();
  const auto folder = TestFolder::shipped();
  folder.replace(change.file, change.from, change.to);
  const std::string place = std::string(change.file) + ":" + folder.place_of(change.file, change.at) + ": ";
  EXPECT_EQ(faults_of(folder), place + change.fault + "\n");
}

INSTANTIATE_TEST_SUITE_P(
    Windows, DutyFault,
    testing::Values(
        Change{"thirty_first_of_june", "plans.yaml", "from: 06-01, to: 07-15", "from: 06-01, to: 06-31", "06-31",
               "windows[1].to is \"06-31\"; write a day that every year has, month and day like 06-30"},
        Change{"leap_day", "plans.yaml", "from: 01-01, to: 03-31}", "from: 02-29, to: 03-31}", "02-29",
               "windows[0].from is \"02-29\"; write a day that every year has, month and day like 06-30"},
        Change{"turned_round", "plans.yaml", "from: 06-01, to: 07-15", "from: 07-15, to: 06-01", "06-01}",
               "window \"year_mid\" ends before it begins; check from and to, or say over_new_year: true if it ends in the next year"},
        Change{"not_over_new_year", "plans.yaml", "from: 06-01, to: 07-15}", "from: 06-01, to: 07-15, over_new_year: true}",
               "true}\n  - {id: year_end",
               "window \"year_mid\" does not reach over New Year; remove over_new_year, or let to be before from"},
        Change{"unknown_window", fixed, "when: {window: year_mid}", "when: {window: year_middle}", "year_middle",
               "duties[1].when.window: there is no window \"year_middle\"; did you mean \"year_mid\"?"}),
    [](const auto& test) { return std::string(test.param.name); });

INSTANTIATE_TEST_SUITE_P(
    Plans, DutyFault,
    testing::Values(
        Change{"unknown_key", "plans.yaml", "    hint_answer: 2wd\n", "    hint_answer: 2wd\n    remind: often\n", "remind: often",
               "plans[0]: unknown key \"remind\"; known keys: id, confirmed, confirmed_by, confirmed_on, grace, hint_answer, approver, "
               "monthly_to, steps, meeting_steps"},
        Change{"nobody_of_that_name", "plans.yaml", "kind: reminder, to: [owner]", "kind: reminder, to: [boss]", "boss",
               "plans[0].steps[0].to[0] is \"boss\"; write owner, lead, support, supervision, leader_in_charge or attendees, or role:<id>, "
               "unit:<id>, body:<role id>"},
        Change{"unknown_role", "plans.yaml", "to: [role:party_secretary]", "to: [role:party_secretry]", "role:party_secretry",
               "plans[0].steps[9].to[0]: there is no role \"party_secretry\"; did you mean \"party_secretary\"?"},
        Change{"both_times", "plans.yaml", "{id: t-30, before: 30wd,", "{id: t-30, before: 30wd, after: 1wd,", "{id: t-30",
               "a step says when it comes, once; write before or after, and not both"},
        Change{"no_time", "plans.yaml", "{id: t-30, before: 30wd,", "{id: t-30,", "{id: t-30",
               "a step says when it comes, once; write before or after, and not both"},
        Change{"lamp_by_day", "plans.yaml", "{id: hint, kind: hint,", "{id: hint, before: 7wd, kind: hint,", "7wd, kind: hint",
               "a step of kind \"hint\" comes by the lamp, not by a day; remove before and after"},
        Change{"half_a_day", "plans.yaml", "{id: t-30, before: 30wd,", "{id: t-30, before: 36h,", "36h",
               "\"36h\" is no number of days; write whole days, like 7wd or 7d"},
        Change{"step_twice", "plans.yaml", "{id: t-14, before: 14wd,", "{id: t-30, before: 14wd,", "t-30, before: 14wd",
               "step \"t-30\" stands twice in its plan; rename or remove one"},
        Change{"to_nobody", "plans.yaml", "kind: reminder, to: [owner]", "kind: reminder, to: []", "[]",
               "step \"t-30\" goes to nobody; name somebody"}),
    [](const auto& test) { return std::string(test.param.name); });

INSTANTIATE_TEST_SUITE_P(
    Entries, DutyFault,
    testing::Values(
        Change{"unknown_key", fixed, "    audience: 两级党组织\n", "    audiense: 两级党组织\n", "audiense",
               "duties[0]: unknown key \"audiense\"; did you mean \"audience\"?"},
        Change{"unknown_role", fixed, "owner: role:party_committee", "owner: role:party_comittee", "role:party_comittee",
               "duties[0].owner: there is no role \"party_comittee\"; did you mean \"party_committee\"?"},
        Change{"unknown_unit", fixed, "support: [zzb, xcb, jiwei]", "support: [zzb, xcb, jiwe]", "jiwe]",
               "duties[19].support[2]: there is no unit \"jiwe\"; did you mean \"jiwei\"?"},
        Change{"a_body_owns_nothing", fixed, "owner: role:party_committee", "owner: body:party_committee", "body:party_committee",
               "duties[0].owner is \"body:party_committee\"; write role:<id> or unit:<id>"},
        Change{"wrong_status", fixed, "  status: draft", "  status: final", "final",
               "defaults.status is \"final\"; write draft | confirmed"},
        Change{"half_width_clause", fixed, "clause: 四（一）1", "clause: 四(一)1", "四(一)1",
               "duties[0].clause is \"四(一)1\"; write a clause like 四（一）1 with full-width brackets, several joined by 、, or 文末"},
        Change{"unknown_plan", fixed, "  plan: committee", "  plan: comittee", "comittee",
               "defaults.plan: there is no plan \"comittee\"; did you mean \"committee\"?"},
        Change{"count_of_an_unknown_duty", fixed, "of: [cyzd-bushu, cyzd-tuijin,", "of: [cyzd-bushu, cyzd-tuijing,", "cyzd-tuijing",
               "duties[3].when.of[1]: there is no duty \"cyzd-tuijing\"; did you mean \"cyzd-tuijin\"?"},
        Change{"count_of_nothing", fixed, "of: [cyzd-bushu, cyzd-tuijin, cyzd-zongjie, cyzd-n]", "of: []", "[], window",
               "when counts no duty; name the duties whose closing counts"},
        Change{"count_without_a_year", fixed, ", window: year}", "}", "{count: 3", "when: \"count\" needs \"window\"; add it"},
        Change{"two_ways_at_once", fixed, "when: {window: year_mid}", "when: {window: year_mid, rule: FREQ=YEARLY}", "rule: FREQ=YEARLY",
               "when: \"rule\" does not go with \"window\"; keep one way to say when"},
        Change{"no_way_at_all", fixed, "when: {window: year_mid}", "when: {at: \"12:00\"}", "{at:",
               "when says nothing about a time; write {window: …}, {rule: …, from: …}, {week: …}, {count: …, of: […], window: …} or "
               "{event: …, before: …}"},
        Change{"midnight_of_which_day", fixed, "when: {window: year_mid}", "when: {window: year_mid, at: \"00:00\"}", "\"00:00\"",
               "duties[1].when.at is \"00:00\"; write a time of the last day like \"17:30\"; midnight at its end is \"24:00\""},
        Change{"no_recurrence", fixed, "when: {window: year_mid}", "when: {rule: 每月, from: 2026-01-01}", "每月, from",
               "when.rule is \"每月\", which is no recurrence; write an RFC 5545 rule, like FREQ=MONTHLY;INTERVAL=3 (every quarter)"},
        Change{"rule_without_a_start", fixed, "when: {window: year_mid}", "when: {rule: FREQ=YEARLY}",
               "{rule:", "when: \"rule\" needs \"from\"; add it"},
        Change{"weeks_turned_round", fixed, "when: {window: year_mid}", "when: {week: 5, week_to: 3}", "3}\n    meeting",
               "when ends in week 3, before it begins in week 5; let week_to be no earlier than week"},
        Change{"unknown_event", fixed, "event: democratic_life_meeting,", "event: democratic_life_meting,", "democratic_life_meting",
               "duties[16].when.event: there is no event \"democratic_life_meting\"; did you mean \"democratic_life_meeting\"?"},
        Change{"an_event_without_a_time", fixed, "{event: democratic_life_meeting, before: 3wd}", "{event: democratic_life_meeting}",
               "{event: democratic_life_meeting}", "when: an event needs one time; add before: or after:, like before: 3wd, and not both"},
        Change{"nobodys", fixed, "    each: party_org\n", "", "id: erji-baogao",
               "duty \"erji-baogao\" has to say once whose it is; write owner: (a role or unit) or each: (one for each of many), and not "
               "both"},
        Change{"proposed_what", fixed, "proposed: [owner, when, proof, verifier]", "proposed: [owner, date]", "date]",
               "duties[21].proposed[1] is \"date\"; write title | owner | each | lead | support | audience | when | meeting | attendees | "
               "proof | number_only | verifier | line | fields"}),
    [](const auto& test) { return std::string(test.param.name); });

TEST(Obligations, AFullWidthColonIsNamedWithItsPlace) {
  const auto folder = TestFolder::shipped();
  folder.replace(fixed, "when: {window: year_mid}", "when: {window：year_mid}");
  const std::string place = folder.place_of(fixed, "window：year_mid"), line = place.substr(0, place.find(':'));
  EXPECT_THAT(faults_of(folder), HasSubstr(std::string(fixed) + ":" + place + ": "));
  EXPECT_THAT(faults_of(folder), HasSubstr("(第" + line + "行第18列用了全角冒号“：”，请改为“:”)"));
}

TEST(Obligations, AnIdIsUniqueAcrossFiles) {
  const auto folder = TestFolder::shipped();
  folder.write("obligations/more.yaml", "duties:\n  - {id: cyzd-n}\n");
  const std::string first = folder.place_of("obligations/event.yaml", "cyzd-n");
  EXPECT_THAT(faults_of(folder), HasSubstr("obligations/more.yaml:2:10: duties[0].id: duty \"cyzd-n\" is defined twice (first at " +
                                           folder.path("obligations/event.yaml") + ":" + first + "); rename or remove one"));
}

TEST(Obligations, AKeyThatNeitherEntryNorDefaultsSayIsMissing) {
  const auto folder = TestFolder::shipped();
  folder.replace(fixed, "  edition: \"2018\"\n", "");
  EXPECT_THAT(faults_of(folder), HasSubstr(std::string(fixed) + ":" + folder.place_of(fixed, "id: cyzd-bushu") +
                                           ": duty \"cyzd-bushu\": key \"edition\" is missing; add it to the entry, or to the defaults of "
                                           "the file"));
}

TEST(Obligations, WithoutPlansOneFaultSaysSo) {
  const auto folder = TestFolder::shipped();
  folder.remove("plans.yaml");
  EXPECT_EQ(faults_of(folder), "obligations/event.yaml:" + folder.place_of("obligations/event.yaml", "id: cyzd-n") +
                                   ": there are duties and no plan to remind of them; copy plans.yaml from the shipped config folder\n");
}

TEST(Obligations, AFolderWithoutDutiesIsSound) {
  const auto folder = TestFolder::shipped();
  folder.remove("obligations");
  folder.remove("plans.yaml");
  EXPECT_EQ(faults_of(folder), "");
}

TEST(Obligations, AFileThatIsNotReadIsPointedOut) {
  const auto folder = TestFolder::shipped();
  folder.write("obligations/own.yml", "duties: []\n");
  EXPECT_EQ(faults_of(folder), "obligations/own.yml: warning: this file is not read; let its name end with .yaml\n");
}

// Every way to say when, as the deadlines process reads it.
class When : public testing::Test {
 protected:
  wire::When read(const std::string& when) {
    folder_.write("obligations/own.yaml", R"(
defaults: {version: 3, edition: "2018", status: draft, in_force_from: 2026-03-01, plan: leaders, line: dual, fields: [integrity]}
duties:
  - {id: own, title: 甲, clause: 五, owner: "unit:zzb", verifier: "unit:dxb", proof: [乙], when: )" +
                                              when + "}\n");
    auto draft = load_draft(folder_.path(), 2025);
    EXPECT_EQ(report(draft.faults.take(), folder_.path()), "");
    return duty(draft.bundle, "own").when();
  }
  TestFolder folder_ = TestFolder::shipped();
};

TEST_F(When, AWindowIsItsDays) {
  const auto when = read("{window: next_year_start, at: \"12:00\"}");
  EXPECT_EQ(when.kind(), "yearly");
  EXPECT_EQ(when.from_day(), 101U);
  EXPECT_EQ(when.to_day(), 331U);
  EXPECT_EQ(when.year_shift(), 1);
  EXPECT_EQ(when.window(), "next_year_start");
  EXPECT_EQ(when.due_minute(), 720U);
}

TEST_F(When, MidnightEndsTheLastDay) { EXPECT_EQ(read("{window: year_mid, at: \"24:00\"}").due_minute(), 1440U); }

TEST_F(When, AWindowMayReachOverNewYear) {
  folder_.replace("plans.yaml", "windows:\n", "windows:\n  - {id: winter, name: 岁末年初, from: 12-01, to: 01-15, over_new_year: true}\n");
  const auto when = read("{window: winter}");
  EXPECT_EQ(when.from_day(), 1201U);
  EXPECT_EQ(when.to_day(), 115U);
  EXPECT_EQ(when.year_shift(), 0);
}

TEST_F(When, ARuleCountsFromItsDay) {
  const auto when = read("{rule: \"FREQ=MONTHLY;INTERVAL=3\", from: 2026-02-01, due_after: 10wd}");
  EXPECT_EQ(when.kind(), "rule");
  EXPECT_EQ(when.rrule(), "FREQ=MONTHLY;INTERVAL=3");
  EXPECT_EQ(when.dtstart(), "2026-02-01");
  EXPECT_EQ(when.due_after().working_days(), 10U);
  EXPECT_EQ(when.due_minute(), 0U);
}

TEST_F(When, WeeksOfATerm) {
  const auto when = read("{week: 3}");
  EXPECT_EQ(when.kind(), "rule");
  EXPECT_EQ(when.week(), 3U);
  EXPECT_EQ(when.week_to(), 3U);
  EXPECT_EQ(when.term(), "");
}

TEST_F(When, BeforeAndAfterAnEvent) {
  const auto before = read("{event: forum, before: 3wd}");
  EXPECT_EQ(before.kind(), "event");
  EXPECT_EQ(before.event(), "forum");
  EXPECT_EQ(before.before().working_days(), 3U);
  EXPECT_FALSE(before.has_after());
  const auto after = read("{event: forum, after: 24h}");
  EXPECT_EQ(after.after().ms(), 86'400'000);
  EXPECT_FALSE(after.has_before());
}

TEST_F(When, AnEntryTakesItsFilesDefaultsUnlessItSaysOtherwise) {
  read("{window: year}");
  folder_.replace("obligations/own.yaml", "title: 甲,", "title: 甲, line: first, status: confirmed,");
  const auto bundle = load_draft(folder_.path(), 2025).bundle;
  const auto& own = duty(bundle, "own");
  EXPECT_EQ(own.version(), 3U);
  EXPECT_EQ(own.in_force_from(), "2026-03-01");
  EXPECT_EQ(own.obligation().line(), "first");
  EXPECT_EQ(own.obligation().plan(), "leaders");
  EXPECT_TRUE(own.confirmed());
  EXPECT_FALSE(own.obligation().draft());
  EXPECT_EQ(own.place(), "obligations/own.yaml:4");
}

}  // namespace
}  // namespace fenghuo::config
