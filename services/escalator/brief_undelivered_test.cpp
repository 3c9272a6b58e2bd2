// A brief that does not arrive: the next contact, the next day's brief, and in the end nobody is late for what never reached him.
#include "services/escalator/test_school.hpp"

namespace fenghuo::escalator::testing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr const char* leader = "role:vice";

void add_contact(wire::Bundle& bundle, google::protobuf::RepeatedPtrField<std::string>* contacts, const std::string& id) {
  auto& destination = *bundle.add_destinations();
  destination.set_id(id);
  destination.set_channel("webhook");
  destination.set_on_campus(true);
  contacts->Add()->assign(id);
}

wire::Bundle with_two_contacts() {
  auto bundle = duty_rules();
  add_contact(bundle, role_of(bundle, "vice").mutable_contacts(), "d-vice-2");
  return bundle;
}

// A leader's own duty, due on 15 July: its brief of 6 July (T-7) speaks of it.
School told(const wire::Bundle& bundle = with_two_contacts()) {
  School s(at("2026-05-20 09:00"), bundle);
  auto occurrence = report_due();
  occurrence.set_party(leader);
  s.open(occurrence).until("2026-07-06 07:00").take();
  s.until("2026-07-06 12:00");
  return s;
}

std::vector<Sent> briefs(School& s, const std::string& party = leader) {
  auto all = s.take();
  std::erase_if(all, [&](const Sent& one) { return one.party != party || one.kind != "brief"; });
  return all;
}

std::vector<std::string> days_of(const std::vector<Sent>& all) {
  std::vector<std::string> out;
  for (const auto& one : all) out.push_back(clock_text(one.at).substr(5, 5) + " " + one.destination);
  return out;
}

wire::InboxBody entry(std::uint64_t matter, const std::string& kind, const std::string& why, const std::string& actor = "escalator") {
  wire::InboxBody body;
  body.set_actor(actor);
  body.set_occurred_at(at("2026-07-03 08:20"));
  auto& one = *body.mutable_digest_entry();
  one.set_matter_id(matter);
  one.set_kind(kind);
  one.set_why(why);
  one.set_title("事项");
  return body;
}

TEST(BriefUndelivered, GoesOverTheNextContactOnTheSameDay) {
  auto s = told();
  const auto first = briefs(s);
  ASSERT_THAT(days_of(first), ElementsAre("07-06 d-vice"));
  s.dies(first[0]);
  const auto second = briefs(s);
  ASSERT_THAT(days_of(second), ElementsAre("07-06 d-vice-2"));
  EXPECT_EQ(second[0].subject, first[0].subject);
  EXPECT_EQ(second[0].text, first[0].text);
  EXPECT_EQ(s.duty().clock_stopped_at(), 0);
  EXPECT_EQ(s.broken, "");
}

TEST(BriefUndelivered, ByEveryContactStopsTheClockOfWhatItSpokeOf) {
  auto s = told();
  s.dies(briefs(s).at(0));
  s.dies(briefs(s).at(0));
  EXPECT_EQ(s.duty().clock_stopped_at(), at("2026-07-06 12:00"));
  const auto said = s.said();
  EXPECT_THAT(said, Contains(HasSubstr("unit:dxb 〔送达异常〕责任落实报告")));
  EXPECT_THAT(said, Contains(HasSubstr("role:operator 【系统告警】每日呈阅未送达：角色vice")));
  s.until("2026-07-17 18:00");
  EXPECT_EQ(s.duty().late(), "in_time") << "two days past the deadline";
  s.act(wire::EXPLAIN, "role:office", [](wire::Action& a) { a.set_reason("邮箱已更正"); });
  EXPECT_EQ(s.duty().clock_stopped_at(), 0);
  EXPECT_EQ(s.duty().stopped_ms(), at("2026-07-17 18:00") - at("2026-07-06 12:00"));
  EXPECT_EQ(s.broken, "");
}

TEST(BriefUndelivered, OfALeaderWhoseDutyItIsNotStopsNothing) {
  School s(at("2026-05-20 09:00"));
  s.open(report_due()).act(wire::ACK, "unit:hq").until("2026-07-16 07:00").take();
  s.until("2026-07-16 12:00");
  const auto up = briefs(s);
  ASSERT_EQ(up.size(), 1U);  // one working day late: reported to whom it reports
  s.dies(up[0]);
  EXPECT_EQ(s.duty().clock_stopped_at(), 0);
  EXPECT_EQ(s.duty().late(), "overdue");
  EXPECT_THAT(s.said(), Contains(HasSubstr("每日呈阅未送达")));
}

TEST(BriefUndelivered, InItsDayIsHandedOnToTheNext) {
  auto s = told();
  const auto first = briefs(s).at(0);
  EXPECT_EQ(first.expires, at("2026-07-07 00:00"));
  s.until("2026-07-06 18:00").dies(first);
  EXPECT_THAT(s.take(), IsEmpty()) << "nothing at six in the evening, and no alarm";
  EXPECT_EQ(s.at_key(first.key).row.work(), wire::MERGED) << "a replay of the old one is withdrawn";
  s.until("2026-07-07 12:00");
  const auto next = briefs(s);
  ASSERT_THAT(days_of(next), ElementsAre("07-07 d-vice"));
  EXPECT_THAT(next[0].text, HasSubstr("责任落实报告"));
  EXPECT_EQ(s.duty().clock_stopped_at(), 0);
  EXPECT_EQ(s.broken, "");
}

