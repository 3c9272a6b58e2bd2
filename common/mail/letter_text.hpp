// What a mail says: subject, text and HTML of one message, from its frozen model and the bundle it was decided with. Pure.
//
// Both forms come from the same values and one pair of templates (mail.txt, mail.html; the latter escapes by itself). A warning's topic is
// in no subject, and in the body only towards the mail domains that the bundle lists, whatever the model holds.
#pragma once

#include <string>
#include <vector>

#include "common/clock/zone.hpp"
#include "common/messages/frame.hpp"

namespace fenghuo {

struct LetterText {
  std::string subject, text, html;
};

struct LetterLinks {
  std::string whole;                 // of the message; empty = nothing is asked
  std::vector<std::string> entries;  // of a brief: each entry's own, in their order; empty = none
};

// domain: the recipient's.
LetterText letter_text(const wire::SendJob& job, const wire::Bundle& bundle, const Zone& zone, const LetterLinks& links,
                       const std::string& domain);

}  // namespace fenghuo
