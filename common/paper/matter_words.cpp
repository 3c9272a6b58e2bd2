#include "common/paper/matter_words.hpp"

#include <cstdio>

#include "common/template/names.hpp"

namespace fenghuo::paper {
namespace {

using Pair = std::pair<std::string_view, const char*>;

std::string word_of(std::span<const Pair> words, std::string_view id) {
  for (const auto& [known, word] : words) {
    if (known == id) return word;
  }
  return std::string(id);
}

template <class... Numbers>
std::string print(const char* format, Numbers... numbers) {
  std::array<char, 64> text{};
  const int size = std::snprintf(text.data(), text.size(), format, numbers...);
  return {text.data(), static_cast<std::size_t>(std::clamp(size, 0, 63))};
}

}  // namespace

std::string Desk::moment(std::int64_t ms) const {
  if (ms == 0) return {};
  const auto t = zone.local(instant(ms));
  return print("%04d-%02u-%02u %02d:%02d:%02d", t.year, t.month, t.day, t.minute_of_day / 60, t.minute_of_day % 60, t.second);
}

std::string Desk::deadline(std::int64_t ms) const {
  if (ms == 0) return {};
  const auto t = zone.local(instant(ms));
  const bool midnight = t.minute_of_day == 0 && t.second == 0;
  const auto day = midnight ? zone.local(instant(ms - 1)) : t;
  const int minute = midnight ? 24 * 60 : t.minute_of_day;
  return print("%d年%u月%u日 %02d:%02d", day.year, day.month, day.day, minute / 60, minute % 60);
}

std::string Desk::name(std::string_view party) const { return party.empty() ? std::string() : party_name(bundle, party); }

std::string Desk::account(std::string_view actor) const {
  constexpr std::string_view reported = "self-reported:";
  if (!actor.starts_with(reported)) return std::string(actor);
  const auto who = actor.substr(reported.size());  // a party; the name that somebody signed with; or "other", whose name stands in the note
  if (who.empty() || who == "other") return "经群链接，自报身份";
  return "经群链接，自报身份（" + (who.find(':') == std::string_view::npos ? std::string(who) : name(who)) + "）";
}

std::string channel_words(std::string_view channel) {
  static constexpr std::array<Pair, 2> words = {{{"mail", "邮件"}, {"webhook", "系统接口"}}};
  return word_of(words, channel);
}

std::string late_words(std::string_view late) {
  static constexpr std::array<Pair, 5> words = {
      {{"in_time", "按期"}, {"in_grace", "宽限期内"}, {"overdue", "逾期"}, {"supervised", "督办中"}, {"rectifying", "已回应督办，待销号"}}};
  return word_of(words, late);
}

std::string slip_words(std::string_view kind) {
  static constexpr std::array<Pair, 3> words = {{{"hint", "提示单"}, {"urge", "催办单"}, {"order", "督办单"}}};
  return word_of(words, kind);
}

std::string message_words(std::string_view kind) {
  static constexpr std::array<Pair, 9> words = {{{"warning", "预警"},
                                                 {"escalation", "逐级上报"},
                                                 {"notice", "通知"},
                                                 {"reminder", "提醒"},
                                                 {"digest", "摘要"},
                                                 {"brief", "呈阅"},
                                                 {"overdue", "督办"},
                                                 {"stand_down", "解除提醒"},
                                                 {"report", "报表"}}};
  return word_of(words, kind);
}

std::string delivery_words(std::string_view state) {
  static constexpr std::array<Pair, 7> words = {{{"queued", "待发送"},
                                                 {"started", "发送中"},
                                                 {"delivered", "已送达"},
                                                 {"dead", "未送达"},
                                                 {"withdrawn", "未发送，已撤回"},
                                                 {"expired", "未发送，已过有效期"},
                                                 {"held", "暂缓发送"}}};
  return word_of(words, state);
}

std::string attempt_words(std::string_view outcome) {
  static constexpr std::array<Pair, 7> words = {{{"", "发送中"},
                                                 {"delivered", "已送达"},
                                                 {"retry", "未成功，再次发送"},
                                                 {"reject", "对方拒收"},
                                                 {"ambiguous", "连接中断，可能已送达"},
                                                 {"lost", "结果未知，同一编号重发"},
                                                 {"given_back", "未发出，交回"}}};
  return word_of(words, outcome);
}

std::string answer_words(std::string_view answer) {
  static constexpr std::array<Pair, 4> words = {
      {{"invited", "已邀请，尚未答复"}, {"yes", "参加"}, {"no", "请假"}, {"by_liaison", "由联络员答复"}}};
  return word_of(words, answer);
}

}  // namespace fenghuo::paper
