// The Chinese of every message: subject, text on campus, text off campus (no topic). Pure; the matter's number stands as {number} while the
// ledger has not taken it yet. Wording upward is 呈报 / 请阅示; the machine only knows that nobody tapped.
#pragma once

#include <string>
#include <vector>

#include "services/escalator/notify.hpp"

namespace fenghuo::escalator {

// A call of the ladder, as one recipient hears it.
struct Call {
  bool ask = false;
  bool again = false;  // asked before, at this level
  bool submit_up = false;
  bool late_batch = false;
  bool damped = false;    // the level went up again shortly after it had been lowered
  std::uint32_t nth = 1;  // which call of the matter this is
  Instant answer_by{};
  std::string told_too;  // names, for the text
  std::string plan;      // what follows while nobody answers
};
Words call_words(const Context& ctx, const Call& call);
std::string plan_of(const Context& ctx);  // "02:24重发，02:34再呈校党委书记，02:44报校党委常委"
std::string next_of(const Context& ctx);  // "02:44仍无人签收将报校党委常委"; empty after the last rung

Words urgent_words(const Context& ctx, const std::string& reason, Instant answer_by);
Words transferred_words(const Context& ctx, const std::string& from, Instant answer_by);
Words declined_words(const Context& ctx, const std::string& from, const std::string& reason);
Words returned_words(const Context& ctx, const std::string& reason);
Words verify_words(const Context& ctx);
Words takeover_words(const Context& ctx, const std::string& from, const std::string& holders);
Words lower_words(const Context& ctx, const std::string& to);
Words cancel_words(const Context& ctx);
Words flapped_words(const Context& ctx, const std::string& other);
Words unreachable_words(const Context& ctx);

Words taken_words(const Context& ctx);
Words lowered_words(const Context& ctx);
Words closed_words(const Context& ctx);
Words digest_words(const Context& ctx);

// Pieces shared by both files.
std::string number_of(const Context& ctx);
std::string clock_of(const Context& ctx, Instant t);
std::string label_of(const Context& ctx);  // 红色预警
std::string names_of(const Context& ctx, const std::vector<std::string>& parties);
std::string look_up(const Context& ctx);    // where the details are
std::string topic_of(const Context& ctx);   // on campus only
std::string volume_of(const Context& ctx);  // on campus only; empty when the provider counted nothing

inline constexpr const char* unverified = "尚未核实";
inline constexpr const char* footer = "系统自动提醒，不代表对单位或个人的评价。";

}  // namespace fenghuo::escalator
