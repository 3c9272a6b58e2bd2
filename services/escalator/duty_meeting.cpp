#include "services/escalator/duty_meeting.hpp"

#include "services/escalator/brief.hpp"
#include "services/escalator/duty_parties.hpp"
#include "services/escalator/duty_say.hpp"
#include "services/escalator/duty_time.hpp"
#include "services/escalator/duty_words.hpp"
#include "services/escalator/outcome.hpp"

namespace fenghuo::escalator {
namespace {

constexpr std::uint32_t usual_minutes = 90, most_minutes = 7 * 24 * 60;
constexpr Millis a_day = std::chrono::hours{24};
constexpr const char* reminder = "会议提醒";
constexpr const char* moved = "会议改期";
constexpr const char* called_off = "会议取消";
constexpr const char* on_again = "会议恢复";
constexpr const char* left_out = "会议调整";

std::string prefix_of(const Context& ctx) { return "m" + std::to_string(duty(ctx).sequence()) + "/"; }

std::string* attendance(wire::DutyState& state, const std::string& party) {
  for (auto& entry : *state.mutable_attending()) {
    if (entry.size() > party.size() && entry.starts_with(party) && entry[party.size()] == '=') return &entry;
  }
  return nullptr;
}

std::vector<std::string> invited(const Context& ctx) {
  std::vector<std::string> out;
  for (const auto& entry : duty(ctx).attending()) out.push_back(entry.substr(0, entry.rfind('=')));
  return out;
}

bool was_invited(const Context& ctx, const std::string& party) {
  const auto all = invited(ctx);
  return std::find(all.begin(), all.end(), party) != all.end();
}

wire::Invitation invitation_for(const Context& ctx, const std::string& party, const char* method) {
  const auto& state = duty(ctx);
  const auto minutes = std::int64_t{state.minutes() > 0 ? state.minutes() : usual_minutes};
  wire::Invitation out;
  out.set_method(method);
  out.set_uid(id_text(ctx.job.matter_id()) + "-" + party.substr(0, 4) + "-" + party.substr(5) + "@fenghuo");
  out.set_sequence(state.sequence());
  out.set_begins(state.scheduled_at());
  out.set_ends(state.scheduled_at() + minutes * 60'000);
  out.set_summary(ctx.m.title());
  out.set_place(state.place());
  std::string text;
  if (!state.materials().empty())
    text = "请准备：" + state.materials() +
           (state.materials_by() > 0 ? "；" + deadline_of(ctx, instant(state.materials_by())) + "前送达" : "") + "。";
  out.set_description(text);
  out.set_organizer(ctx.active.party_name(supervision_of(ctx)));
  return out;
}

// The leader's next brief would come after the meeting: the office telephones.
bool too_late_for_brief(const Context& ctx, const std::string& party, Instant from) {
  if (!ctx.active.is_leader(party)) return false;
  const auto role = std::string_view(party).substr(5);
  return brief_slot(ctx, role, next_brief_day(ctx, role, std::max(from, ctx.now))) >= instant(duty(ctx).scheduled_at());
}

Said said_by(std::string_view head) {
  if (head == reminder) return Said::meeting_reminder;
  if (head == moved) return Said::rescheduled;
  return head == called_off || head == left_out ? Said::called_off : Said::invited;
}

struct Saying {
  const char* head;
  std::string serial;
  const char* method = "REQUEST";
  bool by_person = false;
  Instant brief_from{};
};

void say_each(Context& ctx, const Saying& saying, const std::vector<std::string>& parties) {
  std::vector<std::string> by_phone;
  for (const auto& party : parties) {
    if (saying.method == std::string_view("REQUEST") && attendance(*ctx.m.mutable_duty(), party) == nullptr)
      ctx.m.mutable_duty()->add_attending(party + "=invited");
    if (too_late_for_brief(ctx, party, saying.brief_from)) {
      not_said(ctx, saying.serial, party, "the next brief comes after the meeting");
      by_phone.push_back(party);
      continue;
    }
    Note note;
    note.party = party;
    note.kind = saying.head == std::string_view(reminder) ? "reminder" : "notice";
    note.words = meeting_words(ctx, saying.head == std::string_view(first_invitation) ? "会议" : saying.head);
    note.said = said_by(saying.head);
    note.reason = saying.head;
    note.serial = saying.serial;
    note.by_person = saying.by_person;
    note.valid = Valid::always;
    note.entry = "attend";
    note.brief_from = saying.brief_from;
    note.invitations.push_back(invitation_for(ctx, party, saying.method));
    say(ctx, note);
  }
  if (by_phone.empty()) return;
  Note note;
  note.kind = "notice";
  note.words = phone_words(ctx, by_phone);
  note.reason = "请电话通知";
  note.serial = saying.serial + "/phone";
  note.valid = Valid::always;
  note.by_person = saying.by_person;
  say_all(ctx, note, {supervision_of(ctx)});
}

const google::protobuf::RepeatedPtrField<wire::PlanStep>& steps_of(const Context& ctx) {
  static const wire::Plan usual = [] {
    wire::Plan plan;
    for (const int days : {-7, -1}) {
      auto& step = *plan.add_meeting_steps();
      step.set_id("T" + std::to_string(days));
      step.set_working_days(days);
      step.set_kind("reminder");
      step.add_to("attendees");
    }
    return plan;
  }();
  const auto& own = plan_of_duty(ctx).meeting_steps();
  return own.empty() ? usual.meeting_steps() : own;
}

// The steps of until then are past; whether there were any.
bool pass_steps(Context& ctx, Instant cut) {
  bool past = false;
  for (const auto& due : meeting_steps(ctx)) {
    if (due.at > cut) continue;
    past = true;
    mark_done(ctx, due.id);
  }
  return past;
}

// Whom the meeting's steps are for, beside its attendees.
std::vector<std::string> everybody_wanted(const Context& ctx) {
  auto all = attendees_of(ctx);
  for (const auto& step : steps_of(ctx)) {
    for (auto& party : recipients_of(ctx, step.to())) all.push_back(std::move(party));
  }
  return all;
}

void keep_attending(wire::DutyState& state, const std::vector<std::string>& wanted) {
  auto& entries = *state.mutable_attending();
  for (int i = entries.size() - 1; i >= 0; --i) {
    if (std::find(wanted.begin(), wanted.end(), entries[i].substr(0, entries[i].rfind('='))) == wanted.end()) entries.DeleteSubrange(i, 1);
  }
}

// For a change that concerns some of the invited alone: what the others have heard stays heard under the new number.
void raise_sequence(Context& ctx) {
  auto& state = *ctx.m.mutable_duty();
  const std::string before = prefix_of(ctx);
  state.set_sequence(state.sequence() + 1);
  const std::vector<std::string> done(state.done().begin(), state.done().end());
  for (const auto& id : done) {
    if (id.starts_with(before)) mark_done(ctx, prefix_of(ctx).append(id, before.size()));
  }
}

bool begun(const Context& ctx) { return duty(ctx).scheduled_at() != 0 && duty(ctx).scheduled_at() <= to_ms(ctx.now); }

// Its day went by without them: while the matter was ended, or as somebody says (reason).
void ask_anew(Context& ctx, std::string_view reason = {}) {
  auto& state = *ctx.m.mutable_duty();
  ctx.event("meeting_lapsed", {{"at", std::to_string(state.scheduled_at())}}, reason);
  state.set_scheduled_at(0);
  state.clear_attending();
}

// What a meeting's date leaves of the steps: those whose time has passed are done; whoever they were for is invited now.
void invite_what_is_past(Context& ctx, bool first) {
  const bool past = pass_steps(ctx, first ? ctx.now : ctx.now + a_day);  // who hears of the new date now needs no reminder tomorrow
  std::vector<std::string> parties = past ? attendees_of(ctx) : invited(ctx);
  if (parties.empty()) return;
  // Whoever has the old date hears of the new one; the others are invited for the first time.
  std::vector<std::string> known, fresh;
  for (auto& party : parties) (was_invited(ctx, party) ? known : fresh).push_back(party);
  if (!first && !known.empty()) say_each(ctx, {moved, prefix_of(ctx) + "moved"}, known);
  if (!fresh.empty()) say_each(ctx, {first_invitation, prefix_of(ctx) + "now"}, fresh);
}

std::string fault_of(const Context& ctx, const wire::Action& action) {
  if (auto may = permit(ctx, action); !may.granted()) return std::move(may.why);
  if (action.at() <= to_ms(ctx.now)) return "会议时间须在现在之后。";
  if (action.at() > duty(ctx).due_at())
    return "会议时间须在" + deadline_of(ctx, instant(duty(ctx).due_at())) + "之前；确需推迟请先申请延期。";
  if (action.minutes() > most_minutes) return "会议时长超过一周，请核对。";
  if (action.materials_by() > action.at()) return "材料报送时间须在会议之前。";
  if (begun(ctx) && action.reason().empty())
    return "原定会期已过（" + deadline_of(ctx, instant(duty(ctx).scheduled_at())) +
           "）。如未召开，请写明原因后重定会期；如已召开，请报送。";
  return {};
}

bool same_meeting(const wire::DutyState& state, const wire::Action& action) {
  return state.scheduled_at() == action.at() && state.place() == action.place() && state.minutes() == action.minutes() &&
         state.materials() == action.materials() && state.materials_by() == action.materials_by();
}

}  // namespace

std::vector<Due> meeting_steps(const Context& ctx) {
  std::vector<Due> out;
  const Instant begins = instant(duty(ctx).scheduled_at());
  if (duty(ctx).scheduled_at() == 0 || begins <= ctx.now) return out;
  for (const auto& step : steps_of(ctx)) {
    const auto days = static_cast<unsigned>(std::min(std::abs(step.working_days()), 400));
    const std::string id = prefix_of(ctx) + step.id();
    const StepTime at{slot_before(ctx, begins, days, step.natural(), false), slot_before(ctx, begins, days, step.natural(), true)};
    for (auto& due : halves(ctx, id, at, What::invite, step)) {
      if (!is_done(duty(ctx), due.id)) out.push_back(std::move(due));
    }
  }
  return out;
}

void say_meeting(Context& ctx, const Due& due, const std::vector<std::string>& parties) {
  std::vector<std::string> known, fresh;
  for (const auto& party : parties) (was_invited(ctx, party) ? known : fresh).push_back(party);
  if (!fresh.empty()) say_each(ctx, {first_invitation, due.id}, fresh);
  if (!known.empty()) say_each(ctx, {reminder, due.id}, known);
}

std::optional<Note> meeting_note(const Context& ctx, const std::string& party, Said said) {
  if (duty(ctx).scheduled_at() <= to_ms(ctx.now)) return std::nullopt;
  const bool off = said == Said::called_off;
  if (was_invited(ctx, party) == (off && !ctx.closed())) return std::nullopt;  // on the list by now, or no longer
  Note note;
  note.party = party;
  note.kind = said == Said::meeting_reminder ? "reminder" : "notice";
  note.said = said;
  note.words = meeting_words(ctx, off                              ? called_off
                                  : said == Said::rescheduled      ? moved
                                  : said == Said::meeting_reminder ? reminder
                                                                   : "会议");
  note.valid = Valid::always;
  note.entry = "attend";
  note.invitations.push_back(invitation_for(ctx, party, off ? "CANCEL" : "REQUEST"));
  return note;
}

void leave_meeting_behind(Context& ctx, Instant t) {
  const auto begins = duty(ctx).scheduled_at();
  const std::string held = prefix_of(ctx) + "held";
  if (begins == 0 || instant(begins) > t || is_done(duty(ctx), held)) return;
  mark_done(ctx, held);
  skip_before(ctx, instant(begins), "the meeting lay ahead");
}

void call_off_meeting(Context& ctx) {
  auto& state = *ctx.m.mutable_duty();
  if (state.scheduled_at() <= to_ms(ctx.now) || state.attending_size() == 0) return;
  state.set_sequence(state.sequence() + 1);
  ctx.event("meeting_called_off", {{"at", std::to_string(state.scheduled_at())}});
  say_each(ctx, {called_off, prefix_of(ctx) + "cancel", "CANCEL"}, invited(ctx));
}

void hold_meeting_again(Context& ctx, std::int64_t ended_at) {
  auto& state = *ctx.m.mutable_duty();
  if (state.scheduled_at() <= ended_at) return;  // none, or it had taken place
  const auto wanted = everybody_wanted(ctx);
  keep_attending(state, wanted);  // whoever is out has the calling off
  const bool called_off_once = state.attending_size() > 0;
  if (called_off_once || state.scheduled_at() <= to_ms(ctx.now)) state.set_sequence(state.sequence() + 1);
  if (state.scheduled_at() <= to_ms(ctx.now)) return ask_anew(ctx);
  ctx.event("meeting_resumed", {{"at", std::to_string(state.scheduled_at())}});
  const auto known = invited(ctx);
  const bool past = pass_steps(ctx, ctx.now);
  if (!known.empty()) say_each(ctx, {on_again, prefix_of(ctx) + "again"}, known);
  if (!past) return;
  auto fresh = attendees_of(ctx);
  std::erase_if(fresh, [&](const std::string& party) { return was_invited(ctx, party); });
  if (!fresh.empty()) say_each(ctx, {first_invitation, prefix_of(ctx) + "now"}, fresh);
}

void follow_attendees(Context& ctx) {
  auto& state = *ctx.m.mutable_duty();
  if (state.scheduled_at() <= to_ms(ctx.now) || state.attending_size() == 0) return;
  const auto wanted = everybody_wanted(ctx);
  std::vector<std::string> out = invited(ctx), fresh = attendees_of(ctx);
  std::erase_if(out, [&](const std::string& party) { return std::find(wanted.begin(), wanted.end(), party) != wanted.end(); });
  std::erase_if(fresh, [&](const std::string& party) { return was_invited(ctx, party); });
  if (out.empty() && fresh.empty()) return;
  raise_sequence(ctx);  // also of an invitation: it may follow a calling off to the same attendee
  if (!out.empty()) {
    ctx.event("attendees_out", {{"parties", joined(out)}});
    say_each(ctx, {left_out, prefix_of(ctx) + "out", "CANCEL"}, out);
    keep_attending(state, wanted);
  }
  if (!fresh.empty()) say_each(ctx, {first_invitation, prefix_of(ctx) + "in"}, fresh);
}

wire::ItemOutcome schedule(Context& ctx, const wire::Action& action) {
  auto& state = *ctx.m.mutable_duty();
  if (auto why = fault_of(ctx, action); !why.empty()) return refuse(ctx, "schedule", std::move(why));
  if (same_meeting(state, action)) return outcome(wire::ALREADY, "会期未变。");
  if (begun(ctx)) {  // no update of a meeting that lies behind: the attendees are invited anew, and their calendars take the higher number
    state.set_sequence(state.sequence() + 1);
    ask_anew(ctx, action.reason());
  }
  const bool first = state.scheduled_at() == 0;
  if (!first) state.set_sequence(state.sequence() + 1);
  const auto before = state.scheduled_at();
  state.set_scheduled_at(action.at());
  state.set_place(action.place());
  state.set_minutes(action.minutes());
  state.set_materials(action.materials());
  state.set_materials_by(action.materials_by());
  ctx.event(first ? "scheduled" : "rescheduled",
            {{"party", action.party()}, {"at", std::to_string(action.at())}, {"from", before == 0 ? "" : std::to_string(before)}},
            action.place());
  take_back(ctx, "", "the meeting's date was fixed");
  invite_what_is_past(ctx, first);
  auto out = outcome(wire::DONE);
  out.set_at(action.at());
  return out;
}

wire::ItemOutcome attend(Context& ctx, const wire::Action& action) {
  auto& state = *ctx.m.mutable_duty();
  if (auto may = permit(ctx, action); !may.granted()) return refuse(ctx, "attend", std::move(may.why));
  auto* entry = attendance(state, action.party());
  if (action.level() != "yes" && action.level() != "no" && action.level() != "by_liaison")
    return refuse(ctx, "attend", "请选择参加、请假或由联络员答复。");
  const std::string answer = action.party() + "=" + action.level();
  if (*entry == answer) return outcome(wire::ALREADY, "已答复。");
  *entry = answer;
  ctx.event("attending", {{"party", action.party()}, {"answer", action.level()}}, action.note());
  if (action.level() == "no") {
    Note note;
    note.kind = "notice";
    note.words = answer_words(ctx, action.party(), action.level());
    note.reason = "会议请假";
    note.serial = "attend/" + ctx.cause;
    note.valid = Valid::always;
    say_all(ctx, note, {supervision_of(ctx)});
  }
  return outcome(wire::DONE);
}

}  // namespace fenghuo::escalator
