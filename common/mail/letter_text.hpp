// What a mail says: subject, text and HTML of one message, from its frozen model and the bundle it was decided with. Pure.
//
// Both forms come from the same values and one pair of templates (mail.txt, mail.html; the latter escapes by itself). A warning's topic is
// in no subject, and in the body only towards the mail domains that the bundle lists, whatever the model holds.
#pragma once

#include <string>

#include "common/clock/zone.hpp"
#include "common/messages/frame.hpp"

namespace fenghuo {

struct LetterText {
  std::string subject, text, html;
};

// link: of the acknowledgement, empty = nothing is asked. domain: the recipient's.
LetterText letter_text(const wire::SendJob& job, const wire::Bundle& bundle, const Zone& zone, const std::string& link,
                       const std::string& domain);

}  // namespace fenghuo
