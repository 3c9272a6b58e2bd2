// A posted form becomes an act, or a sentence that says what to mend.
#include "services/gateway/duty_form.hpp"

#include "services/gateway/test_duty_link.hpp"

namespace fenghuo::gateway {
namespace {

using test::at;
using test::duty_link;
using test::form;
using test::meeting_link;
using testing::HasSubstr;

const std::string phone = "138" + std::string("0013") + "8000";
const std::string once(32, 'a');

TEST(DutyForm, ItActsForTheMessagesPartyAlone) {
  const auto read = form(duty_link("unit:logistics"), {{"do", "ack"}, {"party", "role:clerk"}, {"by", "somebody"}, {"via", "api"}});
  EXPECT_EQ(read.problem, "");
  EXPECT_EQ(read.action.kind(), wire::ACK);
  EXPECT_EQ(read.action.party(), "unit:logistics");
  EXPECT_EQ(read.action.by(), "self-reported:unit:logistics");
  EXPECT_EQ(read.action.via(), "link");
  EXPECT_EQ(read.action.signed_at(), at("2026-07-01 08:30"));
  EXPECT_EQ(read.action.token_expires(), at("2026-07-08 10:00"));
  EXPECT_EQ(read.action.until(), 0);
}

TEST(DutyForm, AnUnknownActIsNone) {
  for (const char* act : {"", "delete", "ACK", "lower", "take_over"}) {
    const auto read = form(duty_link("unit:logistics"), {{"do", act}});
    EXPECT_FALSE(read.act) << act;
    EXPECT_EQ(read.problem, "请选择要办理的事项。");
  }
}

TEST(DutyForm, AMeetingsDate) {
  const auto read = form(meeting_link("unit:office"), {{"do", "schedule"},
                                                       {"day", "2026-07-08"},
                                                       {"time", "14:00"},
                                                       {"minutes", "90"},
                                                       {"place", "行政楼301"},
                                                       {"materials", "半年小结\r\n台账"},
                                                       {"materials_by", "2026-07-06"}});
  EXPECT_EQ(read.problem, "");
  EXPECT_EQ(read.action.kind(), wire::SCHEDULE);
  EXPECT_EQ(read.action.at(), at("2026-07-08 14:00"));
  EXPECT_EQ(read.action.minutes(), 90U);
  EXPECT_EQ(read.action.place(), "行政楼301");
  EXPECT_EQ(read.action.materials(), "半年小结\n台账");
  EXPECT_EQ(read.action.materials_by(), at("2026-07-06 17:30"));
}

TEST(DutyForm, MaterialsOfTheDayItselfAreDueWhenItBegins) {
  const auto read =
      form(meeting_link("unit:office"), {{"do", "schedule"}, {"day", "2026-07-08"}, {"time", "14:00"}, {"materials_by", "2026-07-08"}});
  EXPECT_EQ(read.action.materials_by(), at("2026-07-08 14:00"));
  EXPECT_EQ(read.action.minutes(), 0U) << "the rules know how long a meeting takes";
}

TEST(DutyForm, WhatIsWrongWithADateIsSaid) {
  const auto problem = [](const std::string& day, const std::string& time, const std::string& minutes) {
    return form(meeting_link("unit:office"), {{"do", "schedule"}, {"day", day}, {"time", time}, {"minutes", minutes}}).problem;
  };
  EXPECT_EQ(problem("", "14:00", "90"), "请填写会议日期。");
  EXPECT_EQ(problem("2026-02-30", "14:00", "90"), "会议日期：请按 2026-07-08 的样式填写日期。");
  EXPECT_EQ(problem("2026-07-08", "", "90"), "请填写开始时间。");
  EXPECT_EQ(problem("2026-07-08", "25:00", "90"), "开始时间：请按 14:00 的样式填写。");
  EXPECT_EQ(problem("2026-07-08", "14:00", "0"), "时长：请填写1至1440之间的整数。");
  EXPECT_EQ(problem("2026-07-08", "14:00", "-1"), "时长：请填写1至1440之间的整数。");
  EXPECT_EQ(problem("2026-07-08", "14:00", "99999"), "时长：请填写1至1440之间的整数。");
}

TEST(DutyForm, AnAnswerToAnInvitation) {
  auto link = meeting_link("unit:security");
  for (const char* answer : {"yes", "no", "by_liaison"}) {
    const auto read = form(link, {{"do", "attend"}, {"answer", answer}, {"note", "另有会议"}});
    EXPECT_EQ(read.action.kind(), wire::ATTEND);
    EXPECT_EQ(read.action.level(), answer);
    EXPECT_EQ(read.action.note(), "另有会议");
  }
  EXPECT_EQ(form(link, {{"do", "attend"}}).problem, "请选择是否出席。");
  EXPECT_EQ(form(link, {{"do", "attend"}, {"answer", "maybe"}}).problem, "请选择是否出席。");
}

TEST(DutyForm, ALiaisonAnswersForItsLeaderAndSaysSo) {
  const auto link = duty_link("role:secretary");
  const auto posted_form = test::posted({{"do", "progress"}, {"note", "已起草"}});
  const auto read = read_duty_form(posted_form, Standing(link, *test::rules(), "role:clerk"));
  EXPECT_EQ(read.problem, "");
  EXPECT_EQ(read.action.party(), "role:secretary");
  EXPECT_EQ(read.action.by(), "self-reported:role:clerk");
  EXPECT_TRUE(read.action.by_liaison());
  EXPECT_FALSE(read_duty_form(posted_form, Standing(link, *test::rules())).action.by_liaison());
  const auto invited = meeting_link("role:secretary");
  const auto delegated = test::posted({{"do", "attend"}, {"answer", "by_liaison"}});
  EXPECT_EQ(read_duty_form(delegated, Standing(invited, *test::rules(), "role:clerk")).problem, "请选择是否出席。");
}

TEST(DutyForm, AnAnswerPressedInTheMailStandsChosenAndFirst) {
  auto link = meeting_link("role:secretary");
  test::state(link).set_scheduled_at(at("2026-07-08 14:00"));
  test::state(link).add_attending("role:secretary=invited");
  auto& asked = *test::state(link).add_extensions();
  asked.set_asked_by("unit:logistics");
  asked.set_to(at("2026-07-22 17:30"));
  Standing s(link, *test::rules());
  EXPECT_EQ(offered(s).front(), DutyAct::approve);
  s.answer = "no";
  EXPECT_EQ(offered(s).front(), DutyAct::attend);
  EXPECT_EQ(fields_of(s, DutyAct::attend).front().value, "no");
  s.answer = "<script>";
  EXPECT_EQ(fields_of(s, DutyAct::attend).front().value, "invited");
}

TEST(DutyForm, AResultNeedsOneOfThree) {
  const auto link = duty_link("unit:logistics");
  EXPECT_EQ(form(link, {{"do", "submit"}}).problem, "请填写文号、链接或说明之一。");
  EXPECT_EQ(form(link, {{"do", "submit"}, {"evidence", " \r\n\t "}}).problem, "请填写文号、链接或说明之一。");
  const auto all =
      form(link, {{"do", "submit"}, {"number", "后勤〔2026〕3号"}, {"address", "https://www.example.edu.cn/a"}, {"evidence", "已公示"}});
  EXPECT_EQ(all.problem, "");
  EXPECT_EQ(all.action.kind(), wire::SUBMIT_DONE);
  EXPECT_EQ(all.action.evidence(), "后勤〔2026〕3号；https://www.example.edu.cn/a；已公示");
  for (const char* address : {"ftp://x.cn/a", "javascript:alert(1)", "www.example.cn", "https://x.cn/a b", "https://x.cn/\"><b>"})
    EXPECT_THAT(form(link, {{"do", "submit"}, {"address", address}}).problem, HasSubstr("链接须以 https://")) << address;
}

TEST(DutyForm, WhatTakesANumberOnlyTakesNoText) {
  auto link = duty_link("unit:logistics");
  test::state(link).mutable_occurrence()->mutable_obligation()->set_number_only(true);
  const auto read = form(
      link, {{"do", "submit"}, {"number", "纪〔2026〕3号"}, {"dated", "2026-06-30"}, {"evidence", "案情"}, {"address", "https://x.cn"}});
  EXPECT_EQ(read.problem, "");
  EXPECT_EQ(read.action.evidence(), "纪〔2026〕3号 2026年6月30日");
  EXPECT_EQ(form(link, {{"do", "submit"}, {"number", "纪〔2026〕3号"}}).problem, "请填写日期。");
  EXPECT_EQ(form(link, {{"do", "submit"}, {"dated", "2026-06-30"}}).problem, "请填写文号。");
  EXPECT_EQ(form(link, {{"do", "submit"}, {"number", "关于 某事"}, {"dated", "2026-06-30"}}).problem, "文号中间不能有空格。");
}

TEST(DutyForm, WhatTakesANumberOnlyOffersListsAndNoText) {
  auto link = duty_link("unit:logistics");
  auto& what = *test::state(link).mutable_occurrence()->mutable_obligation();
  what.set_number_only(true);
  what.set_meeting(true);
  for (int i = 0; i <= static_cast<int>(DutyAct::pass_on); ++i) {
    const auto act = static_cast<DutyAct>(i);
    for (const auto& field : fields_of(Standing(link, *test::rules()), act)) {
      const bool number = act == DutyAct::submit && field.name == "number";
      const bool signs = field.name == "signer";
      EXPECT_TRUE(field.most == 0 || number || signs) << words_of(act).id << " takes text in " << field.name;
    }
  }
  const std::string told = "已对某某某立案";
  for (const char* act : {"ack", "progress", "attend", "verify", "decline", "return", "fault", "why", "explain", "checked", "refuse"}) {
    const auto read = form(link, {{"do", act}, {"note", told}, {"reason", told}, {"answer", "yes"}, {"materials", told}, {"place", told}});
    const auto sent = read.problem.empty() ? read.action.SerializeAsString() : std::string();
    EXPECT_EQ(sent.find(told), std::string::npos) << act;
  }
  EXPECT_EQ(form(link, {{"do", "progress"}}).problem, "");
  EXPECT_EQ(form(link, {{"do", "decline"}}).problem, "请选择理由。");
  EXPECT_EQ(form(link, {{"do", "decline"}, {"reason", "不属于本单位职责"}}).action.reason(), "不属于本单位职责");
}

TEST(DutyForm, WhoSignsSaysWho) {
  const auto link = duty_link("unit:office");
  for (const auto& [act, label] : {std::pair{"issue", "签发人"}, {"approve", "批准人"}}) {
    const std::string what = label;
    EXPECT_EQ(form(link, {{"do", act}}).problem, "请填写" + what + "。");
    EXPECT_EQ(form(link, {{"do", act}, {"signer", " \r\n"}}).problem, "请填写" + what + "。");
    EXPECT_EQ(form(link, {{"do", act}, {"signer", std::string(21, 'a')}}).problem, what + "不能超过20字。");
    EXPECT_THAT(form(link, {{"do", act}, {"signer", phone}}).problem, HasSubstr("疑似含手机号或学号"));
    const auto read = form(link, {{"do", act}, {"signer", "综合科科长"}});
    EXPECT_EQ(read.problem, "");
    EXPECT_EQ(read.action.by(), "self-reported:综合科科长");
    EXPECT_EQ(read.action.party(), "unit:office");
  }
  EXPECT_EQ(form(link, {{"do", "verify"}, {"signer", "综合科科长"}}).action.by(), "self-reported:unit:office");
}

TEST(DutyForm, AnExtensionEndsWhenADeadlineDoes) {
  auto link = duty_link("unit:logistics");
  EXPECT_EQ(form(link, {{"do", "extend"}, {"until", "2026-07-22"}, {"reason", "等待上级批复"}}).action.until(), at("2026-07-22 17:30"));
  test::state(link).set_due_at(at("2026-07-16 00:00"));
  EXPECT_EQ(form(link, {{"do", "extend"}, {"until", "2026-07-22"}, {"reason", "等待上级批复"}}).action.until(), at("2026-07-23 00:00"));
  EXPECT_EQ(form(link, {{"do", "extend"}, {"reason", "等待上级批复"}}).problem, "请填写新的期限。");
  EXPECT_EQ(form(link, {{"do", "extend"}, {"until", "2026-07-22"}}).problem, "请写明延期理由。");
}

TEST(DutyForm, ReasonsAreAsked) {
  const auto link = duty_link("unit:logistics");
  EXPECT_EQ(form(link, {{"do", "decline"}}).problem, "请写明理由。");
  EXPECT_EQ(form(link, {{"do", "return"}}).problem, "请写明退回原因。");
  EXPECT_EQ(form(link, {{"do", "fault"}}).problem, "请写明送达问题。");
  EXPECT_EQ(form(link, {{"do", "progress"}}).problem, "请填写进展。");
  EXPECT_EQ(form(link, {{"do", "transfer"}}).problem, "请选择转办单位。");
  EXPECT_EQ(form(link, {{"do", "transfer"}, {"unit", "nowhere"}}).problem, "请选择转办单位。");
  EXPECT_EQ(form(link, {{"do", "transfer"}, {"unit", "security"}}).action.target_unit(), "security");
  EXPECT_EQ(form(link, {{"do", "return"}, {"reason", "缺附件"}}).action.kind(), wire::RETURN_BACK);
  EXPECT_EQ(form(link, {{"do", "refuse"}}).problem, "");
}

TEST(DutyForm, ExplanationsAreToldApart) {
  auto link = duty_link("unit:logistics");
  auto& slip = *test::state(link).add_slips();
  slip.set_id("order");
  slip.set_kind("order");
  EXPECT_EQ(form(link, {{"do", "issue"}, {"signer", "值班二组"}}).action.slip(), "order");
  slip.set_issued_at(1);
  EXPECT_EQ(form(link, {{"do", "explain"}, {"reason", "已在办"}}).action.slip(), "order");
  EXPECT_EQ(form(link, {{"do", "fault"}, {"reason", "未收到"}}).action.slip(), "") << "without a slip it is about the delivery";
  EXPECT_EQ(form(link, {{"do", "why"}, {"reason", "等上级通知"}}).action.slip(), "date");
}

TEST(DutyForm, APromiseIsADayToCome) {
  const auto link = duty_link("unit:logistics");
  EXPECT_EQ(form(link, {{"do", "ack"}, {"until", "2026-07-03"}}).action.until(), at("2026-07-03 17:30"));
  EXPECT_EQ(form(link, {{"do", "ack"}, {"until", "2026-06-30"}}).problem, "请选择一个尚未到来的日期。");
  const auto progress = form(link, {{"do", "progress"}, {"note", "已起草"}, {"until", "2026-07-03"}});
  EXPECT_EQ(progress.action.note(), "预计7月3日（周五）完成。已起草");
}

TEST(DutyForm, FreeTextPointsAtNobodyAndStays) {
  const auto link = duty_link("unit:logistics");
  for (const auto& [act, field] : {std::pair{"decline", "reason"},
                                   {"ack", "note"},
                                   {"progress", "note"},
                                   {"submit", "evidence"},
                                   {"submit", "number"},
                                   {"fault", "reason"},
                                   {"return", "reason"}}) {
    const auto read = form(link, {{"do", act}, {field, "请找 " + phone}});
    EXPECT_THAT(read.problem, HasSubstr("疑似含手机号或学号，请删去后提交。")) << act;
    EXPECT_EQ(read.values.at(field), "请找 " + phone);
  }
  EXPECT_THAT(form(meeting_link("unit:office"), {{"do", "schedule"}, {"day", "2026-07-08"}, {"time", "14:00"}, {"place", phone}}).problem,
              HasSubstr("地点：疑似含手机号或学号"));
}

TEST(DutyForm, TextIsBounded) {
  const auto link = duty_link("unit:logistics");
  const auto many = [](int n) {
    std::string out;
    for (int i = 0; i < n; ++i) out.append("字");
    return out;
  };
  EXPECT_EQ(form(link, {{"do", "decline"}, {"reason", many(300)}}).problem, "");
  EXPECT_EQ(form(link, {{"do", "decline"}, {"reason", many(301)}}).problem, "理由不能超过300字。");
  EXPECT_EQ(form(link, {{"do", "ack"}, {"note", many(201)}}).problem, "备注不能超过200字。");
  EXPECT_EQ(form(link, {{"do", "decline"}, {"reason", std::string("a\x01b")}}).problem, "理由中有无法识别的字符，请删去后提交。");
  EXPECT_EQ(form(link, {{"do", "submit"}, {"number", "a\nb"}}).problem, "文号中有无法识别的字符，请删去后提交。");
  EXPECT_EQ(form(link, {{"do", "decline"}, {"reason", "\xff\xfe"}}).problem, "请写明理由。") << "what is no UTF-8 was not typed";
  const auto longest = form(link, {{"do", "progress"}, {"note", many(300)}, {"until", "2026-07-03"}});
  EXPECT_EQ(longest.problem, "");
}

TEST(DutyForm, TheSameFormTwiceHasOneKey) {
  const auto link = duty_link("unit:logistics");
  const auto key = [&](const std::string& token, const std::string& note, std::uint64_t message = 77) {
    return key_of(form(link, {{"do", "progress"}, {"once", token}, {"note", note}}), message);
  };
  EXPECT_EQ(key(once, "已起草"), key(once, "已起草"));
  EXPECT_NE(key(once, "已起草"), key(once, "已定稿"));
  EXPECT_NE(key(once, "已起草"), key(once, "已起草", 78));
  EXPECT_NE(key("", "已起草"), key("", "已起草"));
  EXPECT_NE(key("not hexadecimal", "已起草"), key("not hexadecimal", "已起草"));
  EXPECT_LE(key(once, "已起草").size(), 64U);
}

}  // namespace
}  // namespace fenghuo::gateway
