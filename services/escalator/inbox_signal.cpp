#include "services/escalator/inbox_signal.hpp"

#include "services/escalator/ladder_clock.hpp"
#include "services/escalator/level_change.hpp"
#include "services/escalator/outcome.hpp"
#include "services/escalator/reassign.hpp"
#include "services/escalator/title.hpp"
#include "services/escalator/words.hpp"

namespace fenghuo::escalator {
namespace {

constexpr const char* serial_of_warnings = "舆";

std::string known_category(const Context& ctx, const std::string& said) {
  return ctx.active.category(said) != nullptr ? said : ctx.active.bundle().default_category();
}

// The category's units; a known hint leads them.
std::vector<std::string> units_for(const Context& ctx, const std::string& category, const std::string& hint) {
  std::vector<std::string> units;
  if (ctx.active.unit(hint) != nullptr) units.push_back(hint);
  if (const auto* known = ctx.active.category(category)) {
    for (const auto& unit : known->units()) {
      if (std::find(units.begin(), units.end(), unit) == units.end()) units.push_back(unit);
    }
  }
  return units;
}

void open(Context& ctx, const wire::Signal& signal) {
  auto& m = ctx.m;
  m.set_id(ctx.job.matter_id());
  m.set_key(ctx.job.key());
  m.set_kind("warning");
  m.set_work(wire::AWAITING);
  m.set_level(ctx.policy->level(signal.level()).id());
  m.set_policy(ctx.active_hash);
  m.set_opened_at(to_ms(ctx.now));
  m.set_generation(1);
  m.set_previous_id(ctx.job.previous_id());
  m.set_category(known_category(ctx, signal.category()));
  for (auto& unit : units_for(ctx, m.category(), signal.unit_hint())) m.add_units(std::move(unit));
  ctx.just_opened = true;
  ctx.out.set_serial_kind(serial_of_warnings);
  ctx.out.set_serial_year(ctx.active.calendar().zone().local(ctx.now).year);
  ctx.event("opened", {{"level", m.level()},
                       {"category", m.category()},
                       {"unit", m.units_size() > 0 ? m.units(0) : ""},
                       {"previous", ctx.job.previous_id() != 0 ? id_text(ctx.job.previous_id()) : ""},
                       {"unknown_level", ctx.policy->knows_level(signal.level()) ? "" : "1"}});
  take_signal_text(ctx, signal);
  start_ladder(ctx, false);
}

wire::ItemOutcome cancel(Context& ctx, const wire::Signal& signal) {
  auto& m = ctx.m;
  m.mutable_signal()->set_signal_id(signal.signal_id());
  if (m.pending_cancel()) return outcome(wire::UPDATED);
  m.set_pending_cancel(true);
  ctx.event("cancel_pending");
  ask_person(ctx, cancel_words(ctx), "cancel/" + ctx.cause, "来源方取消待确认");
  return outcome(wire::UPDATED, "a person has to confirm");
}

// A topic that comes back after its matter was closed opens a new one, also when both happened in one inbox.
wire::ItemOutcome pass_on(Context& ctx, const wire::InboxItem& item) {
  if (item.body().signal().msg_type() == wire::CANCEL) return outcome(wire::UPDATED, "closed already");
  auto& to = *ctx.out.add_forward();
  to.set_matter_key(ctx.job.key());
  to.set_dedup("reopened/" + ctx.cause);
  to.set_kind("warning");
  *to.mutable_body() = item.body();
  return outcome(wire::UPDATED, "closed already: opens a new matter");
}

// More units may become concerned; none is let go by a signal.
void take_route(Context& ctx, const wire::Signal& signal) {
  auto& m = ctx.m;
  if (ctx.active.category(signal.category()) != nullptr) m.set_category(signal.category());
  for (const auto& unit : units_for(ctx, m.category(), signal.unit_hint())) {
    if (!contains(m.units(), unit) && !contains(m.no_longer(), "unit:" + unit)) join_unit(ctx, unit);
  }
}

wire::ItemOutcome update(Context& ctx, const wire::Signal& signal) {
  auto& m = ctx.m;
  const bool rerouted = signal.category() != m.signal().category() || signal.unit_hint() != m.signal().unit_hint();
  m.set_pending_cancel(false);  // the provider speaks of it again
  take_signal_text(ctx, signal);
  provider_level(ctx, signal.level());
  if (rerouted) take_route(ctx, signal);
  return outcome(wire::UPDATED);
}

}  // namespace

wire::ItemOutcome take_signal(Context& ctx, const wire::InboxItem& item) {
  const auto& signal = item.body().signal();
  if (ctx.m.work() == wire::WORK_UNSET) {
    if (signal.msg_type() == wire::CANCEL) return outcome(wire::NOT_FOUND, "cancels a topic that has no open matter");
    open(ctx, signal);
    return outcome(wire::OPENED);
  }
  if (ctx.m.kind() != "warning") return outcome(wire::REFUSED_RULE, "not a warning");
  if (ctx.closed()) return pass_on(ctx, item);
  if (!signal.signal_id().empty() && signal.signal_id() == ctx.m.signal().signal_id()) return outcome(wire::UPDATED, "known already");
  return signal.msg_type() == wire::CANCEL ? cancel(ctx, signal) : update(ctx, signal);
}

}  // namespace fenghuo::escalator
