#include "services/escalator/duty_count.hpp"

#include "common/obligations/expand.hpp"
#include "services/escalator/duty_close.hpp"
#include "services/escalator/duty_parties.hpp"
#include "services/escalator/outcome.hpp"

namespace fenghuo::escalator {
namespace {

constexpr Millis patience = std::chrono::hours{24 * 400};  // longer than any year
constexpr int most_matters = 200;

// The year it counts for: its period's, else its deadline's.
std::string year_of(const Context& ctx) {
  const std::string_view period = duty(ctx).occurrence().period();
  const auto head = period.substr(0, 4);
  if (head.size() == 4 && std::all_of(head.begin(), head.end(), [](char c) { return c >= '0' && c <= '9'; })) return std::string(head);
  return std::to_string(ctx.active.calendar().zone().local(instant(duty(ctx).due_at())).year);
}

void tell(Context& ctx, const wire::Duty& counter, const std::string& key, const std::string& year) {
  auto& to = *ctx.out.add_forward();
  to.set_matter_key(key);
  to.set_unique_forever(true);
  to.set_kind("duty");
  to.set_dedup("counted/" + counter.id());
  to.mutable_body()->set_actor(own_name);
  to.mutable_body()->set_occurred_at(to_ms(ctx.now));
  auto& counted = *to.mutable_body()->mutable_counted();
  counted.set_matter_id(ctx.job.matter_id());
  counted.set_number(ctx.job.number());
  counted.set_duty(duty(ctx).occurrence().duty());
  counted.set_at(to_ms(ctx.now));
  ctx.event("counts_for", {{"duty", counter.id()}, {"year", year}});
}

}  // namespace

// The catalogue's own expansion gives the keys, so that what is told is the very matter that the occurrence opens: the year's, of the same
// party where each has its own. A draft counts nothing but drafts, which only simulate.
void tell_counters(Context& ctx) {
  const auto& occurrence = duty(ctx).occurrence();
  if (occurrence.duty().empty()) return;
  const std::string year = year_of(ctx);
  const auto drafts = obligation(ctx).draft() ? obligations::Drafts::include : obligations::Drafts::leave_out;
  const Instant due = instant(occurrence.due_at());
  for (const auto* counter : ctx.active.counted_by(occurrence.duty())) {
    const auto take = [&](const std::string& key, const wire::Occurrence& one) {
      const bool period = one.period() == year || one.period() == occurrence.period();
      const bool party = counter->each().empty() || (one.party() == occurrence.party() && one.field() == occurrence.field());
      if (period && party) tell(ctx, *counter, key, year);
      return !(period && party);
    };
    obligations::expand_duty(ctx.active.bundle(), *counter, ctx.active.calendar(), due - obligations::longest_window,
                             due + obligations::longest_window, take, drafts);
  }
}

wire::ItemOutcome take_counted(Context& ctx, const wire::Counted& counted) {
  auto& m = ctx.m;
  if (m.work() == wire::WORK_UNSET) {
    m.set_id(ctx.job.matter_id());
    m.set_key(ctx.job.key());
    m.set_kind("duty");
    m.set_work(wire::PLANNED);
    m.set_policy(ctx.active_hash);
    m.set_opened_at(to_ms(ctx.now));
    m.set_generation(1);
    m.set_rung(-1);
    m.mutable_duty()->set_late("in_time");
  }
  auto& state = *m.mutable_duty();
  const auto& known = state.counted_matters();
  if (std::find(known.begin(), known.end(), counted.matter_id()) != known.end()) return outcome(wire::UPDATED, "counted already");
  if (state.counted_matters_size() < most_matters) state.add_counted_matters(counted.matter_id());
  state.set_counted(state.counted() + 1);
  ctx.event("counted", {{"matter", id_text(counted.matter_id())}, {"duty", counted.duty()}, {"n", std::to_string(state.counted())}});
  return outcome(wire::UPDATED);
}

void close_when_reached(Context& ctx) {
  const auto least = obligation(ctx).at_least();
  if (least == 0 || duty(ctx).counted() < least || ctx.closed()) return;
  finish(ctx, wire::CLOSED, "counted", "", false);
}

bool awaits_occurrence(const wire::Matter& m) { return m.work() == wire::PLANNED && m.duty().occurrence().due_at() == 0; }

Instant gives_up_waiting(const wire::Matter& m) { return instant(m.opened_at()) + patience; }

}  // namespace fenghuo::escalator
