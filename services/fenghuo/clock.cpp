// fenghuo confirm-clock, clock, idle: the ledger's time. A manual clock (tests) can be moved, a demonstration's moved ahead.
#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <iostream>
#include <thread>

#include "services/fenghuo/operated.hpp"
#include "services/fenghuo/reference.hpp"
#include "services/fenghuo/views.hpp"

namespace fenghuo::cli {

namespace {

constexpr std::chrono::milliseconds first_pause{2};
constexpr std::chrono::milliseconds longest_pause{50};

struct Move {
  std::string span;
  bool back = false;
};

Result<int> move_clock(Access& access, const char* what, const Move& move, bool as_json) {
  const auto span = parse_duration(move.span);
  if (!span) return tl::unexpected(span.error());
  const auto ms = move.back ? -span->count() : span->count();
  return say_operated(access.operate(what, {{"ms", std::to_string(ms)}}), "the clock moved by " + std::to_string(ms) + " ms", as_json);
}

// Asks again and again until nothing is due and nothing is leased.
Result<int> wait_idle(Access& access, double seconds, bool as_json) {
  const auto end = steady_now() + std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::duration<double>(seconds));
  auto pause = first_pause;
  while (true) {
    const auto status = access.status();
    if (!status) return tl::unexpected(status.error());
    if (!status->idle() && steady_now() < end) {
      std::this_thread::sleep_for(pause);
      pause = std::min(longest_pause, pause * 2);
      continue;
    }
    if (as_json) {
      print_json(boost::json::object{
          {"idle", status->idle()}, {"reason", status->idle_reason()}, {"seq", status->seq()}, {"now", access.time(status->now())}});
    } else {
      std::cout << (status->idle() ? "idle" : "not idle: " + status->idle_reason()) << '\n';
    }
    return status->idle() ? exit_ok : exit_problems;
  }
}

}  // namespace

void add_clock(CLI::App& app, Shared& shared) {
  add_leaf(app, shared, "confirm-clock", "a person says that the ledger's time is right: held ladders go on", [&shared] {
    return with_ledger(shared.common, [&](Access& access) {
      return say_operated(access.operate("confirm_clock"), "the clock is confirmed", shared.common.json);
    });
  });

  CLI::App* clock = add_group(app, "clock", "move a clock that is not the world's: manual (tests), or a demonstration's");
  const auto add_move = [&](const char* name, const char* what, const char* description) {
    auto move = std::make_shared<Move>();
    CLI::App* leaf = add_leaf(*clock, shared, name, description, [&shared, move, what] {
      return with_ledger(shared.common, [&](Access& access) { return move_clock(access, what, *move, shared.common.json); });
    });
    leaf->add_option("duration", move->span, "45s, 30m, 2h, 1d")->required();
    return std::pair(leaf, move);
  };
  add_move("advance", "clock_advance", "time passes: both hands go forward");
  const auto [jump, move] = add_move("jump-wall", "clock_wall_jump", "the wall clock alone is set forward or back");
  jump->add_flag("--back", move->back, "back instead of forward");

  auto seconds = std::make_shared<double>(10);
  CLI::App* idle =
      add_leaf(app, shared, "idle", "wait until nothing is due and nothing is leased; exit 1 when it takes longer", [&shared, seconds] {
        return with_ledger(shared.common, [&](Access& access) { return wait_idle(access, *seconds, shared.common.json); });
      });
  idle->add_option("--wait", *seconds, "at most so many seconds")
      ->capture_default_str()
      ->check(CLI::Range(0.0, 86400.0))
      ->type_name("SECONDS");
}

}  // namespace fenghuo::cli
