// The form of the acknowledgement page: what was chosen, and when that is. Pure.
#pragma once

#include "common/clock/zone.hpp"
#include "common/template/ack_page.hpp"
#include "services/gateway/rules.hpp"

namespace fenghuo::gateway {

struct AckForm {
  bool take_over = false;  // 申请接手: nothing else counts then
  Instant until{};         // {} = none chosen: the rules' default
  std::string note;
  std::string chosen = "30", until_at;  // as given, to show again
  std::string signer = "duty", signer_name;
  std::string problem;  // not empty: show the form again and say so
};

AckForm read_ack_form(std::string_view body, Instant now, const Zone& zone, bool english);

// The act of the link's party. A link may have been passed on, so who acts is what was said ("self-reported:…"); a name that was typed is
// free text and goes into the note, which can be deleted.
wire::Action link_action(const wire::LinkView& link, const AckForm& form);

// The page for a link as the ledger sees it now: what is asked, or who has it already.
AckPage link_page(const wire::LinkView& link, const Rules& rules, bool english);
// The same with who has it and how far it went; roles and times alone.
AckPage progress_page(const wire::LinkView& link, const Rules& rules, bool english);

}  // namespace fenghuo::gateway
