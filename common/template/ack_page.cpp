#include "common/template/ack_page.hpp"

#include <ctemplate/template.h>

#include "common/base/bytes.hpp"
#include "common/base/crypto.hpp"

namespace fenghuo {
namespace {

#include "ack_page.css.inc"
#include "ack_page.html.inc"

constexpr auto strip = ctemplate::DO_NOT_STRIP;
constexpr const char* template_name = "ack_page";
constexpr int end_of_office = 17 * 60 + 30;

std::string whole_page() {
  std::string page(ack_page_html);
  const std::string_view marker = "<style></style>";
  page.replace(page.find(marker), marker.size(), "<style>" + std::string(ack_page_css) + "</style>");
  return page;
}

ctemplate::TemplateCache& cache() {
  static auto* const loaded = [] {
    auto* made = new ctemplate::TemplateCache;  // lives as long as the process
    const std::string page = whole_page();
    if (!made->StringToTemplateCache(template_name, page.data(), page.size(), strip))
      throw std::logic_error("ack_page.html is no template");
    return made;
  }();
  return *loaded;
}

// One language's way of saying it.
struct Speech {
  bool english;
  const char* operator()(const char* chinese, const char* in_english) const { return english ? in_english : chinese; }
};

std::string two(int n) { return (n < 10 ? "0" : "") + std::to_string(n); }

class Writer {
 public:
  Writer(const AckPage& page, const Zone& zone) : page_(page), zone_(zone), say_{page.english}, out_("ack") {}

  std::string write() {
    frame();
    if (!page_.number.empty()) matter();
    switch (page_.state) {
      case AckState::ask:
        ask();
        break;
      case AckState::done:
        done();
        break;
      case AckState::recorded:
        recorded();
        break;
      case AckState::already:
        already();
        break;
      case AckState::offered:
        offered();
        break;
      case AckState::progress:
        for (const auto& sentence : page_.progress) line("LINE", sentence);
        break;
      case AckState::pending:
        pending();
        break;
      case AckState::refused:
        problem(say_.english ? "Not accepted, nothing has changed: " + page_.notice : "未被接受，事项未改变：" + page_.notice + "。");
        break;
      case AckState::failed:
        problem(or_call(say_("未能保存，签收尚未生效。请重试", "Not saved: your acknowledgement has no effect yet. Please try again"),
                        say_("；紧急请拨", "; if it is urgent, call ")));
        break;
      case AckState::expired:
        problem(or_call(say_("链接已失效，事项仍在办理。请用最新邮件中的链接",
                             "This link no longer works; the matter is still open. Please use the link in the latest message"),
                        say_("，或拨", ", or call ")));
        break;
      case AckState::unknown:
        problem(or_call(say_("没有这个链接。请核对地址是否完整", "There is no such link. Please check that the address is complete"),
                        say_("，或拨", ", or call ")));
        break;
      case AckState::closed:
        line("LINE", say_("此件已办结，无需操作。", "This matter is closed. There is nothing for you to do."));
        break;
    }
    if (!page_.number.empty()) line("CATEGORY", say_("类别：", "Category: ") + page_.category);
    phone();
    std::string html;
    cache().ExpandWithData(template_name, strip, &out_, nullptr, &html);
    return html;
  }

 private:
  void frame() {
    out_["LANG"] = say_("zh-CN", "en");
    out_["OTHER_LANG"] = say_("en", "zh");
    out_["OTHER_LANG_NAME"] = say_("English", "中文");
    out_["PRODUCT"] = say_("履责提醒与舆情预警", "Duty reminders and topic warnings");
    out_["TITLE"] = page_.number.empty() ? std::string(say_("签收", "Acknowledge")) : page_.number + " " + say_("签收", "Acknowledge");
    out_["FOOTER"] = say_("系统自动提醒，不代表对单位或个人的评价。", "An automatic reminder; it judges no unit and no person.");
  }

  void matter() {
    auto* section = out_.AddSectionDictionary("MATTER");
    section->SetValue("NUMBER", page_.number);
    section->SetValue("LEVEL", page_.level + say_("预警", " warning"));
    section->SetValue("UNVERIFIED", say_("尚未核实。", "not verified yet."));
  }

  void ask() {
    if (!page_.problem.empty()) problem(page_.problem);
    const std::string by = page_.ack_by == Instant{} ? "" : clock(page_.ack_by);
    const std::string until = by.empty() ? "" : say_.english ? "Please acknowledge before " + by + ". " : "请于" + by + "前签收。";
    line("LINE", until + say_("签收＝由您承办，并按时反馈。", "To acknowledge is to take it on and to report back in time."));
    form();
  }

  void signer(ctemplate::TemplateDictionary* form) {
    form->SetValue("SIGNER_LABEL", say_("签收人", "Who acknowledges"));
    form->SetValue("SIGNER", page_.party + say_("（当班）", " (on duty)"));
    form->SetValue("OTHER_LABEL", say_("其他", "Somebody else"));
    form->SetValue("SIGNER_NAME", page_.signer_name);
    form->ShowSection(page_.signer == "other" ? "OTHER_CHECKED" : "DUTY_CHECKED");
  }

  void form() {
    auto* form = out_.AddSectionDictionary("FORM");
    signer(form);
    form->SetValue("WHEN_LABEL", say_("何时反馈", "When will you report back?"));
    choice(form, "30", say_("30分钟内", "Within 30 minutes"));
    choice(form, "60", say_("1小时内", "Within an hour"));
    if (zone_.local(page_.now).minute_of_day < end_of_office - 30) choice(form, "today", say_("今天17:30前", "Today before 17:30"));
    form->SetValue("CUSTOM_LABEL", say_("自选", "At a time of my own"));
    if (page_.chosen == "custom") form->ShowSection("CUSTOM_CHECKED");
    form->SetValue("UNTIL_AT", page_.until_at);
    form->SetValue("NOTE_LABEL", say_("备注（选填，严禁填写涉密内容和他人个人信息）",
                                      "Note (optional; no classified content and nothing about other persons, please)"));
    form->SetValue("NOTE", page_.note);
    form->SetValue("BUTTON", say_("确认签收", "Acknowledge"));
  }

