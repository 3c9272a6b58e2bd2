// What an SMTP transaction means for the message. libcurl's result does not tell a soft error from a hard one; the reply's code does.
//
//   250 after the final dot                                    delivered
//   4xx                                                        retry
//   5xx to MAIL, RCPT, DATA or the mail itself                 reject
//   5xx before MAIL (greeting, EHLO), a login refused,         retry: it is about us or the server, not about this mail; an operator
//   530, 534, 535, 538 at any time                             has to put it right
//   354 and then no answer, the mail handed over in full       ambiguous: it may have been taken; sent again under the same id, and marked
//   354 and the mail not handed over in full                   retry: without its final dot no server takes a mail
//   not reached, or broken off before 354                      retry
//   the guard refused the address                              reject: no repetition makes it right, the configuration has to
//
// Pure.
#pragma once

#include "common/messages/send_outcome.hpp"
#include "services/mailer/reply.hpp"

namespace fenghuo::mailer {

wire::SendOutcome outcome_of(const SmtpReply& reply);

}  // namespace fenghuo::mailer
