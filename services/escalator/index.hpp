// The look-ups of one bundle: levels by rank, ladders, categories, duties, plans, the calendar, and the directory of a day (its base).
//
// Made once a bundle, immutable, safe to share between threads. Roles and units hold from a day to a day: on() gives the index of a day,
// made once for each stretch of days without a change of the directory. Refers to the bundle, which must outlive it. Never fails: what a
// broken bundle lacks is replaced by what keeps a matter loud (an unknown level is the most severe one, a missing ladder is the built-in
// one).
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "common/calendar/calendar.hpp"
#include "common/messages/frame.hpp"
#include "common/obligations/directory.hpp"

namespace fenghuo::escalator {

class Index : public obligations::Directory {
 public:
  explicit Index(const wire::Bundle& bundle);  // of no day: everybody holds
  Index(const Index&) = delete;
  Index& operator=(const Index&) = delete;

  // The directory as it is on t's day: this one where nothing ever changes. Lives as long as this index.
  const Index& on(Instant t) const;

  const Calendar& calendar() const { return calendar_; }

  const wire::Level& level(std::string_view id) const;  // unknown: the most severe
  bool knows_level(std::string_view id) const { return levels_.contains(id); }
  bool more_severe(std::string_view a, std::string_view b) const { return level(a).rank() < level(b).rank(); }
  bool most_severe(std::string_view id) const { return level(id).rank() == worst_->rank(); }
  const wire::Ladder& ladder(std::string_view level) const;  // at least one rung

  const wire::Category* category(std::string_view id) const { return find(categories_, id); }
  const wire::Duty* duty(std::string_view id) const { return find(duties_, id); }
  // How a duty is reminded of; an unknown or empty plan is the built-in one: T-30, T-14, T-7, T-3, T-1, the slips, +1, +3.
  const wire::Plan& plan(std::string_view id) const;
  // Counting duties that this one's closing counts for.
  const std::vector<const wire::Duty*>& counted_by(std::string_view duty) const;
  std::string_view category_name(std::string_view id) const;
  std::string_view level_label(std::string_view id) const;  // the name without what stands in brackets: 红色

 private:
  template <class T>
  using ById = std::unordered_map<std::string_view, const T*>;
  template <class T>
  static const T* find(const ById<T>& map, std::string_view id) {
    const auto found = map.find(id);
    return found == map.end() ? nullptr : found->second;
  }
  Index(const wire::Bundle& bundle, Day day);

  void add_turns();
  void add_duties();

  Calendar calendar_;
  std::vector<Day> turns_;  // days on which a role or unit begins to hold, or holds no longer
  mutable std::mutex mutex_;
  mutable std::vector<std::unique_ptr<const Index>> by_turn_;
  wire::Level no_level_;
  wire::Ladder built_in_;
  const wire::Level* worst_ = &no_level_;
  ById<wire::Level> levels_;
  ById<wire::Ladder> ladders_;
  ById<wire::Category> categories_;
  ById<wire::Duty> duties_;
  ById<wire::Plan> plans_;
  wire::Plan built_in_plan_;
  std::unordered_map<std::string_view, std::vector<const wire::Duty*>> counted_by_;
};

}  // namespace fenghuo::escalator
