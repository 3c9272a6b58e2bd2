#include "services/gateway/duty_form.hpp"

#include "common/base/bytes.hpp"
#include "common/base/crypto.hpp"
#include "common/signals/identifying.hpp"
#include "common/signals/typed_text.hpp"
#include "services/gateway/duty_dates.hpp"
#include "services/gateway/http_types.hpp"

namespace fenghuo::gateway {
namespace {

using Kind = PageField::Kind;

constexpr int usual_end = 17 * 60 + 30, midnight = 24 * 60;
constexpr std::size_t most_bytes = max_typed_bytes - 100;  // what is put before a text has its place too
constexpr std::string_view blanks = " \t\n";

// As a browser sends it: lines end with CR LF; blanks around it mean nothing.
std::string tidy(const std::string& typed) {
  std::string text;
  text.reserve(typed.size());
  for (std::size_t i = 0; i < typed.size(); ++i) {
    if (typed[i] == '\r') {
      if (i + 1 == typed.size() || typed[i + 1] != '\n') text.push_back('\n');
    } else {
      text.push_back(typed[i]);
    }
  }
  const auto first = text.find_first_not_of(blanks);
  return first == std::string::npos ? std::string() : text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

bool hexadecimal(std::string_view text, std::size_t size) { return text.size() == size && from_hex(text).has_value(); }

bool has_control(std::string_view text, bool lines) {
  return std::any_of(text.begin(), text.end(),
                     [&](char c) { return (c >= 0 && c < ' ' && !(lines && (c == '\n' || c == '\t'))) || c == 0x7F; });
}

// The label without what stands in brackets behind it.
std::string plain_label(const PageField& field) { return field.label.substr(0, field.label.find("（")); }

std::string text_fault(const PageField& field, const std::string& value) {
  const std::string label = plain_label(field);
  if (utf8_length(value) > field.most || value.size() > most_bytes) return label + "不能超过" + std::to_string(field.most) + "字。";
  if (has_control(value, field.kind == Kind::area)) return label + "中有无法识别的字符，请删去后提交。";
  // First what is no address: "www.example.cn" looks identifying too, but the scheme is what its writer has to mend.
  const bool web = value.starts_with("https://") || value.starts_with("http://");
  if (field.kind == Kind::address && (!web || value.find_first_of(" \"<>") != std::string::npos))
    return "链接须以 https:// 或 http:// 开头，中间不能有空格。";
  const bool evidence = field.kind == Kind::address || field.name == "evidence";
  if (looks_identifying(value, evidence ? Links::allowed : Links::refused)) return label + "：" + std::string(identifying_words()) + "。";
  return {};
}

std::string value_fault(const PageField& field, const std::string& value) {
  const std::string label = plain_label(field);
  switch (field.kind) {
    case Kind::date:
      return read_day(value) ? "" : label + "：请按 2026-07-08 的样式填写日期。";
    case Kind::time:
      return read_clock(value) ? "" : label + "：请按 14:00 的样式填写。";
    case Kind::number: {
      const auto n = read_number(value);
      return n && *n >= 1 && *n <= std::stoi(field.to) ? "" : label + "：请填写1至" + field.to + "之间的整数。";
    }
    case Kind::choice:
    case Kind::list: {
      const auto known = [&](const auto& option) { return option.first == value; };
      return std::any_of(field.options.begin(), field.options.end(), known) ? "" : "请选择" + label + "。";
    }
    default:
      return text_fault(field, value);
  }
}

std::string fault_of(const PageField& field, const std::string& value) {
  if (!value.empty()) return value_fault(field, value);
  if (!field.required) return {};
  if (field.name == "reason" && field.kind == Kind::area) return "请写明" + plain_label(field) + "。";
  return (field.kind == Kind::choice || field.kind == Kind::list ? "请选择" : "请填写") + plain_label(field) + "。";
}

// Turns checked values into the act.
class Writer {
 public:
  Writer(const Standing& s, DutyForm& form) : s_(s), form_(form), action_(form.action) {}

  void write() {
    const auto act = *form_.act;
    action_.set_kind(words_of(act).kind);
    action_.set_party(s_.party);
    const auto signer = given("signer");
    const auto& reader = s_.liaison.empty() ? s_.party : s_.liaison;
    action_.set_by("self-reported:" + (signer.empty() ? reader : signer));
    action_.set_by_liaison(!s_.liaison.empty());
    action_.set_via("link");
    action_.set_signed_at(s_.link.message().queued_at());
    action_.set_token_expires(s_.link.token_expires());
    action_.set_note(given("note"));
    action_.set_reason(given("reason"));
    write_own(act);
    if (form_.problem.empty()) {
      if (const auto ok = check_typed(action_); !ok) form_.problem = std::string(identifying_words()) + "。";
    }
  }

 private:
  void write_own(DutyAct act) {
    switch (act) {
      case DutyAct::schedule:
        return schedule();
      case DutyAct::why:
        return action_.set_slip("date");
      case DutyAct::attend:
        return action_.set_level(given("answer"));
      case DutyAct::ack:
      case DutyAct::progress:
        return promise();
      case DutyAct::submit:
        return evidence();
      case DutyAct::extend:
        return action_.set_until(to_ms(like_deadline(*read_day(given("until")))));
      case DutyAct::explain:
        return action_.set_slip(s_.order == nullptr ? "order" : s_.order->id());
      case DutyAct::issue:
        return action_.set_slip(s_.draft == nullptr ? "order" : s_.draft->id());
      case DutyAct::pass_on:
        return action_.set_target_unit(given("unit"));
      default:
        return;
    }
  }

  void schedule() {
    const auto date = *read_day(given("day"));
    const Instant begins = at(date, *read_clock(given("time")));
    action_.set_at(to_ms(begins));
    action_.set_minutes(static_cast<std::uint32_t>(read_number(given("minutes")).value_or(0)));
    action_.set_place(given("place"));
    action_.set_materials(given("materials"));
    if (const auto by = read_day(given("materials_by")))
      action_.set_materials_by(to_ms(*by == date ? std::min(begins, end_of(*by)) : end_of(*by)));
  }

  // A day that somebody names for himself.
  void promise() {
    const auto day = read_day(given("until"));
    if (!day) return;
    const Instant until = end_of(*day);
    if (until <= s_.now) {
      form_.problem = "请选择一个尚未到来的日期。";
      return;
    }
    action_.set_until(to_ms(until));
    if (*form_.act == DutyAct::progress) action_.set_note("预计" + day_words(until, s_.now, s_.zone) + "完成。" + given("note"));
  }

  void evidence() {
    if (s_.obligation().number_only()) {
      const auto dated = *read_day(given("dated"));
      if (given("number").find_first_of(blanks) != std::string::npos) form_.problem = "文号中间不能有空格。";
      return action_.set_evidence(given("number") + " " + std::to_string(static_cast<int>(dated.year())) + "年" +
                                  std::to_string(static_cast<unsigned>(dated.month())) + "月" +
                                  std::to_string(static_cast<unsigned>(dated.day())) + "日");
    }
    std::string all;
    for (const char* name : {"number", "address", "evidence"}) {
      const auto value = given(name);
      if (!value.empty()) all.append(all.empty() ? "" : "；").append(value);
    }
    if (all.empty()) form_.problem = "请填写文号、链接或说明之一。";
    if (all.size() > max_typed_bytes) form_.problem = "文号、链接和说明合计过长，请缩短说明。";
    action_.set_evidence(all);
  }

  std::string given(std::string_view name) const {
    const auto found = form_.values.find(name);
    return found == form_.values.end() ? std::string() : found->second;
  }

  Instant at(Date day, int minute) const {
    if (minute >= midnight) {
      day = Date{std::chrono::sys_days{day} + std::chrono::days{1}};
      minute -= midnight;
    }
    return s_.zone.at(static_cast<int>(day.year()), static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()), minute);
  }
  Instant end_of(Date day) const {
    const auto end = s_.bundle.calendar().work_to_min();
    return at(day, end > 0 ? static_cast<int>(end) : usual_end);
  }
  // At the time of day at which the deadline falls; midnight ends its day.
  Instant like_deadline(Date day) const {
    const int minute = s_.zone.local(s_.due()).minute_of_day;
    return at(day, minute == 0 ? midnight : minute);
  }

  const Standing& s_;
  DutyForm& form_;
  wire::Action& action_;
};

}  // namespace

DutyForm read_duty_form(std::string_view body, const Standing& s) {
  DutyForm form;
  for (auto& [name, value] : decode_form(body)) {
    if (!valid_utf8(value)) continue;
    if (name == "do")
      form.act = act_named(value);
    else if (name == "once" && hexadecimal(value, 32))
      form.once = value;
    else if (name == "seen" && hexadecimal(value, 16))
      form.seen = value;
    else
      form.values[name] = tidy(value);
  }
  if (!form.act) {
    form.problem = "请选择要办理的事项。";
    return form;
  }
  const auto fields = fields_of(s, *form.act);
  std::erase_if(form.values, [&](const auto& value) {  // what the form did not ask for goes nowhere
    return std::none_of(fields.begin(), fields.end(), [&](const PageField& field) { return field.name == value.first; });
  });
  for (const auto& field : fields) {
    const auto given = form.values.find(field.name);
    form.problem = fault_of(field, given == form.values.end() ? std::string() : given->second);
    if (!form.problem.empty()) return form;
  }
  Writer(s, form).write();
  return form;
}

std::string key_of(const DutyForm& form, std::uint64_t message, std::uint64_t entry) {
  if (form.once.empty()) return to_hex(crypto::random_bytes(16));
  std::string act;
  form.action.SerializeToString(&act);
  const std::string about = entry == 0 ? std::string() : std::to_string(entry) + "/";
  return to_hex(crypto::sha256(std::to_string(message) + "/" + about + form.once + "/" + act)).substr(0, 32);
}

}  // namespace fenghuo::gateway
