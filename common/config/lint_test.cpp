// What is well formed and would still leave somebody untold.
#include "common/config/lint.hpp"

#include <gmock/gmock.h>

#include "common/config/bundle_files.hpp"
#include "common/config/test_folder.hpp"

namespace fenghuo::config {
namespace {

class Lint : public testing::Test {
 protected:
  Lint() { folder_.remove("obligations"); }  // what duties add is lint_duties_test's
  std::string faults(int this_year = 2025) {
    auto draft = load_draft(folder_.path(), this_year);
    return report(draft.faults.take(), folder_.path());
  }
  // "file:line:col: " of a text in a file.
  std::string at(const std::string& file, const std::string& what) { return file + ":" + folder_.place_of(file, what) + ": "; }
  // Its first contact bears its name; a mailbox may follow.
  void mute(const std::string& role) {
    const std::string text = folder_.read("directory.yaml"), alone = "contacts: [" + role + "]";
    const auto from = std::min(text.find(alone), text.find("contacts: [" + role + ","));
    if (from == std::string::npos) throw std::runtime_error("no contacts of " + role);
    folder_.replace("directory.yaml", text.substr(from, text.find(']', from) + 1 - from), "contacts: []");
  }

  TestFolder folder_ = TestFolder::shipped();
};

TEST_F(Lint, ARoleOfARungThatNobodyCanReach) {
  mute("president");
  EXPECT_EQ(faults(),
            at("ladders.yaml", "after: 0s") +
                "warning: rung 1 of \"red\" names role:president, where nobody can be reached; give it a contact in directory.yaml\n");
}

TEST_F(Lint, ADeputyWithContactsIsEnough) {
  folder_.replace("directory.yaml", "name: 校长, contacts: [president, president_mail]", "name: 校长, deputy: dxb_duty");
  EXPECT_EQ(faults(), "");
}

TEST_F(Lint, ATelephoneAloneIsNoContact) {
  folder_.replace("directory.yaml", "name: 校长, contacts: [president, president_mail]", "name: 校长, manual: true");
  EXPECT_THAT(faults(), testing::HasSubstr("names role:president, where nobody can be reached"));
}

TEST_F(Lint, AUnitOfACategoryThatNobodyCanReach) {
  mute("yjsy");
  EXPECT_EQ(faults(), at("directory.yaml", "yjsy") +
                          "warning: unit \"yjsy\" can't be reached, and category \"graduate\" is routed to it; give it a contact\n");
}

TEST_F(Lint, ASeatOfTheCommitteeThatNobodyCanReach) {
  mute("cw_3");
  // Named by the last rungs of red and orange.
  const std::string warning =
      at("directory.yaml", "cw_3, name") + "warning: member \"cw_3\" of body:party_committee can't be reached; give it a contact\n";
  EXPECT_EQ(faults(), warning + warning);
}

TEST_F(Lint, TheSecretaryMustBeReachable) {
  mute("party_secretary");
  EXPECT_THAT(faults(), testing::HasSubstr(at("directory.yaml", "party_secretary, name") +
                                           "nobody can be reached at role \"party_secretary\", and level \"red\" relies on it"));
  EXPECT_THAT(faults(), testing::HasSubstr("level \"orange\" relies on it"));
  EXPECT_TRUE(has_errors(load_draft(folder_.path(), 2025).faults.take()));
}

TEST_F(Lint, TheCommitteeMustBeReachable) {
  for (const char* seat : {"party_secretary", "cw_1", "cw_2", "cw_3", "cw_4", "cw_5"}) mute(seat);
  EXPECT_THAT(faults(), testing::HasSubstr("nobody can be reached at role \"party_committee\", and level \"red\" relies on it"));
  folder_.replace("directory.yaml", "{id: cw_2, name: 党委常委（席位二）, contacts: []}",
                  "{id: cw_2, name: 党委常委（席位二）, contacts: [cw_2]}");
  EXPECT_THAT(faults(), testing::Not(testing::HasSubstr("nobody can be reached at role \"party_committee\"")))
      << "one seat is enough to pass it on";
}

TEST_F(Lint, SevereLaddersMustNameSecretaryAndCommittee) {
  folder_.replace("ladders.yaml", "          - any_of: [body:party_committee]\n        informed:",
                  "          - any_of: [role:president]\n        informed:");
  EXPECT_EQ(faults(), at("ladders.yaml", "level: red") +
                          "the ladder of \"red\" never tells role \"party_committee\"; add a rung for it: the two most severe levels must "
                          "reach the party secretary and the party "
                          "committee\n");
}

TEST_F(Lint, ABodyNamedAsARoleIsNobody) {
  folder_.replace("ladders.yaml", "          - any_of: [body:party_committee]\n        informed:",
                  "          - any_of: [role:party_committee]\n        informed:");
  EXPECT_THAT(faults(), testing::HasSubstr("warning: rung 4 of \"red\" names role:party_committee, where nobody can be reached; give it a "
                                           "contact in directory.yaml, or write "
                                           "body:party_committee to address its members"));
  EXPECT_THAT(faults(), testing::HasSubstr("nobody can be reached at role \"party_committee\", and level \"red\" relies on it"));
}

TEST_F(Lint, WhoMayLowerALevelMustBeReachable) {
  folder_.replace("ladders.yaml", "lower_by: xcb_head", "lower_by: party_committee");
  EXPECT_EQ(faults(), at("directory.yaml", "party_committee\n") +
                          "warning: nobody can be reached at role \"party_committee\", which may lower \"orange\"; give it a contact\n");
}

TEST_F(Lint, EmptyRung) {
  folder_.replace("ladders.yaml", "        repeat_all: true\n", "");
  EXPECT_EQ(faults(),
            at("ladders.yaml", "after: 10m") + "warning: rung 2 of \"red\" is empty: nobody is told; name somebody, or remove it\n");
}

TEST_F(Lint, RungsThatNobodyClimbsTo) {
  folder_.replace("ladders.yaml", "after: 30m\n        label: 呈报党委常委会", "after: 20m\n        label: 呈报党委常委会");
  EXPECT_EQ(faults(),
            at("ladders.yaml", "after: 20m\n        label: 呈报党委常委会") +
                "warning: rung 4 of \"red\" is never climbed to by itself: it is due no later than the rung before; let the times rise\n");
}

TEST_F(Lint, ClimbingBeforeTheTimeGiven) {
  folder_.replace("ladders.yaml", "ack_within: 15m", "ack_within: 20m");
  EXPECT_EQ(faults(), at("ladders.yaml", "after: 15m") +
                          "warning: \"orange\" climbs before ack_within has passed; let the second rung come no earlier than ack_within\n");
}

TEST_F(Lint, NobodyAtOnce) {
  folder_.replace("ladders.yaml", "after: 0s", "after: 5m");
  EXPECT_EQ(faults(), at("ladders.yaml", "after: 5m") +
                          "warning: the first rung of \"red\" is not at once: until then nobody is told; begin with after: 0s\n");
}

TEST_F(Lint, TheSamePartyTwice) {
  folder_.replace("ladders.yaml", "[role:xcb_duty, unit]", "[role:xcb_duty, role:xcb_duty]");
  EXPECT_THAT(faults(), testing::HasSubstr("warning: rung 1 of \"yellow\" names role:xcb_duty twice; name it once"));
}

TEST_F(Lint, ALevelWithoutALadder) {
  folder_.replace("levels.yaml", "levels:\n", "levels:\n  - {id: green, rank: 5, name: 绿色, short_name: 绿}\n");
  EXPECT_EQ(faults(), at("levels.yaml", "{id: green") + "level \"green\" has no ladder; add one to ladders.yaml\n");
}

TEST_F(Lint, ShadowedCategoryAndInhibition) {
  folder_.replace("categories.yaml", "name: 教学,", "name: 后勤保障,");
  folder_.replace("policy.yaml", "inhibitions:", "inhibitions:\n  - {while: red, hold_back: [blue], same: unit}\n#");
  const std::string text = folder_.read("policy.yaml");
  EXPECT_THAT(faults(),
              testing::HasSubstr(at("categories.yaml", "{id: teaching") +
                                 "warning: category \"teaching\" is shadowed: \"logistics\" has the same name; merge them or rename one"));
  EXPECT_THAT(faults(), testing::HasSubstr("warning: this rule is shadowed: an earlier one already holds back \"blue\"; remove it"));
}

TEST_F(Lint, TheMoreSevereNeverWaits) {
  folder_.replace("policy.yaml", "hold_back: [yellow, blue]", "hold_back: [yellow, red]");
  EXPECT_THAT(faults(), testing::HasSubstr("\"red\" would hold back \"red\", which is no less severe; only less severe levels may wait"));
}

TEST_F(Lint, MissingYears) {
  EXPECT_EQ(faults(2025), "");
  EXPECT_THAT(faults(2026), testing::HasSubstr("warning: the holidays of 2027 are missing"));
  EXPECT_THAT(faults(2027), testing::HasSubstr("warning: the holidays of 2027 are missing"));
  EXPECT_THAT(faults(2027), testing::HasSubstr("warning: the holidays of 2028 are missing"));
}

}  // namespace
}  // namespace fenghuo::config