  void choice(ctemplate::TemplateDictionary* form, const char* value, const char* text) {
    auto* choice = form->AddSectionDictionary("CHOICE");
    choice->SetValue("VALUE", value);
    choice->SetValue("TEXT", text);
    if (page_.chosen == value) choice->ShowSection("CHECKED");
  }

  void done() {
    const auto at = clock(page_.taken_at), until = clock(page_.until);
    if (say_.english) {
      return line("GOOD", "✓ Acknowledged" + (at.empty() ? "" : " (" + at + ")") + "." +
                              (until.empty() ? "" : " You promised to report back before " + until + ".") +
                              " Without a report by then the warning goes on to the next level.");
    }
    line("GOOD", "✓ 已签收" + (at.empty() ? "" : "（" + at + "）") + "。" + (until.empty() ? "" : "您承诺：" + until + "前反馈。") +
                     "到期未反馈，系统将继续逐级上报。");
  }

  void recorded() {
    const auto at = clock(page_.taken_at);
    problem(or_call(say_.english ? "On record" + (at.empty() ? "" : " (" + at + ")") +
                                       ", but the number of promises for this matter is used up: the warning goes on to the next level. "
                                       "Please report back as soon as you can"
                                 : "已记录" + (at.empty() ? "" : "（" + at + "）") +
                                       "。此件承诺次数已用满，本次签收不停止上报，系统继续逐级上报。请尽快反馈",
                    say_("；紧急请拨", "; if it is urgent, call ")));
  }

  void already() {
    const auto at = clock(page_.taken_at), until = clock(page_.until);
    if (page_.taken_by.empty() && !page_.notice.empty())
      return line("GOOD", page_.notice + say_("。您的操作未改变任何内容。", ". You have changed nothing."));
    actions();
    if (say_.english) {
      return line("GOOD", "Already acknowledged" + (page_.taken_by.empty() ? "" : " by " + page_.taken_by) +
                              (at.empty() ? "" : " at " + at) + (until.empty() ? "" : ", to report back before " + until) +
                              ". You have changed nothing.");
    }
    line("GOOD", "此件已由" + (page_.taken_by.empty() ? "他人" : page_.taken_by) + (at.empty() ? "" : "于" + at) + "签收" +
                     (until.empty() ? "" : "，" + until + "前反馈") + "。您的操作未改变任何内容。");
  }

  void actions() {
    auto* actions = out_.AddSectionDictionary("ACTIONS");
    actions->SetValue("PROGRESS_HREF", say_("?view=progress", "?view=progress&lang=en"));
    actions->SetValue("PROGRESS_LABEL", say_("查看进展", "See the progress"));
    if (page_.may_offer) actions->AddSectionDictionary("OFFER")->SetValue("OFFER_LABEL", say_("申请接手", "Offer to take it over"));
  }

  void offered() {
    const std::string holder = page_.taken_by.empty() ? std::string(say_("原承办方", "whoever has it")) : page_.taken_by;
    line("GOOD", say_.english ? "Your offer was passed on. The matter stays with " + holder + " until it is transferred."
                              : "您的接手申请已转达。转办之前，此件仍由" + holder + "承办。");
  }

  // A whole sentence; with the telephone's number where there is one.
  std::string or_call(const std::string& text, const char* call) const {
    return text + (page_.phone.empty() ? "" : call + page_.phone) + say_("。", ".");
  }

  void pending() {
    line("GOOD", say_("您的签收已保存，正在确认。请稍后重新打开链接查看结果。",
                      "Your acknowledgement is saved and being confirmed. Please open the link again in a moment."));
  }

  void problem(const std::string& text) { line("PROBLEM", text); }

  void line(const char* section, const std::string& text) { out_.AddSectionDictionary(section)->SetValue("TEXT", text); }

  void phone() {
    if (page_.phone.empty()) return;
    auto* section = out_.AddSectionDictionary("PHONE");
    section->SetValue("PHONE_LABEL", page_.state == AckState::ask ? say_("打不开详情？拨", "Details don't open? Call ")
                                                                  : say_("值班电话：", "Duty telephone: "));
    section->SetValue("PHONE_NUMBER", page_.phone);
    std::string dial;
    for (const char c : page_.phone) {
      if ((c >= '0' && c <= '9') || c == '+') dial.push_back(c);
    }
    section->SetValue("PHONE_DIAL", dial);
  }

  std::string clock(Instant at) const {
    if (at == Instant{}) return {};
    if (!say_.english) return chinese_clock(at, page_.now, zone_);
    const LocalTime local = zone_.local(at), today = zone_.local(page_.now);
    std::string time = two(local.minute_of_day / 60) + ":" + two(local.minute_of_day % 60);
    if (local.year == today.year && local.month == today.month && local.day == today.day) return time;
    return std::to_string(local.year) + "-" + two(static_cast<int>(local.month)) + "-" + two(static_cast<int>(local.day)) + " " + time;
  }

  const AckPage& page_;
  const Zone& zone_;
  Speech say_;
  ctemplate::TemplateDictionary out_;
};

}  // namespace

std::string render_ack_page(const AckPage& page, const Zone& zone) { return Writer(page, zone).write(); }

const std::string& ack_page_style_hash() {
  static const std::string hash = "'sha256-" + to_base64(crypto::sha256(ack_page_css)) + "'";
  return hash;
}

}  // namespace fenghuo
