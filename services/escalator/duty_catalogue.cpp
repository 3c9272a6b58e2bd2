#include "services/escalator/duty_catalogue.hpp"

#include "common/obligations/one_occurrence.hpp"

namespace fenghuo::escalator {

Given given_now(const Context& ctx, const wire::Occurrence& occurrence) {
  const auto* entry = ctx.active.duty(occurrence.duty());
  if (entry == nullptr || entry->obligation().draft()) return Given::no;
  if (occurrence.event_at() != 0) return Given::so;
  const auto one = obligations::one_occurrence(ctx.active, *entry, ctx.active.calendar(), ctx.job.key(), occurrence);
  if (!one.fault.empty()) return Given::unknown;
  if (!one.occurrence) return Given::no;
  return occurrence.version().empty() || occurrence.version() == one.occurrence->version() ? Given::so : Given::otherwise;
}

}  // namespace fenghuo::escalator
