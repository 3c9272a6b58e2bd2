// Which fields each act's form has, with their bounds and what they begin with.
#include "common/obligations/fixed_reasons.hpp"
#include "common/signals/typed_text.hpp"
#include "common/template/names.hpp"
#include "services/gateway/duty_form.hpp"

namespace fenghuo::gateway {
namespace {

using Kind = PageField::Kind;
using Fields = std::vector<PageField>;

constexpr const char* warning = "严禁填写涉密内容和他人个人信息。";
constexpr unsigned long_text = 300, short_text = 200, place_text = 60, number_text = 40;

PageField field(Kind kind, const char* name, const char* label, bool required = false) {
  PageField out;
  out.kind = kind;
  out.name = name;
  out.label = label;
  out.required = required;
  return out;
}

// What people write freely.
PageField text(Kind kind, const char* name, const char* label, unsigned most, bool required = false) {
  PageField out = field(kind, name, label, required);
  out.most = most;
  out.hint = warning;
  return out;
}

PageField note(const char* label = "备注（选填）") { return text(Kind::area, "note", label, short_text); }
PageField reason(const char* label) { return text(Kind::area, "reason", label, long_text, true); }

// Who signs: a link says only for which party somebody acts.
PageField signer(const char* label) { return text(Kind::line, "signer", label, max_signer_characters, true); }

PageField fixed(const char* name, const char* label, std::span<const std::string_view> choices, bool required) {
  PageField out = field(Kind::list, name, label, required);
  out.options.emplace_back("", "请选择");
  for (const auto choice : choices) out.options.emplace_back(choice, choice);
  return out;
}

std::string day_value(const Standing& s, std::int64_t ms) { return rfc3339(instant(ms), s.zone).substr(0, 10); }
std::string today(const Standing& s) { return rfc3339(s.now, s.zone).substr(0, 10); }
std::string clock_value(const Standing& s, std::int64_t ms) { return rfc3339(instant(ms), s.zone).substr(11, 5); }

PageField day(const Standing& s, const char* name, const char* label, bool required = false) {
  PageField out = field(Kind::date, name, label, required);
  out.from = today(s);
  return out;
}

// The meeting's day went by: whoever gives it another says why it was not held.
bool went_by(const Standing& s) { return s.duty().scheduled_at() != 0 && s.duty().scheduled_at() <= to_ms(s.now); }
constexpr const char* why_not_held = "原会议未召开的原因";

Fields meeting_fields(const Standing& s) {
  const auto& state = s.duty();
  const bool anew = went_by(s);
  auto date = day(s, "day", "会议日期", true);
  date.to = day_value(s, state.due_at() - 1);
  auto time = field(Kind::time, "time", "开始时间", true);
  auto minutes = field(Kind::number, "minutes", "时长（分钟）");
  minutes.from = "1", minutes.to = "1440";
  minutes.value = state.minutes() > 0 ? std::to_string(state.minutes()) : "90";
  auto place = text(Kind::line, "place", "地点", place_text);
  auto materials = text(Kind::area, "materials", "请参会人准备的材料（选填）", short_text);
  auto by = day(s, "materials_by", "材料报送截止日期（选填）");
  if (state.scheduled_at() != 0 && !anew) {
    date.value = day_value(s, state.scheduled_at());
    time.value = clock_value(s, state.scheduled_at());
  }
  place.value = state.place();
  materials.value = state.materials();
  if (state.materials_by() != 0 && !anew) by.value = day_value(s, state.materials_by());
  Fields all = {date, time, minutes, place, materials, by};
  if (anew) all.push_back(reason(why_not_held));
  return all;
}

Fields attend_fields(const Standing& s) {
  auto answer = field(Kind::choice, "answer", "是否出席", true);
  answer.options = {{"yes", "参加"}, {"no", "请假"}};
  if (s.liaison.empty()) answer.options.emplace_back("by_liaison", "由联络员答复");
  for (const auto& entry : s.duty().attending()) {
    if (entry.starts_with(s.party + "=")) answer.value = entry.substr(entry.rfind('=') + 1);
  }
  const auto pressed = [&](const auto& option) { return option.first == s.answer; };
  if (std::any_of(answer.options.begin(), answer.options.end(), pressed)) answer.value = s.answer;
  return {answer, note("说明（选填）")};
}

// A duty about a case or an approval takes a number and a date alone.
Fields submit_fields(const Standing& s) {
  auto number = text(Kind::line, "number", "文号", number_text, s.obligation().number_only());
  if (s.obligation().number_only()) {
    number.hint = "只登记文号和日期，不填内容，不附材料。";
    auto dated = field(Kind::date, "dated", "日期", true);
    dated.to = today(s);
    return {number, dated};
  }
  number.label = "文号（如：某发〔2026〕3号）";
  auto address = text(Kind::address, "address", "链接（https://…）", short_text);
  return {number, address, text(Kind::area, "evidence", "说明", short_text)};
}

Fields extend_fields(const Standing& s) {
  auto until = field(Kind::date, "until", "新的期限", true);
  until.from = day_value(s, std::max(s.duty().due_at() + s.duty().stopped_ms(), to_ms(s.now)));
  return {until, s.obligation().number_only() ? fixed("reason", "延期理由", reasons::extend, true) : reason("延期理由")};
}

// Of a duty about a case or an approval: what may be chosen stands in a list, nothing is written freely.
std::optional<Fields> bare_fields(const Standing& s, DutyAct act) {
  switch (act) {
    case DutyAct::schedule: {
      auto all = meeting_fields(s);
      std::erase_if(all, [](const PageField& one) { return one.most > 0 || one.name == "materials_by"; });
      if (went_by(s)) all.push_back(fixed("reason", why_not_held, reasons::explain, true));
      return all;
    }
    case DutyAct::attend:
      return Fields{attend_fields(s).front()};
    case DutyAct::ack:
      return Fields{day(s, "until", "预计何时反馈（选填）")};
    case DutyAct::progress:
      return Fields{fixed("note", "进展（选填）", reasons::progress, false)};
    case DutyAct::decline:
      return Fields{fixed("reason", "理由", reasons::decline, true)};
    case DutyAct::why:
    case DutyAct::explain:
      return Fields{fixed("reason", "情况说明", reasons::explain, true)};
    case DutyAct::fault:
      return Fields{fixed("reason", "送达问题", reasons::undelivered, true)};
    case DutyAct::checked:
      return Fields{fixed("reason", "核实结果", reasons::checked, true)};
    case DutyAct::verify:
      return Fields{};
    case DutyAct::send_back:
      return Fields{fixed("reason", "退回原因", reasons::send_back, true)};
    case DutyAct::refuse:
      return Fields{fixed("reason", "理由（选填）", reasons::refuse, false)};
    default:
      return std::nullopt;
  }
}

Fields transfer_fields(const Standing& s) {
  auto unit = field(Kind::list, "unit", "转办单位", true);
  unit.options.emplace_back("", "请选择单位");
  for (const auto& one : s.bundle.units()) {
    if ("unit:" + one.id() != s.owner) unit.options.emplace_back(one.id(), unit_name(s.bundle, one.id()));
  }
  if (s.obligation().number_only()) return {unit, fixed("note", "转办说明（选填）", reasons::transfer, false)};
  return {unit, note("转办说明（选填）")};
}

}  // namespace

std::vector<PageField> fields_of(const Standing& s, DutyAct act) {
  if (s.obligation().number_only()) {
    if (auto bare = bare_fields(s, act)) return *std::move(bare);
  }
  switch (act) {
    case DutyAct::schedule:
      return meeting_fields(s);
    case DutyAct::attend:
      return attend_fields(s);
    case DutyAct::ack:
      return {day(s, "until", "预计何时反馈（选填）"), note()};
    case DutyAct::progress:
      return {text(Kind::area, "note", "进展", long_text, true), day(s, "until", "预计完成日期（选填）")};
    case DutyAct::submit:
      return submit_fields(s);
    case DutyAct::extend:
      return extend_fields(s);
    case DutyAct::decline:
      return {reason("理由")};
    case DutyAct::why:
    case DutyAct::explain:
      return {reason("情况说明")};
    case DutyAct::fault:
      return {reason("送达问题（如：此前未收到提醒、邮箱已停用）")};
    case DutyAct::checked:
      return {reason("核实结果")};
    case DutyAct::verify:
      return {note()};
    case DutyAct::send_back:
      return {reason("退回原因")};
    case DutyAct::refuse:
      return {text(Kind::area, "reason", "理由（选填）", long_text)};
    case DutyAct::pass_on:
      return transfer_fields(s);
    case DutyAct::issue:
      return {signer("签发人（姓名或职务）")};
    case DutyAct::approve:
      return {signer("批准人（姓名或职务）")};
  }
  return {};
}

}  // namespace fenghuo::gateway
