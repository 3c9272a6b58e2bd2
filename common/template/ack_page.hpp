// The acknowledgement page behind /a/{token}: plain HTML without a script, for a telephone at night, off campus.
//
// It shows number, level, category and times, never the topic, and a role instead of a name (whoever holds the link may read it).
// Thread-safe: the templates are compiled in and read once. Every value is escaped by the template engine for the place it stands in.
#pragma once

#include <string>

#include "common/clock/zone.hpp"

namespace fenghuo {

enum class AckState {
  ask,      // not taken: the form
  done,     // this POST took it
  already,  // somebody has it
  pending,  // saved, not decided yet
  failed,   // not saved
  expired,  // expired or revoked link
  unknown,  // no such link
  closed    // the matter is closed
};

struct AckPage {
  AckState state = AckState::ask;
  bool english = false;
  std::string number, level, category;  // empty number: nothing is known of the matter, or nothing may be said
  std::string party;                    // who is asked
  Instant now{}, ack_by{};              // {} = unknown
  std::string taken_by;                 // a role or unit
  Instant taken_at{}, until{};
  std::string phone;
  std::string problem;                        // ask: what was wrong with the form
  std::string chosen = "30", until_at, note;  // ask: what had been filled in
};

std::string render_ack_page(const AckPage& page, const Zone& zone);

// For Content-Security-Policy: "'sha256-…'" of the page's only style sheet.
const std::string& ack_page_style_hash();

}  // namespace fenghuo
