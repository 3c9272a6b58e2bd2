// An edit of the catalogue gives an open duty into other hands: another owner, another unit that leads, others that support.
//
// Whoever is out is asked no more: its open questions are taken back, its links end, and it hears who has the duty now. Whoever is new is
// asked, once anybody has been. Who stays hears nothing, and of a duty that sleeps nobody hears anything. What people decided stands: a
// duty that was passed on to another unit stays there; and whoever had taken it on before an edit let it go, and gets it back by another,
// has taken it on still.
#pragma once

#include <string>
#include <vector>

#include "services/escalator/context.hpp"

namespace fenghuo::escalator {

std::string party_of(const wire::Occurrence& occurrence);

// The matter holds its new occurrence already; before: the one it had. Those it spoke to.
std::vector<std::string> hand_over(Context& ctx, const wire::Occurrence& before);

}  // namespace fenghuo::escalator
