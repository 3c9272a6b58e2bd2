// The liaison of a leader (联络员): hears what the leader's brief says, in a brief of its own, and may answer for the leader; whatever it
// does is on record as 由联络员代签.
//
// An entry of a liaison's brief names the leader it is for in DigestEntry.owner; an entry for the brief's own reader names nobody. A role
// without a liaison hears and acts as if there were no such thing. Pure. Source: directory.md.
#pragma once

#include <string>
#include <string_view>

#include "services/escalator/context.hpp"

namespace fenghuo::escalator {

// The party whose act is the liaison's: the one the act is for, or the liaison itself where it acts in its own name for the leader who owns
// the duty. Empty: no liaison acts.
std::string acted_by_liaison(const Context& ctx, const wire::Action& action);

// A leader who has a contact, or a liaison who has one.
bool hears_of_briefs(const Context& ctx, std::string_view leader);

// Into the leader's brief of its next working morning after `from`, and into the liaison's; whoever has no contact is left out. dedup: as
// add_to_brief.
void tell_in_brief(Context& ctx, const std::string& leader, Instant from, const wire::DigestEntry& entry, const std::string& dedup);

}  // namespace fenghuo::escalator
