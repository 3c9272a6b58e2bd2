// A meeting's invitation as iCalendar text (RFC 5545, 5546): CRLF, lines folded at 75 octets, times in UTC. Pure and deterministic.
#pragma once

#include <string>

#include "common/clock/clock.hpp"
#include "common/messages/frame.hpp"

namespace fenghuo {

struct Invited {
  std::string organizer_address;
  std::string address, name;  // who is invited
  Instant stamp{};            // DTSTAMP: when it was decided
};

// method REQUEST, or CANCEL with STATUS:CANCELLED; UID and SEQUENCE are the model's.
std::string calendar_text(const wire::Invitation& invitation, const Invited& invited);

// REQUEST or CANCEL, whatever the model says: it becomes part of a header.
std::string calendar_method(const wire::Invitation& invitation);

}  // namespace fenghuo
