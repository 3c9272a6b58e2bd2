#include "services/escalator/report.hpp"

#include "common/calendar/report_period.hpp"
#include "services/escalator/daily.hpp"
#include "services/escalator/daily_todo.hpp"
#include "services/escalator/digest_undelivered.hpp"
#include "services/escalator/duty_parties.hpp"
#include "services/escalator/duty_time.hpp"
#include "services/escalator/notify.hpp"
#include "services/escalator/outcome.hpp"
#include "services/escalator/report_facts.hpp"
#include "services/escalator/report_rows.hpp"
#include "services/escalator/report_words.hpp"

namespace fenghuo::escalator {
namespace {

constexpr std::string_view prefix = "report/";
constexpr unsigned ask_again_after = 3;  // working days
constexpr Millis a_week = std::chrono::hours{24 * 7};

std::optional<ReportPeriod> period_of(const Context& ctx) {
  const std::string_view rest = std::string_view(ctx.job.key()).substr(prefix.size());
  const auto slash = rest.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  return find_report_period(ctx.active.calendar(), rest.substr(0, slash), rest.substr(slash + 1));
}

bool is_monthly(const Context& ctx) { return ctx.m.report().kind() == monthly; }

void open_report(Context& ctx, const ReportPeriod& period) {
  auto& m = ctx.m;
  m.set_id(ctx.job.matter_id());
  m.set_key(ctx.job.key());
  m.set_kind("report");
  m.set_work(wire::PLANNED);
  m.set_policy(ctx.active_hash);
  m.set_opened_at(to_ms(ctx.now));
  m.set_rung(-1);
  m.set_generation(1);
  m.set_audience(ctx.active.bundle().report_party());
  auto& report = *m.mutable_report();
  report.set_kind(period.kind);
  report.set_period(period.period);
  report.set_from(to_ms(period.from));
  report.set_to(to_ms(period.to));
  m.set_title(report_title(ctx));
  ctx.event("opened", {{"kind", "report"}, {"report", report.kind()}, {"period", report.period()}, {"audience", m.audience()}});
}

// Whatever comes first opens it: its time, or a duty that ended in its period. Only its time makes it due.
bool opened(Context& ctx) {
  if (ctx.m.work() != wire::WORK_UNSET) return true;
  const auto period = period_of(ctx);
  if (period) open_report(ctx, *period);
  return period.has_value();
}

wire::ItemOutcome take_due(Context& ctx, const wire::ReportDue& due) {
  if (due.due_at() <= 0 || due.kind().empty()) return refuse(ctx, "report", "没有期限。");
  const bool is_new = ctx.m.work() == wire::WORK_UNSET;
  if (!opened(ctx)) return refuse(ctx, "report", "没有这样的报告期。");
  auto& report = *ctx.m.mutable_report();
  if (report.made_at() > 0) return outcome(wire::UPDATED, "made already");
  report.set_from(due.from());
  report.set_to(due.to());
  report.set_due_at(due.due_at());
  if (!due.audience().empty()) ctx.m.set_audience(due.audience());
  if (due.from() - to_ms(ctx.now) <= a_week.count() && to_ms(ctx.now) < due.to()) keep_clerks_daily(ctx, "clerk/" + ctx.cause);
  return outcome(is_new ? wire::OPENED : wire::UPDATED);
}

wire::ItemOutcome take_tally(Context& ctx, const wire::Tally& tally) {
  if (!opened(ctx)) return refuse(ctx, "tally", "没有这样的报告期。");
  if (ctx.m.report().made_at() > 0) return outcome(wire::RECORDED, "the report was made before");
  add_tally(ctx.m, tally);
  ctx.event("counted", {{"matter", id_text(tally.matter_id())}, {"unit", tally.unit()}});
  return outcome(wire::UPDATED);
}

wire::ItemOutcome issue(Context& ctx, const wire::Action& action) {
  auto& report = *ctx.m.mutable_report();
  if (!is_monthly(ctx)) return refuse(ctx, "issue", "周报不需签发。");
  if (report.issued_at() > 0) {
    auto out = outcome(wire::ALREADY, "已由" + report.issued_by() + "签发。");
    out.set_at(report.issued_at());
    return out;
  }
  if (ctx.closed()) {
    auto out = outcome(wire::REFUSED_CLOSED, "草稿已归档，未签发。");
    out.set_at(ctx.m.closed_at());
    return out;
  }
  if (report.made_at() == 0) return refuse(ctx, "issue", "报告期未满，通报草稿尚未形成。");
  if (!by_office(ctx, action) && !same_side(ctx, action.party(), ctx.m.audience()))
    return refuse(ctx, "issue", "通报由" + ctx.active.party_name(ctx.m.audience()) + "签发。");
  if (action.by().empty()) return refuse(ctx, "issue", "请写明签发人。");
  report.set_issued_by(action.by());
  report.set_issued_at(to_ms(ctx.at));
  ctx.event("report_issued", {{"party", action.party()}, {"period", report.period()}});
  ctx.m.set_work(wire::CLOSED);
  ctx.m.set_closed_at(to_ms(ctx.now));
  ctx.m.set_close_reason("issued");
  ctx.event("closed", {{"why", "issued"}});
  auto& withdraw = *ctx.out.add_withdraw();  // the question whether it will be
  withdraw.set_reason("issued");
  return outcome(wire::DONE);
}

wire::ItemOutcome take_act(Context& ctx, const wire::Action& action) {
  if (ctx.m.work() == wire::WORK_UNSET) return outcome(wire::NOT_FOUND);
  if (action.kind() == wire::ISSUE) return issue(ctx, action);
  return refuse(ctx, "act", "报告没有这种操作。");
}

void end(Context& ctx, wire::Work work, const char* why) {
  ctx.m.set_work(work);
  ctx.m.set_closed_at(to_ms(ctx.now));
  ctx.m.set_close_reason(why);
  ctx.event("closed", {{"why", why}});
}

const char* name_of(const Context& ctx) { return is_monthly(ctx) ? "督查通报草稿" : "督办周报"; }

Telling telling_of(const Context& ctx, const Words& words, const std::string& serial) {
  Telling telling;
  telling.party = ctx.m.audience();
  telling.kind = "brief";
  telling.words = words;
  telling.reason = name_of(ctx);
  telling.valid = Valid::always;
  telling.serial = serial;
  telling.not_before = next_leave(ctx, ctx.now);
  return telling;
}

void send_report(Context& ctx, const Words& words, const std::string& serial) {
  const auto telling = telling_of(ctx, words, serial);
  if (!telling.party.empty() && send(ctx, telling) > 0) {
    ctx.event("said", {{"party", telling.party}, {"step", serial}, {"why", telling.reason}});
    return;
  }
  ctx.event("not_said", {{"step", serial}, {"party", telling.party}, {"why", "nobody there"}});
  alarm_undelivered(ctx, name_of(ctx), "（没有可用的联系方式）");
}

bool make(Context& ctx) {
  if (!have_facts(ctx, {"tally|*", "late|*", "journal"})) return false;
  auto& report = *ctx.m.mutable_report();
  ctx.tick(instant(report.due_at()));
  fill_rows(ctx);
  const auto* journal = find_fact(ctx.job, "journal");
  if (journal->numbers_size() > 0) report.set_head(journal->numbers(0));
  report.set_made_at(to_ms(ctx.now));
  ctx.event("report_made", {{"report", report.kind()}, {"period", report.period()}});
  if (is_monthly(ctx)) {
    ctx.m.set_work(wire::AWAITING);
    ctx.m.set_next_report_at(to_ms(slot_after(ctx, ctx.now, ask_again_after)));
    send_report(ctx, monthly_words(ctx), "draft");
    tell_signing(ctx);
  } else {
    send_report(ctx, weekly_words(ctx, late_list(*find_fact(ctx.job, "late|*"))), "weekly");
    end(ctx, wire::CLOSED, "sent");
    keep_clerks_daily(ctx, "clerk/made");
  }
  return true;
}

// Of a period that had begun when the system was switched on: it is not reported, though duties ended in it.
Instant would_be_due(const Context& ctx) {
  const auto& calendar = ctx.active.calendar();
  return report_period_of(calendar, ctx.m.report().kind(), calendar.date_of(instant(ctx.m.report().from()))).due;
}

// When the next month's is due this one is over.
Instant lapses_at(const Context& ctx) {
  const auto& calendar = ctx.active.calendar();
  return report_period_of(calendar, monthly, calendar.date_of(instant(ctx.m.report().to()))).due;
}

void wait_for_issue(Context& ctx) {
  ctx.tick(instant(ctx.m.next_report_at()));
  if (ctx.now >= lapses_at(ctx)) return end(ctx, wire::CANCELLED, "not_issued");
  ctx.m.set_next_report_at(to_ms(lapses_at(ctx)));
  send_report(ctx, not_issued_words(ctx), "again");
}

std::optional<Words> words_again(Context& ctx) {
  if (is_monthly(ctx)) return ctx.m.next_report_at() >= to_ms(lapses_at(ctx)) ? not_issued_words(ctx) : monthly_words(ctx);
  if (!have_facts(ctx, {"late|*"})) return std::nullopt;
  return weekly_words(ctx, late_list(*find_fact(ctx.job, "late|*")));
}

// It did not arrive: the reader's next contact, and when there is none the operator hears of it. The weekly one carries the head that is to
// be kept outside.
wire::ItemOutcome take_dead_report(Context& ctx, const wire::DeliveryFailed& failed) {
  if (ctx.m.work() == wire::WORK_UNSET) return outcome(wire::NOT_FOUND);
  const bool sent = ctx.m.report().made_at() > 0 && (is_monthly(ctx) ? !ctx.closed() : ctx.m.close_reason() == "sent");
  if (failed.party() != ctx.m.audience() || !sent) return outcome(wire::DONE);
  Telling asked;  // for the order of the contacts
  asked.party = failed.party();
  if (const auto* next = next_contact(ctx, asked, failed.destination())) {
    const auto words = words_again(ctx);
    if (!words) return outcome(wire::DONE);  // decided again with the facts
    auto telling = telling_of(ctx, *words, "next_channel/" + ctx.cause);
    telling.destination = next->id();
    if (send(ctx, telling) > 0) {
      ctx.event("said", {{"party", telling.party}, {"step", "next_channel"}, {"why", telling.reason}});
      return outcome(wire::DONE, "told by the next channel");
    }
  }
  ctx.event("party_unreachable", {{"party", failed.party()}}, failed.reason());
  alarm_undelivered(ctx, name_of(ctx), "");
  return outcome(wire::DONE, "unreachable");
}

}  // namespace

bool is_report(const wire::DecideJob& job) { return std::string_view(job.key()).starts_with(prefix); }

wire::ItemOutcome take_report_item(Context& ctx, const wire::InboxItem& item) {
  const auto& body = item.body();
  switch (body.what_case()) {
    case wire::InboxBody::kReportDue:
      return take_due(ctx, body.report_due());
    case wire::InboxBody::kTally:
      return take_tally(ctx, body.tally());
    case wire::InboxBody::kAction:
      return take_act(ctx, body.action());
    case wire::InboxBody::kDeliveryFailed:
      return take_dead_report(ctx, body.delivery_failed());
    default:
      return refuse(ctx, "item", "报告不接收这种信息。");
  }
}

bool tick_report(Context& ctx) {
  const auto& m = ctx.m;
  if (ctx.closed() || ctx.now < report_step(ctx)) return true;
  if (m.report().due_at() == 0) {
    end(ctx, wire::CANCELLED, "not_reported");
    return true;
  }
  if (m.report().made_at() == 0) return make(ctx);
  wait_for_issue(ctx);
  return true;
}

Instant report_step(const Context& ctx) {
  const auto& report = ctx.m.report();
  if (report.due_at() == 0) return would_be_due(ctx);
  return instant(report.made_at() == 0 ? report.due_at() : ctx.m.next_report_at());
}

}  // namespace fenghuo::escalator
