// Deletion of texts, and the hold that stops it (guardrails 7; process.md, last lines).
#include "services/escalator/retention.hpp"

#include "services/escalator/test_school.hpp"

namespace fenghuo::escalator::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::int64_t day_ms = 24 * hour;
constexpr const char* unit = "unit:hq";

wire::Bundle keeps(std::int64_t days, wire::Bundle bundle = duty_rules()) {
  bundle.set_retention_ms(days * day_ms);
  bundle.set_discipline_role("discipline");
  return bundle;
}

// Everything a person typed or a provider wrote stands in these texts.
wire::Occurrence told() {
  auto occurrence = report_due();
  occurrence.mutable_obligation()->set_title("标题甲");
  occurrence.mutable_obligation()->set_basis("依据甲");
  return occurrence;
}

School closed_duty(const wire::Bundle& rules) {
  School s(at("2026-06-02 09:00"), rules);
  s.open(told());
  s.act(wire::EXTEND, unit, [](wire::Action& a) {
    a.set_reason("延期理由甲");
    a.set_until(at("2026-07-24 17:30"));
  });
  s.act(wire::SUBMIT_DONE, unit, [](wire::Action& a) { a.set_evidence("说明甲，见附件"); });
  s.act(wire::RETURN_BACK, "role:office", [](wire::Action& a) { a.set_reason("退回理由甲"); });
  s.act(wire::SUBMIT_DONE, unit, [](wire::Action& a) { a.set_evidence("校党〔2026〕12号"); });
  s.act(wire::VERIFY, "role:office");
  return s;
}

void hold_until(School& s, const std::string& until, const std::string& party = "role:office", const char* why = "巡视期间") {
  s.act(wire::HOLD, party, [&](wire::Action& a) {
    a.set_until(until.empty() ? 0 : at(until));
    a.set_reason(why);
  });
}

TEST(Retention, AClosedMatterHasOneMoreStepThatIsNoOpenWork) {
  const auto s = closed_duty(keeps(180));
  EXPECT_EQ(s.work(), wire::CLOSED);
  EXPECT_FALSE(s.slot().row.open());
  EXPECT_EQ(clock_text(s.slot().row.next_at()), "2026-11-29 09:00");
  EXPECT_EQ(closed_duty(duty_rules()).slot().row.next_at(), 0) << "a policy without it keeps texts for ever";
}

TEST(Retention, WhatIsLeftOfADutyIsWhatProcessSays) {
  auto s = closed_duty(keeps(180));
  s.until("2026-11-29 08:59");
  EXPECT_THAT(s.slot().matter.SerializeAsString(), HasSubstr("甲")) << "not a minute early";
  s.until("2026-11-29 09:00");
  const auto& m = s.slot().matter;
  EXPECT_THAT(m.SerializeAsString(), AllOf(Not(HasSubstr("甲")), Not(HasSubstr("account of"))));
  EXPECT_EQ(m.work(), wire::ARCHIVED);
  EXPECT_EQ(clock_text(m.erased_at()), "2026-11-29 09:00");
  EXPECT_EQ(m.duty().evidence_size(), 1) << "the response document's number stays";
  EXPECT_EQ(m.evidence(), "校党〔2026〕12号");
  EXPECT_EQ(m.close_reason(), "verified");
  EXPECT_EQ(m.duty().occurrence().duty(), "report");
  EXPECT_EQ(m.duty().occurrence().obligation().clause(), "六（三）");
  EXPECT_EQ(clock_text(m.closed_at()), "2026-06-02 09:00");
  EXPECT_EQ(m.groups(0).parties(0), unit);
  EXPECT_GT(m.told_size(), 0);
  EXPECT_EQ(s.slot().row.next_at(), 0);
  EXPECT_EQ(s.events({"erased"}), std::vector<std::string>{"2026-11-29 09:00 erased"});
  EXPECT_EQ(s.broken, "");
}

TEST(Retention, NeverOpensAgainAfterwards) {
  auto s = closed_duty(keeps(180));
  s.until("2026-12-01 09:00").open(told());
  EXPECT_EQ(s.code(), wire::REFUSED_CLOSED);
  EXPECT_EQ(s.work(), wire::ARCHIVED);
  s.act(wire::PROGRESS, unit, [](wire::Action& a) { a.set_note("说明乙"); });
  EXPECT_EQ(s.code(), wire::REFUSED_CLOSED);
}

TEST(Retention, AHoldPutsItOffAndItsEndLetsItGo) {
  auto s = closed_duty(keeps(180));
  hold_until(s, "2027-03-01 00:00");
  EXPECT_EQ(s.code(), wire::DONE);
  EXPECT_EQ(s.slot().matter.hold().reason(), "巡视期间");
  EXPECT_EQ(clock_text(s.slot().row.next_at()), "2027-03-01 00:00");
  s.until("2026-12-31 09:00");
  EXPECT_EQ(s.slot().matter.erased_at(), 0);
  hold_until(s, "", "role:discipline", "巡视结束");
  EXPECT_EQ(s.code(), wire::DONE);
  EXPECT_EQ(clock_text(s.slot().matter.erased_at()), "2026-12-31 09:00") << "its time had passed meanwhile";
}

TEST(Retention, AHoldRunsOutByItself) {
  auto s = closed_duty(keeps(180));
  hold_until(s, "2027-03-01 00:00");
  s.until("2027-03-01 00:00");
  EXPECT_EQ(clock_text(s.slot().matter.erased_at()), "2027-03-01 00:00");
}

