// One message as the bytes of a mail (RFC 5322): text and HTML, the invitation of a meeting, headers that make a matter one thread.
//
// Deterministic: the same job, address and key give the same bytes in every attempt; Message-ID is the notification's id, Date the
// decision's time. Thread-safe. An error is one of the bundle (no such zone); the caller hands the job back.
#pragma once

#include <string>
#include <string_view>

#include "common/base/result.hpp"
#include "common/messages/frame.hpp"

namespace fenghuo {

struct Letter {
  std::string from;   // envelope sender
  std::string bytes;  // CRLF, no line over 998 octets
};

// bundle: the one the message was decided with. address: the destination's, as in force.
Result<Letter> compose_mail(const wire::SendJob& job, const wire::Bundle& bundle, const std::string& address, std::string_view link_key);

}  // namespace fenghuo
