// A leader's brief by mail: each line has the buttons of its own link, the whole list one more.
#include <gmock/gmock.h>

#include "common/http/link_token.hpp"
#include "common/mail/test_letter.hpp"

namespace fenghuo {
namespace {

using testing::HasSubstr;
using testing::Not;

wire::SendJob brief_job() {
  wire::SendJob job = warning_job();
  job.clear_matter_number();
  auto& model = *job.mutable_model();
  model.set_kind("digest");
  model.set_notice_kind("brief");
  model.set_ask(false);
  for (auto* text : {model.mutable_title(), model.mutable_level_name(), model.mutable_category_name(), model.mutable_clause()})
    text->clear();
  model.set_subject("〔每日呈阅〕7月1日：请出席1件，请阅示1件");
  model.set_text("请出席：7月8日14:00 推进会议。\n请阅示：责任落实报告，申请延期，待批准。\n联系：校内 0000。");
  auto& meeting_entry = *model.add_entries();
  meeting_entry.set_matter_id(51);
  meeting_entry.set_kind("attend");
  meeting_entry.set_title("推进会议");
  meeting_entry.mutable_invitation()->set_method("REQUEST");
  auto& question = *model.add_entries();
  question.set_matter_id(52);
  question.set_kind("verify");
  question.set_title("责任落实报告");
  return job;
}

std::string address(const wire::SendJob& job, std::uint64_t matter, std::uint16_t place) {
  const auto token =
      make_entry_token("a key of the links", MessageId{job.message_id()}, instant(job.model().token_expires()), {MatterId{matter}, place});
  return "https://duty.example.edu.cn/a/" + token;
}

std::string after(const std::string& text, const std::string& line) {
  const auto at = text.find(line);
  return at == std::string::npos ? std::string("no such line") : text.substr(at + line.size());
}

TEST(BriefLetter, EachEntryHasItsOwnLink) {
  const auto job = brief_job();
  const auto mail = Entity::read(letter_bytes(job));
  const auto& text = mail.parts.at(0).content;
  const auto meeting_link = address(job, 51, 0), question_link = address(job, 52, 1);
  EXPECT_THAT(after(text, "请出席：7月8日14:00 推进会议。\r\n"),
              testing::StartsWith("参加：" + meeting_link + "?answer=yes\r\n请假：" + meeting_link + "?answer=no\r\n由联络员答复：" +
                                  meeting_link + "?answer=by_liaison\r\n"));
  EXPECT_THAT(after(text, "请阅示：责任落实报告，申请延期，待批准。\r\n"), testing::StartsWith("办理：" + question_link + "\r\n"));
  EXPECT_THAT(text, HasSubstr("查看全部：https://duty.example.edu.cn/a/"));
  const auto& html = mail.parts.at(1).content;
  EXPECT_THAT(html, HasSubstr("href=\"" + meeting_link + "?answer=by_liaison\""));
  EXPECT_THAT(html, HasSubstr("href=\"" + question_link + "\""));
  EXPECT_THAT(html, Not(HasSubstr("登录")));
}

TEST(BriefLetter, AnEntryWhoseLineIsNotFoundHasNoLink) {
  auto job = brief_job();
  job.mutable_model()->mutable_entries(1)->set_title("另一件");
  const auto text = Entity::read(letter_bytes(job)).parts.at(0).content;
  EXPECT_THAT(text, Not(HasSubstr("办理：https://"))) << "a link beside another's words would be worse than none";
  EXPECT_THAT(text, HasSubstr("参加：https://"));
}

TEST(BriefLetter, OtherListsHaveOneLink) {
  auto job = brief_job();
  job.mutable_model()->set_notice_kind("digest");
  EXPECT_THAT(Entity::read(letter_bytes(job)).parts.at(0).content, Not(HasSubstr("?answer=")));
}

}  // namespace
}  // namespace fenghuo
