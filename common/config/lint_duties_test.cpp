// What is well formed and would still leave a duty undone.
#include "common/config/lint_duties.hpp"

#include <gmock/gmock.h>

#include "common/config/bundle_files.hpp"
#include "common/config/test_folder.hpp"

namespace fenghuo::config {
namespace {

using testing::HasSubstr;

constexpr const char* fixed = "obligations/fixed.yaml";

class LintDuties : public testing::Test {
 protected:
  std::string faults() {
    auto draft = load_draft(folder_.path(), 2025);
    return report(draft.faults.take(), folder_.path());
  }
  std::string at(const std::string& file, const std::string& what) { return file + ":" + folder_.place_of(file, what) + ": "; }
  // A folder of its own beside the shipped files: one duty.
  void add(const std::string& keys) {
    folder_.write("obligations/own.yaml", R"(
defaults: {version: 1, edition: "2018", status: draft, in_force_from: 2026-01-01, plan: obligations, line: dual, fields: [integrity]}
duties:
  - {id: own, title: 甲, clause: 五, proof: [乙], )" +
                                              keys + "}\n");
  }
  // What the duty of add() has against it.
  std::string own() { return "obligations/own.yaml:4:5: warning: duty \"own\" "; }

  TestFolder folder_ = TestFolder::shipped();
};

TEST_F(LintDuties, AnOwnerWithNobodyToReceiveIt) {
  folder_.replace("directory.yaml", "roles:\n", "roles:\n  - {id: nobody, name: 空席}\n");
  add("owner: \"role:nobody\", lead: dxb, when: {window: year}");
  EXPECT_EQ(faults(), own() + "is role:nobody's, where nobody can be reached; give it a contact in directory.yaml\n");
}

TEST_F(LintDuties, ALeaderIsReachedThroughItsLiaison) {
  folder_.replace("directory.yaml", "roles:\n", "roles:\n  - {id: nobody, name: 校领导（席位）, leader: true, liaison: xcb_duty}\n");
  add("owner: \"role:nobody\", lead: dxb, when: {window: year}");
  EXPECT_THAT(faults(), testing::Not(HasSubstr("nobody can be reached")));
}

TEST_F(LintDuties, AnOutsideBodyIsNobodysOwner) {
  folder_.replace("directory.yaml", "roles:\n", "roles:\n  - {id: above, name: 上级党委, manual: true}\n");
  add("owner: \"role:above\", lead: dxb, when: {window: year}");
  EXPECT_THAT(faults(), HasSubstr(own() + "is role:above's, where nobody can be reached"));
}

TEST_F(LintDuties, ABodyIsReachedThroughItsMembers) {
  add("owner: \"role:party_committee\", lead: dxb, when: {window: year}");
  EXPECT_EQ(faults(), "");
}

TEST_F(LintDuties, OneOfManyThatCannotBeReached) {
  folder_.replace("directory.yaml", "contacts: [hqbz, hqbz_mail]", "contacts: []");
  const std::string text = faults();
  EXPECT_THAT(text, HasSubstr("is unit:hqbz's, where nobody can be reached"));
  EXPECT_EQ(text.find("is unit:hqbz's"), text.rfind("is unit:hqbz's")) << "once, however many duties it has";
}

TEST_F(LintDuties, ForEachOfNone) {
  std::string directory = folder_.read("directory.yaml");
  for (std::size_t at = 0; (at = directory.find("kind: college", at)) != std::string::npos;) directory.replace(at, 13, "kind: office");
  folder_.write("directory.yaml", directory);
  EXPECT_THAT(faults(), HasSubstr("warning: duty \"xinrenwu-bushu-xueyuan\" is for each college, and directory.yaml has none; add them, or "
                                  "name an owner"));
}

TEST_F(LintDuties, ARuleThatCanNeverBeMet) {
  const auto when = [&](const std::string& text) {
    add("owner: \"unit:zzb\", when: {" + text + "}");
    return faults();
  };
  EXPECT_THAT(when("rule: \"FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=31\", from: 2026-01-01"),
              HasSubstr("which has no day from 2026-01-01 on; name days that exist (June has no 31st), and an end after its beginning"));
  EXPECT_THAT(when("rule: \"FREQ=FORTNIGHTLY\", from: 2026-01-01"), HasSubstr("can't be read; write an RFC 5545 rule"));
  EXPECT_THAT(when("rule: \"FREQ=DAILY;UNTIL=20251231\", from: 2026-01-01"), HasSubstr("which has no day from 2026-01-01 on"));
  EXPECT_THAT(when("week: 30"), HasSubstr("falls due in week 30, but term"));
  EXPECT_THAT(when("week: 3, term: spring-1998"), HasSubstr("there is no term \"spring-1998\""));
  EXPECT_EQ(when("week: 3"), "");
}

TEST_F(LintDuties, NobodyVerifiesThemselves) {
  add("owner: \"unit:zzb\", verifier: \"unit:zzb\", when: {window: year}");
  EXPECT_EQ(faults(),
            "obligations/own.yaml:4:5: duty \"own\" would be verified by its owner; name another verifier: never the submitter\n");
}

TEST_F(LintDuties, ProposedValuesAreConfirmedByNobody) {
  add("owner: \"unit:zzb\", status: confirmed, proposed: [when, verifier], when: {window: year}");
  EXPECT_EQ(faults(),
            "obligations/own.yaml:4:5: duty \"own\" is confirmed, and the values when, verifier are our proposal: 待校党委确认; write who "
            "confirmed them and when (confirmed_by, confirmed_on), as fenghuo catalogue confirm does, or keep status: draft\n");
  EXPECT_TRUE(has_errors(load_draft(folder_.path(), 2025).faults.take()));
}

TEST_F(LintDuties, AConfirmationSaysWhoAndWhen) {
  add("owner: \"unit:zzb\", status: confirmed, proposed: [when], confirmed_by: 校党委常委会, confirmed_on: 2027-01-08, when: {window: "
      "year}");
  EXPECT_EQ(faults(), "");
  add("owner: \"unit:zzb\", status: confirmed, proposed: [when], confirmed_by: 校党委常委会, when: {window: year}");
  EXPECT_EQ(faults(),
            "obligations/own.yaml:4:5: duty \"own\" says who confirmed it, and not when; write both, confirmed_by and confirmed_on\n");
  add("owner: \"unit:zzb\", confirmed_on: 2027-01-08, when: {window: year}");
  EXPECT_THAT(faults(), HasSubstr("duty \"own\" says when it was confirmed, and not by whom; write both"));
  add("owner: \"unit:zzb\", status: confirmed, when: {window: year}");
  EXPECT_EQ(faults(), "") << "nothing of it is our proposal: nobody has to confirm it";
}

TEST_F(LintDuties, APlansNumbersAreConfirmedByNobody) {
  folder_.replace("plans.yaml", "confirmed: false", "confirmed: true");
  EXPECT_EQ(faults(), at("plans.yaml", "id: obligations\n") +
                          "plan \"obligations\" is confirmed, and its numbers are our proposal: 待校党委确认; write who confirmed them and "
                          "when (confirmed_by, confirmed_on), as fenghuo catalogue confirm --plan does, with confirmed: true; or take all "
                          "three back\n");
  folder_.replace("plans.yaml", "confirmed: true", "confirmed: true\n    confirmed_by: 校党委常委会\n    confirmed_on: 2027-01-08");
  EXPECT_EQ(faults(), "");
  folder_.replace("plans.yaml", "confirmed: true", "confirmed: false");
  EXPECT_THAT(faults(), HasSubstr("plan \"obligations\" says who confirmed it, and confirmed: false"));
}

// What people are shown: 待校党委确认 until the duty's own values and the days of its plan are confirmed.
TEST_F(LintDuties, ProposedUntilBothAreConfirmed) {
  const auto proposed = [&](const std::string& keys) {
    add("owner: \"unit:zzb\", when: {window: year}" + keys);
    const auto bundle = load_draft(folder_.path(), 2025).bundle;
    for (const auto& duty : bundle.duties()) {
      if (duty.id() == "own") return duty.obligation().proposed();
    }
    throw std::runtime_error("no duty of its own");
  };
  const std::string confirmed = ", proposed: [when], confirmed_by: 校党委常委会, confirmed_on: 2027-01-08";
  EXPECT_TRUE(proposed("")) << "its plan is not";
  EXPECT_TRUE(proposed(confirmed));
  folder_.replace("plans.yaml", "confirmed: false", "confirmed: true\n    confirmed_by: 校党委常委会\n    confirmed_on: 2027-01-08");
  EXPECT_FALSE(proposed(""));
  EXPECT_FALSE(proposed(confirmed));
  EXPECT_TRUE(proposed(", proposed: [when]"));
}

TEST_F(LintDuties, ShadowedByItsDouble) {
  folder_.replace(fixed, "title: 责任落实推进会", "title: 责任计划审议会");
  EXPECT_EQ(faults(),
            at(fixed, "id: sihui-tuijin\n") +
                "warning: duty \"sihui-tuijin\" is shadowed: another one has its title and its owner; merge them or rename one\n");
}

TEST_F(LintDuties, OwnerAmongThoseThatSupport) {
  add("owner: \"unit:zzb\", support: [zzb], when: {window: year}");
  EXPECT_EQ(faults(), own() + "has its owner or lead unit among those that support; name it once\n");
}

TEST_F(LintDuties, MeetingsWithoutGuestsAndGuestsWithoutAMeeting) {
  add("owner: \"unit:zzb\", meeting: true, when: {window: year}");
  EXPECT_EQ(faults(), own() + "is a meeting to which nobody is invited; add attendees\n");
  add("owner: \"unit:zzb\", attendees: [\"role:president\"], when: {window: year}");
  EXPECT_EQ(faults(), own() + "invites people and is no meeting; add meeting: true, or remove attendees\n");
}

TEST_F(LintDuties, AMeetingWhosePlanForgetsThem) {
  folder_.replace("plans.yaml", "plans:\n",
                  "plans:\n  - {id: bare, confirmed: false, grace: 0s, hint_answer: 1wd, approver: \"unit:dxb\", steps: []}\n");
  add("owner: \"unit:zzb\", meeting: true, attendees: [\"role:president\"], plan: bare, when: {window: year}");
  EXPECT_EQ(faults(), own() + "is a meeting, and its plan \"bare\" has no meeting_steps; add them, or take another plan\n");
}

TEST_F(LintDuties, APlanThatRemindsALeadUnitNobodyNamed) {
  add("owner: \"role:president\", plan: committee, when: {window: year}");
  EXPECT_EQ(faults(), own() + "names no lead unit, and its plan \"committee\" reminds the lead unit; add lead: or take another plan\n");
}

TEST_F(LintDuties, EventsNobodyAnswersAndPlansNobodyTakes) {
  folder_.replace("plans.yaml", "events:\n", "events:\n  - {id: eclipse, name: 日食}\n");
  folder_.replace("plans.yaml", "plans:\n",
                  "plans:\n  - {id: bare, confirmed: false, grace: 0s, hint_answer: 1wd, approver: \"unit:dxb\", steps: []}\n");
  EXPECT_EQ(faults(), at("plans.yaml", "{id: bare") + "warning: no duty takes plan \"bare\"; remove it, or name it in a duty\n" +
                          at("plans.yaml", "{id: eclipse") +
                          "warning: event \"eclipse\" starts no duty; name it in a duty's when, or remove it\n");
}

TEST_F(LintDuties, StepsOutOfOrder) {
  folder_.replace("plans.yaml", "{id: t-14, before: 14wd,", "{id: t-14, before: 40wd,");
  EXPECT_EQ(faults(), at("plans.yaml", "id: obligations\n") +
                          "warning: step \"t-14\" of plan \"obligations\" comes before \"t-30\"; let the times rise\n");
}

TEST_F(LintDuties, PolicySaysWhoSupervisesAndWhatIsCited) {
  folder_.replace("policy.yaml", "supervision_unit: dxb", "#");
  EXPECT_THAT(faults(), HasSubstr("there are duties, and policy.yaml has no supervision_unit; add supervision_unit, as in the shipped "
                                  "policy.yaml\n"));
  EXPECT_TRUE(has_errors(load_draft(folder_.path(), 2025).faults.take()));
}

}  // namespace
}  // namespace fenghuo::config
