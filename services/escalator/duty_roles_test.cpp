// What several parties do to one duty: lead and supporting units, progress, passing on, pressing, ending; and who hears of it.
#include "services/escalator/test_school.hpp"

namespace fenghuo::escalator::testing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::UnorderedElementsAre;

constexpr const char *lead = "unit:hq", *support = "unit:bw";

void reason(wire::Action& a) { a.set_reason("理由"); }
void evidence(wire::Action& a) { a.set_evidence("校党〔2026〕12号"); }
void note(wire::Action& a) { a.set_note("进展"); }

wire::Occurrence with_support() {
  auto occurrence = report_due();
  occurrence.mutable_obligation()->add_support(support);
  return occurrence;
}

School supported() {
  School s(at("2026-06-02 09:00"));
  s.open(with_support());
  s.take();
  return s;
}

TEST(DutyRoles, TheSupportingUnitTakesForItselfAndTheLeadStillHasTo) {
  auto s = supported();
  s.act(wire::ACK, support);
  EXPECT_EQ(s.code(), wire::DONE);
  EXPECT_EQ(s.work(), wire::AWAITING) << "the lead has not taken it";
  s.act(wire::ACK, lead);
  EXPECT_EQ(s.work(), wire::IN_PROGRESS);
  EXPECT_THAT(s.slot().row.taken(), UnorderedElementsAre(lead, support));
}

TEST(DutyRoles, OnlyTheLeadHandsIn) {
  auto s = supported();
  s.act(wire::SUBMIT_DONE, support, evidence);
  EXPECT_EQ(s.outcome().detail(), "办理结果由牵头单位报送，配合单位请填写进展。");
  s.act(wire::PROGRESS, support, note);
  EXPECT_EQ(s.code(), wire::DONE);
  EXPECT_EQ(s.work(), wire::AWAITING);
}

TEST(DutyRoles, ProgressIsAFirstAndFurtherReportsAndTheResult) {
  auto s = supported();
  s.act(wire::PROGRESS, lead);
  EXPECT_EQ(s.outcome().detail(), "请填写进展。");
  s.act(wire::PROGRESS, lead, note);
  EXPECT_EQ(s.work(), wire::IN_PROGRESS) << "who reports has taken it";
  EXPECT_EQ(s.event_field("progress", "n"), "1");
  s.act(wire::PROGRESS, lead, note);
  EXPECT_EQ(s.event_field("progress", "n"), "2");
  s.act(wire::PROGRESS, "unit:xx", note);
  EXPECT_EQ(s.outcome().detail(), "未请该方签收，也未告知该方。");
  s.act(wire::SUBMIT_DONE, lead, evidence).act(wire::PROGRESS, lead, note);
  EXPECT_EQ(s.outcome().detail(), "办理结果已报送，待核验。") << "the result is the last report";
  EXPECT_EQ(s.slot().matter.reports(), 2U);
}

TEST(DutyRoles, PassedOnWithSupportersTheNewUnitsAreAskedTheOldIsNot) {
  auto s = supported();
  s.act(wire::TRANSFER, "unit:xx", [](wire::Action& a) { a.set_target_unit("xx"); });
  EXPECT_EQ(s.outcome().detail(), "未请该方签收，也未告知该方。");
  s.act(wire::TRANSFER, "role:office", [](wire::Action& a) { a.set_target_unit("nowhere"); });
  EXPECT_EQ(s.outcome().detail(), "没有这个单位。");
  s.act(wire::TRANSFER, "role:office", [](wire::Action& a) { a.set_target_unit("hq"); });
  EXPECT_EQ(s.outcome().detail(), "已由该单位牵头。");
  s.take();
  s.act(wire::TRANSFER, lead, [](wire::Action& a) {
    a.set_target_unit("xx");
    a.add_support("dxb");
  });
  EXPECT_THAT(s.days(), ElementsAre("06-02 unit:xx 转办"));
  EXPECT_EQ(s.slot().row.unit(), "xx");
  s.act(wire::PROGRESS, "unit:dxb", note);
  EXPECT_EQ(s.code(), wire::DONE) << "it supports now";
  s.until("2026-07-14 18:00");
  for (const auto& sent : s.take()) EXPECT_NE(sent.party, lead) << sent.subject;
  EXPECT_EQ(s.broken, "");
}

