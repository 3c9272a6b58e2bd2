// Who has to do a duty: its owner, or each unit, party organisation, member of the leading group, or member and field of the directory.
// Pure. The bundle must outlive it.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "common/calendar/calendar.hpp"
#include "common/messages/frame.hpp"
#include "common/obligations/directory.hpp"

namespace fenghuo::obligations {

struct Party {
  std::string name;   // role:… or unit:…
  std::string unit;   // it counts under
  std::string field;  // of a duty for each member and field
};

class Parties {
 public:
  explicit Parties(const wire::Bundle& bundle) : bundle_(bundle) {}

  // Those that hold on the day, in the directory's order; take returns false to end, and then so does each. A fixed owner is named whether
  // it holds or not: a duty must not vanish with it.
  using Take = std::function<bool(const Party&)>;
  bool each(const wire::Duty& duty, Date day, const Take& take) const;
  Party owner(const wire::Duty& duty) const;  // of a duty that is not for each of many
  // Of those that each gives the one of this name and field, found without a look at the others; the owner where a duty is one party's.
  std::optional<Party> one(const Directory& directory, const wire::Duty& duty, Date day, std::string_view name,
                           std::string_view field) const;
  // Whoever holds on any day.
  bool ever(const wire::Duty& duty, const Take& take) const { return each_on(duty, 0, take); }

 private:
  bool each_on(const wire::Duty& duty, std::uint32_t on, const Take& take) const;  // 0: any day
  bool each_member(const wire::Duty& duty, std::uint32_t on, const Take& take) const;
  std::string unit_of(const wire::Duty& duty, const wire::Role* role) const;
  const wire::Role* role(std::string_view id) const;

  const wire::Bundle& bundle_;
};

}  // namespace fenghuo::obligations
