// A matter that a person or another system opens: an event of the catalogue that came about, or 立项 by hand for what the catalogue does
// not name (领导批示, 会议议定 …). One border for every door; who may open what is the door's.
//
// Pure; thread-safe. An Error says the way out and, where one field is at fault, begins with its name and a colon; it repeats no typed
// text. Free text (title, basis, proof, an event's number) is held against identifiers by common/signals, which stands above this.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "common/base/result.hpp"
#include "common/calendar/calendar.hpp"
#include "common/messages/frame.hpp"

namespace fenghuo::obligations {

struct EventOpening {
  std::string duty;
  std::string party;  // role:… or unit:…; may be empty where the duty is one party's
  std::string field;  // only where the duty is one for each member and field
  std::string event;  // tells this event from the duty's others; empty: its local time, 2027-07-08T1400
  Instant event_at{};
};

struct HandOpening {
  std::string title, basis;
  std::string lead;                  // role:… or unit:…
  std::vector<std::string> support;  // the same
  std::vector<std::string> proof;
  std::string verifier;  // empty: 归档确认 by the dispatching office
  std::string plan;      // id of a reminder plan; empty: the built-in one
  Instant due_at{};
};

struct Opening {
  std::string key;  // of the matter, for ever
  wire::Occurrence occurrence;
};

// Exactly one occurrence (event.hpp), whose window opens today. Refused when its deadline has passed already.
Result<Opening> open_event(const wire::Bundle& bundle, const Calendar& calendar, const EventOpening& wanted, Instant now);

// id: what tells the matter from others opened by hand; the same id is the same matter.
Result<Opening> open_by_hand(const wire::Bundle& bundle, const Calendar& calendar, const HandOpening& wanted, std::string_view id,
                             Instant now);

// What was asked for, for the digest by which a repetition is known: the same request is the same whenever it comes.
std::string request_digest(const EventOpening& wanted);
std::string request_digest(const HandOpening& wanted);

// An item for the intake. key: of this submission within its scope; digest: request_digest(); actor: who opens it.
wire::SubmitItem opening_item(Opening opening, std::string key, std::string digest, std::string actor);

// role:<id> or unit:<id> of the directory.
bool known_party(const wire::Bundle& bundle, std::string_view party);

}  // namespace fenghuo::obligations