TEST(DutyRoles, UrgentGoesToTheCommitteeOnce) {
  auto s = supported();
  s.act(wire::URGENT, "unit:xx", reason);
  EXPECT_EQ(s.outcome().detail(), "未请该方签收，也未告知该方。");
  s.act(wire::URGENT, support);
  EXPECT_EQ(s.outcome().detail(), "请写明加急理由。");
  s.act(wire::URGENT, support, reason);
  EXPECT_TRUE(s.slot().matter.urgent());
  s.act(wire::URGENT, lead, reason);
  EXPECT_EQ(s.code(), wire::ALREADY);
  const auto sent = s.take();
  ASSERT_EQ(sent.size(), 2U) << "each of the committee, at once: not with the next morning's brief";
  for (const auto& one : sent) {
    EXPECT_EQ(one.at, s.now()) << one.party;
    EXPECT_EQ(one.subject, "【请阅示】责任落实报告加急直报");
    EXPECT_EQ(one.model.wording(), "submit_up");
  }
  s.until("2026-06-03 12:00");
  EXPECT_THAT(s.days(), IsEmpty()) << "and not a second time";
  EXPECT_EQ(s.broken, "");
}

TEST(DutyRoles, UrgentGoesByEveryContact) {
  auto rules = duty_rules();
  role_of(rules, "c1").add_contacts("d-xx");
  School s(at("2026-06-06 21:00"), rules);  // a Saturday evening
  s.open(report_due()).act(wire::URGENT, lead, reason);
  std::vector<std::string> parties;
  for (const auto& one : s.take()) {
    if (one.model.reason() == "加急直报" && one.at == s.now()) parties.push_back(one.party);
  }
  EXPECT_THAT(parties, UnorderedElementsAre("role:c1", "role:c1", "role:c2"));
  EXPECT_EQ(s.broken, "");
}

TEST(DutyRoles, WhenItIsCalledOffWhoWasToldHearsSo) {
  auto s = supported();
  s.until("2026-06-26 12:00");  // T-14 has been said
  const auto told = s.slot().matter.told_size();
  ASSERT_GT(told, 0);
  s.take();
  s.act(wire::CANCEL_MATTER, lead, reason);
  EXPECT_EQ(s.outcome().detail(), "事项由督办部门终止。");
  s.act(wire::CANCEL_MATTER, "role:office", reason);
  const auto said = s.days();
  EXPECT_THAT(said, Contains(HasSubstr(lead)));
  EXPECT_EQ(said.size(), static_cast<std::size_t>(told));
  s.until("2026-08-01 12:00");
  EXPECT_THAT(s.take(), IsEmpty()) << "and nothing more";
}

TEST(DutyRoles, MergedNamesWhereItWentAndByWhom) {
  auto s = supported();
  s.act(wire::MERGE, lead, [](wire::Action& a) { a.set_evidence("督〔2026〕3号"); });
  EXPECT_EQ(s.outcome().detail(), "合并办理由督办部门决定。");
  s.act(wire::MERGE, "role:office");
  EXPECT_EQ(s.outcome().detail(), "请写明合并到哪一件：编号（如督〔2027〕12号）或内部编号。");
  s.act(wire::MERGE, "role:office", [](wire::Action& a) { a.set_evidence("督〔2026〕3号"); });
  EXPECT_EQ(s.work(), wire::MERGED);
  EXPECT_EQ(s.event_field("merged", "into"), "督〔2026〕3号");
}

TEST(DutyRoles, RebasedItFollowsThePlanInForceNow) {
  auto s = supported();
  const auto before = s.slot().matter.policy();
  auto rules = duty_rules();
  rules.set_label("another");
  s.activate(rules);
  s.poke();
  EXPECT_EQ(s.slot().matter.policy(), before) << "a change of rules alone moves no matter";
  s.act(wire::REBASE, "role:office");
  EXPECT_NE(s.slot().matter.policy(), before);
  EXPECT_THAT(s.events({"rebased"}), ElementsAre("2026-06-02 09:00 rebased"));
}

TEST(DutyRoles, AnOrderTakesTheNextNumberWhenItIsIssuedAndNotBefore) {
  auto s = supported();
  s.until("2026-07-15 18:00");
  EXPECT_EQ(s.slot().number, "") << "a draft has none";
  s.until("2026-07-16 10:00").act(wire::ISSUE, "role:office", [](wire::Action& a) { a.set_slip("order"); });
  EXPECT_EQ(s.slot().number, "督〔2026〕12号");
  s.poke();
  EXPECT_EQ(s.duty().slips(2).number(), "督〔2026〕12号");
  s.act(wire::ISSUE, "role:office", [](wire::Action& a) { a.set_slip("order"); });
  EXPECT_EQ(s.code(), wire::ALREADY);
  EXPECT_EQ(s.slot().number, "督〔2026〕12号");
}

}  // namespace
}  // namespace fenghuo::escalator::testing
