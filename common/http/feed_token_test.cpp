#include "common/http/feed_token.hpp"

namespace fenghuo {
namespace {

TEST(FeedToken, IsLongRandomAndFitsAnAddress) {
  std::set<std::string> seen;
  for (int i = 0; i < 100; ++i) {
    const auto token = make_feed_token();
    EXPECT_EQ(token.size(), 43U);
    EXPECT_TRUE(looks_like_feed_token(token));
    EXPECT_EQ(token.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"), std::string::npos);
    seen.insert(token);
  }
  EXPECT_EQ(seen.size(), 100U);
}

TEST(FeedToken, OtherTextsAreNone) {
  for (const char* text : {"", "short", "===========================================", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"})
    EXPECT_FALSE(looks_like_feed_token(text)) << text;
}

TEST(FeedToken, TheAddressHasOneSlash) {
  EXPECT_EQ(feed_url("https://duty.example.edu.cn/", "T"), "https://duty.example.edu.cn/feed/T.ics");
  EXPECT_EQ(feed_url("https://duty.example.edu.cn", "T"), "https://duty.example.edu.cn/feed/T.ics");
}

}  // namespace
}  // namespace fenghuo
