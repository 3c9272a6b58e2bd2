#include "services/escalator/duty_plan.hpp"

#include "services/escalator/duty_late.hpp"
#include "services/escalator/duty_meeting.hpp"
#include "services/escalator/duty_parties.hpp"
#include "services/escalator/duty_slips.hpp"
#include "services/escalator/duty_time.hpp"
#include "services/escalator/duty_yearly.hpp"

namespace fenghuo::escalator {
namespace {

constexpr unsigned chase_days = 2;

// Builds the list; leaves out what is done.
class List {
 public:
  explicit List(const Context& ctx) : ctx_(ctx) {}

  void add(std::string id, Instant at, What what, const wire::PlanStep* step = nullptr, bool brief = false) {
    if (!is_done(duty(ctx_), id)) out_.push_back({std::move(id), at, what, step, brief});
  }

  void add(std::vector<Due> halves) {
    for (auto& due : halves) {
      if (!is_done(duty(ctx_), due.id)) out_.push_back(std::move(due));
    }
  }

  std::vector<Due> take() { return std::move(out_); }

 private:
  const Context& ctx_;
  std::vector<Due> out_;
};

// Leaders hear T-7 and T-1; of a plan that has neither, every step.
bool for_leaders(const wire::Plan& plan, const wire::PlanStep& step) {
  const auto near = [](const wire::PlanStep& s) { return s.kind() == "reminder" && (s.working_days() == -7 || s.working_days() == -1); };
  return near(step) || std::none_of(plan.steps().begin(), plan.steps().end(), near);
}

unsigned days_of(const wire::PlanStep& step) {
  return static_cast<unsigned>(std::min(std::abs(std::int64_t{step.working_days()}), std::int64_t{400}));
}

StepTime before(const Context& ctx, Instant due, const wire::PlanStep& step) {
  return {slot_before(ctx, due, days_of(step), step.natural(), false), slot_before(ctx, due, days_of(step), step.natural(), true)};
}

StepTime at_or_before_break(const Context& ctx, Instant t) { return {t, before_break(ctx, t)}; }

// 催办单: 将到期, or the 提示单 was not acknowledged within its time.
StepTime urge_at(const Context& ctx) {
  const StepTime imminent = at_or_before_break(ctx, imminent_at(ctx));
  const auto* hint = find_slip(ctx, "hint");
  if (hint == nullptr || hint->answered_at() != 0) return imminent;
  const auto& answer = plan_of_duty(ctx).hint_answer();
  const unsigned days = answer.ms() == 0 && answer.working_days() == 0 ? 2 : answer.working_days();
  const Instant unanswered = ctx.active.calendar().add_working_days(instant(hint->issued_at()), days) + Millis{answer.ms()};
  const bool in_break = ctx.active.calendar().on_break(ctx.active.calendar().date_of(unanswered));
  return {std::min(imminent.on_duty, unanswered), in_break ? imminent.away : std::min(imminent.away, unanswered)};
}

void add_late_step(const Context& ctx, List& list, const wire::PlanStep& step, const std::string& id) {
  const Instant since = instant(duty(ctx).late_at());
  const auto n = static_cast<unsigned>(std::max(step.working_days(), 0));
  if (step.kind() == "order") {
    list.add(id, n == 0 ? overdue_of(ctx) : slot_after(ctx, overdue_of(ctx), n), What::draft, &step);
  } else {
    const auto* draft = find_slip(ctx, "order");
    const Instant overdue = draft != nullptr ? instant(draft->drafted_at()) : since;
    const Instant at = slot_after(ctx, overdue, std::max(n, 1U));
    list.add(halves(ctx, id, {at, at}, What::report_up, step));
  }
}

void add_plan(const Context& ctx, List& list) {
  const auto& plan = plan_of_duty(ctx);
  const Instant due = due_of(ctx);
  const bool open_date = obligation(ctx).meeting() && duty(ctx).scheduled_at() == 0;
  const bool meeting_ahead = duty(ctx).scheduled_at() > to_ms(ctx.now);
  for (const auto& step : plan.steps()) {
    const std::string id = series(ctx) + step.id();
    const bool late_step = step.kind() == "order" || step.kind() == "report_up" || step.kind() == "list";
    if (late_step) {
      if (is_late(duty(ctx)) && lateness_runs(ctx)) add_late_step(ctx, list, step, id);
      continue;
    }
    if (is_late(duty(ctx)) || duty(ctx).clock_stopped_at() != 0) continue;
    if (meeting_ahead) continue;  // its own steps speak; the papers are owed after it
    if (step.kind() == "hint" || step.kind() == "urge") {
      const bool hint = step.kind() == "hint";
      const StepTime at = step.working_days() < 0 ? before(ctx, due, step)
                          : hint                  ? at_or_before_break(ctx, approaching_at(ctx))
                                                  : urge_at(ctx);
      list.add(halves(ctx, id, at, hint ? What::hint : What::urge, step));
    } else if (open_date) {
      list.add(id, before(ctx, due, step).of(ctx.active.away_in_breaks(supervision_of(ctx))), What::ask_date, &step);
    } else {
      list.add(halves(ctx, id, before(ctx, due, step), What::remind, step, for_leaders(plan, step)));
    }
  }
}

// 请定会期: on the first morning of the window; at once for a meeting that came after it, or else nobody would hear of it until the plan's
// next reminder, which there may not be.
Instant ask_date_at(const Context& ctx) {
  const Instant opens = instant(std::max(duty(ctx).occurrence().window_from(), ctx.m.opened_at()));
  return std::max(slot_on(ctx, ctx.active.calendar().date_of(instant(duty(ctx).occurrence().window_from()))), opens);
}

bool in_hand(wire::Work work) { return work == wire::AWAITING || work == wire::IN_PROGRESS || work == wire::RETURNED; }

}  // namespace

std::string series(const Context& ctx) { return participants(ctx).series(); }

// Of two halves at one time there is one; and whoever has heard a step already does not hear it again when a break's dates change.
std::vector<Due> halves(const Context& ctx, const std::string& id, StepTime at, What what, const wire::PlanStep& step, bool for_leaders) {
  std::vector<Due> out;
  bool leaders = false, away = false, on_duty = step.to_size() == 0;
  for (const auto& party : recipients_of(ctx, step.to()))
    (ctx.active.is_leader(party) ? leaders : ctx.active.away_in_breaks(party) ? away : on_duty) = true;
  const auto& state = duty(ctx);
  const std::string of_away = id + "@away";
  if (at.away == at.on_duty && !is_done(state, of_away)) {
    if (away || on_duty) out.push_back({id, at.on_duty, what, &step});
  } else {
    if (away && at.away != at.on_duty && !is_done(state, id)) out.push_back({of_away, at.away, what, &step, false, Whom::away});
    if (on_duty) out.push_back({id, at.on_duty, what, &step, false, Whom::on_duty});
  }
  if (leaders && for_leaders)
    out.push_back({id + "@brief", brief_gathers(ctx, ctx.active.calendar().date_of(at.on_duty)), what, &step, true});
  return out;
}

std::vector<std::string> hearers(const Context& ctx, const Due& due) {
  auto out = recipients_of(ctx, due.step->to());
  std::erase_if(out, [&](const std::string& party) {
    if (ctx.active.is_leader(party) != due.brief) return true;
    return due.whom != Whom::all && ctx.active.away_in_breaks(party) != (due.whom == Whom::away);
  });
  return out;
}

bool is_done(const wire::DutyState& state, std::string_view id) { return contains(state.done(), id); }

void mark_done(Context& ctx, const std::string& id) {
  if (!is_done(duty(ctx), id)) ctx.m.mutable_duty()->add_done(id);
}

// The sequence rises when a date goes by unused, and never while there is none.
std::string date_question(const Context& ctx) {
  const auto n = duty(ctx).sequence();
  return n == 0 ? "date" : "m" + std::to_string(n) + "/date";
}

std::vector<Due> still_due(const Context& ctx) {
  List list(ctx);
  const auto work = ctx.m.work();
  if (in_hand(work)) {
    list.add(announcement, instant(std::max(duty(ctx).occurrence().window_from(), ctx.m.opened_at())), What::announce);
    if (obligation(ctx).meeting() && duty(ctx).scheduled_at() == 0 && !is_late(duty(ctx)))
      list.add(date_question(ctx), ask_date_at(ctx), What::ask_date);
    add_plan(ctx, list);
    if (is_late(duty(ctx)) && !only_listed_yearly(ctx)) {
      const Date month = next_month_day(ctx, instant(std::max(duty(ctx).late_at(), ctx.m.last_raise_at())));
      list.add(series(ctx) + "monthly/" + date_text(month), brief_gathers(ctx, month), What::monthly, nullptr, true);
    }
  }
  if (work == wire::PLANNED || in_hand(work)) {
    list.add(meeting_steps(ctx));
  }
  if (waits_for_somebody(ctx) && ctx.m.next_report_at() != 0)
    list.add("chase/" + std::to_string(ctx.m.next_report_at()), instant(ctx.m.next_report_at()), What::chase);
  return list.take();
}

Instant leaves_at(const Context& ctx, const Due& due) { return due.brief ? due.at : next_leave(ctx, due.at); }

bool ready(const Context& ctx, const Due& due) { return leaves_at(ctx, due) <= ctx.now && (due.brief || may_leave(ctx, ctx.now)); }

Instant looked_at(const Context& ctx, const Due& due) {
  const Instant first = leaves_at(ctx, due);
  return first > ctx.now || due.brief ? first : next_leave(ctx, ctx.now);
}

void skip_before(Context& ctx, Instant t, std::string_view why) {
  std::string skipped;
  for (const auto& due : still_due(ctx)) {
    if (due.at >= t || due.what == What::chase || due.what == What::draft || due.what == What::report_up || due.what == What::monthly)
      continue;
    mark_done(ctx, due.id);
    skipped += (skipped.empty() ? "" : ",") + due.id;
  }
  if (!skipped.empty()) ctx.event("steps_skipped", {{"steps", skipped}, {"why", std::string(why)}});
}

bool waits_for_somebody(const Context& ctx) {
  if (ctx.m.work() == wire::SUBMITTED || ctx.m.dispatch_asked() || duty(ctx).clock_stopped_at() != 0) return true;
  const auto& extensions = duty(ctx).extensions();
  if (!extensions.empty() && extensions.rbegin()->decided_at() == 0) return true;
  const auto* order = find_slip(ctx, "order");
  return order != nullptr && order->issued_at() == 0;
}

void set_chase(Context& ctx) {
  if (!waits_for_somebody(ctx)) {
    ctx.m.set_next_report_at(0);
  } else if (ctx.m.next_report_at() == 0) {
    ctx.m.set_next_report_at(to_ms(slot_after(ctx, ctx.now, chase_days)));
  }
}

}  // namespace fenghuo::escalator
