// Who may end, verify, raise and lower what: one table that reads like the rules, and the ways of verifying one's own work.
#include "services/escalator/test_world.hpp"

namespace fenghuo::escalator::testing {
namespace {

void with_text(wire::Action& a) {
  a.set_reason("理由");
  a.set_evidence("文号1");
  a.set_level("blue");
}

// The dispatching office is role:office; red may be lowered by role:vice; the secretary may confirm, and so may the committee's members.
wire::Bundle rules_with_confirmers() {
  auto rules = small_rules();
  role_of(rules, "secretary").set_may_confirm(true);
  role_of(rules, "committee").set_may_confirm(true);
  return rules;
}

World submitted() {
  World w(rules_with_confirmers());
  w.account = "api/hq";
  w.alert("red").ack("unit:hq").act(wire::SUBMIT_DONE, "unit:hq", with_text);
  w.account = "api/office";
  return w;
}

wire::OutcomeCode tried(wire::ActionKind kind, const std::string& party) {
  const bool needs_submission = kind == wire::VERIFY || kind == wire::RETURN_BACK;
  World w = needs_submission ? submitted() : World(rules_with_confirmers());
  if (!needs_submission) w.alert("red");
  if (kind == wire::CONFIRM) w.signal("red", wire::CANCEL);
  w.act(kind, party, with_text);
  EXPECT_EQ(w.broken, "");
  return w.code();
}

TEST(Rights, EachActTakesItsOwnParties) {
  struct Row {
    wire::ActionKind kind;
    std::vector<std::string> may, may_not;
  };
  const Row table[] = {
      {wire::VERIFY, {"role:office", "role:vice", "role:secretary", "role:c1"}, {"unit:bw", "role:duty", "role:discipline", ""}},
      {wire::RETURN_BACK, {"role:office", "role:vice", "role:secretary", "role:c1", ""}, {"unit:hq", "unit:bw", "role:duty"}},
      {wire::CANCEL_MATTER, {"role:office", "role:vice", "role:secretary", "role:c1", ""}, {"unit:hq", "unit:bw", "role:duty"}},
      {wire::CONFIRM, {"role:vice", "role:secretary", "role:c1"}, {"unit:hq", "role:duty", "role:office", ""}},
      {wire::LOWER, {"role:vice"}, {"unit:hq", "role:duty", "role:office", "role:secretary", ""}},
      {wire::URGENT, {"unit:hq", "role:duty", "role:office", "role:vice", ""}, {"unit:bw", "role:discipline"}},
  };
  for (const auto& row : table) {
    for (const auto& party : row.may) EXPECT_EQ(tried(row.kind, party), wire::DONE) << wire::ActionKind_Name(row.kind) << " " << party;
    for (const auto& party : row.may_not)
      EXPECT_EQ(tried(row.kind, party), wire::REFUSED_RULE) << wire::ActionKind_Name(row.kind) << " " << party;
  }
}

TEST(Rights, WhoHandedItInVerifiesNeitherByAnotherNameNorForAnotherParty) {
  const auto verified = [](const std::string& account, const std::string& party, const std::string& by) {
    auto rules = rules_with_confirmers();
    role_of(rules, "office").set_office("hq");
    World w(rules);
    w.account = "api/hq";
    w.alert("red").ack("unit:hq").act(wire::SUBMIT_DONE, "unit:hq", [](wire::Action& a) {
      a.set_by("经办一");
      a.set_evidence("文号1");
    });
    EXPECT_EQ(w.matter.work(), wire::SUBMITTED);
    w.account = account;
    w.act(wire::VERIFY, party, [&](wire::Action& a) { a.set_by(by); });
    EXPECT_EQ(w.outcome().detail().find("请另一人核验") != std::string::npos, w.code() != wire::DONE);
    return w.code();
  };
  EXPECT_EQ(verified("api/hq", "role:vice", "经办二"), wire::REFUSED_RULE) << "the same token under another name";
  EXPECT_EQ(verified("api/other", "role:office", "经办二"), wire::REFUSED_RULE) << "a role of the unit that handed it in";
  EXPECT_EQ(verified("api/other", "role:vice", "经办一"), wire::REFUSED_RULE) << "the same person by another token";
  EXPECT_EQ(verified("api/other", "role:vice", "经办二"), wire::DONE);
}

TEST(Rights, ReturnedWorkForgetsWhoHandedItIn) {
  World w = submitted();
  w.act(wire::RETURN_BACK, "role:office", with_text);
  EXPECT_EQ(w.matter.submitted_account(), "");
  EXPECT_EQ(w.matter.submitted_party(), "");
}

}  // namespace
}  // namespace fenghuo::escalator::testing
