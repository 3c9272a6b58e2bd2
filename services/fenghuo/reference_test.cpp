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

TEST(Time, IsASpanFromNowATimeWithItsOffsetOrALocalOne) {
  const Instant now = instant(1'000'000);
  const Zone beijing = *Zone::find("Asia/Shanghai"), berlin = *Zone::find("Europe/Berlin");
  EXPECT_EQ(*parse_time("30m", now, beijing), now + 30min);
  EXPECT_EQ(*parse_time("1970-01-01T08:00:01+08:00", now, beijing), instant(1000));
  EXPECT_EQ(*parse_time("2027-07-08 14:00", now, beijing), *parse_rfc3339("2027-07-08T06:00:00Z"));
  EXPECT_EQ(*parse_time("2027-07-08T14:00", now, beijing), *parse_rfc3339("2027-07-08T06:00:00Z"));
  EXPECT_EQ(*parse_time("2027-07-08 14:00", now, berlin), *parse_rfc3339("2027-07-08T12:00:00Z"));
  EXPECT_EQ(*parse_time("2027-03-28 02:30", now, berlin), *parse_rfc3339("2027-03-28T01:00:00Z")) << "the hour that summer time skips";
}

TEST(Time, RefusesTheRestAndSaysHow) {
  const Zone beijing = *Zone::find("Asia/Shanghai");
  for (const char* text : {"", "tomorrow", "2027-07-08", "2027-07-08 24:00", "2027-07-08 14:60", "2027-02-29 14:00", "2027-13-01 14:00",
                           "2027-00-01 14:00", "2027/07/08 14:00", "2027-07-08 14.00", "2027-7-8 14:00:00", "20a7-07-08 14:00"}) {
    const auto at = parse_time(text, instant(0), beijing);
    ASSERT_FALSE(at) << text;
    EXPECT_THAT(at.error().message, AllOf(testing::HasSubstr(text), testing::HasSubstr("\"2027-07-08 14:00\" in Asia/Shanghai"))) << text;
  }
  EXPECT_THAT(parse_time("2027-07-08 14：00", instant(0), beijing).error().message, testing::HasSubstr("full-width colon"));
}

}  // namespace fenghuo::cli
