// The form of the acknowledgement page: what was chosen, and when that is. Pure.
#pragma once

#include "common/clock/zone.hpp"
#include "common/template/ack_page.hpp"
#include "services/gateway/rules.hpp"

namespace fenghuo::gateway {

struct AckForm {
  Instant until{};  // {} = none chosen: the rules' default
  std::string note;
  std::string chosen = "30", until_at;  // as given, to show again
  std::string problem;                  // not empty: show the form again and say so
};

AckForm read_ack_form(std::string_view body, Instant now, const Zone& zone, bool english);

// The page for a link as the ledger sees it now: what is asked, or who has it already.
AckPage link_page(const wire::LinkView& link, const Rules& rules, bool english);

}  // namespace fenghuo::gateway
