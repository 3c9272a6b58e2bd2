// Every sequence of triggers up to a length, on the small ladders: no sequence may leave a matter silent, without a next step, or telling
// anybody twice.
#include <cstdio>
#include <unordered_map>
#include <unordered_set>

#include "services/escalator/commitment.hpp"
#include "services/escalator/test_world.hpp"

namespace fenghuo::escalator::testing {
namespace {

struct Trigger {
  const char* name;
  void (*pull)(World&);
};

void with_reason(wire::Action& a) { a.set_reason("理由"); }

const std::vector<Trigger> core = {
    {"raise", [](World& w) { w.signal("red"); }},
    {"same", [](World& w) { w.signal(w.matter.level()); }},
    {"drop", [](World& w) { w.signal("yellow"); }},
    {"ack A", [](World& w) { w.ack("role:duty"); }},
    {"ack B", [](World& w) { w.ack("unit:hq"); }},
    {"tick", [](World& w) { w.open() ? w.tick() : w; }},
    {"far", [](World& w) { w.jump(w.now() - w.start() + 26 * hour).decide(); }},
    {"fail",
     [](World& w) {
       w.down();
       const auto told = w.matter.told();
       for (const auto& each : told) w.fail(each.party());
       w.back();
     }},
    {"transfer", [](World& w) { w.act(wire::TRANSFER, "role:office", [](wire::Action& a) { a.set_target_unit("bw"); }); }},
    {"decline", [](World& w) { w.act(wire::DECLINE, w.matter.units_size() > 0 ? "unit:" + w.matter.units(0) : "role:duty", with_reason); }},
};

const std::vector<Trigger> more = {
    {"lower", [](World& w) { w.act(wire::LOWER, "role:vice", [](wire::Action& a) { a.set_level("yellow"); }); }},
    {"progress", [](World& w) { w.act(wire::PROGRESS, "role:duty"); }},
    {"submit", [](World& w) { w.act(wire::SUBMIT_DONE, "role:duty", [](wire::Action& a) { a.set_evidence("文号"); }); }},
    {"verify", [](World& w) { w.act(wire::VERIFY, "role:office"); }},
    {"return", [](World& w) { w.act(wire::RETURN_BACK, "role:office", with_reason); }},
    {"cancel", [](World& w) { w.signal("red", wire::CANCEL); }},
    {"confirm", [](World& w) { w.act(wire::CONFIRM, "role:vice"); }},
    {"urgent", [](World& w) { w.act(wire::URGENT, "role:duty", with_reason); }},
    {"superior", [](World& w) { w.ack("role:secretary"); }},
    {"rebase", [](World& w) { w.act(wire::REBASE, ""); }},
};

// The longest a ladder may stay silent while somebody has to be found.
std::int64_t interval(const std::string& level) { return level == "red" ? 30 * minute : level == "orange" ? hour : 26 * hour; }

// All that the future depends on: the instant, the matter and its row (everybody can be reached again after each trigger).
std::size_t state_of(const World& w) {
  return std::hash<std::string>{}(std::to_string(w.now()) + '/' + w.row.SerializeAsString() + '/' + w.matter.SerializeAsString());
}

// How many sequences of 1 … length there are.
std::uint64_t sequences_of(std::size_t kinds, int length) {
  std::uint64_t all = 0;
  for (int i = 0; i < length; ++i) all = kinds * (1 + all);
  return all;
}

struct Search {
  std::uint64_t sequences = 0, decisions = 0, foretold = 0, messages = 0, met_again = 0;
  std::unordered_map<std::size_t, int> played;  // by state with its past: the longest sequences that were played from there
  std::unordered_set<std::size_t> known;        // hashes of states whose future was looked at: the same state has the same future
  std::string broken;
  std::vector<const char*> path;

  bool someone_needed(const World& w) const { return w.open() && w.matter.work() != wire::SUBMITTED && !covered(w.matter); }

  void report(const std::string& what) {
    if (!broken.empty()) return;
    broken = what + " after";
    for (const auto* step : path) broken += std::string(" · ") + step;
  }

  void check(const World& w) {
    if (!w.broken.empty()) report(w.broken);
    if (someone_needed(w) && w.row.next_at() - w.now() > interval(w.matter.level())) report("silent: the next step is too far");
  }

  // Left alone, somebody hears of it again within the interval.
  void foretell(const World& from) {
    if (!someone_needed(from) || !known.insert(state_of(from)).second) return;
    World w = from;
    const auto until = w.now() + interval(w.matter.level());
    ++foretold;
    for (int i = 0; i < 20; ++i) {
      w.tick();
      if (w.now() > until || !w.broken.empty()) break;
      if (w.queued > 0) return;
    }
    report("silent: nobody is told within the interval");
  }

  // What two sequences lead to alike goes on alike: its continuations are played once, and counted for both.
  void go_on(const World& from, const std::vector<Trigger>& triggers, int length) {
    auto& longest_played = played[from.state()];
    if (longest_played >= length) {
      sequences += sequences_of(triggers.size(), length);
      ++met_again;
      return;
    }
    longest_played = length;
    run(from, triggers, length);
  }

  void run(const World& from, const std::vector<Trigger>& triggers, int length) {
    for (const auto& trigger : triggers) {
      World w = from;
      w.decisions = 0;
      path.push_back(trigger.name);
      trigger.pull(w);
      ++sequences;
      decisions += w.decisions;
      messages += static_cast<std::uint64_t>(w.queued);
      check(w);
      foretell(w);
      if (length > 1 && broken.empty()) go_on(w, triggers, length - 1);
      path.pop_back();
      if (!broken.empty()) return;
    }
  }
};

Search search(const std::string& level, const std::vector<Trigger>& triggers, int length) {
  World w;
  w.keep_text = false;
  w.alert(level);
  Search search;
  search.run(w, triggers, length);
  std::printf("exhaustive: %s, %zu kinds, up to %d: %llu sequences, %llu decisions, %llu messages, %llu foretold, %llu met again\n",
              level.c_str(), triggers.size(), length, static_cast<unsigned long long>(search.sequences),
              static_cast<unsigned long long>(search.decisions), static_cast<unsigned long long>(search.messages),
              static_cast<unsigned long long>(search.foretold), static_cast<unsigned long long>(search.met_again));
  return search;
}

// With sanitizers one step less: they see the same code, ten times slower.
#ifdef FENGHUO_SANITIZED
constexpr int longest = 5;
constexpr std::uint64_t sequences_of_ten = 111'110;
#else
constexpr int longest = 6;
constexpr std::uint64_t sequences_of_ten = 1'111'110;
#endif

class Exhaustive : public ::testing::TestWithParam<const char*> {};

TEST_P(Exhaustive, EverySequenceOfTenKindsUpToSix) {
  const auto done = search(GetParam(), core, longest);
  EXPECT_EQ(done.broken, "");
  EXPECT_EQ(done.sequences, sequences_of_ten);
}

TEST_P(Exhaustive, EverySequenceOfAllKindsUpToFour) {
  auto all = core;
  all.insert(all.end(), more.begin(), more.end());
  const auto done = search(GetParam(), all, 4);
  EXPECT_EQ(done.broken, "");
  EXPECT_EQ(done.sequences, 168'420U);
}

INSTANTIATE_TEST_SUITE_P(Levels, Exhaustive, ::testing::Values("orange", "red"),
                         [](const auto& level) { return std::string(level.param); });

}  // namespace
}  // namespace fenghuo::escalator::testing
