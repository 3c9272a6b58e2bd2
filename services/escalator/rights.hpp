// Who may do what to a matter, beyond taking it on: oversee it (verify, return, end, confirm), raise it to the committee, verify what
// another handed in. Pure.
//
// An act without a party comes from an operator, who acts for all (docs/security.md); what needs a named person's word says so.
#pragma once

#include <string>
#include <string_view>

#include "services/escalator/context.hpp"

namespace fenghuo::escalator {

// The dispatching office, the role that may lower the level, and every role that the directory lets confirm (may_confirm), members of such
// a body included.
bool oversees(const Context& ctx, std::string_view party);

// Ends or returns a matter: an overseer, or an operator.
bool may_close(const Context& ctx, std::string_view party);
// Raises it to the committee: whoever was asked or told, an overseer, or an operator.
bool may_raise(const Context& ctx, std::string_view party);
// Confirms the provider's cancel: an overseer, named. The level itself is lowered by the ladder's own role (level_change.hpp).
bool may_confirm(const Context& ctx, std::string_view party);

// Puts off the deletion of a matter's texts, or ends that: the dispatching office, the unit that supervises, or the audit administrator
// (the discipline commission's seat). Never the operator by himself: who runs the machine does not decide what it remembers.
bool may_hold(const Context& ctx, std::string_view party);

// Why this act can't verify what was handed in; empty: it can. Neither the account nor the person nor the party that handed it in verifies
// it.
std::string verifier_fault(const Context& ctx, const wire::Action& action);

}  // namespace fenghuo::escalator
