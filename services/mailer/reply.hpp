// How one SMTP transaction ended, without libcurl's names.
#pragma once

#include <string>

#include "common/clock/clock.hpp"

namespace fenghuo::mailer {

enum class SmtpTrouble {
  none,         // the server took the mail
  refused,      // the address guard let no address be dialled
  unreachable,  // no connection, no TLS, no greeting
  login,        // the server does not take our login
  answered,     // the server's last word is not yes; code says which
  broken,       // the connection ended, or time was up, while an answer was owed
};

struct SmtpReply {
  SmtpTrouble trouble = SmtpTrouble::none;
  int code = 0;             // the last reply, 0 = none was read
  bool envelope = false;    // MAIL FROM was said: what comes after is about this mail, not about us
  bool body_whole = false;  // every byte of the mail was handed to the connection
  std::string text;         // of the last reply, or why there is none; printable, bounded
  Millis took{0};
};

}  // namespace fenghuo::mailer