TEST(BriefUndelivered, OfAFridayWaitsForMonday) {
  School s(at("2026-05-20 09:00"), with_two_contacts());
  auto occurrence = report_due("2026-07-14 17:30");  // T-7 is Friday 3 July
  occurrence.set_party(leader);
  s.open(occurrence).until("2026-07-03 12:00");
  const auto first = briefs(s).back();
  ASSERT_EQ(clock_text(first.at).substr(0, 10), "2026-07-03");
  EXPECT_EQ(first.expires, at("2026-07-06 00:00"));
  s.until("2026-07-04 10:00").dies(first).until("2026-07-06 12:00");
  EXPECT_THAT(days_of(briefs(s)), ElementsAre("07-06 d-vice"));
  EXPECT_EQ(s.broken, "");
}

TEST(BriefUndelivered, SaysNoMoreWhatWasAnsweredMeanwhile) {
  auto s = told();
  const auto first = briefs(s).at(0);
  s.until("2026-07-06 14:00").act(wire::SUBMIT_DONE, leader, [](wire::Action& a) { a.set_evidence("校党〔2026〕12号"); });
  ASSERT_EQ(s.code(), wire::DONE);
  s.until("2026-07-06 18:00").dies(first).until("2026-07-07 12:00");
  EXPECT_THAT(briefs(s), IsEmpty());
  EXPECT_EQ(s.broken, "");
}

TEST(BriefUndelivered, NeverSaysOneThingTwiceAndKeepsTheNewer) {
  School s(at("2026-07-06 10:00"));
  const std::string key = "brief/vice/2026-07-07";
  s.put(key, entry(5, "do", "今天的"));
  s.put(key, entry(5, "do", "昨天的", "brief"));
  s.put(key, entry(5, "overdue", "昨天的", "brief"));
  s.put(key, entry(6, "do", "昨天的", "brief"));
  s.put(key, entry(6, "do", "昨天的", "brief"));
  const auto& entries = s.at_key(key).matter.entries();
  ASSERT_EQ(entries.size(), 3);
  EXPECT_EQ(entries[0].why(), "今天的");
  EXPECT_EQ(s.at_key(key).matter.entries_total(), 3U);
  EXPECT_EQ(s.broken, "");
}

TEST(BriefUndelivered, AsksAgainWhatWasAskedAnewAfterAnAnswer) {
  School s(at("2026-07-06 10:00"));
  const std::string key = "brief/vice/2026-07-07";
  s.put(key, entry(5, "verify", "一")).put(key, entry(5, "settled", "answered")).put(key, entry(5, "verify", "二"));
  s.put(key, entry(6, "verify", "一")).put(key, entry(6, "settled", "answered"));
  s.until("2026-07-07 12:00");
  const auto first = briefs(s);
  ASSERT_EQ(first.size(), 1U);
  s.until("2026-07-07 18:00").dies(first[0]).until("2026-07-08 12:00");
  ASSERT_EQ(briefs(s).size(), 1U);
  const auto& entries = s.at_key("brief/vice/2026-07-08").matter.entries();
  ASSERT_EQ(entries.size(), 1);
  EXPECT_EQ(entries[0].matter_id(), 5U);
}

TEST(BriefUndelivered, InvitesNobodyToAMeetingThatIsOver) {
  School s(at("2026-06-01 09:00"));
  s.open(meeting_due());
  s.act(wire::SCHEDULE, "unit:dxb", [](wire::Action& a) { a.set_at(at("2026-06-03 08:00")), a.set_place("礼堂"); });
  ASSERT_EQ(s.code(), wire::DONE) << s.outcome().detail();
  s.until("2026-06-02 12:00");
  const auto invited = briefs(s);
  ASSERT_EQ(invited.size(), 1U);
  ASSERT_EQ(invited[0].model.invitations_size(), 1);
  s.until("2026-06-02 18:00").dies(invited[0]);
  EXPECT_FALSE(s.at_key(invited[0].key).open());
  s.until("2026-06-03 07:00");
  EXPECT_THAT(briefs(s), IsEmpty());
  EXPECT_EQ(s.broken, "");
}

TEST(BriefUndelivered, CountsTheDaysAnew) {
  School s(at("2026-07-06 10:00"));
  auto carried = entry(5, "do", "距截止7个工作日", "brief");
  carried.mutable_digest_entry()->set_due_at(at("2026-07-15 17:30"));
  s.put("brief/vice/2026-07-07", carried).until("2026-07-07 12:00");
  const auto sent = briefs(s);
  ASSERT_EQ(sent.size(), 1U);
  EXPECT_THAT(sent[0].text, HasSubstr("距截止6个工作日"));
}

TEST(BriefUndelivered, ForDaysIsLookedIntoThoughItIsHandedOn) {
  auto s = told();
  std::vector<std::string> days;
  for (const char* day : {"07-06", "07-07", "07-08", "07-09"}) {
    const auto sent = briefs(s);
    ASSERT_EQ(sent.size(), 1U) << day;
    days.push_back(clock_text(sent[0].at).substr(5, 5));
    EXPECT_EQ(s.duty().clock_stopped_at(), 0) << day;
    s.until(std::string("2026-") + day + " 18:00").dies(sent[0]);
    if (day == std::string("07-09")) break;
    s.until("2026-07-" + std::to_string(std::stoi(std::string(day).substr(3)) + 1 + 100).substr(1) + " 12:00");
  }
  EXPECT_THAT(days, ElementsAre("07-06", "07-07", "07-08", "07-09"));
  EXPECT_NE(s.duty().clock_stopped_at(), 0) << "three working days";
  EXPECT_THAT(s.said(), Contains(HasSubstr("每日呈阅未送达")));
  s.until("2026-07-10 12:00");
  EXPECT_THAT(days_of(briefs(s)), ElementsAre("07-10 d-vice")) << "and it is still said as soon as it can be";
  EXPECT_EQ(s.broken, "");
}

}  // namespace
}  // namespace fenghuo::escalator::testing
