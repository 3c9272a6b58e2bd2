// A year in which mail fails: a relay that is down for days, also around weekends and the long holidays, answers that ask to come again,
// pauses that end on a day off. Whatever brings a message up, it leaves in its hours; a leader has one mail a day, and nothing is lost.
#include <gmock/gmock.h>

#include <regex>

#include "services/fenghuo/test_years.hpp"

namespace fenghuo::simulate {
namespace {

using namespace testing;  // NOLINT(google-build-using-namespace): the words of these tests

Instant at(const char* text) { return parse_rfc3339(std::string(text) + ":00+08:00").value(); }

struct Window {
  const char *from, *to;
};
using Windows = std::vector<Window>;

const Windows short_ones = {{"2026-03-12T00:00", "2026-03-13T03:00"},   // all Thursday
                            {"2026-04-10T16:50", "2026-04-11T09:00"},   // from a Friday's evening on
                            {"2026-05-15T09:00", "2026-05-17T12:00"},   // a Friday, and its weekend
                            {"2026-06-18T10:00", "2026-06-20T09:00"},   // into a holiday
                            {"2026-09-30T08:00", "2026-10-05T11:00"},   // the last day before the long holiday
                            {"2026-11-16T07:00", "2026-11-18T06:00"}};  // two days
const Windows long_ones = {{"2026-02-12T08:00", "2026-02-26T12:00"},
                           {"2026-07-01T08:00", "2026-07-09T15:00"},
                           {"2026-09-24T08:00", "2026-10-10T10:00"},
                           {"2026-12-07T08:00", "2026-12-15T08:00"}};

const Window* in(const Windows& windows, Instant t) {
  for (const auto& window : windows) {
    if (at(window.from) <= t && t < at(window.to)) return &window;
  }
  return nullptr;
}

// The relay asks to come again, in waits that grow.
Carrier down(const Windows& windows) {
  return [&windows](Instant now, const wire::OutMessage& message) -> Carried {
    if (in(windows, now) == nullptr) return {};
    return {Carried::How::later, now + std::chrono::minutes{10 + message.dedup().size() % 230}};
  };
}

// Nothing leaves before the pause ends, and then all at once.
Carrier paused(const Windows& windows) {
  return [&windows](Instant now, const wire::OutMessage&) -> Carried {
    const auto* window = in(windows, now);
    return window == nullptr ? Carried{} : Carried{Carried::How::later, at(window->to)};
  };
}

// Every third attempt of the year is asked to come again.
Carrier fickle() {
  return [n = 0](Instant now, const wire::OutMessage&) mutable -> Carried {
    return ++n % 3 == 0 ? Carried{Carried::How::later, now + std::chrono::minutes{7 * (n % 97)}} : Carried{};
  };
}

// A mailbox that nobody has any more.
Carrier without(const std::string& party) {
  return [party](Instant, const wire::OutMessage& message) -> Carried {
    return message.party() == party ? Carried{Carried::How::refused, {}} : Carried{};
  };
}

struct Case {
  const char* name;
  Carrier carrier;
};

class Outages : public ::testing::TestWithParam<std::tuple<int, People::Acts>> {
 protected:
  static const std::vector<Case>& cases() {
    static const std::vector<Case> all = {{"down", down(short_ones)},     {"long", down(long_ones)},
                                          {"paused", paused(short_ones)}, {"paused_long", paused(long_ones)},
                                          {"fickle", fickle()},           {"refused", without("role:vice_president_1")}};
    return all;
  }
  const Case& one() const { return cases()[static_cast<std::size_t>(std::get<0>(GetParam()))]; }
  const Collected& run() const {
    static std::map<std::tuple<int, People::Acts>, Collected> runs;
    auto& known = runs[GetParam()];
    if (known.messages.empty()) known = year_of(shipped(), 2026, std::get<1>(GetParam()), one().carrier);
    return known;
  }
};

TEST_P(Outages, nothing_leaves_on_a_day_off_or_outside_its_hours) {
  ASSERT_GT(run().messages.size(), 1000U);
  for (const auto& m : run().messages) ASSERT_NO_FATAL_FAILURE(expect_in_its_hours(m));
}

TEST_P(Outages, a_leader_gets_at_most_one_mail_a_day_and_reads_nothing_twice_in_it) {
  const auto leaders = leaders_of(shipped());
  std::set<std::string> liaisons;
  for (const auto& role : shipped().roles()) liaisons.insert("role:" + role.liaison());
  std::map<std::pair<std::string, sys_days>, const Message*> heard;
  for (const auto& m : run().messages) {
    if (!leaders.contains(m.party)) continue;
    const auto [before, first] = heard.emplace(std::pair(m.party, local_day(m.at)), &m);
    ASSERT_TRUE(first) << said(*before->second) << "\nand " << said(m);
    if (liaisons.contains(m.party)) continue;  // reads of one matter once for each of its leaders
    std::set<std::pair<std::string, std::string>> read;
    for (const auto& entry : m.entries) ASSERT_TRUE(read.emplace(entry.matter, entry.kind).second) << said(m) << ": " << entry.matter;
  }
  EXPECT_GT(heard.size(), 20U);
}

std::string name_of(const ::testing::TestParamInfo<Outages::ParamType>& year) {
  static const std::vector<std::string> names = {"down", "long", "paused", "paused_long", "fickle", "refused"};
  return names[static_cast<std::size_t>(std::get<0>(year.param))] + (std::get<1>(year.param) == People::Acts::all ? "_all" : "_none");
}

INSTANTIATE_TEST_SUITE_P(Shipped, Outages,
                         ::testing::Combine(::testing::Range(0, 6), ::testing::Values(People::Acts::none, People::Acts::all)), name_of);

// party, matter, kind
std::set<std::tuple<std::string, std::string, std::string>> read_by_leaders(const Collected& year, const char* until = "2027-01-01T00:00") {
  const auto leaders = leaders_of(shipped());
  std::set<std::tuple<std::string, std::string, std::string>> out;
  for (const auto& m : year.messages) {
    if (!leaders.contains(m.party) || m.at >= at(until)) continue;
    for (const auto& entry : m.entries) out.emplace(m.party, entry.matter, entry.kind);
  }
  return out;
}

// Whose reminders did not arrive before the deadline: the clock stands, and nothing is reported to a leader until somebody has looked.
std::set<std::string> looked_into(const Collected& year) {
  std::set<std::string> out;
  for (const auto& m : year.messages) {
    if (m.subject.find("〔送达异常〕") != std::string::npos) out.insert(m.matter);
  }
  return out;
}

// How many overdue matters a leader's mails count without listing them: a list ends at fifty, the subject says how many there are.
std::map<std::string, std::size_t> counted_alone(const Collected& year) {
  static const std::regex overdue("逾期([0-9]+)件");
  std::map<std::string, std::size_t> out;
  for (const auto& m : year.messages) {
    std::smatch found;
    if (!std::regex_search(m.subject, found, overdue)) continue;
    const std::size_t all = std::stoul(found[1]);
    const auto listed = static_cast<std::size_t>(
        std::count_if(m.entries.begin(), m.entries.end(), [](const auto& entry) { return entry.kind == "overdue"; }));
    if (all > listed) out[m.party] += all - listed;
  }
  return out;
}

// A year with outages of one or two days: whatever a leader reads in a calm year is read in this one too, or counted where a list is full.
TEST(Outage, loses_nothing_that_a_leader_is_to_read) {
  const auto calm = read_by_leaders(year_of(shipped(), 2026, People::Acts::none), "2026-12-29T00:00");  // the rest may come next year
  ASSERT_GT(calm.size(), 50U);
  for (const auto& carrier : {down(short_ones), paused(short_ones), fickle()}) {
    const auto year = year_of(shipped(), 2026, People::Acts::none, carrier);
    const auto stormy = read_by_leaders(year);
    const auto faults = looked_into(year);
    auto counted = counted_alone(year);
    for (const auto& [party, matter, kind] : calm) {
      if (stormy.contains({party, matter, kind}) || (kind == "overdue" && faults.contains(matter))) continue;
      EXPECT_TRUE(kind == "overdue" && counted[party] > 0) << party << " never read of " << matter << " (" << kind << ")";
      if (counted[party] > 0) --counted[party];
    }
  }
}

// The relay was down all Thursday: Friday's mail says what Thursday's would have said.
TEST(Outage, the_next_mail_says_what_did_not_arrive) {
  const auto calm = year_of(shipped(), 2026, People::Acts::none);
  const auto leaders = leaders_of(shipped());
  std::map<sys_days, std::set<std::tuple<std::string, std::string, std::string>>> days;
  for (const auto& m : calm.messages) {
    if (!leaders.contains(m.party)) continue;
    for (const auto& entry : m.entries) days[local_day(m.at)].emplace(m.party, entry.matter, entry.kind);
  }
  std::size_t looked_at = 0;
  for (const auto& [day, entries] : days) {  // every day on which a leader is written to, down for that day alone
    if (++looked_at > 5) break;
    const Carrier carrier = [day = day](Instant now, const wire::OutMessage&) -> Carried {
      return local_day(now) == day ? Carried{Carried::How::later, now + std::chrono::hours{1}} : Carried{};
    };
    const auto stormy = year_of(shipped(), 2026, People::Acts::none, carrier);
    sys_days next = day + std::chrono::days{1};
    while (!works(next)) next += std::chrono::days{1};
    std::set<std::tuple<std::string, std::string, std::string>> read;
    for (const auto& m : stormy.messages) {
      ASSERT_FALSE(leaders.contains(m.party) && local_day(m.at) == day) << said(m);
      if (!leaders.contains(m.party) || local_day(m.at) != next) continue;
      for (const auto& entry : m.entries) read.emplace(m.party, entry.matter, entry.kind);
    }
    for (const auto& [party, matter, kind] : entries)
      EXPECT_TRUE(read.contains({party, matter, kind})) << party << " never read of " << matter << " (" << kind << ")";
  }
  EXPECT_GT(looked_at, 5U);
}

}  // namespace
}  // namespace fenghuo::simulate
