// The table of transitions against another one that is written as process.md speaks, cell by cell.
#include <sstream>

#include "common/obligations/transitions.hpp"

namespace fenghuo::obligations {
namespace {

const std::map<std::string, wire::Work> state_names = {
    {"已立项", wire::PLANNED},   {"待签收", wire::AWAITING}, {"办理中", wire::IN_PROGRESS},
    {"待核验", wire::SUBMITTED}, {"已退回", wire::RETURNED}, {"已办结", wire::CLOSED},
    {"已归档", wire::ARCHIVED},  {"已合并", wire::MERGED},   {"已终止", wire::CANCELLED}};
const std::map<std::string, wire::ActionKind> act_names = {
    {"签收", wire::ACK},           {"填写进展", wire::PROGRESS},    {"报送材料", wire::SUBMIT_DONE}, {"核验通过", wire::VERIFY},
    {"退回", wire::RETURN_BACK},   {"申请延期", wire::EXTEND},      {"批准延期", wire::APPROVE},     {"不批准延期", wire::REFUSE},
    {"转办", wire::TRANSFER},      {"非我单位职责", wire::DECLINE}, {"加急直报", wire::URGENT},      {"填写会期", wire::SCHEDULE},
    {"答复邀请", wire::ATTEND},    {"签发", wire::ISSUE},           {"说明情况", wire::EXPLAIN},     {"合并", wire::MERGE},
    {"终止", wire::CANCEL_MATTER}, {"改用现行规则", wire::REBASE}};

// One line: the act, the states it is for, what they become; "同" = as it was. Every state that no line of an act names refuses it.
constexpr const char* process = R"(
签收          已立项,待签收,办理中,已退回            办理中
填写进展      已立项,待签收,办理中,已退回            办理中
报送材料      已立项,待签收,办理中,已退回            待核验
核验通过      待核验                                 已办结
退回          待核验                                 已退回
申请延期      已立项,待签收,办理中,已退回            同
批准延期      已立项,待签收,办理中,待核验,已退回     同
不批准延期    已立项,待签收,办理中,待核验,已退回     同
转办          待签收,办理中,已退回                   待签收
转办          已立项                                 同
非我单位职责  待签收,办理中,已退回                   待签收
非我单位职责  已立项                                 同
加急直报      已立项,待签收,办理中,待核验,已退回     同
填写会期      已立项,待签收,办理中,已退回            同
答复邀请      已立项,待签收,办理中,待核验,已退回     同
签发          待签收,办理中,已退回                   同
说明情况      已立项,待签收,办理中,待核验,已退回     同
合并          已立项,待签收,办理中,待核验,已退回     已合并
终止          已立项,待签收,办理中,待核验,已退回     已终止
改用现行规则  已立项,待签收,办理中,待核验,已退回     同
)";

std::map<std::pair<wire::Work, wire::ActionKind>, wire::Work> read_process() {
  std::map<std::pair<wire::Work, wire::ActionKind>, wire::Work> out;
  std::istringstream lines{process};
  std::string act, states, to;
  while (lines >> act >> states >> to) {
    std::istringstream list{states};
    for (std::string state; std::getline(list, state, ',');) {
      const auto from = state_names.at(state);
      const bool fresh = out.emplace(std::pair{from, act_names.at(act)}, to == "同" ? from : state_names.at(to)).second;
      EXPECT_TRUE(fresh) << act << " " << state << " stands twice";
    }
  }
  return out;
}

TEST(DutyTransitions, EveryStateAndActIsAsProcessSays) {
  const auto expected = read_process();
  EXPECT_EQ(duty_states().size(), state_names.size());
  EXPECT_EQ(duty_acts().size(), act_names.size());
  for (const auto& [state, from] : state_names) {
    for (const auto& [name, act] : act_names) {
      const auto got = transition(from, act);
      const auto want = expected.find({from, act});
      SCOPED_TRACE(state + " · " + name);
      EXPECT_EQ(got.to, want == expected.end() ? wire::WORK_UNSET : want->second);
      if (!got.allowed()) {
        EXPECT_TRUE(std::string_view(got.why).ends_with("。")) << "a refusal is a sentence";
      }
    }
  }
}

TEST(DutyTransitions, AFinishedMatterNeverComesBack) {
  for (const auto state : duty_states()) {
    for (const auto act : duty_acts()) {
      if (duty_finished(state)) {
        EXPECT_FALSE(transition(state, act).allowed());
      }
    }
  }
}

TEST(DutyTransitions, ADutyHasNoLevelAndNoQuarantinedTitle) {
  for (const auto act : {wire::LOWER, wire::CONFIRM, wire::RELEASE_TITLE, wire::REDACT_TITLE, wire::ACTION_UNSET})
    EXPECT_STREQ(transition(wire::AWAITING, act).why, "任务没有这种操作。");
  EXPECT_FALSE(transition(wire::WORK_UNSET, wire::ACK).allowed());
}

}  // namespace
}  // namespace fenghuo::obligations
