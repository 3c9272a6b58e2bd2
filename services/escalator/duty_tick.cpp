#include "services/escalator/duty_tick.hpp"

#include "services/escalator/duty_count.hpp"
#include "services/escalator/duty_extend.hpp"
#include "services/escalator/duty_late.hpp"
#include "services/escalator/duty_meeting.hpp"
#include "services/escalator/duty_open.hpp"
#include "services/escalator/duty_parties.hpp"
#include "services/escalator/duty_plan.hpp"
#include "services/escalator/duty_say.hpp"
#include "services/escalator/duty_slips.hpp"
#include "services/escalator/duty_time.hpp"
#include "services/escalator/duty_words.hpp"
#include "services/escalator/duty_yearly.hpp"
#include "services/escalator/report_tally.hpp"

namespace fenghuo::escalator {
namespace {

constexpr Millis an_outage = std::chrono::hours{1};
constexpr Millis look_again = std::chrono::hours{24 * 30};

using ByParty = std::map<std::string, std::vector<const Due*>>;

std::vector<std::string> monthly_readers(const Context& ctx) {
  const auto& to = plan_of_duty(ctx).monthly_to();
  google::protobuf::RepeatedPtrField<std::string> list;
  *list.Add() = to.empty() ? "supervision" : to.find(':') == std::string::npos ? "role:" + to : to;
  return recipients_of(ctx, list);
}

std::vector<std::string> recipients(const Context& ctx, const Due& due) {
  switch (due.what) {
    case What::announce: {
      std::vector<std::string> out = supporters_of(ctx);
      out.insert(out.begin(), owner_of(ctx));
      return out;
    }
    case What::ask_date:
    case What::draft:
      return {supervision_of(ctx)};
    case What::monthly:
      return monthly_readers(ctx);
    default:
      break;
  }
  return hearers(ctx, due);
}

Words words_for(const Context& ctx, What what) {
  switch (what) {
    case What::announce:
      return announce_words(ctx);
    case What::ask_date:
      return ask_date_words(ctx);
    case What::hint:
      return hint_words(ctx);
    case What::urge:
      return urge_words(ctx);
    case What::draft:
      return draft_words(ctx);
    case What::report_up:
    case What::monthly:
      return report_up_words(ctx);
    default:
      return remind_words(ctx);
  }
}

std::string reason_for(const Context& ctx, const Due& due) {
  switch (due.what) {
    case What::announce:
      return "新立项";
    case What::ask_date:
      return "请定会期";
    case What::hint:
      return "临近截止";
    case What::urge:
      return "即将截止";
    case What::draft:
      return "督办单待签发";
    case What::report_up:
    case What::monthly:
      return lateness_text(ctx);
    default:
      return "距截止" + std::to_string(working_days_between(ctx, ctx.now, instant(duty(ctx).due_at()))) + "个工作日";
  }
}

Said said_for(What what) {
  switch (what) {
    case What::announce:
      return Said::announce;
    case What::ask_date:
      return Said::ask_date;
    case What::hint:
      return Said::hint;
    case What::urge:
      return Said::urge;
    case What::draft:
      return Said::draft;
    case What::report_up:
    case What::monthly:
      return Said::report_up;
    default:
      return Said::remind;
  }
}

bool speaks_upward(What what) { return what == What::report_up || what == What::monthly; }

// Of several that fell due at once the heaviest is said. They came of an outage if the first could have left long ago.
void say_to(Context& ctx, const std::string& party, const std::vector<const Due*>& all) {
  const auto& due = **std::max_element(all.begin(), all.end(), [](const Due* a, const Due* b) { return a->what < b->what; });
  Instant first = ctx.now;
  for (const auto* each : all) first = std::min(first, leaves_at(ctx, *each));
  Note note;
  note.party = party;
  note.kind = speaks_upward(due.what) || due.what == What::draft ? "overdue" : "reminder";
  note.said = said_for(due.what);
  note.words = words_for(ctx, due.what);
  note.reason = reason_for(ctx, due);
  note.serial = due.id;
  note.ask = !speaks_upward(due.what) && due.what != What::draft && due.what != What::ask_date;
  note.late_batch = all.size() > 1 && ctx.now - first > an_outage;
  note.wording = speaks_upward(due.what) || (due.step != nullptr && due.step->wording() == "submit_up") ? "submit_up" : "notice";
  note.entry = speaks_upward(due.what) ? "overdue" : "do";
  if (!say(ctx, note) && is_owner(ctx, party) && note.ask) stop_lateness(ctx, ctx.now, "nobody there");
}

Said said_of(std::string_view what) {
  if (what == "verify") return Said::verify;
  if (what == "extension") return Said::extension_asked;
  if (what == "refer") return Said::refer;
  return what == "draft" ? Said::draft : Said::fault;
}

// One message to everybody whose answer is waited for.
void chase(Context& ctx, const Due& due) {
  const auto remind = [&](const char* what, const char* reason, const Words& words, const std::string& party, const char* entry,
                          Valid valid) {
    if (away_now(ctx, party)) return not_said(ctx, std::string(what) + "/" + due.id, party, "away in the break");
    Note note;
    note.words = words;
    note.said = said_of(what);
    note.reason = reason;
    note.serial = std::string(what) + "/" + due.id;
    note.entry = entry;
    note.valid = valid;
    say_all(ctx, note, {party});
  };
  if (ctx.m.work() == wire::SUBMITTED) remind("verify", "办理结果待核验", to_verify_words(ctx), verifier_of(ctx), "verify", Valid::verify);
  if (const auto* asked = pending_extension(ctx))
    remind("extension", "申请延期，待批准", extension_words(ctx, *asked), approver_of(ctx), "verify", Valid::always);
  if (ctx.m.dispatch_asked())
    remind("refer", "反映非本单位职责，待分办", refer_words(ctx, "原单位", "见记录"), dispatcher_of(ctx), "do", Valid::duty);
  if (duty(ctx).clock_stopped_at() != 0) remind("fault", "送达异常，待核实", fault_words(ctx), supervision_of(ctx), "do", Valid::duty);
  const auto* order = find_slip(ctx, "order");
  if (order != nullptr && order->issued_at() == 0 && ctx.m.work() != wire::SUBMITTED)
    remind("draft", "督办单待签发", draft_words(ctx), supervision_of(ctx), "do", Valid::duty);
  ctx.m.set_next_report_at(0);
}

void take_step(Context& ctx, const Due& due, ByParty& by_party) {
  if (due.what == What::monthly) {
    ctx.m.set_last_raise_at(to_ms(ctx.now));
  } else {
    mark_done(ctx, due.id);
  }
  const auto parties = recipients(ctx, due);
  if (due.what == What::hint) note_slip(ctx, "hint");
  if (due.what == What::urge) note_slip(ctx, "urge");
  if (due.what == What::invite) return say_meeting(ctx, due, parties);
  if (parties.empty()) not_said(ctx, due.id, "", "nobody there");
  for (const auto& party : parties) {
    if (party.empty()) {
      not_said(ctx, due.id, "", "nobody there");
    } else {
      by_party[party].push_back(&due);
    }
  }
}

}  // namespace

void catch_up(Context& ctx, Instant t) {
  if (ctx.closed() || ctx.m.work() == wire::WORK_UNSET || awaits_occurrence(ctx.m)) return;
  open_window(ctx, t);
  leave_meeting_behind(ctx, t);
  advance_lateness(ctx, t);
  join_yearly_list(ctx);
  draft_order(ctx);
}

void say_what_is_due(Context& ctx) {
  auto due = still_due(ctx);
  std::erase_if(due, [&](const Due& each) { return !ready(ctx, each); });
  std::stable_sort(due.begin(), due.end(), [](const Due& a, const Due& b) { return a.at < b.at; });
  if (due.empty()) return;
  ctx.tick(ctx.now);
  ByParty by_party;
  for (const auto& each : due) {
    if (each.what != What::chase) take_step(ctx, each, by_party);
  }
  for (const auto& [party, all] : by_party) say_to(ctx, party, all);
  for (const auto& each : due) {
    if (each.what == What::chase) chase(ctx, each);
  }
}

Instant duty_step(const Context& ctx) {
  const auto& m = ctx.m;
  if (awaits_occurrence(m)) return std::min(gives_up_waiting(m), ctx.now + look_again);
  std::optional<Instant> next;
  const auto sooner = [&](Instant t) { next = std::min(next.value_or(t), t); };
  if (m.work() == wire::PLANNED) sooner(instant(duty(ctx).occurrence().window_from()));
  if (const auto late = next_lateness(ctx)) sooner(*late);
  if (const auto lamp = next_lamp(ctx)) sooner(*lamp);
  if (duty(ctx).scheduled_at() > to_ms(ctx.now)) sooner(instant(duty(ctx).scheduled_at()));
  for (const auto& due : still_due(ctx)) sooner(looked_at(ctx, due));
  return next.value_or(ctx.now + look_again);
}

}  // namespace fenghuo::escalator
