// What the caller hears of an action: the ledger's word on the item and the decision's, as an HTTP answer. Pure.
#pragma once

#include "services/gateway/http_types.hpp"
#include "services/gateway/ledger_link.hpp"
#include "services/gateway/rules.hpp"

namespace fenghuo::gateway {

// status_url: where an undecided item can be looked at.
Response outcome_response(const Result<LedgerLink::Done>& done, wire::ActionKind kind, const Rules& rules, const std::string& status_url);

}  // namespace fenghuo::gateway
