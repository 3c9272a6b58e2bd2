#include "common/log/log.hpp"

#include <limits>

#include "common/base/bytes.hpp"
#include "common/log/line.hpp"

namespace fenghuo::log {
namespace {

std::string line_with(Fields fields) {
  const std::string line = json_line(Instant{}, "ledger", Level::info, "e", fields);
  constexpr std::string_view head = R"({"time":"1970-01-01T00:00:00.000Z","level":"info","process":"ledger","event":"e")";
  EXPECT_TRUE(line.starts_with(head)) << line;
  return line.substr(head.size());
}

TEST(JsonLine, HasTimeLevelProcessEventAndFields) {
  EXPECT_EQ(
      json_line(instant(1798776000123), "webhook", Level::warn, "send_failed", {{"message", "msg_1"}, {"attempt", 3}, {"last", false}}),
      R"({"time":"2027-01-01T04:00:00.123Z","level":"warn","process":"webhook","event":"send_failed",)"
      R"("message":"msg_1","attempt":3,"last":false})");
}

TEST(JsonLine, EscapesWhatJsonAndTerminalsObey) {
  EXPECT_EQ(line_with({{"v", "a\"b\\c\nd\re\tf"}}), R"(,"v":"a\"b\\c\nd\re\tf"})");
  EXPECT_EQ(line_with({{"v", std::string_view("\0\x1B\x7F", 3)}}), R"(,"v":"\u0000\u001b\u007f"})");
  EXPECT_EQ(line_with({{"v", "\xC2\x9B\xE2\x80\xA8"}}), R"(,"v":"\u009b\u2028"})");
  EXPECT_EQ(line_with({{"a\"b", "烽火"}}), R"(,"a\"b":"烽火"})");
}

TEST(JsonLine, ReplacesInvalidUtf8) { EXPECT_EQ(line_with({{"v", "a\xFF\xE7\x83"}}), ",\"v\":\"a\uFFFD\uFFFD\uFFFD\"}"); }

TEST(JsonLine, CutsALongValueAtACharacter) {
  EXPECT_EQ(line_with({{"v", std::string(500, 'x')}}), ",\"v\":\"" + std::string(500, 'x') + "\"}");
  EXPECT_EQ(line_with({{"v", std::string(501, 'x')}}), ",\"v\":\"" + std::string(500, 'x') + "…\"}");
  EXPECT_EQ(line_with({{"v", std::string(499, 'x') + "烽"}}), ",\"v\":\"" + std::string(499, 'x') + "…\"}");
}

TEST(JsonLine, QuotesNumbersThatJsonDoesNotKnow) {
  EXPECT_EQ(line_with({{"v", std::numeric_limits<double>::quiet_NaN()}}), R"(,"v":"nan"})");
  EXPECT_EQ(line_with({{"v", std::numeric_limits<std::uint64_t>::max()}}), R"(,"v":18446744073709551615})");
}

std::string printed(std::string_view level, Level as) {
  testing::internal::CaptureStderr();
  start("ledger", level);
  write(as, "e", {{"text", "{} %s"}});
  start("ledger", "off");
  return testing::internal::GetCapturedStderr();
}

TEST(Log, PrintsOneLineAnEventOnStderr) {
  const std::string text = printed("info", Level::info);
  EXPECT_THAT(text, testing::EndsWith("\"level\":\"info\",\"process\":\"ledger\",\"event\":\"e\",\"text\":\"{} %s\"}\n"));
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 1);
}

TEST(Log, LeavesOutWhatIsBelowItsLevel) {
  EXPECT_EQ(printed("off", Level::error), "");
  EXPECT_EQ(printed("error", Level::warn), "");
  EXPECT_EQ(printed("warn", Level::info), "");
  EXPECT_EQ(printed("nonsense", Level::debug), "");
  EXPECT_NE(printed("nonsense", Level::info), "");
  EXPECT_NE(printed("debug", Level::debug), "");
}

}  // namespace
}  // namespace fenghuo::log
