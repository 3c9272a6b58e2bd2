// Every sequence of acts and times up to a length, on the small rules: none may leave a duty silent, without a next step, saying anything
// twice or outside its hours.
#include <cstdio>

#include "services/escalator/test_school.hpp"

namespace fenghuo::escalator::testing {
namespace {

constexpr std::int64_t day = 24 * hour;

struct Trigger {
  const char* name;
  void (*pull)(School&);
};

void why(wire::Action& a) { a.set_reason("理由"); }

const std::vector<Trigger> triggers = {
    {"ack", [](School& s) { s.act(wire::ACK, "unit:hq"); }},
    {"progress", [](School& s) { s.act(wire::PROGRESS, "unit:hq", [](wire::Action& a) { a.set_note("进展"); }); }},
    {"submit", [](School& s) { s.act(wire::SUBMIT_DONE, "unit:hq", [](wire::Action& a) { a.set_evidence("校党〔2026〕12号"); }); }},
    {"verify", [](School& s) { s.act(wire::VERIFY, "role:office"); }},
    {"return", [](School& s) { s.act(wire::RETURN_BACK, "role:office", why); }},
    {"extend",
     [](School& s) {
       s.act(wire::EXTEND, "unit:hq", [&](wire::Action& a) {
         a.set_reason("材料未齐");
         a.set_until(std::max(s.now(), s.duty().due_at()) + 10 * day);
       });
     }},
    {"approve", [](School& s) { s.act(wire::APPROVE, "role:vice"); }},
    {"transfer", [](School& s) { s.act(wire::TRANSFER, "role:office", [](wire::Action& a) { a.set_target_unit("bw"); }); }},
    {"decline", [](School& s) { s.act(wire::DECLINE, "unit:hq", why); }},
    {"issue", [](School& s) { s.act(wire::ISSUE, "role:office", [](wire::Action& a) { a.set_slip("order"); }); }},
    {"explain", [](School& s) { s.act(wire::EXPLAIN, "unit:hq", why); }},
    {"looked into", [](School& s) { s.act(wire::EXPLAIN, "role:office", why); }},
    {"urgent", [](School& s) { s.act(wire::URGENT, "unit:hq", why); }},
    {"fail", [](School& s) { s.fail("unit:hq"); }},
    {"schedule",
     [](School& s) {
       s.act(wire::SCHEDULE, "unit:dxb", [&](wire::Action& a) {
         a.set_at(std::min(s.now() + 12 * day, s.duty().due_at()));
         a.set_place("会议室");
       });
     }},
    {"amend",
     [](School& s) {
       auto occurrence = s.duty().occurrence();
       occurrence.set_due_at(occurrence.due_at() + 3 * day);
       s.open(occurrence);
     }},
    {"merge", [](School& s) { s.act(wire::MERGE, "role:office", why); }},
    {"three days", [](School& s) { s.until(s.now() + 3 * day); }},
    {"outage", [](School& s) { s.jump(clock_text(s.now() + 20 * day + 11 * hour)).settle(); }},
};

constexpr std::uint64_t foretell_every = 23;

struct Search {
  std::uint64_t sequences = 0, decisions = 0;
  std::string broken;
  std::vector<const char*> path;

  void report(const std::string& what) {
    if (!broken.empty()) return;
    broken = what + " after";
    for (const auto* step : path) broken += std::string(" · ") + step;
  }

  // Left alone for two months, an open duty is heard of.
  void foretell(const School& from) {
    if (!from.slot().open()) return;
    School s = from;
    s.take();
    s.until(s.now() + 62 * day);
    if (!s.broken.empty()) return report(s.broken);
    if (s.slot().open() && s.take().empty()) report("silent for two months");
  }

  void run(const School& from, int length) {
    for (const auto& trigger : triggers) {
      School s = from;
      s.decisions = 0;
      path.push_back(trigger.name);
      trigger.pull(s);
      ++sequences;
      decisions += s.decisions;
      if (!s.broken.empty()) report(s.broken);
      if (sequences % foretell_every == 0) foretell(s);
      if (length > 1 && broken.empty()) run(s, length - 1);
      path.pop_back();
      if (!broken.empty()) return;
    }
  }
};

Search search(const wire::Occurrence& occurrence, const std::string& start, int length) {
  School s(at("2026-05-20 09:00"));
  s.open(occurrence).until(start);
  s.take();
  Search out;
  out.run(s, length);
  std::printf("exhaustive: %s from %s, up to %d: %llu sequences, %llu decisions\n", occurrence.duty().c_str(), start.c_str(), length,
              static_cast<unsigned long long>(out.sequences), static_cast<unsigned long long>(out.decisions));
  return out;
}

TEST(DutyExhaustive, EverySequenceOfThreeFromEveryStageOfALife) {
  for (const char* start : {"2026-05-21 09:00", "2026-06-10 10:00", "2026-07-14 10:00", "2026-07-15 17:30", "2026-07-17 21:00"}) {
    for (const auto& occurrence : {report_due(), meeting_due()}) {
      const auto done = search(occurrence, start, 3);
      EXPECT_EQ(done.broken, "");
      EXPECT_EQ(done.sequences, 19U + 19U * 19U + 19U * 19U * 19U);
    }
  }
}

}  // namespace
}  // namespace fenghuo::escalator::testing