TEST(Retention, AShortHoldDoesNotHastenIt) {
  auto s = closed_duty(keeps(180));
  hold_until(s, "2026-06-10 00:00");
  EXPECT_EQ(clock_text(s.slot().row.next_at()), "2026-11-29 09:00");
}

TEST(Retention, WhoMayHoldAndHow) {
  auto s = closed_duty(keeps(180));
  for (const char* nobody : {unit, "role:secretary", "role:operator", ""}) {
    hold_until(s, "2027-03-01 00:00", nobody);
    EXPECT_EQ(s.outcome().detail(), "暂缓删除由督办部门或审计管理员办理。") << nobody;
  }
  hold_until(s, "2027-03-01 00:00", "role:office", "");
  EXPECT_EQ(s.outcome().detail(), "请写明暂缓删除的理由。");
  hold_until(s, "2026-06-01 00:00");
  EXPECT_EQ(s.outcome().detail(), "暂缓期限须在现在之后。");
  hold_until(s, "2086-06-01 00:00");
  EXPECT_EQ(s.outcome().detail(), "暂缓超过十年，请核对日期。");
  hold_until(s, "");
  EXPECT_EQ(s.code(), wire::ALREADY) << "none to end";
  s.act(wire::HOLD, "role:office", [](wire::Action& a) {
    a.set_until(at("2027-03-01 00:00"));
    a.set_reason("巡视期间");
    a.clear_by();
  });
  EXPECT_EQ(s.outcome().detail(), "请写明经办人。");
  for (const char* party : {"unit:dxb", "role:discipline", "role:office"}) {
    hold_until(s, "2027-03-01 00:00", party);
    EXPECT_EQ(s.code(), wire::DONE) << party;
  }
  hold_until(s, "");
  s.until("2026-12-01 00:00");
  hold_until(s, "2027-03-01 00:00");
  EXPECT_EQ(s.outcome().detail(), "文本已按期删除。");
}

// ---- warnings

World closed_warning() {
  World w(keeps(180, small_rules()));
  w.topic.set_topic_title("食堂甲");
  w.topic.set_dossier_url("https://dossier.invalid/甲");
  w.alert("yellow").ack("unit:hq");
  w.act(wire::CANCEL_MATTER, "role:office", [](wire::Action& a) { a.set_reason("重复甲"); });
  return w;
}

TEST(Retention, WhatIsLeftOfAWarning) {
  auto w = closed_warning();
  ASSERT_FALSE(w.open()) << w.outcome().detail();
  const auto category = w.matter.category();
  EXPECT_EQ(w.row.next_at(), w.start() + 180 * day_ms);
  w.jump(180 * day_ms).decide();
  EXPECT_TRUE(w.last.erase());
  EXPECT_THAT(w.matter.SerializeAsString(), AllOf(Not(HasSubstr("甲")), Not(HasSubstr("account of"))));
  EXPECT_FALSE(w.matter.has_signal());
  EXPECT_EQ(w.matter.work(), wire::CANCELLED);
  EXPECT_EQ(w.matter.level(), "yellow");
  EXPECT_EQ(w.matter.category(), category);
  EXPECT_EQ(w.matter.close_reason(), "cancelled");
  EXPECT_GT(w.matter.told_size(), 0) << "the units told";
  EXPECT_EQ(w.row.next_at(), 0);
  EXPECT_EQ(w.queued, 0);
}

TEST(Retention, WaitsWhileTheClockIsNotTrusted) {
  auto w = closed_warning();
  w.held = true;
  w.jump(400 * day_ms).decide();
  EXPECT_FALSE(w.last.erase()) << "a clock a year ahead deletes nothing";
  w.held = false;
  w.decide();
  EXPECT_TRUE(w.last.erase());
}

TEST(Retention, ALongerPolicyMeanwhilePutsItOff) {
  auto w = closed_warning();
  w.activate(std::make_shared<const Playbook>(keeps(365, small_rules())));
  w.jump(180 * day_ms).decide();
  EXPECT_FALSE(w.last.erase());
  EXPECT_EQ(w.row.next_at(), w.start() + 365 * day_ms);
}

TEST(Retention, WhatComesInAfterwardsIsErasedWithItsAnswer) {
  auto w = closed_warning();
  w.jump(180 * day_ms).decide();
  w.jump(181 * day_ms).act(wire::PROGRESS, "unit:hq", [](wire::Action& a) { a.set_note("补充甲"); });
  EXPECT_EQ(w.code(), wire::REFUSED_CLOSED);
  EXPECT_TRUE(w.last.erase());
  w.decide();
  EXPECT_FALSE(w.last.erase()) << "not at every wake-up";
}

TEST(Retention, AWarningIsHeldLikeADuty) {
  World w(keeps(180, small_rules()));
  w.alert("yellow").act(wire::HOLD, "role:office", [&](wire::Action& a) {
    a.set_reason("调查期间");
    a.set_until(w.now() + 400 * day_ms);
  });
  EXPECT_EQ(w.code(), wire::DONE);
  EXPECT_TRUE(w.open()) << "nothing else changes";
  EXPECT_EQ(w.matter.rung(), 0);
  w.act(wire::CANCEL_MATTER, "role:office", [](wire::Action& a) { a.set_reason("重复"); });
  EXPECT_EQ(w.row.next_at(), w.start() + 400 * day_ms);
}

}  // namespace
}  // namespace fenghuo::escalator::testing
