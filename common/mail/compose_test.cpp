// Whole mails: what stands in them, what never does, and that each attempt has the same bytes.
#include "common/mail/compose.hpp"

#include "common/mail/test_letter.hpp"

namespace fenghuo {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

TEST(ComposeMail, HeadersMakeAMatterOneThread) {
  const auto mail = Entity::read(letter_bytes(warning_job()));
  EXPECT_EQ(mail.headers.at("Message-ID"), "<msg_028T5CY4TQKFF@example.edu.cn>");
  EXPECT_EQ(mail.headers.at("References"), "<matter_000000000001A@example.edu.cn>");
  EXPECT_EQ(mail.headers.at("In-Reply-To"), mail.headers.at("References"));
  EXPECT_EQ(mail.headers.at("Auto-Submitted"), "auto-generated");
  EXPECT_EQ(mail.headers.at("Date"), "Thu, 04 Mar 2027 02:14:00 +0800");
  EXPECT_EQ(mail.headers.at("MIME-Version"), "1.0");
  EXPECT_THAT(mail.headers.at("From"), HasSubstr("<fenghuo@example.edu.cn>"));
  EXPECT_THAT(mail.headers.at("To"), HasSubstr("<hqbz@example.edu.cn>"));
  auto later = warning_job();
  later.set_message_id(7);
  EXPECT_EQ(Entity::read(letter_bytes(later)).headers.at("References"), mail.headers.at("References"));
}

TEST(ComposeMail, SaysItInTextAndInHtml) {
  const auto mail = Entity::read(letter_bytes(warning_job()));
  EXPECT_THAT(mail.type(), StartsWith("multipart/alternative;"));
  ASSERT_EQ(mail.parts.size(), 2U);
  EXPECT_EQ(mail.parts[0].type(), "text/plain; charset=utf-8");
  EXPECT_EQ(mail.parts[1].type(), "text/html; charset=utf-8");
  for (const auto& part : mail.parts) {
    for (const char* words :
         {"后勤保障处：", "【红色预警·尚未核实】舆〔2027〕3号（第1次）", "第二食堂晚餐价格", "签收并处理", "https://duty.example.edu.cn/a/",
          "依据", "逐级报送规则（ladders.yaml:12）", "02:24", "校内 0000", "系统自动提醒，不代表对单位或个人的评价"})
      EXPECT_THAT(part.content, HasSubstr(words));
    const auto footer = part.content.find("系统自动提醒");
    EXPECT_EQ(part.content.find("系统自动提醒", footer + 1), std::string::npos) << "the footer stands once";
  }
}

TEST(ComposeMail, EveryAttemptHasTheSameBytes) {
  auto second = warning_job();
  second.set_attempt(2);
  EXPECT_EQ(letter_bytes(warning_job()), letter_bytes(second));
  EXPECT_EQ(letter_bytes(meeting_job()), letter_bytes(meeting_job()));
}

TEST(ComposeMail, LinesEndWithCrlfAndAreShort) {
  for (const auto& bytes : {letter_bytes(warning_job()), letter_bytes(meeting_job())}) {
    for (std::size_t at = 0; at < bytes.size();) {
      const auto end = bytes.find("\r\n", at);
      ASSERT_NE(end, std::string::npos);
      EXPECT_LE(end - at, 100U);
      EXPECT_EQ(bytes.substr(at, end - at).find_first_of("\r\n"), std::string::npos);
      at = end + 2;
    }
  }
}

TEST(ComposeMail, HtmlIsEscapedAndCallsNobody) {
  auto job = warning_job();
  job.mutable_model()->set_text("<img src=x onerror=alert(1)> & \"'");
  job.mutable_model()->set_party_name("</title><script>x</script>");
  job.mutable_model()->set_subject("<b>\r\nBcc: a@b.cn");
  const auto bytes = letter_bytes(job);
  const auto mail = Entity::read(bytes);
  const auto& html = mail.parts.at(1).content;
  EXPECT_THAT(html, HasSubstr("&lt;img src=x onerror=alert(1)&gt; &amp; &quot;&#39;"));
  for (const char* never : {"<img", "<script", "src=\"", "@import", "url(", "<link", "<iframe"}) EXPECT_THAT(html, Not(HasSubstr(never)));
  EXPECT_FALSE(mail.headers.contains("Bcc"));
  EXPECT_THAT(mail.parts.at(0).content, HasSubstr("<img src=x onerror=alert(1)> & \"'")) << "plain text is plain";
}

TEST(ComposeMail, NobodyIsAskedWithoutALink) {
  auto job = warning_job();
  job.mutable_model()->set_ask(false);
  for (const auto& part : Entity::read(letter_bytes(job)).parts) EXPECT_THAT(part.content, Not(HasSubstr("/a/")));
}

// Guardrail 10.
TEST(ComposeMail, ATopicStaysWithListedDomainsAndOutOfEverySubject) {
  for (const char* away : {"someone@mail.example.com", "someone@notexample.edu.cn", "someone@sub.example.edu.cn"}) {
    const auto mail = Entity::read(letter_bytes(warning_job(), letter_bundle(), away));
    for (const auto& part : mail.parts) {
      EXPECT_THAT(part.content, Not(HasSubstr("食堂"))) << away;
      EXPECT_THAT(part.content, HasSubstr("详情请登录校园网查看"));
      EXPECT_THAT(part.content, HasSubstr("舆〔2027〕3号"));
    }
  }
  auto job = warning_job();
  job.mutable_model()->set_subject("预警：第二食堂晚餐价格");
  const auto here = letter_bytes(job, letter_bundle(), "hqbz@EXAMPLE.edu.cn");
  EXPECT_THAT(Entity::read(here).headers.at("Subject"), Not(HasSubstr(to_base64("预警：第二食堂晚餐价格"))));
  EXPECT_THAT(Entity::read(here).parts.at(0).content, HasSubstr("食堂"));
}

TEST(ComposeMail, ADigestListsWhatItHolds) {
  auto job = warning_job();
  auto& model = *job.mutable_model();
  model.set_kind("digest");
  model.clear_title();
  auto& topic = *model.add_entries();
  topic.set_number("舆〔2027〕9号");
  topic.set_level("blue");
  topic.set_title("宿舍热水");
  auto& duty = *model.add_entries();
  duty.set_number("督〔2027〕12号");
  duty.set_title("上半年自查报告");
  duty.set_due_at(1'804'152'600'000);
  duty.set_clause("三（五）");
  const auto here = Entity::read(letter_bytes(job)).parts.at(0).content;
  EXPECT_THAT(here, HasSubstr("· 舆〔2027〕9号　宿舍热水\r\n"));
  EXPECT_THAT(here, HasSubstr("· 督〔2027〕12号　上半年自查报告　截止17:30　《实施办法》三（五）\r\n"));
  const auto away = Entity::read(letter_bytes(job, letter_bundle(), "a@elsewhere.example")).parts.at(0).content;
  EXPECT_THAT(away, Not(HasSubstr("热水")));
  EXPECT_THAT(away, HasSubstr("上半年自查报告"));
}

// A leader's brief and the digest of warnings say each entry in their own words.
TEST(ComposeMail, WhatTheWordsSayAlreadyIsNotListedAgain) {
  auto job = warning_job();
  auto& model = *job.mutable_model();
  model.set_kind("digest");
  model.clear_title();
  for (const char* number : {"督〔2027〕12号", "督〔2027〕13号"}) {
    auto& entry = *model.add_entries();
    entry.set_number(number);
    entry.set_title("上半年自查报告");
    entry.set_clause("三（五）");
  }
  const auto times = [&job](const std::string& words) {
    std::vector<std::size_t> out;
    for (const auto& part : Entity::read(letter_bytes(job)).parts) {
      std::size_t n = 0;
      for (auto at = part.content.find(words); at != std::string::npos; at = part.content.find(words, at + 1)) ++n;
      out.push_back(n);
    }
    return out;
  };
  model.set_text("请办理：督〔2027〕12号 上半年自查报告。\n请阅：督〔2027〕13号 上半年自查报告。\n");
  EXPECT_THAT(times("督〔2027〕12号"), testing::ElementsAre(1U, 1U));
  EXPECT_THAT(times("上半年自查报告"), testing::ElementsAre(2U, 2U));
  model.set_text("请先办：督〔2027〕12号 上半年自查报告。待签收2。");
  EXPECT_THAT(times("督〔2027〕13号"), testing::ElementsAre(1U, 1U)) << "the words name the first alone: all are listed";
  model.set_notice_kind("brief");
  model.set_text("请办理：上半年自查报告。\n请阅：上半年自查报告。\n");
  EXPECT_THAT(times("上半年自查报告"), testing::ElementsAre(2U, 2U)) << "a brief's lines, whether they have numbers or not";
}

TEST(ComposeMail, AMeetingIsTheLastAlternative) {
  const auto mail = Entity::read(letter_bytes(meeting_job()));
  ASSERT_EQ(mail.parts.size(), 3U);
  EXPECT_EQ(mail.parts[2].type(), "text/calendar; charset=utf-8; method=REQUEST");
  EXPECT_THAT(mail.parts[2].content, StartsWith("BEGIN:VCALENDAR\r\n"));
  EXPECT_THAT(mail.parts[0].content, HasSubstr("《实施办法》四（一）1"));
  EXPECT_THAT(mail.parts[0].content, HasSubstr("答复是否出席"));
}

TEST(ComposeMail, FurtherInvitationsAreAttached) {
  auto job = meeting_job();
  *job.mutable_model()->add_invitations() = meeting(1);
  job.mutable_model()->mutable_invitations(1)->set_method("CANCEL");
  const auto mail = Entity::read(letter_bytes(job));
  EXPECT_THAT(mail.type(), StartsWith("multipart/mixed;"));
  ASSERT_EQ(mail.parts.size(), 2U);
  EXPECT_EQ(mail.parts[0].parts.size(), 3U);
  EXPECT_THAT(mail.parts[1].type(), StartsWith("text/calendar; charset=utf-8; method=CANCEL"));
  EXPECT_THAT(mail.parts[1].headers.at("Content-Disposition"), HasSubstr("meeting-2.ics"));
}

TEST(ComposeMail, AnUnknownZoneIsAnError) {
  auto bundle = letter_bundle();
  bundle.set_timezone("Nowhere/Land");
  EXPECT_FALSE(compose_mail(warning_job(), bundle, "a@b.cn", "k").has_value());
}

TEST(ComposeMail, SaysThatADutysValuesAwaitConfirmation) {
  auto job = warning_job();
  for (const bool proposed : {false, true}) {
    job.mutable_model()->set_proposed(proposed);
    for (const auto& part : Entity::read(letter_bytes(job)).parts)
      EXPECT_EQ(part.content.find("待校党委确认") != std::string::npos, proposed) << part.content;
  }
}

}  // namespace
}  // namespace fenghuo
