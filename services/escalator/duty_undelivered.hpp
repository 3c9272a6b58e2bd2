// A message of a duty did not arrive, for good: what it said is said again over the party's next contact, in its own words (an order with
// its number and signer, a return, an extension that was decided …). When there is none, the party is unreachable, and undelivered is not
// late: the owner's clock stops if what died is something its lateness depends on, and the supervising office is asked to look into it. A
// meeting's invitation that reaches nobody becomes a call by telephone. Pure.
//
// A leader's contacts were all tried by the brief before this is asked (digest_undelivered.hpp).
#pragma once

#include "services/escalator/duty_say.hpp"

namespace fenghuo::escalator {

// A question, reminder or slip to the owner, which makes late when it is not answered.
bool makes_late(Said said);

wire::ItemOutcome take_dead(Context& ctx, const wire::DeliveryFailed& failed);

}  // namespace fenghuo::escalator
