// Whether a queued message may leave now: asked by the ledger at every lease, whatever brought the message there (the first time, a retry,
// a pause that ended, a replay, a restart), and by the ledger of a simulation. What is no longer true is withdrawn, what is too old has
// expired; what keeps the hours of reminders (ValidWhile.reminder_hours) waits for the next of them, unless its expiry comes first.
//
// Pure. Thread: any.
#pragma once

#include <string_view>

#include "common/calendar/calendar.hpp"
#include "common/messages/frame.hpp"

namespace fenghuo {

// The matter of a message as it stands now.
struct Standing {
  wire::Work work = wire::WORK_UNSET;
  std::uint32_t generation = 0;
  bool taken = false;  // by the party that valid_while names
};

struct Leave {
  enum class What { now, later, withdrawn, expired };
  What what = What::now;
  std::string_view why;  // of all but now
  Instant at{};          // of later: the next opening
};

// Why a message is no longer true; empty: it is.
std::string_view untrue(const wire::ValidWhile& valid, const Standing& matter);

// expires_at 0: never. calendar null: there are no hours to keep. The seed spreads what waits for the same morning, as it spreads
// reminders' first slots; messages of one matter share it.
Leave may_leave(const wire::ValidWhile& valid, const Standing& matter, std::int64_t expires_at, const Calendar* calendar,
                std::uint64_t seed, Instant now);

}  // namespace fenghuo
