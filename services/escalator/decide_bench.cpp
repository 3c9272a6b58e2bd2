// Microseconds a decision takes: a new red, an acknowledgement, a tick. The escalator's share of an alert's CPU budget.
#include <benchmark/benchmark.h>

#include "services/escalator/test_world.hpp"

namespace fenghuo::escalator::testing {
namespace {

struct Played {
  Played()
      : book(std::make_shared<const Playbook>(small_rules())),
        rules{&book->bundle, book->hash, &book->bundle, &book->index, &book->index} {}
  Book book;
  Rules rules;

  wire::DecideJob opening() const {
    wire::DecideJob job;
    job.set_matter_id(77);
    job.set_key("topic/p/t1");
    job.set_bundle(book->hash);
    job.set_now(ten_oclock);
    auto& item = *job.add_inbox();
    item.set_id(1);
    item.set_received_at(ten_oclock);
    auto& signal = *item.mutable_body()->mutable_signal();
    signal.set_signal_id("s1");
    signal.set_msg_type(wire::ALERT);
    signal.set_topic_id("t1");
    signal.set_topic_title("食堂价格");
    signal.set_category("logistics");
    signal.set_level("red");
    return job;
  }
  wire::DecideJob next(std::int64_t later) const {
    wire::DecideJob job = opening();
    const auto first = decide(job, rules);
    *job.mutable_matter() = first.matter();
    job.set_version(1);
    job.clear_inbox();
    job.set_now(ten_oclock + later);
    return job;
  }
};

void run(benchmark::State& state, const wire::DecideJob& job, const Rules& rules) {
  for ([[maybe_unused]] const auto& _ : state) benchmark::DoNotOptimize(decide(job, rules));
}

void new_red(benchmark::State& state) {
  const Played played;
  run(state, played.opening(), played.rules);
}

void acknowledgement(benchmark::State& state) {
  const Played played;
  auto job = played.next(5 * minute);
  auto& item = *job.add_inbox();
  item.set_id(2);
  auto& action = *item.mutable_body()->mutable_action();
  action.set_kind(wire::ACK);
  action.set_party("role:duty");
  run(state, job, played.rules);
}

void tick_with_a_rung(benchmark::State& state) {
  const Played played;
  run(state, played.next(10 * minute), played.rules);
}

void tick_without(benchmark::State& state) {
  const Played played;
  run(state, played.next(5 * minute), played.rules);
}

BENCHMARK(new_red)->Unit(benchmark::kMicrosecond);
BENCHMARK(acknowledgement)->Unit(benchmark::kMicrosecond);
BENCHMARK(tick_with_a_rung)->Unit(benchmark::kMicrosecond);
BENCHMARK(tick_without)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace fenghuo::escalator::testing

BENCHMARK_MAIN();
