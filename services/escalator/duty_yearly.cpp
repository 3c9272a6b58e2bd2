#include "services/escalator/duty_yearly.hpp"

#include "services/escalator/brief.hpp"
#include "services/escalator/duty_late.hpp"
#include "services/escalator/duty_parties.hpp"
#include "services/escalator/duty_plan.hpp"
#include "services/escalator/duty_say.hpp"
#include "services/escalator/duty_words.hpp"

namespace fenghuo::escalator {
namespace {

constexpr const char* why = "逾期，列入年度清单";

Date next_new_year(const Context& ctx) {
  const auto& calendar = ctx.active.calendar();
  const Date late = calendar.date_of(instant(duty(ctx).late_at()));
  return calendar.working_day_on_or_after((late.year() + std::chrono::years{1}) / 1 / 1);
}

}  // namespace

bool only_listed_yearly(const Context& ctx) {
  const auto& plan = plan_of_duty(ctx);
  return plan.monthly_to().empty() && std::none_of(plan.steps().begin(), plan.steps().end(), [](const wire::PlanStep& step) {
           return step.kind() == "order" || step.kind() == "report_up" || step.kind() == "list";
         });
}

void join_yearly_list(Context& ctx) {
  const std::string id = series(ctx) + "yearly";
  if (!is_late(duty(ctx)) || is_done(duty(ctx), id) || !only_listed_yearly(ctx)) return;
  mark_done(ctx, id);
  const auto& role = ctx.active.bundle().discipline_role();
  if (role.empty()) return not_said(ctx, id, "", "nobody there");
  wire::DigestEntry entry;
  entry.set_matter_id(ctx.job.matter_id());
  entry.set_number(ctx.job.number());
  entry.set_category(unit_of_duty(ctx));
  entry.set_title(ctx.m.title());
  entry.set_why(why);
  entry.set_kind("read");
  entry.set_due_at(duty(ctx).due_at());
  entry.set_clause(basis_of(ctx) + proposed_mark(ctx));
  for (const auto& party : each_of(ctx, "role:" + role)) {
    add_to_brief(ctx, std::string_view(party).substr(5), next_new_year(ctx), entry, id_text(ctx.job.matter_id()) + "/" + id);
    ctx.event("joined_brief", {{"party", party}, {"step", id}, {"why", why}});
  }
}

}  // namespace fenghuo::escalator
