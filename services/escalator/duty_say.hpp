// Saying something about a duty: to a role of the school's leaders as an entry of its daily brief, to anybody else as a message of its own.
//
// A message that the clock causes leaves on a working day within the hours of reminders; one that a person issues leaves at once. Whatever
// is not said is an event with its reason. A body is told as its members.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "services/escalator/context.hpp"
#include "services/escalator/notify.hpp"

namespace fenghuo::escalator {

// What a message says: its step, so that a dead one is said again over the next contact in its own words (duty_undelivered.hpp).
enum class Said : std::uint32_t {
  unset,  // by its kind: a question, a reminder, a notice
  notice,
  remind,
  announce,
  hint,
  urge,
  order,
  draft,
  report_up,
  ask_date,
  assigned,
  sent_back,
  refer,
  verify,
  extension_asked,
  extension_decided,
  date_moved,
  finished,
  invited,
  rescheduled,
  called_off,
  meeting_reminder,
  fault,
  pressed
};

struct Note {
  std::string party;
  std::string kind = "reminder";  // reminder | notice | overdue
  Said said = Said::unset;
  Words words;
  std::string reason;  // in a few words, also a leader's
  std::string serial;  // the step's id, or what and the item's id: never said twice to one party
  bool ask = false;
  bool late_batch = false;
  bool by_person = false;  // answers a person's act: leaves at once, at any hour (notify.hpp, keeps_hours)
  bool straight = false;   // by every contact, to a leader too, beside the brief (加急直报)
  Valid valid = Valid::duty;
  std::string wording = "notice";
  std::string entry = "do";  // a leader's list: attend | read | do | overdue | verify
  std::string destination;   // this contact alone
  Instant brief_from{};      // the first day whose brief may carry it; none: the next
  std::vector<wire::Invitation> invitations;
};

// A reminder or slip of before the deadline, which says how long there still is. It waits no longer than until last_call, five minutes
// before the deadline: if nothing could leave by then, its death stops the clock before the instant of lateness.
bool counts_down(Said said);
Instant last_call(const Context& ctx);

// False: nobody there, and an event says so. Of whom only people may tell (校外单位, a telephone) the supervising unit is asked to.
bool say(Context& ctx, const Note& note);
// One of the parties at least was reached.
bool say_all(Context& ctx, Note note, const std::vector<std::string>& parties);

// A question in a leader's brief that has been answered before the brief left: since = when it was asked.
void settle_in_brief(Context& ctx, const std::string& party, Instant since);
// What leaders were to read of this matter today and is no longer so: by_result takes back what was to be done or was late, by_end also
// what was to be decided (brief.hpp).
void settle_in_briefs(Context& ctx, const char* how);

// A task of the supervising unit instead of a message that the machine must not, or can not, send.
bool tell_by_hand(Context& ctx, const Note& note);

// Something that is due and was left out, with the reason.
void not_said(Context& ctx, std::string_view step, std::string_view party, std::string_view why);

// What is not sent yet to a party is taken back, its links end; empty party: everybody's messages.
void take_back(Context& ctx, const std::string& party, std::string_view reason);

}  // namespace fenghuo::escalator
