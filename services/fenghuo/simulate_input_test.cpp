#include "services/fenghuo/simulate_input.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/fenghuo/simulate_page.hpp"
#include "services/fenghuo/test_simulation.hpp"

namespace fenghuo::simulate {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const Instant from = *parse_rfc3339("2026-01-01T00:00:00+08:00"), to = *parse_rfc3339("2027-01-01T00:00:00+08:00");

TEST(acts, are_one_object_a_line) {
  const std::string text =
      "\xEF\xBB\xBF{\"at\":\"2026-03-04T02:20:00+08:00\",\"matter\":\"topic/feed/"
      "t1\",\"party\":\"role:duty\",\"kind\":\"ack\",\"until\":\"2026-03-04T02:40:00+08:00\"}\r\n"
      "\n"
      "{\"at\":\"2026-03-05T10:00:00+08:00\",\"matter\":\"duty/m/role:duty/"
      "2026\",\"party\":\"unit:office\",\"kind\":\"schedule\",\"begins\":\"2026-04-01T14:00:00+08:00\",\"minutes\":90,\"place\":\"会议室\"}"
      "\n"
      "{\"at\":\"2029-03-05T10:00:00+08:00\",\"matter\":\"x\",\"kind\":\"verify\"}\n";
  const auto lines = read_acts("acts.jsonl", text, testing::small_school(), from, to);
  EXPECT_THAT(lines.faults, IsEmpty());
  EXPECT_EQ(lines.outside, 1U);
  ASSERT_EQ(lines.items.size(), 2U);
  EXPECT_EQ(lines.items[0].action.kind(), wire::ACK);
  EXPECT_EQ(lines.items[0].action.until(), to_ms(*parse_rfc3339("2026-03-04T02:40:00+08:00")));
  EXPECT_EQ(lines.items[1].line, 3U);
  EXPECT_EQ(lines.items[1].action.minutes(), 90U);
  EXPECT_EQ(lines.items[1].action.at(), to_ms(*parse_rfc3339("2026-04-01T14:00:00+08:00")));
}

TEST(acts, name_the_line_the_key_and_the_way_out) {
  const std::string head = R"({"at":"2026-03-04T02:20:00+08:00","matter":"topic/feed/t1")";
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"nonsense", "one JSON object a line"},
      {"[1]", "one JSON object a line"},
      {R"({"matter":"m","kind":"ack"})", "\"at\": is missing"},
      {R"({"at":"yesterday","matter":"m","kind":"ack"})", "\"yesterday\" is no time"},
      {R"({"at":"2026-03-04T02:20:00+08:00","kind":"ack"})", "\"matter\": is missing"},
      {head + R"(,"kind":"nod"})", "the acts are: ack"},
      {head + R"(,"kind":"ack","party":"role:nobody"})", "\"role:nobody\" is not in the directory"},
      {head + R"(,"kind":"ack","untill":"x"})", "\"untill\": unknown"},
      {head + R"(,"kind":"schedule","minutes":-3})", "\"minutes\": must be a whole number"},
      {head + R"(,"kind":"ack","note":5})", "\"note\": must be a text"},
  };
  for (const auto& [line, want] : cases) {
    const auto lines = read_acts("acts.jsonl", "\n" + line + "\n", testing::small_school(), from, to);
    ASSERT_EQ(lines.faults.size(), 1U) << line;
    EXPECT_THAT(lines.faults[0], HasSubstr("acts.jsonl:2: ")) << line;
    EXPECT_THAT(lines.faults[0], HasSubstr(want)) << line;
    EXPECT_THAT(lines.items, IsEmpty()) << line;
  }
}

TEST(files, that_cannot_be_read_say_so) {
  const auto missing = read_whole("/nowhere/acts.jsonl");
  ASSERT_FALSE(missing.has_value());
  EXPECT_THAT(missing.error().message, HasSubstr("/nowhere/acts.jsonl: can't be read"));
}

TEST(page, escapes_whatever_stands_in_a_text) {
  EXPECT_EQ(escaped("<b>\"a\" & 'b'</b>"), "&lt;b&gt;&quot;a&quot; &amp; &#39;b&#39;&lt;/b&gt;");
}

TEST(page, writes_numbers_that_fit_a_cell) {
  EXPECT_EQ(grouped(0), "0");
  EXPECT_EQ(grouped(999), "999");
  EXPECT_EQ(grouped(1234567), "1,234,567");
  EXPECT_EQ(compact(999), "999");
  EXPECT_EQ(compact(1000), "1.0k");
  EXPECT_EQ(compact(1250), "1.3k");
  EXPECT_EQ(compact(9949), "9.9k");
  EXPECT_EQ(compact(9950), "10k");
  EXPECT_EQ(compact(34000), "34k");
}

}  // namespace
}  // namespace fenghuo::simulate
