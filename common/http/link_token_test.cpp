#include "common/http/link_token.hpp"

#include "common/base/bytes.hpp"

namespace fenghuo {
namespace {

const std::string key = "a key of thirty-two bytes, more or less";
constexpr MessageId message{0x0123456789abcdefULL};
const Instant expires = instant(1'815'000'000'123);

TEST(LinkToken, ReadsWhatItMade) {
  const std::string token = make_link_token(key, message, expires);
  EXPECT_EQ(token.size(), 43U);
  EXPECT_EQ(token.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"), std::string::npos);
  const auto read = read_link_token(key, token);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->message, message);
  EXPECT_EQ(read->expires, expires);
}

TEST(LinkToken, NamesOneEntryOfABrief) {
  const std::string token = make_entry_token(key, message, expires, {MatterId{42}, 3});
  EXPECT_EQ(token.size(), 56U);
  const auto read = read_link_token(key, token);
  ASSERT_TRUE(read && read->entry);
  EXPECT_EQ(read->message, message);
  EXPECT_EQ(read->expires, expires);
  EXPECT_EQ(read->entry->matter, MatterId{42});
  EXPECT_EQ(read->entry->place, 3);
  EXPECT_FALSE(read_link_token(key, make_link_token(key, message, expires))->entry);
  EXPECT_NE(token, make_entry_token(key, message, expires, {MatterId{43}, 3}));
  EXPECT_FALSE(read_link_token("another key", token));
  for (std::size_t at = 0; at < token.size(); ++at) {
    std::string forged = token;
    forged[at] = forged[at] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(read_link_token(key, forged)) << at;
  }
}

TEST(LinkToken, IsTheSameForEveryAttempt) { EXPECT_EQ(make_link_token(key, message, expires), make_link_token(key, message, expires)); }

TEST(LinkToken, RefusesAnotherKey) { EXPECT_FALSE(read_link_token("another key", make_link_token(key, message, expires))); }

TEST(LinkToken, RefusesEveryChangedCharacter) {
  const std::string token = make_link_token(key, message, expires);
  for (std::size_t at = 0; at < token.size(); ++at)
    for (const char c : {'A', 'B', 'z', '_', '-', '=', '+', '/', ' '}) {
      std::string forged = token;
      if (forged[at] == c) continue;
      forged[at] = c;
      EXPECT_FALSE(read_link_token(key, forged)) << at << c;
    }
}

TEST(LinkToken, HasOneSpellingOnly) {
  // The last of 43 characters carries four bits of data and two unused ones.
  const std::string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const std::string token = make_link_token(key, message, expires);
  int read = 0;
  for (const char c : alphabet) read += read_link_token(key, token.substr(0, 42) + c) ? 1 : 0;
  EXPECT_EQ(read, 1);
}

TEST(LinkToken, RefusesOtherLengths) {
  const std::string token = make_link_token(key, message, expires);
  EXPECT_FALSE(read_link_token(key, ""));
  EXPECT_FALSE(read_link_token(key, token.substr(1)));
  EXPECT_FALSE(read_link_token(key, token + "A"));
  EXPECT_FALSE(read_link_token(key, token + "="));
  EXPECT_FALSE(read_link_token(key, std::string(1U << 20U, 'A')));
}

TEST(LinkToken, MakesOneSlashInTheUrl) {
  EXPECT_EQ(link_url("https://duty.example.edu.cn", "T"), "https://duty.example.edu.cn/a/T");
  EXPECT_EQ(link_url("https://duty.example.edu.cn/x//", "T"), "https://duty.example.edu.cn/x/a/T");
}

}  // namespace
}  // namespace fenghuo
