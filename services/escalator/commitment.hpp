// Commitments: who may take a matter, what that covers, until when, and what follows when the time passes without a report.
//
// A group is covered while one of its parties is committed. The ladder's clock stands while every group asked so far is covered.
#pragma once

#include "services/escalator/context.hpp"
#include "services/escalator/parties.hpp"

namespace fenghuo::escalator {

inline bool taken(const wire::AskGroup& group) { return !group.taken_by().empty(); }
inline bool taken_at(const wire::AskGroup& group, Instant t) { return taken(group) && group.until() > to_ms(t); }
bool in_group(const wire::AskGroup& group, std::string_view party);

bool covered(const wire::Matter& m);  // somebody is asked, and every group is taken
bool anybody_committed(const wire::Matter& m);
bool has_taken(const wire::Matter& m, std::string_view party);
// In a group that was asked and that nobody has taken.
bool still_asked(const wire::Matter& m, std::string_view party);
// Every group that the present rung asked and nobody has taken is out of reach.
bool nobody_reached(const wire::Matter& m);

// Makes the group known, once; one of which a party is committed already counts as taken.
wire::AskGroup& ask_group(Context& ctx, const Group& parties, std::uint32_t since_rung);
void release(wire::AskGroup& group);
// The clock runs exactly while somebody has to be found.
void settle_clock(Context& ctx, Instant at);
// Commitments whose time has passed by t: their groups count as untaken, the ladder goes on from where it stood.
void lapse(Context& ctx, Instant t);

// Whether the party was asked or told; before anybody was, whether it would be.
bool may_act(const Context& ctx, std::string_view party);

wire::ItemOutcome acknowledge(Context& ctx, const wire::Action& action);
wire::ItemOutcome report_progress(Context& ctx, const wire::Action& action);

}  // namespace fenghuo::escalator
