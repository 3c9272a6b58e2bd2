#include "services/fenghuo/reference.hpp"

#include "common/base/ids.hpp"

namespace fenghuo::cli {

using namespace std::chrono_literals;

TEST(Reference, TellsIdNumberAndKeyApart) {
  const MatterReference id = read_reference(id_text(123456789));
  EXPECT_EQ(id.kind, MatterReference::Kind::id);
  EXPECT_EQ(id.value, "123456789");
  const MatterReference number = read_reference("舆〔2027〕3号");
  EXPECT_EQ(number.kind, MatterReference::Kind::number);
  EXPECT_EQ(number.value, "舆〔2027〕3号");
  EXPECT_EQ(read_reference("topic/campus-feed/canteen").kind, MatterReference::Kind::key);
  EXPECT_EQ(read_reference("latest").kind, MatterReference::Kind::latest);
}

TEST(Duration, ReadsWhatPeopleWrite) {
  EXPECT_EQ(*parse_duration("500ms"), 500ms);
  EXPECT_EQ(*parse_duration("45s"), 45s);
  EXPECT_EQ(*parse_duration("30m"), 30min);
  EXPECT_EQ(*parse_duration("30min"), 30min);
  EXPECT_EQ(*parse_duration("1h30m"), 90min);
  EXPECT_EQ(*parse_duration("1d"), 24h);
}

TEST(Duration, RefusesTheRestAndSaysHow) {
  for (const char* text : {"", "30", "m", "-5m", "0s", "1.5h", "5 m", "9999999d", "4294967295d", "99999999999s", "1h30"}) {
    const auto span = parse_duration(text);
    ASSERT_FALSE(span) << text;
    EXPECT_THAT(span.error().message, testing::HasSubstr("1h30m")) << text;
  }
}

TEST(Until, IsASpanFromNowOrATime) {
  const Instant now = instant(1'000'000);
  EXPECT_EQ(*parse_until("30m", now), now + 30min);
  EXPECT_EQ(*parse_until("1970-01-01T08:00:01+08:00", now), instant(1000));
  EXPECT_FALSE(parse_until("tomorrow", now));
}

}  // namespace fenghuo::cli
