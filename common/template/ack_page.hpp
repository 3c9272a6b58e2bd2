// The acknowledgement page behind /a/{token}: plain HTML without a script, for a telephone at night, off campus.
//
// It shows number, level, category and times, never the topic, and a role instead of a name (whoever holds the link may read it).
// Thread-safe: the templates are compiled in and read once. Every value is escaped by the template engine for the place it stands in.
#pragma once

#include <string>
#include <vector>

#include "common/clock/zone.hpp"

namespace fenghuo {

enum class AckState {
  ask,       // not taken: the form
  done,      // this POST took it
  recorded,  // on record, but the ladder goes on
  already,   // somebody has it
  offered,   // this POST offered to take it over
  progress,  // who has it and how far it went
  pending,   // saved, not decided yet
  refused,   // the rules don't allow it: notice says why
  failed,    // not saved
  expired,   // expired or revoked link
  unknown,   // no such link
  closed     // the matter is closed
};

struct AckPage {
  AckState state = AckState::ask;
  bool english = false;
  std::string number, level, category;  // empty number: nothing is known of the matter, or nothing may be said
  std::string party;                    // who is asked
  Instant now{}, ack_by{};              // {} = unknown
  std::string taken_by;                 // a role or unit
  Instant taken_at{}, until{};
  bool may_offer = false;             // already: somebody else's, so that this party may offer to take it over
  std::string notice;                 // refused, already without a holder: why, in the rules' words
  std::vector<std::string> progress;  // a sentence a line
  std::string phone;                  // empty: no sentence points at one
  // ask: what was wrong with the form, and what had been filled in
  std::string problem, chosen = "30", until_at, note;
  std::string signer = "duty", signer_name;  // duty (the party's own) | other, by the name typed
};

std::string render_ack_page(const AckPage& page, const Zone& zone);

// For Content-Security-Policy: "'sha256-…'" of the page's only style sheet.
const std::string& ack_page_style_hash();

}  // namespace fenghuo
