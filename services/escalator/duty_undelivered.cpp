#include "services/escalator/duty_undelivered.hpp"

#include "services/escalator/duty_extend.hpp"
#include "services/escalator/duty_late.hpp"
#include "services/escalator/duty_meeting.hpp"
#include "services/escalator/duty_parties.hpp"
#include "services/escalator/duty_words.hpp"
#include "services/escalator/outcome.hpp"

namespace fenghuo::escalator {
namespace {

constexpr const char* on_record = "见事项页面记录";  // reasons that people wrote stand in the journal alone

Note saying(Said said, const char* kind, Words words, bool ask, Valid valid = Valid::duty) {
  Note note;
  note.said = said;
  note.kind = kind;
  note.words = std::move(words);
  note.ask = ask;
  note.valid = valid;
  return note;
}

std::optional<Note> the_order(const Context& ctx, Said said) {
  const auto& slips = duty(ctx).slips();
  for (auto slip = slips.rbegin(); slip != slips.rend(); ++slip) {
    if (slip->kind() == "order" && slip->issued_at() != 0)
      return saying(said, "overdue", order_words(ctx, *slip, instant(slip->issued_at())), true);
  }
  return std::nullopt;
}

std::optional<Note> the_extension(const Context& ctx, Said said) {
  const auto& all = duty(ctx).extensions();
  if (said == Said::extension_asked) {
    const auto* asked = pending_extension(ctx);
    return asked == nullptr ? std::nullopt : std::optional(saying(said, "notice", extension_words(ctx, *asked), false, Valid::always));
  }
  const auto decided = std::find_if(all.rbegin(), all.rend(), [](const auto& one) { return one.decided_at() != 0; });
  return decided == all.rend() ? std::nullopt
                               : std::optional(saying(said, "notice", extension_decided_words(ctx, *decided), false, Valid::always));
}

// What outlives the matter.
bool said_of_the_end(Said said) { return said == Said::finished || said == Said::called_off || said == Said::extension_decided; }

bool of_a_meeting(Said said) {
  return said == Said::invited || said == Said::rescheduled || said == Said::called_off || said == Said::meeting_reminder;
}

// The same again as things stand now; nothing when it has no use any more.
std::optional<Note> again(const Context& ctx, const std::string& party, Said said) {
  if (ctx.closed() && !said_of_the_end(said)) return std::nullopt;
  if (!ctx.closed() && said == Said::finished) return std::nullopt;  // it goes on
  if (of_a_meeting(said)) return meeting_note(ctx, party, said);
  switch (said) {
    case Said::announce:
      return saying(said, "reminder", announce_words(ctx), true);
    case Said::hint:
      return saying(said, "reminder", hint_words(ctx), true);
    case Said::urge:
      return saying(said, "reminder", urge_words(ctx), true);
    case Said::order:
      return the_order(ctx, said);
    case Said::draft:
      return saying(said, "overdue", draft_words(ctx), false);
    case Said::report_up:
      return saying(said, "overdue", report_up_words(ctx), false);
    case Said::ask_date:
      return saying(said, "reminder", ask_date_words(ctx), false);
    case Said::assigned:
      return saying(said, "notice", assigned_words(ctx, ""), true);
    case Said::sent_back:
      return saying(said, "notice", sent_back_words(ctx, on_record), true);
    case Said::refer:
      return saying(said, "notice", refer_words(ctx, "原单位", on_record), ctx.m.dispatch_asked());
    case Said::verify:
      return saying(said, "notice", to_verify_words(ctx), true, Valid::verify);
    case Said::extension_asked:
    case Said::extension_decided:
      return the_extension(ctx, said);
    case Said::date_moved:
      return saying(said, "notice", date_moved_words(ctx, {}), false);
    case Said::finished:
      return saying(said, "notice", finished_words(ctx), false, Valid::always);
    case Said::fault:
      return saying(said, "notice", fault_words(ctx), false);
    case Said::pressed:
      return saying(said, "notice", pressed_words(ctx, on_record), false);
    case Said::notice:
      return saying(said, "notice", look_up_words(ctx), false, Valid::always);
    default:
      return saying(Said::remind, "reminder", remind_words(ctx), true);
  }
}

bool say_by_next_channel(Context& ctx, const wire::DeliveryFailed& failed, Said said) {
  if (ctx.active.is_leader(failed.party())) return false;
  if (counts_down(said) && duty(ctx).due_at() > 0 && ctx.at >= last_call(ctx)) return false;  // too late to say how long there still is
  auto note = again(ctx, failed.party(), said);
  if (!note) return false;
  Telling asked;  // for the order of the contacts
  asked.party = failed.party();
  asked.invitations = note->invitations;
  const auto* next = next_contact(ctx, asked, failed.destination());
  if (next == nullptr) return false;
  note->party = failed.party();
  note->reason = "前一联系方式未送达";
  note->serial = "next_channel/" + ctx.cause;
  note->wording = said == Said::report_up || said == Said::pressed ? "submit_up" : "notice";
  note->destination = next->id();
  return say(ctx, *note);
}

// A message from before steps said what a message says: taken for a reminder.
Said said_in(std::uint32_t step) { return step > static_cast<std::uint32_t>(Said::pressed) ? Said::remind : static_cast<Said>(step); }

void look_into_it(Context& ctx) {
  stop_lateness(ctx, ctx.at, "undelivered");
  Note note;
  note.kind = "notice";
  note.said = Said::fault;
  note.words = fault_words(ctx);
  note.reason = "提醒未送达";
  note.serial = "fault/" + ctx.cause;
  say_all(ctx, note, {supervision_of(ctx)});
}

void telephone(Context& ctx, const std::string& party, Said said) {
  if (!meeting_note(ctx, party, said)) return;
  Note note;
  note.party = party;
  note.said = said;
  note.reason = said == Said::called_off ? "会议取消" : said == Said::rescheduled ? "会议改期" : "会议邀请";
  note.serial = "unreached/" + ctx.cause;
  note.valid = Valid::always;
  tell_by_hand(ctx, note);
}

}  // namespace

bool makes_late(Said said) {
  switch (said) {
    case Said::unset:
    case Said::remind:
    case Said::announce:
    case Said::hint:
    case Said::urge:
    case Said::order:
    case Said::assigned:
    case Said::sent_back:
      return true;
    default:
      return false;
  }
}

wire::ItemOutcome take_dead(Context& ctx, const wire::DeliveryFailed& failed) {
  auto* told = find_told(ctx.m, failed.party());
  if (told == nullptr) return outcome(wire::DONE);
  if (told->live() > 1) {
    told->set_live(told->live() - 1);
    return outcome(wire::DONE, "reachable by another channel");
  }
  const auto said = said_in(failed.step());
  if (say_by_next_channel(ctx, failed, said)) return outcome(wire::DONE, "told by the next channel");
  told = find_told(ctx.m, failed.party());  // what was tried may have moved it
  if (told != nullptr) told->set_live(0);
  ctx.event("party_unreachable", {{"party", failed.party()}}, failed.reason());
  if (of_a_meeting(said)) telephone(ctx, failed.party(), said);
  if (ctx.closed() || !makes_late(said) || !is_owner(ctx, failed.party()) || duty(ctx).clock_stopped_at() != 0)
    return outcome(wire::DONE, "unreachable");
  look_into_it(ctx);
  return outcome(wire::DONE, "unreachable");
}

}  // namespace fenghuo::escalator
