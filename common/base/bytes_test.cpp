#include "common/base/bytes.hpp"

#include <rapidcheck/gtest.h>

namespace fenghuo {
namespace {

TEST(Hex, VectorsOfRfc4648) {
  EXPECT_EQ(to_hex("foobar"), "666f6f626172");
  EXPECT_EQ(to_hex(""), "");
  EXPECT_EQ(from_hex("666F6f626172"), "foobar");
}

TEST(Hex, RefusesWhatIsNotHex) {
  EXPECT_EQ(from_hex("6"), std::nullopt);
  EXPECT_EQ(from_hex("6g"), std::nullopt);
  EXPECT_EQ(from_hex(" 66"), std::nullopt);
}

TEST(Base64, VectorsOfRfc4648) {
  const std::vector<std::pair<std::string, std::string>> vectors = {
      {"", ""}, {"f", "Zg=="}, {"fo", "Zm8="}, {"foo", "Zm9v"}, {"foob", "Zm9vYg=="}, {"fooba", "Zm9vYmE="}, {"foobar", "Zm9vYmFy"}};
  for (const auto& [bytes, text] : vectors) {
    EXPECT_EQ(to_base64(bytes), text);
    EXPECT_EQ(from_base64(text), bytes);
    const std::string bare = text.substr(0, text.find('='));
    EXPECT_EQ(from_base64(bare), bytes) << "without padding";
    EXPECT_EQ(to_base64url(bytes), bare);
    EXPECT_EQ(from_base64url(bare), bytes);
  }
}

TEST(Base64, TheTwoAlphabetsDifferInTheLastTwoDigits) {
  EXPECT_EQ(to_base64("\xFB\xFF"), "+/8=");
  EXPECT_EQ(to_base64url("\xFB\xFF"), "-_8");
  EXPECT_EQ(from_base64("-_8"), std::nullopt);
  EXPECT_EQ(from_base64url("+/8"), std::nullopt);
}

TEST(Base64, RefusesWrongPaddingStrangersAndSecondSpellings) {
  for (const auto* text : {"Z", "Zg=", "Zg===", "=", "====", "Zm9v====", "Zm9v=", "Zg==Zg==", "Zm9\n", " Zm9v", "Zm9v ", "Zh==", "Zm9="}) {
    EXPECT_EQ(from_base64(text), std::nullopt) << text;
  }
}

RC_GTEST_PROP(Text, ReadsBackAllBytes, (const std::string& bytes)) {
  RC_ASSERT(from_hex(to_hex(bytes)) == bytes);
  RC_ASSERT(from_base64(to_base64(bytes)) == bytes);
  RC_ASSERT(from_base64url(to_base64url(bytes)) == bytes);
}

// What decodes has one spelling only, so a signed text can't be respelled.
RC_GTEST_PROP(Text, DecodedBytesEncodeToTheSameText, ()) {
  const auto text = *rc::gen::container<std::string>(rc::gen::elementOf(std::string("ABCDwxyz0189-_")));
  if (const auto bytes = from_base64url(text)) RC_ASSERT(to_base64url(*bytes) == text);
}

TEST(Utf8, TakesTheEdgesOfEachLength) {
  EXPECT_TRUE(valid_utf8(""));
  EXPECT_TRUE(valid_utf8(std::string_view("\0", 1)));
  EXPECT_TRUE(valid_utf8("\x7F\xC2\x80\xDF\xBF\xE0\xA0\x80\xED\x9F\xBF\xEE\x80\x80\xEF\xBF\xBF\xF0\x90\x80\x80\xF4\x8F\xBF\xBF"));
  EXPECT_TRUE(valid_utf8("烽火台🔥"));
  EXPECT_EQ(utf8_length("烽火台🔥a"), 5U);
}

TEST(Utf8, RefusesWhatRfc3629Forbids) {
  for (const auto* text : {"\x80", "\xC0\xAF", "\xC1\xBF", "\xE0\x9F\xBF", "\xF0\x8F\xBF\xBF", "\xED\xA0\x80", "\xED\xBF\xBF",
                           "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFF", "\xC2", "\xE7\x83", "\xF0\x9F\x94", "\xE7\x41\x41"}) {
    EXPECT_FALSE(valid_utf8(text)) << to_hex(text);
  }
}

TEST(Printable, ReplacesControlsAndBrokenCharacters) {
  EXPECT_EQ(printable("a\nb\r\x1B[31m\x7F"), "a?b??[31m?");
  EXPECT_EQ(printable("\xFF\xE7\x83好"), "???好");
  EXPECT_EQ(printable("\xC2\x9B"), "?") << "C1 controls";
  EXPECT_EQ(printable("\xE2\x80\xAE"), "?") << "right-to-left override";
}

TEST(Printable, IsCutAtACharacter) {
  EXPECT_EQ(printable("abcdef", 6), "abcdef");
  EXPECT_EQ(printable("abcdefg", 6), "abcdef…");
  EXPECT_EQ(printable("烽火台", 8), "烽火…");
  EXPECT_EQ(printable("x", 0), "…");
}

RC_GTEST_PROP(Printable, IsValidUtf8WithinItsBound, (const std::string& bytes)) {
  const std::string text = printable(bytes, 20);
  RC_ASSERT(valid_utf8(text));
  RC_ASSERT(text.size() <= 20 + std::string_view("…").size());
  RC_ASSERT(std::none_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; }));
}

}  // namespace
}  // namespace fenghuo
