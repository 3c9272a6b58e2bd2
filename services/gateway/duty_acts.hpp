// The acts a duty's page offers to the party of its link, in their order: the first has the page's button. Pure.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "services/gateway/duty_standing.hpp"

namespace fenghuo::gateway {

enum class DutyAct {
  schedule,   // 填写会期
  why,        // 说明情况: why a meeting has no date yet
  attend,     // 答复是否出席
  ack,        // 签收并承办
  progress,   // 填写进展
  submit,     // 报送材料
  extend,     // 申请延期
  decline,    // 非我单位职责
  explain,    // 说明情况: the answer to a 督办单
  fault,      // 反映送达问题
  verify,     // 核验通过
  send_back,  // 退回
  issue,      // 签发
  approve,    // 同意延期
  refuse,     // 不同意延期
  checked,    // 送达已核实
  pass_on     // 转办
};

struct ActWords {
  DutyAct act;
  std::string_view id;  // of the form
  const char* title;    // 更多
  const char* button;
  wire::ActionKind kind;
};
const ActWords& words_of(DutyAct act);
std::optional<DutyAct> act_named(std::string_view id);

std::vector<DutyAct> offered(const Standing& s);

// What the party read before it acted, in few bytes: another's change in between is another stamp. Empty where none matters.
std::string stamp_of(const Standing& s, DutyAct act);

}  // namespace fenghuo::gateway
