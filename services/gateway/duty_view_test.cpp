// What a duty's page shows, and that nothing typed by anybody becomes markup.
#include "services/gateway/duty_view.hpp"

#include "services/gateway/duty_outcome.hpp"
#include "services/gateway/reading_page.hpp"
#include "services/gateway/test_duty_link.hpp"

namespace fenghuo::gateway {
namespace {

using test::at;
using test::duty_link;
using test::meeting_link;
using testing::HasSubstr;
using testing::Not;

const std::string once(32, 'a');

std::string html(const wire::LinkView& link) { return render_duty_page(duty_page(Standing(link, *test::rules()), once)); }

// What a reader sees: without tags and the lines between.
std::string seen(const std::string& page) {
  std::string out;
  bool tag = false;
  for (const char c : page.substr(page.find("</header>"))) {
    if (c == '<') tag = true;
    if (!tag && c != '\n') out.push_back(c);
    if (c == '>') tag = false;
  }
  return out;
}

OutcomePage decided(const wire::LinkView& link, std::initializer_list<std::pair<std::string, std::string>> fields, wire::OutcomeCode code,
                    const std::function<void(wire::ItemOutcome&)>& more = {}, bool repeated = false) {
  wire::ItemOutcome outcome;
  outcome.set_code(code);
  if (more) more(outcome);
  return outcome_page(Standing(link, *test::rules()), test::form(link, fields), outcome, repeated, once);
}

TEST(DutyView, SaysWhatByWhenWhoAndOnWhichClause) {
  auto link = duty_link("unit:logistics");
  auto& support = *link.mutable_matter()->mutable_body()->add_groups();
  support.add_parties("unit:security");
  support.set_since_rung(1);
  support.set_taken_by("unit:security");
  support.set_taken_at(at("2026-06-03 09:00"));
  const auto page = seen(html(link));
  for (const char* text :
       {"责任落实报告", "请签收并承办。签收＝由您承办，并按时报送。", "截止 7月15日（周三）17:30", "●正常", "牵头后勤保障处", "配合保卫部",
        "谁在办保卫部（6月3日（周三）09:00签收）", "需报送报告", "依据《实施办法》六（三）（2018年版）", "状态待签收", "更多", "申请延期",
        "非我单位职责", "反映送达问题", "值班电话：021-6598 0000", "系统自动提醒，不代表对单位或个人的评价。"})
    EXPECT_THAT(page, HasSubstr(text));
}

TEST(DutyView, HasNoScriptOnePrimaryButtonAndBoundLabels) {
  const std::string page = html(duty_link("unit:logistics"));
  EXPECT_THAT(page, Not(HasSubstr("<script")));
  EXPECT_THAT(page, Not(HasSubstr("{{")));
  EXPECT_THAT(page, HasSubstr("tel:02165980000"));
  const auto count = [&](std::string_view what) {
    std::size_t n = 0;
    for (auto found = page.find(what); found != std::string::npos; found = page.find(what, found + 1)) ++n;
    return n;
  };
  EXPECT_EQ(count("<button type=\"submit\">"), 1U);
  EXPECT_EQ(count("<textarea id="), count("严禁填写涉密内容和他人个人信息") - count("type=\"text\"") - count("type=\"url\""));
  EXPECT_EQ(count("<textarea id=") + count("type=\"text\"") + count("type=\"url\"") + count("type=\"date\""), count("<label for="));
  EXPECT_THAT(page, HasSubstr("<label for=\"decline-reason\">"));
  EXPECT_THAT(page,
              HasSubstr("<textarea id=\"decline-reason\" name=\"reason\" maxlength=\"300\" aria-describedby=\"decline-reason-hint\">"));
  EXPECT_THAT(page, HasSubstr("name=\"once\" value=\"" + once + "\""));
}

TEST(DutyView, TheFormOfAMeeting) {
  const auto page = html(meeting_link("unit:office"));
  EXPECT_THAT(seen(page), HasSubstr("请填写会期。定期后系统再发领导邀请。"));
  EXPECT_THAT(page, HasSubstr("type=\"date\" name=\"day\" value=\"\" min=\"2026-07-01\" max=\"2026-07-15\""));
  EXPECT_THAT(page, HasSubstr("type=\"time\" name=\"time\""));
  EXPECT_THAT(page, HasSubstr("name=\"minutes\" value=\"90\""));
  EXPECT_THAT(seen(page), HasSubstr("说明情况"));
}

TEST(DutyView, AnInvitationSaysWhenAndWhereAndKeepsTheAnswer) {
  auto link = meeting_link("unit:security");
  auto& state = test::state(link);
  state.set_scheduled_at(at("2026-07-08 14:00"));
  state.set_place("行政楼301");
  state.set_minutes(90);
  state.add_attending("unit:security=no");
  const auto page = html(link);
  EXPECT_THAT(seen(page), HasSubstr("请您出席：7月8日（周三）14:00，行政楼301，约90分钟。请答复是否出席。"));
  EXPECT_THAT(page, HasSubstr("name=\"answer\" value=\"no\" checked"));
  EXPECT_THAT(page, Not(HasSubstr("value=\"yes\" checked")));
  EXPECT_THAT(page, Not(HasSubstr("截止"))) << "that is for those who do the duty";
}

TEST(DutyView, LampStateAndFaultAreWords) {
  auto link = duty_link("unit:logistics", wire::IN_PROGRESS);
  link.set_now(at("2026-07-16 09:00"));
  test::state(link).set_late("overdue");
  link.mutable_matter()->mutable_row()->set_late("overdue");
  test::state(link).set_clock_stopped_at(at("2026-07-16 08:00"));
  const auto page = html(link);
  EXPECT_THAT(seen(page), HasSubstr("■已逾期"));
  EXPECT_THAT(page, HasSubstr("class=\"lamp overdue\""));
  EXPECT_THAT(seen(page), HasSubstr("状态办理中，已逾期；送达情况核实中，核实期间不计逾期"));
}

TEST(DutyView, WhatWasHandedInIsForItsVerifier) {
  auto link = duty_link("role:clerk", wire::SUBMITTED);
  link.mutable_matter()->mutable_body()->set_submitted_by("unit:logistics");
  link.mutable_matter()->mutable_body()->set_evidence("后勤〔2026〕3号");
  EXPECT_THAT(seen(html(link)), HasSubstr("已报送后勤〔2026〕3号"));
  EXPECT_THAT(seen(html(link)), HasSubstr("后勤保障处已报送办理结果，请归档确认，或写明原因退回。"));
  link.mutable_message()->set_party("unit:security");
  EXPECT_THAT(html(link), Not(HasSubstr("后勤〔2026〕3号")));
}

TEST(DutyView, AQuarantinedTitleIsNotShown) {
  auto link = duty_link("unit:logistics");
  link.mutable_matter()->mutable_body()->set_title_quarantined(true);
  EXPECT_THAT(html(link), Not(HasSubstr("责任落实报告")));
  EXPECT_THAT(seen(html(link)), HasSubstr("待复核（含个人信息嫌疑）"));
}

TEST(DutyView, NothingBecomesMarkup) {
  const std::string attack = "\"><script>alert(1)</script><b a='";
  auto link = duty_link("role:clerk", wire::SUBMITTED);
  auto& matter = *link.mutable_matter()->mutable_body();
  matter.set_title(attack);
  matter.set_evidence(attack);
  matter.set_submitted_by("unit:logistics");
  test::state(link).set_place(attack);
  test::state(link).set_scheduled_at(at("2026-07-08 14:00"));
  const Standing s(link, *test::rules());
  auto typed = test::form(link, {{"do", "return"}, {"reason", attack}, {"seen", attack}, {"once", attack}});
  typed.problem = attack;
  for (const auto& page : {html(link), render_duty_page(duty_page_again(s, typed, once))}) {
    EXPECT_THAT(page, Not(HasSubstr("<script")));
    EXPECT_THAT(page, Not(HasSubstr("<b a=")));
    EXPECT_THAT(page, HasSubstr("&lt;script&gt;"));
  }
}

TEST(DutyView, WhatWasTypedStaysAndItsFormStandsOpen) {
  const auto link = duty_link("unit:logistics");
  const auto typed = test::form(link, {{"do", "extend"}, {"until", "2026-07-22"}, {"reason", ""}});
  const auto page = render_duty_page(duty_page_again(Standing(link, *test::rules()), typed, once));
  EXPECT_THAT(page, HasSubstr("<p class=\"problem\" role=\"alert\">请写明延期理由。</p>"));
  EXPECT_THAT(page, HasSubstr("name=\"until\" value=\"2026-07-22\""));
  EXPECT_THAT(page, HasSubstr("<details class=\"more\" open>"));
  EXPECT_THAT(page, HasSubstr("<details open>\n<summary>申请延期</summary>"));
}

TEST(DutyView, AnEndedMatterSaysSo) {
  EXPECT_THAT(seen(html(duty_link("unit:logistics", wire::CLOSED))), HasSubstr("此件已办结，无需操作。"));
  EXPECT_THAT(seen(html(duty_link("unit:logistics", wire::MERGED))), HasSubstr("此件已合并办理，您无需操作。"));
  EXPECT_THAT(html(duty_link("unit:logistics", wire::CLOSED)), Not(HasSubstr("<form")));
}

std::string nowhere(LinkEntry) { return {}; }

TEST(DutyView, EachEntryOfABriefHasItsButtons) {
  wire::LinkView link;
  link.set_now(at("2026-07-01 10:00"));
  auto& matter = *link.mutable_matter()->mutable_body();
  matter.set_key("brief/secretary/2026-07-01");
  matter.set_kind("digest");
  for (const char* kind : {"attend", "verify", "read"}) {
    auto& entry = *matter.add_entries();
    entry.set_matter_id(static_cast<std::uint64_t>(matter.entries_size()) + 40);
    entry.set_kind(kind);
    entry.set_title(std::string("事项") + kind);
  }
  matter.mutable_entries(0)->mutable_invitation()->set_method("REQUEST");
  matter.mutable_entries(2)->set_owner("role:secretary");
  const auto address = [](LinkEntry entry) { return "T" + std::to_string(entry.matter.value) + "-" + std::to_string(entry.place); };
  const auto made = reading_page(link, *test::rules(), address);
  ASSERT_EQ(made.entries.size(), 3U);
  EXPECT_EQ(made.title, "每日呈阅");
  const auto page = render_duty_page(made);
  EXPECT_THAT(page, HasSubstr("<a class=\"second\" href=\"T41-0?answer=yes\">参加</a>"));
  EXPECT_THAT(page, HasSubstr("href=\"T41-0?answer=no\">请假</a>"));
  EXPECT_THAT(page, HasSubstr("href=\"T41-0?answer=by_liaison\">由联络员答复</a>"));
  EXPECT_THAT(page, HasSubstr("href=\"T42-1\">办理</a>"));
  EXPECT_THAT(page, HasSubstr("href=\"T43-2\">查看</a>"));
  EXPECT_THAT(page, HasSubstr("【代校党委书记办理】请阅："));
  EXPECT_THAT(page, HasSubstr("请点各件后的按钮办理或答复；打不开的，请拨值班电话。"));
}

TEST(DutyView, WhoIsOnlyInvitedSeesTheMeetingAndNothingOfTheWork) {
  auto link = meeting_link("unit:security");
  test::state(link).set_scheduled_at(at("2026-07-08 14:00"));
  EXPECT_THAT(seen(html(link)), HasSubstr("谁在办"));
  test::state(link).add_attending("unit:security=invited");
  const auto page = seen(html(link));
  EXPECT_THAT(page, HasSubstr("会期7月8日（周三）14:00"));
  for (const char* text : {"状态", "谁在办", "截止"}) EXPECT_THAT(page, Not(HasSubstr(text)));
}

TEST(DutyView, ALiaisonsPageSaysForWhomAndOfTheRecord) {
  auto link = duty_link("role:secretary");
  auto& group = *link.mutable_matter()->mutable_body()->mutable_groups(0);
  group.set_parties(0, "role:secretary");
  group.set_taken_by("role:secretary");
  group.set_taken_at(at("2026-07-01 09:00"));
  group.set_by_liaison(true);
  const Standing s(link, *test::rules(), "role:clerk");
  const auto page = seen(render_duty_page(duty_page(s, once)));
  EXPECT_THAT(page, HasSubstr("代校党委书记办理，记为“由联络员代签”"));
  EXPECT_THAT(page, HasSubstr("校党委书记（7月1日（周三）09:00签收，由联络员代签）"));
}

TEST(DutyView, ABriefIsReadAndShowsNoTopic) {
  wire::LinkView link;
  link.set_now(at("2026-07-01 10:00"));
  auto& matter = *link.mutable_matter()->mutable_body();
  matter.set_kind("digest");
  auto& meeting = *matter.add_entries();
  meeting.set_kind("attend");
  meeting.set_title("推进会议");
  meeting.mutable_invitation()->set_begins(at("2026-07-08 14:00"));
  meeting.mutable_invitation()->set_place("行政楼301");
  auto& warning = *matter.add_entries();
  warning.set_level("blue");
  warning.set_title("第二食堂晚餐价格");
  warning.set_number("舆〔2026〕3号");
  matter.set_entries_total(5);
  const auto page = render_duty_page(reading_page(link, *test::rules(), nowhere));
  EXPECT_THAT(seen(page), HasSubstr("请出席：推进会议　7月8日（周三）14:00，行政楼301"));
  EXPECT_THAT(page, HasSubstr("舆〔2026〕3号"));
  EXPECT_THAT(page, Not(HasSubstr("食堂")));
  EXPECT_THAT(page, HasSubstr("另有3件未列出，请向督办部门查询。"));
  EXPECT_THAT(page, HasSubstr("此页供您阅知，您无需操作。")) << "neither is a duty's";
  EXPECT_THAT(page, Not(HasSubstr("登录"))) << "there is none";
  EXPECT_THAT(page, Not(HasSubstr("<form")));
}

TEST(DutyView, NoKindOfMatterBreaksThePage) {
  for (const char* kind : {"digest", "report", "something"}) {
    wire::LinkView link;
    link.mutable_matter()->mutable_body()->set_kind(kind);
    EXPECT_THAT(render_duty_page(reading_page(link, *test::rules(), nowhere)), HasSubstr("</html>")) << kind;
  }
  wire::LinkView bare;
  EXPECT_THAT(html(bare), HasSubstr("</html>"));
}

// ---- what an act has come to

TEST(DutyOutcome, SaysWhatIsOnRecordAndWhatComesNext) {
  const auto link = duty_link("unit:logistics");
  const auto said = [&](std::initializer_list<std::pair<std::string, std::string>> fields) {
    return decided(link, fields, wire::DONE).page.good;
  };
  EXPECT_EQ(said({{"do", "submit"}, {"number", "后勤〔2026〕3号"}}),
            "✓ 已报送办理结果。下一步：由党（校）办督办核验；核验前您无需操作，如退回将另行通知。");
  EXPECT_EQ(said({{"do", "decline"}, {"reason", "不归口"}}), "✓ 已记录：非我单位职责。下一步：由党（校）办督办重新分办，此件不再提醒您。");
  EXPECT_EQ(said({{"do", "progress"}, {"note", "已起草"}}), "✓ 已记录进展。下一步：7月15日（周三）17:30前报送报告。");
  EXPECT_THAT(said({{"do", "schedule"}, {"day", "2026-07-08"}, {"time", "14:00"}, {"place", "行政楼301"}}),
              HasSubstr("✓ 会期已确定：7月8日（周三）14:00，行政楼301。下一步："));
  EXPECT_THAT(said({{"do", "attend"}, {"answer", "no"}}), HasSubstr("✓ 已答复：请假。"));
  EXPECT_THAT(said({{"do", "transfer"}, {"unit", "security"}}), HasSubstr("✓ 已转办保卫部。"));
  const auto taken = decided(link, {{"do", "ack"}}, wire::DONE, [](auto& o) { o.set_at(at("2026-07-01 10:00")); });
  EXPECT_EQ(taken.page.good, "✓ 已签收（7月1日（周三）10:00）。下一步：请于7月15日（周三）17:30前报送报告。");
  const auto asked = decided(link, {{"do", "extend"}, {"until", "2026-07-22"}, {"reason", "等批复"}}, wire::DONE,
                             [](auto& o) { o.set_detail("延期须经校党委书记批准，批准前原期限有效。"); });
  EXPECT_EQ(asked.page.good, "✓ 已提出延期申请，延至7月22日（周三）17:30。延期须经校党委书记批准，批准前原期限有效。");
}

TEST(DutyOutcome, EveryActHasItsSentence) {
  auto link = duty_link("unit:logistics");
  for (int i = 0; i <= static_cast<int>(DutyAct::pass_on); ++i) {
    DutyForm form;
    form.act = static_cast<DutyAct>(i);
    wire::ItemOutcome outcome;
    outcome.set_code(wire::DONE);
    const auto out = outcome_page(Standing(link, *test::rules()), form, outcome, false, once);
    EXPECT_EQ(out.status, 200);
    EXPECT_TRUE(out.page.good.starts_with("✓ ")) << i;
    EXPECT_TRUE(out.page.forms.empty());
  }
}

TEST(DutyOutcome, ASecondTimeIsCalledAlready) {
  const auto link = duty_link("unit:logistics");
  const auto taken = decided(link, {{"do", "ack"}}, wire::ALREADY, [](auto& o) {
    o.set_party("unit:logistics");
    o.set_at(at("2026-07-01 09:00"));
    o.set_detail("self-reported:unit:logistics");
  });
  EXPECT_EQ(taken.page.good, "此件已由后勤保障处于7月1日（周三）09:00签收。您的操作未改变任何内容。");
  const auto waits = decided(link, {{"do", "submit"}, {"number", "后勤〔2026〕3号"}}, wire::ALREADY,
                             [](auto& o) { o.set_detail("办理结果已报送，待核验。"); });
  EXPECT_EQ(waits.page.good, "办理结果已报送，待核验。您的操作未改变任何内容。");
  const auto twice = decided(link, {{"do", "progress"}, {"note", "已起草"}}, wire::DONE, {}, true);
  EXPECT_EQ(twice.page.good, "此项操作此前已记录，未重复登记。您的操作未改变任何内容。");
  const auto closed = decided(link, {{"do", "verify"}}, wire::REFUSED_CLOSED, [](auto& o) { o.set_at(at("2026-07-01 09:00")); });
  EXPECT_EQ(closed.page.good, "此件已于7月1日（周三）09:00办结。您的操作未改变任何内容。");
  const auto returned = decided(duty_link("role:clerk", wire::RETURNED), {{"do", "return"}, {"reason", "缺附件"}}, wire::REFUSED_RULE);
  EXPECT_EQ(returned.page.good, "办理结果已退回。您的操作未改变任何内容。");
}

TEST(DutyOutcome, ARefusalGivesTheFormBack) {
  const auto link = duty_link("unit:logistics");
  const auto out = decided(link, {{"do", "extend"}, {"until", "2026-07-10"}, {"reason", "等批复"}}, wire::REFUSED_RULE,
                           [](auto& o) { o.set_detail("新期限须晚于原期限7月15日17:30。"); });
  EXPECT_EQ(out.status, 422);
  EXPECT_EQ(out.page.problem, "新期限须晚于原期限7月15日17:30。");
  const auto page = render_duty_page(out.page);
  EXPECT_THAT(page, HasSubstr("value=\"2026-07-10\""));
  EXPECT_THAT(page, HasSubstr(">等批复</textarea>"));
}

TEST(DutyView, ShowsWhatIsUnconfirmedWhatIsNamedAndTheLastPapersNumber) {
  auto link = duty_link("unit:logistics");
  link.mutable_matter()->set_number("督〔2026〕12号");
  EXPECT_THAT(seen(html(link)), Not(HasSubstr("待校党委确认")));
  auto& state = *link.mutable_matter()->mutable_body()->mutable_duty();
  state.mutable_occurrence()->mutable_obligation()->set_proposed(true);
  state.add_cites("舆〔2026〕3号");
  state.add_cited_by("督〔2026〕9号");
  state.add_merged_from("督〔2026〕8号");
  for (const char* number : {"督〔2026〕12号", "督〔2026〕12号之二"}) {
    auto& slip = *state.add_slips();
    slip.set_kind("order");
    slip.set_issued_at(1);
    slip.set_number(number);
  }
  const auto page = seen(html(link));
  for (const char* text : {"确认时点等默认值待校党委确认", "引用事项舆〔2026〕3号", "被引用督〔2026〕9号", "并入的事项督〔2026〕8号"})
    EXPECT_THAT(page, HasSubstr(text));
  EXPECT_THAT(html(link), HasSubstr("<span>督〔2026〕12号之二</span>"));
}

}  // namespace
}  // namespace fenghuo::gateway
