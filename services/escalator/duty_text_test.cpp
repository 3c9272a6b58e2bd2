// A duty about a case takes no sentence in any act, neither into its record nor into a message.
#include "services/escalator/duty_text.hpp"

#include "common/obligations/fixed_reasons.hpp"
#include "common/obligations/transitions.hpp"
#include "services/escalator/test_school.hpp"

namespace fenghuo::escalator::testing {
namespace {

using ::testing::HasSubstr;

constexpr const char* unit = "unit:hq";
constexpr const char* told = "已对某某某立案";

School number_only() {
  School s(at("2026-06-02 09:00"));
  auto occurrence = report_due();
  occurrence.mutable_obligation()->set_number_only(true);
  occurrence.mutable_obligation()->set_meeting(true);
  s.open(occurrence);
  return s;
}

void complete(wire::Action& action) {
  action.set_until(at("2026-07-24 17:30"));
  action.set_at(at("2026-06-20 14:00"));
  action.set_level("yes");
  action.set_target_unit("bw");
  action.set_slip("hint");
}

TEST(DutyText, NoActOfANumberOnlyDutyTakesASentence) {
  using Write = void (*)(wire::Action&);
  constexpr std::array<Write, 5> texts = {[](wire::Action& a) { a.set_note(told); }, [](wire::Action& a) { a.set_reason(told); },
                                          [](wire::Action& a) { a.set_evidence(told); }, [](wire::Action& a) { a.set_place(told); },
                                          [](wire::Action& a) { a.set_materials(told); }};
  for (const auto kind : obligations::duty_acts()) {
    for (const char* party : {unit, "role:office", "role:vice"}) {
      for (const auto write : texts) {
        auto s = number_only();
        s.act(wire::EXTEND, unit, [](wire::Action& a) {
          a.set_until(at("2026-07-20 17:30"));
          a.set_reason("等待上级批复");
        });
        s.act(kind, party, [&](wire::Action& a) {
          complete(a);
          write(a);
        });
        const auto name = wire::ActionKind_Name(kind) + " " + party;
        EXPECT_NE(s.code(), wire::DONE) << name;
        EXPECT_EQ(s.slot().matter.SerializeAsString().find(told), std::string::npos) << name;
        for (const auto& one : s.take()) EXPECT_EQ(one.text.find(told), std::string::npos) << name;
      }
    }
  }
}

TEST(DutyText, ARefusalSaysWhatMayBeSaid) {
  auto s = number_only();
  s.act(wire::DECLINE, unit, [](wire::Action& a) { a.set_reason(told); });
  EXPECT_EQ(s.outcome().detail(), "此事项不收文字说明，只登记文号和日期；也可从以下选一项：不属于本单位职责、已由其他单位办理。");
  s.act(wire::ACK, unit, [](wire::Action& a) { a.set_note(told); });
  EXPECT_EQ(s.outcome().detail(), "此事项不收文字说明，只登记文号和日期。");
}

TEST(DutyText, AFixedReasonOrANumberIsTaken) {
  auto s = number_only();
  s.act(wire::ACK, unit).act(wire::PROGRESS, unit);
  EXPECT_EQ(s.code(), wire::DONE) << "there is nothing to write";
  s.act(wire::PROGRESS, unit, [](wire::Action& a) { a.set_note("正在办理"); });
  EXPECT_EQ(s.code(), wire::DONE);
  s.act(wire::PROGRESS, unit, [](wire::Action& a) { a.set_note("校纪〔2026〕7号 2026-06-01"); });
  EXPECT_EQ(s.code(), wire::DONE);
  s.act(wire::EXPLAIN, unit, [](wire::Action& a) { a.set_reason("此前未收到提醒"); });
  EXPECT_NE(s.duty().clock_stopped_at(), 0);
  s.act(wire::EXPLAIN, "role:office", [](wire::Action& a) { a.set_reason("接收地址已更正"); });
  EXPECT_EQ(s.duty().clock_stopped_at(), 0);
  s.act(wire::MERGE, "role:office", [](wire::Action& a) { a.set_evidence("督〔2026〕3号"); });
  EXPECT_EQ(s.work(), wire::MERGED);
}

TEST(DutyText, WhyTextsAreKeptIsAChoiceToo) {
  auto s = number_only();
  const auto hold = [&](const char* why) {
    s.act(wire::HOLD, "role:office", [&](wire::Action& a) {
      a.set_until(at("2027-03-01 00:00"));
      a.set_reason(why);
    });
  };
  hold(told);
  EXPECT_THAT(s.outcome().detail(), HasSubstr("此事项不收文字说明"));
  hold(std::string(reasons::hold.front()).c_str());
  EXPECT_EQ(s.code(), wire::DONE);
}

TEST(DutyText, OtherDutiesTakeText) {
  wire::Action action;
  action.set_kind(wire::PROGRESS);
  action.set_note("已起草");
  EXPECT_EQ(text_fault(wire::Obligation{}, action), "");
}

}  // namespace
}  // namespace fenghuo::escalator::testing
