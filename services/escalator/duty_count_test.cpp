// "3+N" with the shipped catalogue: the closed meetings of the year close the duty that counts them, under the key it was opened by.
#include "common/config/bundle_files.hpp"
#include "common/config/test_folder.hpp"
#include "common/obligations/expand.hpp"
#include "services/escalator/test_school.hpp"

namespace fenghuo::escalator::testing {
namespace {

constexpr const char* counting = "cyzd-3n";

enum class Counter { draft, confirmed };

wire::Bundle shipped(Counter counter) {
  auto bundle = config::load_draft(config::shipped_config, 2026).bundle;
  for (auto& duty : *bundle.mutable_duties()) {
    // The three meetings are confirmed, as in the demonstration.
    for (const char* id : {"cyzd-bushu", "cyzd-tuijin", "cyzd-zongjie"}) {
      if (duty.id() == id) duty.mutable_obligation()->set_draft(false);
    }
    if (duty.id() == counting) duty.mutable_obligation()->set_draft(counter == Counter::draft);
  }
  return bundle;
}

wire::Occurrence of_2026(const School& s, const std::string& duty) {
  wire::Occurrence found;
  const auto take = [&](const std::string&, const wire::Occurrence& one) {
    if (one.duty() == duty) found = one;
    return true;
  };
  obligations::expand(s.index().bundle(), s.index().calendar(), instant(at("2026-01-01 00:00")), instant(at("2027-01-01 00:00")), take);
  EXPECT_EQ(found.period(), "2026") << duty;
  return found;
}

void close(School& s, const wire::Occurrence& meeting, const std::string& when) {
  s.until(when).use(School::key_of(meeting));
  s.act(wire::SUBMIT_DONE, meeting.party(), [](wire::Action& a) { a.set_evidence("校党〔2026〕12号"); });
  ASSERT_EQ(s.code(), wire::DONE) << s.outcome().detail();
  s.act(wire::VERIFY, "role:" + s.index().bundle().dispatch_role());
  ASSERT_EQ(s.work(), wire::CLOSED) << s.outcome().detail();
}

std::vector<std::string> counters(const School& s) {
  auto keys = s.keys();
  std::erase_if(keys, [](const std::string& key) { return !key.starts_with(std::string("duty/") + counting + "/"); });
  return keys;
}

TEST(DutyCount, TheThreeShippedMeetingsCloseTheDutyThatCountsThem) {
  School s(at("2026-01-05 10:00"), shipped(Counter::confirmed));
  const auto counter = of_2026(s, counting);
  s.open(counter);
  std::vector<wire::Occurrence> meetings;
  for (const char* id : {"cyzd-bushu", "cyzd-tuijin", "cyzd-zongjie"}) s.open(meetings.emplace_back(of_2026(s, id)));
  const std::vector<std::string> days = {"2026-03-16 10:00", "2026-06-22 10:00", "2026-11-23 10:00"};
  for (std::size_t i = 0; i < meetings.size(); ++i) {
    s.use(School::key_of(counter));
    ASSERT_EQ(s.duty().counted(), i);
    ASSERT_TRUE(s.slot().open());
    close(s, meetings[i], days[i]);
  }
  s.use(School::key_of(counter));
  EXPECT_EQ(s.duty().counted(), 3U);
  EXPECT_EQ(s.work(), wire::CLOSED);
  EXPECT_EQ(s.slot().matter.close_reason(), "counted");
  EXPECT_EQ(counters(s).size(), 1U) << "nothing is counted into a matter of its own";
  EXPECT_EQ(s.broken, "");
}

TEST(DutyCount, ADraftIsNotTold) {
  School s(at("2026-01-05 10:00"), shipped(Counter::draft));
  const auto meeting = of_2026(s, "cyzd-bushu");
  s.open(meeting);
  close(s, meeting, "2026-03-16 10:00");
  EXPECT_TRUE(counters(s).empty()) << counters(s).front();
}

}  // namespace
}  // namespace fenghuo::escalator::testing
