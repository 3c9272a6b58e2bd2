#include "services/gateway/feed_calendar.hpp"

#include "common/base/ids.hpp"

namespace fenghuo::gateway {
namespace {

using testing::HasSubstr;
using testing::Not;

std::int64_t ms_at(const char* text) { return to_ms(*parse_rfc3339(text)); }

Rules rules() {
  Rules made{wire::Bundle{}, "hash", *Zone::find("Asia/Shanghai"), {}, {}};
  made.bundle.set_source_title("《实施办法》");
  made.bundle.set_phone("校内 0000");
  made.bundle.mutable_calendar()->add_years(2027);
  auto* unit = made.bundle.add_units();
  unit->set_id("logistics");
  unit->set_name("后勤保障处");
  auto* body = made.bundle.add_roles();
  body->set_id("group");
  body->add_members("president");
  body->add_members("role:secretary");
  return made;
}

wire::MatterView a_duty() {
  wire::MatterView view;
  view.set_id(4711);
  view.set_number("督〔2027〕12号");
  view.set_version(5);
  view.set_updated_at(ms_at("2027-06-01T08:00:00+08:00"));
  view.mutable_row()->set_kind("duty");
  view.mutable_row()->set_open(true);
  view.mutable_row()->set_work(wire::AWAITING);
  view.mutable_body()->set_title("全面从严治党推进会议");
  auto& state = *view.mutable_body()->mutable_duty();
  state.set_due_at(ms_at("2027-07-15T17:30:00+08:00"));
  state.mutable_occurrence()->set_duty("midyear");
  state.mutable_occurrence()->set_party("unit:logistics");
  auto& obligation = *state.mutable_occurrence()->mutable_obligation();
  obligation.set_title("全面从严治党推进会议");
  obligation.set_clause("四（一）1");
  obligation.add_support("unit:jwc");
  return view;
}

wire::MatterView a_meeting() {
  auto view = a_duty();
  auto& state = *view.mutable_body()->mutable_duty();
  auto& obligation = *state.mutable_occurrence()->mutable_obligation();
  obligation.set_meeting(true);
  obligation.add_attendees("body:group");
  state.set_scheduled_at(ms_at("2027-07-08T14:00:00+08:00"));
  state.set_minutes(90);
  state.set_place("行政楼，三层; 第一会议室");
  state.set_sequence(3);
  return view;
}

std::string calendar(std::string_view party, const std::vector<wire::MatterView>& views) {
  return feed_calendar(party, views, rules(), false);
}

// Lines unfolded (RFC 5545, 3.1).
std::string unfolded(std::string text) {
  for (auto at = text.find("\r\n "); at != std::string::npos; at = text.find("\r\n ", at)) text.erase(at, 3);
  return text;
}

TEST(FeedCalendar, ADeadlineIsADayWithItsHourInTheTitle) {
  const auto text = unfolded(calendar("unit:logistics", {a_duty()}));
  for (const char* line : {"METHOD:PUBLISH\r\n", "DTSTART;VALUE=DATE:20270715\r\n", "SUMMARY:〔截止17:30〕全面从严治党推进会议\r\n",
                           "SEQUENCE:5\r\n", "DTSTAMP:20270601T000000Z\r\n", "STATUS:CONFIRMED\r\n", "X-WR-CALNAME:履责日程·后勤保障处\r\n",
                           "REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n",
                           "DESCRIPTION:编号：督〔2027〕12号\\n依据：《实施办法》四（一）1\\n状态：待签收\\n联系：校内 0000\r\n"})
    EXPECT_THAT(text, HasSubstr(line));
  EXPECT_THAT(text, HasSubstr("UID:" + id_text(std::uint64_t{4711}) + "-due@fenghuo\r\n"));
}

TEST(FeedCalendar, MidnightBelongsToTheDayBefore) {
  auto view = a_duty();
  view.mutable_body()->mutable_duty()->set_due_at(ms_at("2027-07-16T00:00:00+08:00"));
  const auto text = unfolded(calendar("unit:logistics", {view}));
  EXPECT_THAT(text, HasSubstr("DTSTART;VALUE=DATE:20270715\r\n"));
  EXPECT_THAT(text, HasSubstr("〔截止24:00〕"));
}

TEST(FeedCalendar, ADateOfAYearWithoutItsNoticeIsTentative) {
  auto view = a_duty();
  view.mutable_body()->mutable_duty()->set_due_at(ms_at("2028-07-15T17:30:00+08:00"));
  EXPECT_THAT(calendar("unit:logistics", {view}), HasSubstr("STATUS:TENTATIVE"));
}

TEST(FeedCalendar, AMeetingIsTheOneOfItsInvitation) {
  const auto text = unfolded(calendar("role:president", {a_meeting()}));
  EXPECT_THAT(text, HasSubstr("UID:" + id_text(std::uint64_t{4711}) + "-role-president@fenghuo\r\n"));
  for (const char* line : {"DTSTART:20270708T060000Z\r\n", "DTEND:20270708T073000Z\r\n", "SEQUENCE:3\r\n",
                           "SUMMARY:全面从严治党推进会议\r\n", "LOCATION:行政楼，三层\\; 第一会议室\r\n"})
    EXPECT_THAT(text, HasSubstr(line));
  EXPECT_THAT(text, Not(HasSubstr("截止"))) << "the deadline is not an attendee's";
}

TEST(FeedCalendar, BeforeItsDateIsFixedThereIsNoMeeting) {
  auto view = a_meeting();
  view.mutable_body()->mutable_duty()->set_scheduled_at(0);
  EXPECT_THAT(calendar("role:president", {view}), Not(HasSubstr("BEGIN:VEVENT")));
}

TEST(FeedCalendar, LinesAreFoldedBetweenWholeCharacters) {
  auto view = a_meeting();
  std::string place;
  for (int i = 0; i < 80; ++i) place += "楼";
  view.mutable_body()->mutable_duty()->set_place(place);
  const auto text = calendar("role:president", {view});
  for (std::size_t at = 0; at < text.size();) {
    const auto end = text.find("\r\n", at);
    ASSERT_NE(end, std::string::npos) << "every line ends with CRLF";
    EXPECT_LE(end - at, 75U);
    at = end + 2;
  }
  EXPECT_THAT(unfolded(text), HasSubstr("LOCATION:" + place));
}

TEST(FeedCalendar, WordsCantAddLinesOfTheirOwn) {
  auto view = a_meeting();
  view.mutable_body()->set_title("a\r\nATTACH:x,y;z\\");
  const auto text = unfolded(calendar("role:president", {view}));
  EXPECT_THAT(text, HasSubstr("SUMMARY:a  ATTACH:x\\,y\\;z\\\\\r\n"));
  EXPECT_THAT(text, Not(HasSubstr("\r\nATTACH")));
}

TEST(FeedCalendar, OfANumberOnlyDutyTheCatalogueTitleIsAll) {
  auto view = a_meeting();
  view.mutable_body()->set_title("另写的标题");
  auto& state = *view.mutable_body()->mutable_duty();
  state.mutable_occurrence()->mutable_obligation()->set_number_only(true);
  state.set_materials("材料甲");
  const auto text = unfolded(calendar("role:president", {view}) + calendar("unit:logistics", {view}));
  EXPECT_THAT(text, HasSubstr("全面从严治党推进会议"));
  for (const char* words : {"另写的标题", "材料甲", "第一会议室", "四（一）1"}) EXPECT_THAT(text, Not(HasSubstr(words)));
}

TEST(FeedCalendar, ATitleThatWaitsForReviewIsNotShown) {
  auto view = a_duty();
  view.mutable_body()->set_title("某某同学");
  view.mutable_body()->set_title_quarantined(true);
  EXPECT_THAT(calendar("unit:logistics", {view}), Not(HasSubstr("某某同学")));
}

TEST(FeedCalendar, ACutOneSaysHowManyItLists) {
  const std::vector<wire::MatterView> two{a_duty(), a_meeting()};
  EXPECT_THAT(unfolded(feed_calendar("unit:logistics", two, rules(), true)), HasSubstr("此处只列2件")) << "whichever bound cut it";
  EXPECT_THAT(unfolded(feed_calendar("unit:logistics", two, rules(), false)), Not(HasSubstr("此处只列")));
}

TEST(Concerns, ThoseWhoLeadSupportOrAreInvited) {
  const auto bundle = rules().bundle;
  auto view = a_meeting();
  for (const char* party : {"unit:logistics", "unit:jwc", "role:president", "role:secretary"})
    EXPECT_TRUE(concerns(view, party, bundle)) << party;
  for (const char* party : {"unit:security", "role:other", "role:presiden"}) EXPECT_FALSE(concerns(view, party, bundle)) << party;
  auto* lead = view.mutable_body()->add_groups();
  lead->add_parties("unit:security");
  EXPECT_TRUE(concerns(view, "unit:security", bundle));
  EXPECT_FALSE(concerns(view, "unit:logistics", bundle)) << "it was handed on";
  view.mutable_row()->set_open(false);
  EXPECT_FALSE(concerns(view, "unit:security", bundle)) << "it is over";
}

TEST(Concerns, NoWarningIsInAFeed) {
  wire::MatterView view;
  view.mutable_row()->set_kind("warning");
  view.mutable_row()->set_open(true);
  view.mutable_body()->add_groups()->add_parties("unit:logistics");
  EXPECT_FALSE(concerns(view, "unit:logistics", rules().bundle));
}

TEST(Mentions, LetEveryDutyOfThePartyThrough) {
  const auto bundle = rules().bundle;
  const auto view = a_meeting();
  const std::string body = view.body().SerializeAsString();
  for (const char* party : {"unit:logistics", "unit:jwc", "role:president", "role:secretary"}) {
    const auto texts = mentions_of(party, bundle);
    EXPECT_TRUE(std::any_of(texts.begin(), texts.end(), [&](const auto& text) { return body.find(text) != std::string::npos; })) << party;
  }
}

TEST(FeedCalendar, SaysThatItsValuesAreUnconfirmed) {
  auto view = a_duty();
  EXPECT_THAT(unfolded(calendar("unit:logistics", {view})), Not(HasSubstr("待校党委确认")));
  view.mutable_body()->mutable_duty()->mutable_occurrence()->mutable_obligation()->set_proposed(true);
  EXPECT_THAT(unfolded(calendar("unit:logistics", {view})), HasSubstr("确认：时点等默认值待校党委确认"));
}

}  // namespace
}  // namespace fenghuo::gateway
