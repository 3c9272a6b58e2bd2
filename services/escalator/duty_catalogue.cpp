#include "services/escalator/duty_catalogue.hpp"

#include "common/obligations/expand.hpp"

namespace fenghuo::escalator {

Given given_now(const Context& ctx, const wire::Occurrence& occurrence) {
  const auto* entry = ctx.active.duty(occurrence.duty());
  if (entry == nullptr || entry->obligation().draft()) return Given::no;
  if (occurrence.event_at() != 0) return Given::so;
  auto found = Given::no;
  const auto take = [&](const std::string& key, const wire::Occurrence& one) {
    if (key != ctx.job.key()) return true;
    found = occurrence.version().empty() || occurrence.version() == one.version() ? Given::so : Given::otherwise;
    return false;
  };
  const Instant opens = instant(occurrence.window_from());
  const auto expansion = obligations::expand_duty(ctx.active.bundle(), *entry, ctx.active.calendar(), opens, opens + Millis{1}, take);
  return expansion.faults.empty() ? found : Given::unknown;
}

}  // namespace fenghuo::escalator
