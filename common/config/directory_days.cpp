#include "common/config/directory_days.hpp"

#include "common/config/forms.hpp"

namespace fenghuo::config {

std::uint32_t day_number(std::string_view date) {
  const auto day = parse_date(date);
  if (!day) return 0;
  return static_cast<std::uint32_t>(static_cast<int>(day->year())) * 10'000 + static_cast<unsigned>(day->month()) * 100 +
         static_cast<unsigned>(day->day());
}

std::string day_text(std::uint32_t day) {
  if (day == 0) return {};
  std::string digits = std::to_string(day);
  digits.insert(0, 8 - std::min<std::size_t>(8, digits.size()), '0');
  return digits.substr(0, 4) + "-" + digits.substr(4, 2) + "-" + digits.substr(6, 2);
}

bool overlaps(std::uint32_t from, std::uint32_t to, std::uint32_t other_from, std::uint32_t other_to) {
  return (to == 0 || other_from <= to) && (other_to == 0 || from <= other_to);
}

const wire::Role* leader_at(const wire::Bundle& bundle, std::string_view unit, std::uint32_t day) {
  const auto in_charge = [&](const wire::Role& role) {
    return role.leader() && holds(role, day) && std::find(role.portfolio().begin(), role.portfolio().end(), unit) != role.portfolio().end();
  };
  const auto found = std::find_if(bundle.roles().begin(), bundle.roles().end(), in_charge);
  return found == bundle.roles().end() ? nullptr : &*found;
}

}  // namespace fenghuo::config
