// Inhibition: while a more severe matter of the same unit (or category) is open, a new one only joins the digest; its ladder starts when
// that closes. The most severe level is never inhibited. The counts come from the ledger as facts; what is waited for is registered.
#pragma once

#include "services/escalator/context.hpp"

namespace fenghuo::escalator {

// False: facts are missing, out.need_facts names all of them, and nothing else of the decision counts.
bool weigh_inhibition(Context& ctx);

}  // namespace fenghuo::escalator
