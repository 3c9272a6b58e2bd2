#include "services/escalator/daily_todo.hpp"

#include "services/escalator/daily.hpp"
#include "services/escalator/duty_late.hpp"
#include "services/escalator/duty_parties.hpp"
#include "services/escalator/duty_time.hpp"
#include "services/escalator/report_tally.hpp"

namespace fenghuo::escalator {
namespace {

bool has_digest(const Context& ctx, const std::string& party) {
  return !party.empty() && !ctx.active.is_leader(party) && ctx.active.reachable(party);
}

void add(const Context& ctx, const std::string& party, const char* what, std::vector<Todo>& out) {
  for (const auto& each : each_of(ctx, party)) {
    const bool has_it = std::any_of(out.begin(), out.end(), [&](const Todo& todo) { return todo.party == each; });
    if (!has_it && has_digest(ctx, each)) out.push_back({each, what});
  }
}

// A whole year's window is no call to sign: only what somebody was asked is.
bool asked(const Context& ctx, const std::string& party) {
  return std::any_of(ctx.m.told().begin(), ctx.m.told().end(), [&](const auto& told) { return told.party() == party && told.asked(); });
}

void add_owners(const Context& ctx, std::vector<Todo>& out) {
  const auto owner = owner_of(ctx);
  const std::string_view lamp = counted_lamp(ctx);
  if (lamp == "overdue") {
    add(ctx, owner, "overdue", out);
  } else if (lamp != "normal") {
    add(ctx, owner, "due_soon", out);
  } else if (ctx.m.work() == wire::AWAITING && asked(ctx, owner)) {
    add(ctx, owner, "take", out);
  }
}

wire::DigestEntry entry_of(const Context& ctx, const char* kind) {
  wire::DigestEntry entry;
  entry.set_matter_id(ctx.job.matter_id());
  entry.set_number(ctx.job.number());
  entry.set_title(ctx.m.title());
  entry.set_kind(kind);
  entry.set_due_at(todo_deadline(ctx));
  return entry;
}

void forward(Context& ctx, const std::string& party, const char* kind) {
  const Date day = next_brief_day(ctx, party, ctx.now);
  add_to_daily(ctx, party, day, entry_of(ctx, kind), "daily/" + party + "/" + kind + "/" + date_text(day));
}

}  // namespace

std::string todo_prefix(std::string_view party) { return std::string("todo|").append(party).append("|"); }

std::int64_t todo_deadline(const Context& ctx) { return ctx.m.kind() == "report" ? ctx.m.report().due_at() : duty(ctx).due_at(); }

std::vector<Todo> todos_of(const Context& ctx) {
  std::vector<Todo> out;
  const auto work = ctx.m.work();
  if (ctx.m.kind() == "report") {
    if (work == wire::AWAITING) add(ctx, ctx.m.audience(), "sign", out);
    return out;
  }
  if (work == wire::SUBMITTED) add(ctx, verifier_of(ctx), "verify", out);
  if (work != wire::AWAITING && work != wire::IN_PROGRESS && work != wire::RETURNED) return out;
  if (duty(ctx).clock_stopped_at() == 0) add_owners(ctx, out);  // else whether anything reaches it is being looked into
  if (obligation(ctx).meeting() && duty(ctx).scheduled_at() == 0 && !is_late(duty(ctx))) add(ctx, supervision_of(ctx), "date", out);
  return out;
}

void tell_daily(Context& ctx) {
  auto& known = *ctx.m.mutable_entries();
  const auto todos = todos_of(ctx);
  const auto was_told = [&](const Todo& todo) {
    return std::any_of(known.begin(), known.end(),
                       [&](const auto& entry) { return entry.category() == todo.party && entry.kind() == todo.what; });
  };
  for (const auto& todo : todos) {
    if (!was_told(todo)) forward(ctx, todo.party, todo.what);
  }
  known.Clear();
  for (const auto& todo : todos) {
    auto& entry = *known.Add();
    entry.set_category(todo.party);
    entry.set_kind(todo.what);
  }
}

void tell_signing(Context& ctx) {
  for (const auto& todo : todos_of(ctx)) forward(ctx, todo.party, todo.what);
}

void tell_closed(Context& ctx) {
  if (ctx.m.work() != wire::CLOSED) return;
  for (const auto& party : each_of(ctx, owner_of(ctx))) {
    if (has_digest(ctx, party)) forward(ctx, party, daily_closed);
  }
}

}  // namespace fenghuo::escalator
