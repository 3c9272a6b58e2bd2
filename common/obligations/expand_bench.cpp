// A year of the catalogue for 10,000 units: how long, and that memory does not grow with it.   expand_bench
#include <benchmark/benchmark.h>

#include "common/obligations/expand.hpp"

namespace fenghuo::obligations {
namespace {

// Ten duties of each unit: two windows, a quarterly, a monthly, and six more windows: 24 occurrences a unit and year.
wire::Bundle catalogue(int units) {
  wire::Bundle bundle;
  for (int i = 0; i < units; ++i) {
    auto* unit = bundle.add_units();
    unit->set_id("unit-" + std::to_string(i));
    unit->set_kind(i % 2 == 0 ? "office" : "college");
  }
  for (int i = 0; i < 10; ++i) {
    auto* duty = bundle.add_duties();
    duty->set_id("duty-" + std::to_string(i));
    duty->set_each("unit");
    duty->mutable_obligation()->set_title("廉政风险点排查");
    duty->mutable_obligation()->set_clause("三（五）、四（三）");
    duty->mutable_obligation()->add_proof("清单");
    auto* when = duty->mutable_when();
    when->set_kind(i < 2 ? "rule" : "yearly");
    if (i < 2) {
      when->set_rrule(i == 0 ? "FREQ=MONTHLY" : "FREQ=MONTHLY;INTERVAL=3");
      when->set_dtstart("2026-01-01");
    } else {
      when->set_from_day(101);
      when->set_to_day(331);
    }
  }
  return bundle;
}

void a_year(benchmark::State& state) {
  const wire::Bundle bundle = catalogue(static_cast<int>(state.range(0)));
  const Calendar calendar = Calendar::make({}, Zone::find("Asia/Shanghai").value()).value();
  const Instant from = calendar.instant_at(parse_date("2027-01-01").value(), 0),
                to = calendar.instant_at(parse_date("2028-01-01").value(), 0);
  std::int64_t occurrences = 0;
  for (auto _ : state) {
    expand(bundle, calendar, from, to, [&](const std::string& key, const wire::Occurrence& occurrence) {
      benchmark::DoNotOptimize(key.data());
      benchmark::DoNotOptimize(occurrence.due_at());
      ++occurrences;
      return true;
    });
  }
  state.SetItemsProcessed(occurrences);
}
BENCHMARK(a_year)->Arg(1'000)->Arg(10'000)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace fenghuo::obligations

BENCHMARK_MAIN();
