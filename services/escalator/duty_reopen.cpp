#include "services/escalator/duty_reopen.hpp"

#include "common/obligations/transitions.hpp"
#include "services/escalator/brief.hpp"
#include "services/escalator/commitment.hpp"
#include "services/escalator/duty_amend.hpp"
#include "services/escalator/duty_catalogue.hpp"
#include "services/escalator/duty_close.hpp"
#include "services/escalator/duty_late.hpp"
#include "services/escalator/duty_meeting.hpp"
#include "services/escalator/duty_open.hpp"
#include "services/escalator/duty_parties.hpp"
#include "services/escalator/duty_plan.hpp"
#include "services/escalator/duty_say.hpp"
#include "services/escalator/duty_words.hpp"
#include "services/escalator/outcome.hpp"

namespace fenghuo::escalator {
namespace {

using Parties = std::vector<std::string>;

constexpr const char* retracted = "retracted";

// Those who heard 已终止. Whoever was invited to its meeting heard a calling off, and hears of the meeting.
Parties heard_of_the_end(const Context& ctx) {
  Parties out;
  out.reserve(static_cast<std::size_t>(ctx.m.told_size()));
  for (const auto& told : ctx.m.told()) out.push_back(told.party());
  for (const auto& entry : duty(ctx).attending()) std::erase(out, entry.substr(0, entry.rfind('=')));
  return out;
}

// A matter of before the state was kept: as its promises say. A result whose texts were deleted is handed in anew: nobody can look at it,
// and who handed it in is not known any more.
wire::Work stood_at(const Context& ctx) {
  if (duty(ctx).before_retraction() == wire::SUBMITTED && ctx.m.erased_at() != 0) return wire::IN_PROGRESS;
  if (const auto kept = duty(ctx).before_retraction(); kept != wire::WORK_UNSET) return kept;
  if (instant(duty(ctx).occurrence().window_from()) > ctx.now) return wire::PLANNED;
  const auto* lead = lead_group(ctx.m);
  return lead != nullptr && taken(*lead) ? wire::IN_PROGRESS : wire::AWAITING;
}

void restore(Context& ctx) {
  auto& m = ctx.m;
  auto& state = *m.mutable_duty();
  m.set_work(stood_at(ctx));
  m.set_closed_at(0);
  m.clear_close_reason();
  m.set_erased_at(0);
  state.set_retracted(false);
  state.clear_before_retraction();
  state.set_sleeping(m.work() == wire::PLANNED);
}

// It fell due while nobody was asked for it: that time is given back, and it is no later than it was.
void give_back_the_gap(Context& ctx, std::int64_t ended_at) {
  if (!lateness_runs(ctx) || is_late(duty(ctx)) || due_of(ctx) > ctx.now) return;
  constexpr std::string_view why = "while the catalogue did not have it";
  stop_lateness(ctx, instant(ended_at), why);
  resume_lateness(ctx, ctx.now, why);
}

// What has not left yet need not: nobody has to hear both.
void unsay_the_end(Context& ctx) {
  auto& queue = *ctx.out.mutable_queue();  // ended and restored before one decision
  queue.erase(
      std::remove_if(queue.begin(), queue.end(), [](const wire::OutMessage& message) { return message.model().state() == "cancelled"; }),
      queue.end());
  take_back(ctx, "", "reopened");
  settle_in_briefs(ctx, by_return);
}

// What fell due meanwhile is past without a message, as before a matter was open; but what was never asked is asked.
void pass_over_the_gap(Context& ctx) {
  const bool date_asked = is_done(duty(ctx), date_question(ctx));
  skip_before(ctx, ctx.now, "while the catalogue did not have it");
  auto* done = ctx.m.mutable_duty()->mutable_done();
  if (!date_asked) erase_value(done, date_question(ctx));
  if (ctx.m.work() != wire::PLANNED && ctx.m.told().empty() && to_be_announced(ctx)) erase_value(done, announcement);
}

// Its end took the question back.
void ask_for_the_verification_again(Context& ctx, Parties& spoken) {
  if (ctx.m.work() != wire::SUBMITTED) return;
  ask_to_verify(ctx);
  for (auto& one : each_of(ctx, verifier_of(ctx))) spoken.push_back(std::move(one));
}

void tell_those_who_heard(Context& ctx, const Parties& hearers, const Parties& spoken) {
  for (const auto& party : hearers) {
    if (std::find(spoken.begin(), spoken.end(), party) != spoken.end()) continue;
    const bool does_it = ctx.m.work() != wire::SUBMITTED && (is_owner(ctx, party) || is_supporter(ctx, party));
    Note note;
    note.kind = "notice";
    note.words = reopened_words(ctx);
    note.reason = "恢复办理";
    note.serial = "goes_on/" + ctx.cause;
    note.valid = Valid::always;
    note.ask = does_it;
    note.entry = does_it ? "do" : "read";
    say_all(ctx, note, {party});
  }
}

}  // namespace

bool ended_by_catalogue(const wire::Matter& m) {
  return m.work() == wire::CANCELLED && m.duty().retracted() && m.close_reason() == retracted;
}

bool slept_at_its_end(const wire::Matter& m) {
  const auto stood = m.duty().before_retraction();
  return stood == wire::PLANNED || (stood == wire::WORK_UNSET && m.duty().occurrence().window_from() > m.closed_at());
}

wire::ItemOutcome take_retraction(Context& ctx, const wire::Retraction& retraction) {
  auto& m = ctx.m;
  if (m.work() == wire::WORK_UNSET) return outcome(wire::NOT_FOUND);
  if (m.kind() != "duty") return refuse(ctx, "retraction", "不是任务。");
  if (obligations::duty_finished(m.work())) return outcome(wire::UPDATED, "closed already");
  if (given_now(ctx, duty(ctx).occurrence()) != Given::no) return outcome(wire::UPDATED, "the catalogue in force has it");
  m.mutable_duty()->set_retracted(true);
  m.mutable_duty()->set_before_retraction(m.work());
  ctx.event("retracted", {}, retraction.reason());
  finish(ctx, wire::CANCELLED, retracted, "", false);
  return outcome(wire::DONE);
}

wire::ItemOutcome reopen(Context& ctx, const wire::Occurrence& occurrence) {
  if (given_now(ctx, occurrence) != Given::so) return outcome(wire::UPDATED, "the catalogue in force says otherwise");
  const auto ended_at = ctx.m.closed_at();
  const auto hearers = heard_of_the_end(ctx);
  restore(ctx);
  ctx.event("reopened", {{"party", owner_of(ctx)}});
  unsay_the_end(ctx);
  Parties spoken;
  if (same_content(duty(ctx).occurrence(), occurrence)) {
    *ctx.m.mutable_duty()->mutable_occurrence() = occurrence;  // its texts may have been deleted
    ctx.m.set_title(occurrence.obligation().title());
  } else {
    spoken = amend(ctx, occurrence, Amending::quietly);
  }
  open_window(ctx, ctx.now);
  give_back_the_gap(ctx, ended_at);
  hold_meeting_again(ctx, ended_at);
  pass_over_the_gap(ctx);
  ask_for_the_verification_again(ctx, spoken);
  tell_those_who_heard(ctx, hearers, spoken);
  return outcome(wire::UPDATED, "reopened");
}

}  // namespace fenghuo::escalator
