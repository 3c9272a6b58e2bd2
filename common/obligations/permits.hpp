// Who may do what to an open duty. The one place that knows: the decision asks before it looks at what was written, the page asks what it
// may offer. Pure.
//
// Together with transitions.hpp (what the state of the work allows) this is all that an act rests on besides its own content: a reason, a
// date, a document number are looked at by whoever takes the act.
#pragma once

#include <string>
#include <string_view>

#include "common/obligations/participants.hpp"

namespace fenghuo::obligations {

struct Acting {
  const wire::Action& action;
  std::string_view account;  // the door and token it came by ("api/<token>", "cli:<user>", "link"), which nobody can type
  Instant at;                // when it was committed
};

struct Permit {
  enum class Kind { yes, already, no };
  Kind kind = Kind::yes;
  std::string why;  // in words for people; empty where it may be done
  bool granted() const { return kind == Kind::yes; }
};

Permit permit(const Participants& people, const Acting& acting);

// The account of an act. A link's reader has none: the link is its party's.
std::string account_of(const Acting& acting);

}  // namespace fenghuo::obligations
