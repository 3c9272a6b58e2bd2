// One duty's occurrences, written in one message that is changed from party to party: the obligation is copied and hashed once.
// Pure. The duty must outlive it; one thread at a time.
#pragma once

#include <string>
#include <string_view>

#include "common/base/crypto.hpp"
#include "common/calendar/calendar.hpp"
#include "common/messages/frame.hpp"
#include "common/obligations/parties.hpp"
#include "common/obligations/windows.hpp"

namespace fenghuo::obligations {

class OccurrenceBuilder {
 public:
  OccurrenceBuilder(const wire::Bundle& bundle, const wire::Duty& duty);

  // Not of before the duty's in_force_from: nothing is opened whose last day lies before it.
  bool in_force(Date last_day) const;

  void set_window(const Window& window, Instant event_at);
  const wire::Occurrence& made_for(const Party& party);  // the builder's, until the next call

 private:
  std::string version();

  const wire::Duty& duty_;
  std::string obligation_digest_;
  crypto::Sha256 hash_;
  wire::Occurrence occurrence_;
};

}  // namespace fenghuo::obligations
