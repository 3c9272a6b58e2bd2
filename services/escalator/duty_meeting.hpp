// A duty that is a meeting: its date is asked for, then fixed, moved or called off, and its attendees are invited (iTIP, RFC 5546).
//
// DutyState.attending holds who was invited ("role:x=invited") and what they answered (yes | no | by_liaison). The UID is stable for the
// matter and the recipient; every change of date or place raises the sequence.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "services/escalator/context.hpp"
#include "services/escalator/duty_plan.hpp"
#include "services/escalator/duty_say.hpp"

namespace fenghuo::escalator {

std::vector<Due> meeting_steps(const Context& ctx);  // T-7 and T-1 before the meeting; empty while no date is fixed
// One of those steps reached its time for these parties: an invitation, or a reminder to those who have it.
void say_meeting(Context& ctx, const Due& due, const std::vector<std::string>& parties);
// The meeting has begun: the reminders that fell silent before it are past, the papers are owed.
void leave_meeting_behind(Context& ctx, Instant t);
// What was said of the meeting to a party, again as it stands now; nothing once it lies behind.
std::optional<Note> meeting_note(const Context& ctx, const std::string& party, Said said);
// The matter ended without the meeting: those invited hear so.
void call_off_meeting(Context& ctx);
// The matter that ended then goes on, and so does its meeting: invited again under a higher sequence. A date that has passed meanwhile is
// asked for anew.
void hold_meeting_again(Context& ctx, std::int64_t ended_at);
// Others are to attend: who is out gets a CANCEL, who is new an invitation once the others have theirs, who stays hears nothing.
void follow_attendees(Context& ctx);

// The first date, another one, or, with a reason, one for a meeting that was not held on its day: a first date again.
wire::ItemOutcome schedule(Context& ctx, const wire::Action& action);
wire::ItemOutcome attend(Context& ctx, const wire::Action& action);

}  // namespace fenghuo::escalator
