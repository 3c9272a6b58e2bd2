#include "services/deadlines/horizon.hpp"

#include <algorithm>

#include "common/obligations/windows.hpp"

namespace fenghuo::deadlines {

std::optional<Horizon::Pass> Horizon::due(const std::string& bundle, Date today, Instant now) const {
  const Instant to = now + length_;
  if (bundle != bundle_) return Pass{bundle, today, true, {now - obligations::longest_window, to, now, seen_.value_or(to)}};
  if (today == day_) return std::nullopt;
  return Pass{bundle, today, false, {seen_.value_or(to), to, now, seen_.value_or(to)}};
}

bool Horizon::done(const Pass& pass, const Counts& counts) {
  const bool judged = !counts.undecided && !(pass.whole && changed_);
  if (pass.whole) changed_ = counts.amended + counts.retracted + counts.reopened > 0;
  bundle_ = judged ? pass.bundle : std::string();
  day_ = pass.day;
  seen_ = std::max(seen_.value_or(pass.range.to), pass.range.to);
  return judged;
}

}  // namespace fenghuo::deadlines
