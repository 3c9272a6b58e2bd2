// Invitations as text: RFC 5545's lines, iTIP's properties. npm's ical.js judges the same text in tests/acceptance/test_26_mail.py.
#include "common/mail/calendar_part.hpp"

#include "common/mail/test_letter.hpp"

namespace fenghuo {
namespace {

using testing::HasSubstr;
using testing::Not;

const Invited invited{"dxb@example.edu.cn", "president@example.edu.cn", "校长 \"甲\"\r\nX: y", instant(1'783'000'000'000)};

std::string unfolded(std::string text) {
  for (auto at = text.find("\r\n "); at != std::string::npos; at = text.find("\r\n ", at)) text.erase(at, 3);
  return text;
}

TEST(CalendarText, IsARequestThatAProgramCanAnswer) {
  const auto text = unfolded(calendar_text(meeting(3), invited));
  for (const char* line :
       {"BEGIN:VCALENDAR\r\n", "METHOD:REQUEST\r\n", "VERSION:2.0\r\n", "UID:matter_0000000000042-role_president@example.edu.cn\r\n",
        "SEQUENCE:3\r\n", "DTSTAMP:20260702T134640Z\r\n", "DTSTART:20260708T060000Z\r\n", "DTEND:20260708T073000Z\r\n",
        "SUMMARY:全面从严治党推进会议\r\n", "LOCATION:行政楼，三层\\; 第一会议室\r\n", "STATUS:CONFIRMED\r\n", "RSVP=TRUE",
        ":mailto:president@example.edu.cn\r\n", ":mailto:dxb@example.edu.cn\r\n", "汇报材料。\\n依据：", "END:VCALENDAR\r\n"})
    EXPECT_THAT(text, HasSubstr(line));
  EXPECT_THAT(text, Not(HasSubstr("\r\nX: y")));
}

TEST(CalendarText, HasShortLinesThatEndWithCrlf) {
  auto long_one = meeting();
  for (int i = 0; i < 40; ++i) long_one.mutable_description()->append("请准备材料，并于会前三个工作日送党（校）办。");
  const auto text = calendar_text(long_one, invited);
  for (std::size_t at = 0; at < text.size();) {
    const auto end = text.find("\r\n", at);
    ASSERT_NE(end, std::string::npos);
    EXPECT_LE(end - at, 75U);
    const auto line = text.substr(at, end - at);
    EXPECT_EQ(line.find_first_of("\r\n"), std::string::npos);
    EXPECT_TRUE(valid_utf8(line)) << "a character is split: " << line;
    at = end + 2;
  }
}

TEST(CalendarText, ACancellationSaysSo) {
  auto off = meeting(4);
  off.set_method("CANCEL");
  const auto text = unfolded(calendar_text(off, invited));
  EXPECT_THAT(text, HasSubstr("METHOD:CANCEL\r\n"));
  EXPECT_THAT(text, HasSubstr("STATUS:CANCELLED\r\n"));
  EXPECT_THAT(text, HasSubstr("SEQUENCE:4\r\n"));
  EXPECT_THAT(text, Not(HasSubstr("RSVP")));
}

TEST(CalendarText, IsTheSameEachTime) { EXPECT_EQ(calendar_text(meeting(), invited), calendar_text(meeting(), invited)); }

TEST(CalendarMethod, IsOneOfTwo) {
  wire::Invitation odd;
  odd.set_method("REQUEST; x=\"y\"");
  EXPECT_EQ(calendar_method(odd), "REQUEST");
}

}  // namespace
}  // namespace fenghuo
