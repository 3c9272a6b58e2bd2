#include "common/calendar/leaving.hpp"

#include <algorithm>

namespace fenghuo {

std::string_view untrue(const wire::ValidWhile& valid, const Standing& matter) {
  if (!valid.untaken_party().empty() && matter.taken) return "already taken";
  if (valid.generation() != 0 && valid.generation() != matter.generation) return "the level has changed";
  if (valid.work_size() > 0 && std::find(valid.work().begin(), valid.work().end(), matter.work) == valid.work().end())
    return "the matter has moved on";
  return {};
}

Leave may_leave(const wire::ValidWhile& valid, const Standing& matter, std::int64_t expires_at, const Calendar* calendar,
                std::uint64_t seed, Instant now) {
  if (const auto why = untrue(valid, matter); !why.empty()) return {Leave::What::withdrawn, why, {}};
  if (expires_at > 0 && expires_at <= to_ms(now)) return {Leave::What::expired, "expired before it could leave", {}};
  if (!valid.reminder_hours() || calendar == nullptr) return {};
  const Instant opening = calendar->next_reminder_time(now, seed);
  if (opening <= now) return {};
  if (expires_at > 0 && expires_at <= to_ms(opening))
    return {Leave::What::expired, "it would expire before the next hours of reminders", {}};
  return {Leave::What::later, "waits for the next hours of reminders", opening};
}

}  // namespace fenghuo
