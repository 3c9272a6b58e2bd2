#include "common/template/ack_page.hpp"

#include "common/base/bytes.hpp"
#include "common/base/crypto.hpp"

namespace fenghuo {
namespace {

using testing::HasSubstr;
using testing::Not;

const Zone& zone() {
  static const Zone shanghai = *Zone::find("Asia/Shanghai");
  return shanghai;
}

Instant at(const char* text) { return *parse_rfc3339(text); }

AckPage asked() {
  AckPage page;
  page.number = "舆〔2027〕3号";
  page.level = "红色（一级）";
  page.category = "后勤保障";
  page.party = "宣传部值班";
  page.now = at("2027-03-09T02:14:00+08:00");
  page.ack_by = at("2027-03-09T02:24:00+08:00");
  page.phone = "021-6598 0000";
  return page;
}

std::string html(const AckPage& page) { return render_ack_page(page, zone()); }

TEST(AckPageTest, AsksWithAllThatIsNeededAndNoScript) {
  const std::string page = html(asked());
  for (const char* text :
       {"舆〔2027〕3号", "红色（一级）预警", "尚未核实", "类别：后勤保障", "请于02:24前签收", "签收＝由您承办，并按时反馈。", "宣传部值班",
        "30分钟内", "1小时内", "今天17:30前", "自选", "严禁填写涉密内容和他人个人信息", "确认签收", "tel:02165980000", "name=\"viewport\"",
        "noindex", "lang=\"zh-CN\"", "?lang=en", "maxlength=\"20\""}) {
    EXPECT_THAT(page, HasSubstr(text));
  }
  EXPECT_THAT(page, Not(HasSubstr("<script")));
  EXPECT_THAT(page, Not(HasSubstr("{{")));
  EXPECT_THAT(page, HasSubstr("value=\"30\" checked"));
}

// What a reader sees: without tags, lines and the blanks between.
std::string seen(const AckPage& page) {
  std::string out;
  bool tag = false;
  const std::string text = html(page);
  for (const char c : text.substr(text.find("</header>"))) {
    if (c == '<') tag = true;
    if (!tag && c != '\n') out.push_back(c);
    if (c == '>') tag = false;
  }
  return out;
}

TEST(AckPageTest, ReadsAsItIsAgreed) {
  EXPECT_THAT(seen(asked()),
              testing::StartsWith("舆〔2027〕3号 红色（一级）预警 尚未核实。请于02:24前签收。签收＝由您承办，并按时反馈。类别：后勤保障"
                                  "签收人宣传部值班（当班）其他何时反馈30分钟内1小时内今天17:30前自选"
                                  "备注（选填，严禁填写涉密内容和他人个人信息）确认签收打不开详情？拨021-6598 0000"));
  AckPage page = asked();
  page.state = AckState::failed;
  EXPECT_THAT(seen(page), HasSubstr("未能保存，签收尚未生效。请重试；紧急请拨021-6598 0000。"));
  page.state = AckState::expired;
  EXPECT_THAT(seen(page), HasSubstr("链接已失效，事项仍在办理。请用最新邮件中的链接，或拨021-6598 0000。"));
  page.state = AckState::done;
  page.taken_at = at("2027-03-09T02:19:00+08:00");
  page.until = at("2027-03-09T02:49:00+08:00");
  EXPECT_THAT(seen(page), HasSubstr("✓ 已签收（02:19）。您承诺：02:49前反馈。到期未反馈，系统将继续逐级上报。"));
  page.state = AckState::already;
  page.taken_by = "宣传部值班";
  page.may_offer = true;
  EXPECT_THAT(seen(page), HasSubstr("此件已由宣传部值班于02:19签收，02:49前反馈。您的操作未改变任何内容。"));
  EXPECT_THAT(seen(page), HasSubstr("查看进展申请接手"));
}

TEST(AckPageTest, NoSentencePointsAtATelephoneThatIsNotThere) {
  for (const auto state : {AckState::ask, AckState::done, AckState::recorded, AckState::already, AckState::failed, AckState::expired,
                           AckState::unknown, AckState::closed, AckState::pending}) {
    AckPage page = asked();
    page.state = state;
    page.phone.clear();
    EXPECT_THAT(seen(page), Not(HasSubstr("拨")));
    EXPECT_THAT(seen(page), Not(HasSubstr("电话")));
  }
  AckPage page;
  page.state = AckState::failed;
  EXPECT_THAT(seen(page), HasSubstr("未能保存，签收尚未生效。请重试。"));
  page.state = AckState::expired;
  EXPECT_THAT(seen(page), HasSubstr("链接已失效，事项仍在办理。请用最新邮件中的链接。"));
}

TEST(AckPageTest, AThirdCommitmentIsNoAcknowledgement) {
  AckPage page = asked();
  page.state = AckState::recorded;
  page.taken_at = at("2027-03-09T02:19:00+08:00");
  EXPECT_THAT(seen(page), HasSubstr("已记录（02:19）。此件承诺次数已用满，本次签收不停止上报，系统继续逐级上报。请尽快反馈"));
  EXPECT_THAT(seen(page), Not(HasSubstr("已签收")));
}

TEST(AckPageTest, WhatWasHandedInIsNoOnesName) {
  AckPage page = asked();
  page.state = AckState::already;
  page.notice = "办理结果已报送，待核验";
  EXPECT_THAT(seen(page), HasSubstr("办理结果已报送，待核验。您的操作未改变任何内容。"));
  EXPECT_THAT(seen(page), Not(HasSubstr("此件已由")));
}

TEST(AckPageTest, ShowsWhoHasItAndHowFarItWent) {
  AckPage page = asked();
  page.state = AckState::progress;
  page.progress = {"宣传部值班02:19签收，承诺02:49前反馈。", "已报至第2级。"};
  EXPECT_THAT(seen(page), HasSubstr("宣传部值班02:19签收，承诺02:49前反馈。已报至第2级。"));
  EXPECT_THAT(html(page), Not(HasSubstr("<form")));
}

TEST(AckPageTest, RemembersWhoWasTypedIn) {
  AckPage page = asked();
  page.signer = "other";
  page.signer_name = "值班二组";
  EXPECT_THAT(html(page), HasSubstr("value=\"other\" checked"));
  EXPECT_THAT(html(page), HasSubstr("value=\"值班二组\""));
  EXPECT_THAT(html(page), Not(HasSubstr("value=\"duty\" checked")));
}

TEST(AckPageTest, EscapesWhateverIsFilledIn) {
  AckPage page = asked();
  page.number = page.level = page.category = page.party = "<script>alert(1)</script>";
  page.problem = "<img src=x onerror=alert(1)>";
  page.note = "</textarea><b>&\"'";
  page.signer_name = "\"><b>";
  page.until_at = "\" autofocus onfocus=\"alert(1)";
  page.phone = "\"><b>110";
  const std::string out = html(page);
  EXPECT_THAT(out, Not(HasSubstr("<script")));
  EXPECT_THAT(out, Not(HasSubstr("<img")));
  EXPECT_THAT(out, Not(HasSubstr("<b>")));
  EXPECT_THAT(out, Not(HasSubstr("\" autofocus")));
  EXPECT_THAT(out, HasSubstr("&lt;script&gt;"));
}

TEST(AckPageTest, OffersTodayOnlyWhileTodayIsLong) {
  AckPage page = asked();
  page.now = at("2027-03-09T17:10:00+08:00");
  EXPECT_THAT(html(page), Not(HasSubstr("今天17:30前")));
}

TEST(AckPageTest, SaysWhatWasDone) {
  AckPage page = asked();
  page.state = AckState::done;
  page.taken_at = at("2027-03-09T02:19:00+08:00");
  page.until = at("2027-03-09T02:49:00+08:00");
  page.now = page.taken_at;
  EXPECT_THAT(html(page), HasSubstr("✓ 已签收（02:19）。您承诺：02:49前反馈。到期未反馈，系统将继续逐级上报。"));
  EXPECT_THAT(html(page), Not(HasSubstr("<form")));
}

TEST(AckPageTest, SaysWhoHasItAlready) {
  AckPage page = asked();
  page.state = AckState::already;
  page.taken_by = "宣传部值班";
  page.taken_at = at("2027-03-09T02:19:00+08:00");
  page.until = at("2027-03-09T02:49:00+08:00");
  EXPECT_THAT(html(page), HasSubstr("此件已由宣传部值班于02:19签收，02:49前反馈。您的操作未改变任何内容。"));
  EXPECT_THAT(html(page), Not(HasSubstr("<form")));
}

TEST(AckPageTest, EveryOtherStateHasItsWordsAndNoForm) {
  const std::pair<AckState, const char*> words[] = {{AckState::failed, "未能保存，签收尚未生效。"},
                                                    {AckState::expired, "链接已失效，事项仍在办理。"},
                                                    {AckState::unknown, "没有这个链接。"},
                                                    {AckState::closed, "此件已办结"},
                                                    {AckState::pending, "已保存，正在确认"}};
  for (const auto& [state, text] : words) {
    AckPage page;
    page.state = state;
    page.phone = "65980000";
    const std::string out = html(page);
    EXPECT_THAT(out, HasSubstr(text));
    EXPECT_THAT(out, HasSubstr("65980000"));
    EXPECT_THAT(out, Not(HasSubstr("<form")));
  }
}

TEST(AckPageTest, SpeaksEnglishWhenAsked) {
  AckPage page = asked();
  page.english = true;
  const std::string out = html(page);
  for (const char* text :
       {"lang=\"en\"", "Please acknowledge before 02:24.", "Within 30 minutes", "Acknowledge", "?lang=zh", "Note (optional;"})
    EXPECT_THAT(out, HasSubstr(text));
}

TEST(AckPageTest, TheStyleHashIsThatOfTheStyleInThePage) {
  const std::string out = html(asked());
  const auto from = out.find("<style>") + 7;
  const std::string style = out.substr(from, out.find("</style>") - from);
  EXPECT_EQ(ack_page_style_hash(), "'sha256-" + to_base64(crypto::sha256(style)) + "'");
}

}  // namespace
}  // namespace fenghuo
