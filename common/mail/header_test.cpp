// Header values: encoded-words by the vectors file and by RFC 2047, folding, dates, and that nothing ends a header.
#include "common/mail/header.hpp"

#include <rapidcheck/gtest.h>
#include <boost/json.hpp>
#include <fstream>
#include <iterator>

#include "common/base/bytes.hpp"

namespace fenghuo {
namespace {

namespace json = boost::json;

std::vector<std::string> lines(const std::string& text) {
  std::vector<std::string> out;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find("\r\n", at), text.size());
    out.push_back(text.substr(at, end - at));
    at = end + 2;
  }
  return out;
}

// What a mail program makes of encoded-words.
std::string decoded(const std::string& text) {
  std::string out;
  for (std::size_t at = text.find("=?UTF-8?B?"); at != std::string::npos; at = text.find("=?UTF-8?B?", at)) {
    const auto end = text.find("?=", at);
    out += from_base64(text.substr(at + 10, end - at - 10)).value();
    at = end;
  }
  return out;
}

TEST(EncodedWords, AreThoseOfTheVectors) {
  std::ifstream file{FENGHUO_VECTORS};
  const std::string text{std::istreambuf_iterator<char>{file}, {}};
  const auto rows = json::parse(text).as_object().at("mail_header").as_array();
  ASSERT_FALSE(rows.empty());
  for (const auto& row : rows) {
    std::string wanted;
    for (const auto& word : row.as_object().at("encoded_words").as_array())
      wanted += (wanted.empty() ? "" : "\r\n ") + std::string(word.as_string());
    EXPECT_EQ(encoded_words(std::string_view(row.as_object().at("text").as_string())), wanted);
  }
}

RC_GTEST_PROP(EncodedWords, AreShortWholeAndComplete, ()) {
  static const std::vector<std::string> characters{"a", " ", "é", "预", "警", "〔", "𠮷", "=?"};
  std::string text;
  for (const auto& one : *rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(characters))) text += one;
  const auto header = text_header("Subject", "火" + text);
  for (const auto& line : lines(header)) {
    RC_ASSERT(line.size() <= 76U);
    const auto at = line.find("=?UTF-8?B?");
    RC_ASSERT(at != std::string::npos);
    RC_ASSERT(line.size() - at <= 75U);
    RC_ASSERT(valid_utf8(decoded(line)));
  }
  RC_ASSERT(decoded(header) == "火" + text);
}

TEST(TextHeader, PlainTextStaysPlainAndIsFolded) {
  EXPECT_EQ(text_header("Subject", "A test"), "Subject: A test\r\n");
  std::string text = "word";
  for (int i = 0; i < 60; ++i) text += " word" + std::to_string(i);
  const auto header = text_header("Subject", text);
  std::string unfolded;
  for (const auto& line : lines(header)) {
    EXPECT_LE(line.size(), 78U);
    unfolded += line;
  }
  EXPECT_EQ(unfolded, "Subject: " + text);
}

TEST(TextHeader, NothingEndsAHeader) {
  for (const char* evil :
       {"a\r\nBcc: x@example.org", "a\nBcc: x", "a\rb", "预警\r\n\r\n<p>", "a\x0b\x0c\x7f", "a\xc2\x85z", "a\xe2\x80\xa8z"}) {
    for (const auto& header : {text_header("Subject", evil), address_header("To", evil, "a@b.cn")}) {
      for (std::size_t at = header.find('\r'); at != std::string::npos; at = header.find('\r', at + 1)) {
        const bool folding = at + 2 < header.size() && header[at + 2] == ' ';
        EXPECT_TRUE(header[at + 1] == '\n' && (folding || at + 2 == header.size())) << header;
      }
      EXPECT_EQ(header.find("\nBcc"), std::string::npos);
      EXPECT_EQ(decoded(header).find_first_of("\r\n"), std::string::npos);
    }
  }
  EXPECT_EQ(text_header("Subject", "\xff\xfe"), "Subject: ??\r\n");
}

TEST(AddressHeader, EncodesTheNameAndTakesOnlyAnAddress) {
  const auto header = address_header("From", "党委（校长）办公室", "dxb@example.edu.cn");
  EXPECT_EQ(decoded(header), "党委（校长）办公室");
  EXPECT_TRUE(header.ends_with("\r\n <dxb@example.edu.cn>\r\n")) << header;
  EXPECT_EQ(address_header("To", "", "a@b.cn"), "To: <a@b.cn>\r\n");
  for (const char* evil : {"a@b.cn>\r\nBcc: <c@d.cn", "a b@c.cn", "a@b.cn,c@d.cn", "nobody", ""})
    EXPECT_EQ(address_header("To", "", evil), "To: <>\r\n") << evil;
}

TEST(MailDate, IsLocalWithItsOffset) {
  const auto shanghai = Zone::find("Asia/Shanghai"), newfoundland = Zone::find("America/St_Johns");
  ASSERT_TRUE(shanghai && newfoundland);
  EXPECT_EQ(mail_date(instant(1'783'490'400'000), *shanghai), "Wed, 08 Jul 2026 14:00:00 +0800");
  EXPECT_EQ(mail_date(instant(1'783'490'461'999), *newfoundland), "Wed, 08 Jul 2026 03:31:01 -0230");
}

TEST(MailDomain, IsLowerCase) {
  EXPECT_EQ(mail_domain("A@Example.EDU.cn"), "example.edu.cn");
  EXPECT_EQ(mail_domain("none"), "");
}

}  // namespace
}  // namespace fenghuo
