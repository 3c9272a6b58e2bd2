// Every sequence of acts and times up to a length, on the small rules: none may leave a duty silent, without a next step, saying anything
// twice or outside its hours.
#include <cstdio>
#include <unordered_map>
#include <unordered_set>

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
    {"merge", [](School& s) { s.act(wire::MERGE, "role:office", [](wire::Action& a) { a.set_evidence("督〔2026〕3号"); }); }},
    {"three days", [](School& s) { s.until(s.now() + 3 * day); }},
    {"outage", [](School& s) { s.jump(clock_text(s.now() + 20 * day + 11 * hour)).settle(); }},
};

// Two months of a matter cost as much as fifty acts: so many states, picked by their digest, have one that is left alone.
#ifdef FENGHUO_SANITIZED
constexpr std::size_t left_alone_one_in = 16;
#else
constexpr std::size_t left_alone_one_in = 4;
#endif

struct Search {
  std::uint64_t sequences = 0, decisions = 0;
  std::unordered_map<std::size_t, int> walked;  // state → the longest sequence that was walked from it: the same state has the same future
  std::unordered_set<std::size_t> foretold;
  std::string broken;
  std::vector<const char*> path;

  void report(const std::string& what) {
    if (!broken.empty()) return;
    broken = what + " after";
    for (const auto* step : path) broken.append(" · ").append(step);
  }

  // Left alone for two months, an open duty is heard of.
  void foretell(const School& from, std::size_t state) {
    if (!from.slot().open() || state % left_alone_one_in != 0 || !foretold.insert(state).second) return;
    School s = from;
    s.take();
    s.until(s.now() + 62 * day);
    if (!s.broken.empty()) return report(s.broken);
    if (s.slot().open() && s.take().empty()) report("silent for two months");
  }

  static std::uint64_t sequences_of(int length) { return length == 0 ? 0 : triggers.size() * (1 + sequences_of(length - 1)); }

  void run(const School& from, int length) {
    for (const auto& trigger : triggers) {
      School s = from;
      s.decisions = 0;
      path.push_back(trigger.name);
      trigger.pull(s);
      ++sequences;
      decisions += s.decisions;
      if (!s.broken.empty()) report(s.broken);
      s.take(), s.events({});  // looked at; every copy from here on is the lighter
      go_on(s, length - 1);
      path.pop_back();
      if (!broken.empty()) return;
    }
  }

  void go_on(School& s, int length) {
    const auto state = s.state();
    foretell(s, state);
    auto& known = walked[state];
    if (known >= length) {
      sequences += sequences_of(length);
      return;
    }
    known = length;
    if (broken.empty()) run(s, length);
  }
};

Search search(const wire::Occurrence& occurrence, const std::string& start, int length) {
  School s(at("2026-05-20 09:00"));
  s.open(occurrence).until(start);
  s.take();
  Search out;
  out.run(s, length);
  std::printf("exhaustive: %s from %s, up to %d: %llu sequences through %zu states, %llu decisions, %zu left alone\n",
              occurrence.duty().c_str(), start.c_str(), length, static_cast<unsigned long long>(out.sequences), out.walked.size(),
              static_cast<unsigned long long>(out.decisions), out.foretold.size());
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
