#include "services/escalator/row.hpp"

#include "services/escalator/commitment.hpp"
#include "services/escalator/digest.hpp"
#include "services/escalator/duty.hpp"
#include "services/escalator/duty_tick.hpp"
#include "services/escalator/ladder_clock.hpp"
#include "services/escalator/level_change.hpp"
#include "services/escalator/report.hpp"
#include "services/escalator/report_tally.hpp"
#include "services/escalator/retention.hpp"

namespace fenghuo::escalator {
namespace {

constexpr Millis look_again = std::chrono::seconds{1};
constexpr Millis look_tomorrow = std::chrono::hours{24};  // were nothing else planned

void add_facets(const wire::Matter& m, wire::MatterRow& row) {
  if (m.kind() != "warning" || m.inhibited()) return;
  const std::string level = "level=" + m.level();
  row.add_facets(level);
  row.add_facets("category=" + m.category() + "|" + level);
  if (m.units_size() > 0) row.add_facets("unit=" + m.units(0) + "|" + level);
}

void add_taken(const wire::Matter& m, wire::MatterRow& row) {
  for (const auto& group : m.groups()) {
    if (!group.dropped() && taken(group) && !contains(row.taken(), group.taken_by())) row.add_taken(group.taken_by());
  }
}

Instant warning_step(const Context& ctx) {
  const auto& m = ctx.m;
  std::optional<Instant> next;
  const auto sooner = [&](std::optional<Instant> t) {
    if (t) next = std::min(next.value_or(*t), *t);
  };
  sooner(pending_level_due(ctx));
  if (m.work() == wire::SUBMITTED) {
    sooner(instant(m.next_report_at()));
    return *next;
  }
  for (const auto& group : m.groups()) {
    if (!group.dropped() && taken(group)) sooner(instant(group.until()));
  }
  if (m.inhibited()) {
    sooner(ctx.active.calendar().next_digest(ctx.now));
    return *next;
  }
  sooner(next_call(ctx));
  return next.value_or(ctx.now + look_tomorrow);
}

}  // namespace

Instant next_step(const Context& ctx) {
  const auto& kind = ctx.m.kind();
  const Instant planned = kind == "digest"   ? digest_time(ctx)
                          : kind == "duty"   ? duty_step(ctx)
                          : kind == "report" ? report_step(ctx)
                                             : warning_step(ctx);
  if (ctx.job.ladders_held()) return planned;
  return planned > ctx.now ? planned : ctx.now + look_again;
}

void write_row(Context& ctx) {
  const auto& m = ctx.m;
  auto& row = *ctx.out.mutable_row();
  const bool open = !ctx.closed();
  row.set_work(m.work());
  row.set_open(open);
  row.set_level(m.level());
  row.set_category(m.category());
  if (m.units_size() > 0) row.set_unit(m.units(0));
  row.set_rung(m.rung());
  row.set_kind(m.kind());
  row.set_late("in_time");
  row.set_topic(m.signal().topic_id());
  row.set_generation(m.generation());
  if (const auto erased = retention_step(ctx)) row.set_next_at(to_ms(*erased));
  if (m.kind() == "duty") {
    write_duty_row(ctx, row);
    if (open) row.set_next_at(to_ms(next_step(ctx)));
    return;
  }
  add_taken(m, row);
  if (!open) return;
  add_facets(m, row);
  if (m.kind() == "report") add_todo_facets(ctx, row);
  row.set_next_at(to_ms(next_step(ctx)));
}

}  // namespace fenghuo::escalator
