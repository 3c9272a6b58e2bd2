#include "services/escalator/report_tally.hpp"

#include "common/calendar/report_period.hpp"
#include "services/escalator/daily_todo.hpp"
#include "services/escalator/duty_late.hpp"
#include "services/escalator/duty_parties.hpp"
#include "services/escalator/report_facts.hpp"

namespace fenghuo::escalator {
namespace {

// The fields it counts under: its own, or its duty's.
std::vector<std::string> fields_of(const Context& ctx) {
  const auto& own = duty(ctx).occurrence().field();
  if (!own.empty()) return {own};
  return {obligation(ctx).fields().begin(), obligation(ctx).fields().end()};
}

std::vector<std::string> groups_of(const Context& ctx) {
  std::vector<std::string> out{"tally|all|"};
  if (const auto unit = unit_of_duty(ctx); !unit.empty()) out.push_back("tally|unit=" + unit + "|");
  if (const auto& line = obligation(ctx).line(); !line.empty()) out.push_back("tally|line=" + line + "|");
  for (const auto& field : fields_of(ctx)) out.push_back(std::string("tally|field=").append(field).append("|"));
  return out;
}

bool counts(const Context& ctx) { return !ctx.closed() && ctx.m.work() != wire::PLANNED && ctx.m.work() != wire::WORK_UNSET; }

void forward(Context& ctx, std::string_view kind, const wire::Tally& tally) {
  const auto& calendar = ctx.active.calendar();
  const auto period = report_period_of(calendar, kind, calendar.date_of(ctx.now));
  auto& to = *ctx.out.add_forward();
  to.set_matter_key(report_key(period));
  to.set_unique_forever(true);
  to.set_kind("report");
  to.set_dedup(std::string("tally/").append(kind).append("/").append(std::to_string(tally.closed_at())));  // a retracted one may go on
  to.mutable_body()->set_actor(own_name);
  to.mutable_body()->set_occurred_at(to_ms(ctx.now));
  *to.mutable_body()->mutable_tally() = tally;
}

}  // namespace

const char* counted_lamp(const Context& ctx) { return ctx.m.work() == wire::SUBMITTED ? "normal" : lamp_of(ctx, ctx.now); }

void add_report_facets(const Context& ctx, wire::MatterRow& row) {
  if (!counts(ctx)) return;
  const std::string lamp = counted_lamp(ctx);
  const char* more = ctx.m.work() == wire::SUBMITTED ? "verify" : ctx.m.work() == wire::AWAITING ? "take" : nullptr;
  for (const auto& group : groups_of(ctx)) {
    row.add_facets(group + lamp);
    if (more != nullptr) row.add_facets(group + more);
  }
  if (lamp == "overdue") row.add_facets("late|" + time_word(duty(ctx).due_at()) + "|" + unit_of_duty(ctx));
  add_todo_facets(ctx, row);
}

void add_todo_facets(const Context& ctx, wire::MatterRow& row) {
  for (const auto& todo : todos_of(ctx))
    row.add_facets(todo_prefix(todo.party).append(todo.what).append("|").append(time_word(todo_deadline(ctx))));
}

std::optional<Instant> next_lamp(const Context& ctx) {
  if (!counts(ctx) || ctx.m.work() == wire::SUBMITTED || is_late(duty(ctx)) || duty(ctx).due_at() == 0) return std::nullopt;
  if (const Instant at = approaching_at(ctx); at > ctx.now) return at;
  if (const Instant at = imminent_at(ctx); at > ctx.now) return at;
  return std::nullopt;
}

void tell_reports(Context& ctx, bool slept) {
  const auto& m = ctx.m;
  if (slept || duty(ctx).occurrence().due_at() == 0 || m.work() == wire::MERGED) return;
  tell_closed(ctx);
  if (ctx.active.bundle().report_party().empty()) return;
  wire::Tally tally;
  tally.set_matter_id(ctx.job.matter_id());
  tally.set_number(ctx.job.number());
  tally.set_unit(unit_of_duty(ctx));
  tally.set_line(obligation(ctx).line());
  for (const auto& field : fields_of(ctx)) tally.add_fields(field);
  tally.set_closed_at(to_ms(ctx.now));
  tally.set_late(is_late(duty(ctx)));
  tally.set_cancelled(m.work() != wire::CLOSED);
  forward(ctx, weekly, tally);
  forward(ctx, monthly, tally);
}

}  // namespace fenghuo::escalator
