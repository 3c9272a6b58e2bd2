// The daily digest of a unit or role (每日摘要): a matter "daily/<party>/<YYYY-MM-DD>", sent once at the party's slot of that working day
// if there is something to do then. The counts are the ledger's facts of that moment; entries only lend their titles.
//
// While something is overdue, due soon, to be verified or signed it hands itself on to the next working day. What waits only to be taken,
// or for its date, is said on the first day, and with the rest after that. Nothing to do: nothing is sent, with an event; but the reader of
// the reports hears every working day that all is well (今日无待办，系统运行正常). Late (an outage, a day that became a day off): the next
// one carries it.
#pragma once

#include "services/escalator/context.hpp"

namespace fenghuo::escalator {

inline constexpr const char* daily_closed = "closed";  // kinds of entries beside what there is to do: done,
inline constexpr const char* daily_carry = "carry";    // and: there is to be a digest that day

bool is_daily(const wire::DecideJob& job);

// dedup: unique among the items of the matter that tells.
void add_to_daily(Context& ctx, std::string_view party, Date day, const wire::DigestEntry& entry, const std::string& dedup);
// The reader of the reports has one each working day; called whenever a report is made, so that a broken chain begins anew.
void keep_clerks_daily(Context& ctx, const std::string& dedup);

wire::ItemOutcome add_daily_entry(Context& ctx, const wire::DigestEntry& entry);
wire::ItemOutcome take_daily_failure(Context& ctx, const wire::DeliveryFailed& failed);
bool tick_daily(Context& ctx);  // false: it asks for facts

}  // namespace fenghuo::escalator
