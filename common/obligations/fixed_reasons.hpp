// What may be said about a duty that registers a number and a date alone (cases, interviews, approvals, secret matters): one of these
// sentences for each act, never free text. The pages offer them, the decision accepts no others. Pure, thread-safe, owns nothing.
#pragma once

#include <array>
#include <string_view>

namespace fenghuo::reasons {

using std::string_view_literals::operator""sv;

inline constexpr std::array progress = {"已启动"sv, "正在办理"sv, "等待审批"sv};
inline constexpr std::array extend = {"材料尚未齐备"sv, "等待上级批复"sv, "等待其他单位反馈"sv, "办理程序尚未结束"sv};
inline constexpr std::array refuse = {"理由不充分"sv, "须按原期限办理"sv};
inline constexpr std::array decline = {"不属于本单位职责"sv, "已由其他单位办理"sv};
inline constexpr std::array transfer = {"属该单位职责"sv, "职责已调整"sv};
inline constexpr std::array explain = {"正在办理"sv, "材料尚未齐备"sv, "等待上级批复"sv, "等待其他单位反馈"sv};
inline constexpr std::array undelivered = {"此前未收到提醒"sv, "接收地址有误"sv, "链接无法打开"sv};
inline constexpr std::array checked = {"接收地址已更正"sv, "接收地址无误"sv, "已电话告知"sv};
inline constexpr std::array send_back = {"文号有误"sv, "日期有误"sv, "登记不完整"sv, "重复登记"sv};
inline constexpr std::array urgent = {"期限紧迫"sv, "须由上级决定"sv};
inline constexpr std::array cancel = {"不再需要"sv, "重复立项"sv, "立项有误"sv};
inline constexpr std::array hold = {"上级调取"sv, "复查需要"sv, "审计需要"sv};

}  // namespace fenghuo::reasons
