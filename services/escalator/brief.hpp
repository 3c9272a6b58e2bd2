// The daily brief of a leader: a matter "brief/<role id>/<YYYY-MM-DD>" that gathers what is wanted of the role and sends it once, at the
// role's slot of that working day: one mail a day at most, however many duties meet in it.
//
// An entry about a matter replaces the earlier one of the same kind; a meeting that is called off before its invitation left leaves no
// trace in the mail. Late (an outage, a day that became a day off, a relay that took nothing all day) means that the entries move to the
// next brief, where what is newer about the same matter stands.
//
// A mail lists most_listed entries (notify.hpp), invitations and what is to be done before what is only to be read; the rest is counted
// (另有n件), stays in the brief's state and is handed on with it. What may have arrived (its mail went out, and nobody knows) is not
// unsent: a meeting that is called off then is said to be.
#pragma once

#include "services/escalator/context.hpp"

namespace fenghuo::escalator {

bool is_brief(const wire::DecideJob& job);

// Called by the matter that has something for the leader. dedup: unique among the entries of that matter.
void add_to_brief(Context& ctx, std::string_view role, Date day, const wire::DigestEntry& entry, const std::string& dedup);

// Why an entry invites for the first time: called off before it left, nobody hears of it.
inline constexpr const char* first_invitation = "会议邀请";

// Kind of an entry that takes back what its matter has no use for any more, and its reason: what was asked was answered; the result was
// handed in; it has ended; it goes on, and its end need not be read.
inline constexpr const char* settled = "settled";
inline constexpr const char *by_answer = "answered", *by_result = "handed_in", *by_end = "ended", *by_return = "reopened";

// The brief's own decisions.
wire::ItemOutcome add_brief_entry(Context& ctx, const wire::InboxBody& body);
wire::ItemOutcome take_brief_failure(Context& ctx, const wire::DeliveryFailed& failed);
void tick_brief(Context& ctx);

}  // namespace fenghuo::escalator
