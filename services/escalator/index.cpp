#include "services/escalator/index.hpp"

namespace fenghuo::escalator {
namespace {

constexpr std::int64_t half_an_hour = 1'800'000;

Zone zone_of(const wire::Bundle& bundle) {
  for (const std::string_view name : {std::string_view(bundle.timezone()), std::string_view("Asia/Shanghai"), std::string_view("UTC")}) {
    if (auto zone = Zone::find(name)) return std::move(*zone);
  }
  throw std::runtime_error("no time-zone database: install Debian's package tzdata");
}

Calendar calendar_of(const wire::Bundle& bundle) {
  if (auto made = Calendar::make(bundle.calendar(), zone_of(bundle))) return std::move(*made);
  return std::move(
      *Calendar::make(wire::Calendar{}, zone_of(bundle)));  // the loader refuses such a bundle; weekdays alone are right enough to go on
}

template <class List, class Map>
void add_all(const List& list, Map& map) {
  for (const auto& entry : list) map.emplace(entry.id(), &entry);
}

}  // namespace

Index::Index(const wire::Bundle& bundle) : bundle_(bundle), calendar_(calendar_of(bundle)) {
  add_all(bundle.levels(), levels_);
  add_all(bundle.roles(), roles_);
  add_all(bundle.units(), units_);
  add_all(bundle.categories(), categories_);
  add_all(bundle.destinations(), destinations_);
  for (const auto& ladder : bundle.ladders()) {
    if (ladder.rungs_size() > 0) ladders_.emplace(ladder.level(), &ladder);
  }
  for (const auto& level : bundle.levels()) {
    if (worst_ == &no_level_ || level.rank() < worst_->rank()) worst_ = &level;
  }
  auto& rung = *built_in_.add_rungs();
  for (const auto* role : {&bundle.dispatch_role(), &bundle.operator_role()}) {
    if (!role->empty()) rung.add_asked()->add_any_of("role:" + *role);
  }
  built_in_.set_last_rung_every_ms(half_an_hour);
  add_reach();
}

void Index::add_reach() {
  const auto contacts = [&](const auto& entry) {
    Destinations out;
    for (const auto& id : entry.contacts()) {
      const auto* destination = find(destinations_, id);
      if (destination != nullptr && std::find(out.begin(), out.end(), destination) == out.end()) out.push_back(destination);
    }
    return out;
  };
  for (const auto& unit : bundle_.units()) reach_.emplace("unit:" + unit.id(), contacts(unit));
  for (const auto& role : bundle_.roles()) {
    auto own = contacts(role);
    const auto* deputy = this->role(role.deputy());
    if (own.empty() && deputy != nullptr) own = contacts(*deputy);
    reach_.emplace("role:" + role.id(), std::move(own));
  }
}

const wire::Level& Index::level(std::string_view id) const {
  const auto* known = find(levels_, id);
  return known != nullptr ? *known : *worst_;
}

const wire::Ladder& Index::ladder(std::string_view level_id) const {
  const auto* own = find(ladders_, std::string_view(level(level_id).id()));
  return own != nullptr ? *own : built_in_;
}

const Index::Destinations& Index::destinations(std::string_view party) const {
  static const Destinations none;
  const auto found = reach_.find(std::string(party));
  return found == reach_.end() ? none : found->second;
}

std::string Index::party_name(std::string_view party) const {
  const auto colon = party.find(':');
  const auto id = colon == std::string_view::npos ? party : party.substr(colon + 1);
  const auto named = [&](const auto* entry) { return entry == nullptr || entry->name().empty() ? std::string(id) : entry->name(); };
  return party.starts_with("unit:") ? named(unit(id)) : named(role(id));
}

std::string_view Index::category_name(std::string_view id) const {
  const auto* known = category(id);
  if (known == nullptr) known = category(bundle_.default_category());
  return known == nullptr ? id : std::string_view(known->name().empty() ? known->id() : known->name());
}

std::string_view Index::level_label(std::string_view id) const {
  const auto& known = level(id);
  const std::string_view name = known.name();  // 红色（一级）
  if (!name.empty()) return name.substr(0, name.find("（"));
  return known.short_name().empty() ? known.id() : known.short_name();
}

bool Index::stands_for(std::string_view acting, std::string_view asked) const {
  if (acting == asked) return true;
  if (!acting.starts_with("unit:") || !asked.starts_with("role:")) return false;
  const auto* known = role(asked.substr(5));
  return known != nullptr && !known->office().empty() && known->office() == acting.substr(5);
}

}  // namespace fenghuo::escalator
