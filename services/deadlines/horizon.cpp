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

void Horizon::done(const Pass& pass, bool undecided) {
  bundle_ = undecided ? std::string() : pass.bundle;
  day_ = pass.day;
  seen_ = std::max(seen_.value_or(pass.range.to), pass.range.to);
}

}  // namespace fenghuo::deadlines
