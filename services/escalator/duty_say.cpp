#include "services/escalator/duty_say.hpp"

#include "services/escalator/brief.hpp"
#include "services/escalator/duty_late.hpp"
#include "services/escalator/duty_parties.hpp"
#include "services/escalator/duty_time.hpp"
#include "services/escalator/duty_words.hpp"
#include "services/escalator/liaison.hpp"

namespace fenghuo::escalator {
namespace {

wire::DigestEntry entry_of(const Context& ctx, const Note& note) {
  wire::DigestEntry entry;
  entry.set_matter_id(ctx.job.matter_id());
  entry.set_number(ctx.job.number());
  entry.set_category(unit_of_duty(ctx));
  entry.set_title(ctx.m.title());
  entry.set_why(note.reason);
  entry.set_kind(note.entry);
  entry.set_due_at(duty(ctx).due_at());
  entry.set_clause(basis_of(ctx) + proposed_mark(ctx));
  if (!note.invitations.empty()) *entry.mutable_invitation() = note.invitations.front();
  return entry;
}

void remember_told(Context& ctx, const Note& note, std::uint32_t live) {
  auto* told = find_told(ctx.m, note.party);
  if (told == nullptr) {
    told = ctx.m.add_told();
    told->set_party(note.party);
  }
  told->set_asked(told->asked() || note.ask);
  told->set_live(live);
  told->set_stood_down(false);
}

bool join_brief(Context& ctx, const Note& note) {
  const Instant from = std::max(note.brief_from, ctx.now);
  tell_in_brief(ctx, note.party, from, entry_of(ctx, note), id_text(ctx.job.matter_id()) + "/" + note.serial);
  ctx.event("joined_brief", {{"party", note.party}, {"step", note.serial}, {"why", note.reason}});
  remember_told(ctx, note, 1);
  return true;
}

Said said_by(const Note& note) {
  if (note.said != Said::unset) return note.said;
  if (note.kind != "notice") return Said::remind;
  return note.ask ? Said::assigned : Said::notice;
}

bool send_message(Context& ctx, const Note& note) {
  const bool before_deadline = counts_down(said_by(note)) && duty(ctx).due_at() > 0;
  Telling telling;
  telling.party = note.party;
  telling.kind = note.kind;
  telling.ask = note.ask;
  telling.step = static_cast<std::uint32_t>(said_by(note));
  telling.words = note.words;
  if (note.late_batch) {
    const std::string aside = "系统曾中断，此前应发的提醒合并为本条。";
    telling.words.inside = aside + telling.words.inside;
    telling.words.outside = aside + telling.words.outside;
  }
  telling.reason = note.reason;
  telling.wording = note.wording;
  telling.clause = basis_of(ctx);
  telling.late_batch = note.late_batch;
  telling.valid = note.valid;
  telling.serial = note.serial;
  telling.destination = note.destination;
  telling.every_channel = note.straight;
  telling.invitations = note.invitations;
  telling.at_once = note.by_person;
  telling.not_before = note.by_person ? ctx.now : next_leave(ctx, ctx.now);
  if (before_deadline) telling.not_after = last_call(ctx);
  const auto live = send(ctx, telling);
  if (live > 0) {
    if (before_deadline) supersede_reminders(ctx, note.party);
    remember_told(ctx, note, live);
    ctx.event("said", {{"party", note.party}, {"step", note.serial}, {"why", note.reason}});
  }
  return live > 0;
}

}  // namespace

bool counts_down(Said said) { return said == Said::remind || said == Said::announce || said == Said::hint || said == Said::urge; }

Instant last_call(const Context& ctx) { return due_of(ctx) - std::chrono::minutes{5}; }

bool tell_by_hand(Context& ctx, const Note& note) {
  const auto by = supervision_of(ctx);
  if (by.empty() || ctx.active.told_by_hand(by)) {
    not_said(ctx, note.serial, note.party, "nobody there");
    return false;
  }
  Note task = note;
  task.kind = "notice";
  task.said = Said::notice;
  task.words = by_hand_words(ctx, note.party, note.reason);
  task.reason = "请人工告知";
  task.serial = note.serial + "/by_hand/" + note.party;
  task.ask = false;
  task.wording = "notice";
  task.destination.clear();
  task.invitations.clear();
  ctx.event("by_hand", {{"party", note.party}, {"step", note.serial}, {"asked", by}});
  return say_all(ctx, task, {by});
}

void not_said(Context& ctx, std::string_view step, std::string_view party, std::string_view why) {
  ctx.event("not_said", {{"step", std::string(step)}, {"party", std::string(party)}, {"why", std::string(why)}});
}

void settle_in_brief(Context& ctx, const std::string& party, Instant since) {
  if (!ctx.active.is_leader(party)) return;
  wire::DigestEntry entry;
  entry.set_matter_id(ctx.job.matter_id());
  entry.set_kind(settled);
  entry.set_why(by_answer);
  tell_in_brief(ctx, party, since, entry, id_text(ctx.job.matter_id()) + "/settled/" + ctx.cause);
}

void settle_in_briefs(Context& ctx, const char* how) {
  for (const auto& told : ctx.m.told()) {
    if (!ctx.active.is_leader(told.party())) continue;
    wire::DigestEntry entry;
    entry.set_matter_id(ctx.job.matter_id());
    entry.set_kind(settled);
    entry.set_why(how);
    tell_in_brief(ctx, told.party(), ctx.now, entry,
                  id_text(ctx.job.matter_id()) + "/" + how + "/" + (ctx.cause.empty() ? text_of(ctx.now) : ctx.cause));
  }
}

bool say(Context& ctx, const Note& note) {
  if (ctx.active.told_by_hand(note.party)) return tell_by_hand(ctx, note);
  const bool own_contact = ctx.active.reachable(note.party);
  if (note.party.empty() || (!own_contact && !hears_of_briefs(ctx, note.party))) {
    not_said(ctx, note.serial, note.party, "nobody there");
    return false;
  }
  const bool straight = note.straight && own_contact;  // a leader's liaison has a brief, and no message of a leader's
  return ctx.active.is_leader(note.party) && !straight ? join_brief(ctx, note) : send_message(ctx, note);
}

bool say_all(Context& ctx, Note note, const std::vector<std::string>& parties) {
  bool reached = false;
  for (const auto& party : parties) {
    for (const auto& each : each_of(ctx, party)) {
      note.party = each;
      reached = say(ctx, note) || reached;
    }
  }
  if (parties.empty()) not_said(ctx, note.serial, "", "nobody there");
  return reached;
}

void take_back(Context& ctx, const std::string& party, std::string_view reason) {
  auto& withdraw = *ctx.out.add_withdraw();
  withdraw.set_party(party);
  withdraw.set_reason(std::string(reason));
  if (party.empty()) return;
  ctx.out.add_revoke_party(party);
  drop_told(ctx.m, party);
}

}  // namespace fenghuo::escalator
