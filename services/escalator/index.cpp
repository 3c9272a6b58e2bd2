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

// The plan of a catalogue that names none, as domain/ladders.md describes it.
wire::Plan usual_plan() {
  wire::Plan plan;
  plan.set_id("built-in");
  const auto step = [&](const char* id, int days, const char* kind, std::initializer_list<const char*> to, const char* wording) {
    auto& made = *plan.add_steps();
    made.set_id(id);
    made.set_working_days(days);
    made.set_kind(kind);
    for (const char* each : to) made.add_to(each);
    made.set_wording(wording);
  };
  for (const auto& [id, days] : {std::pair{"T-30", -30}, {"T-14", -14}, {"T-7", -7}, {"T-3", -3}, {"T-1", -1}})
    step(id, days, "reminder", {"owner", "support"}, "notice");
  step("hint", 0, "hint", {"owner"}, "notice");
  step("urge", 0, "urge", {"owner"}, "notice");
  step("order", 0, "order", {"owner"}, "notice");
  step("T+1", 1, "report_up", {"leader_in_charge"}, "submit_up");
  plan.mutable_hint_answer()->set_working_days(2);
  return plan;
}

std::uint32_t day_after(std::uint32_t day) {
  const Date date = std::chrono::year{static_cast<int>(day / 10'000)} / static_cast<int>(day / 100 % 100) / static_cast<int>(day % 100);
  return obligations::day_number(Date{std::chrono::sys_days{date} + std::chrono::days{1}});
}

template <class List, class Map>
void add_all(const List& list, Map& map) {
  for (const auto& entry : list) map.emplace(entry.id(), &entry);
}

}  // namespace

Index::Index(const wire::Bundle& bundle) : Index(bundle, 0) { add_turns(); }

Index::Index(const wire::Bundle& bundle, Day day) : Directory(bundle, day), calendar_(calendar_of(bundle)) {
  add_all(bundle.levels(), levels_);
  add_all(bundle.categories(), categories_);
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
  add_duties();
}

void Index::add_turns() {
  const auto add = [&](const auto& entry) {
    if (entry.valid_from() != 0) turns_.push_back(entry.valid_from());
    if (entry.valid_to() != 0) turns_.push_back(day_after(entry.valid_to()));
  };
  for (const auto& role : bundle().roles()) add(role);
  for (const auto& unit : bundle().units()) add(unit);
  std::sort(turns_.begin(), turns_.end());
  turns_.erase(std::unique(turns_.begin(), turns_.end()), turns_.end());
  by_turn_.resize(turns_.size() + 1);
}

const Index& Index::on(Instant t) const {
  if (turns_.empty()) return *this;
  const Day day = obligations::day_number(calendar_.date_of(t));
  const auto passed = std::upper_bound(turns_.begin(), turns_.end(), day) - turns_.begin();
  const std::lock_guard lock(mutex_);
  auto& made = by_turn_[static_cast<std::size_t>(passed)];
  if (made == nullptr) made.reset(new Index(bundle(), day));  // the constructor is private
  return *made;
}

void Index::add_duties() {
  add_all(bundle().duties(), duties_);
  add_all(bundle().plans(), plans_);
  built_in_plan_ = usual_plan();
  for (const auto& duty : bundle().duties()) {
    std::set<std::string_view> counted;  // the obligation and the rule both name them
    counted.insert(duty.obligation().counts().begin(), duty.obligation().counts().end());
    counted.insert(duty.when().counts().begin(), duty.when().counts().end());
    for (const auto id : counted) counted_by_[id].push_back(&duty);
  }
}

const wire::Plan& Index::plan(std::string_view id) const {
  const auto* known = find(plans_, id);
  return known != nullptr && known->steps_size() > 0 ? *known : built_in_plan_;
}

const std::vector<const wire::Duty*>& Index::counted_by(std::string_view duty) const {
  static const std::vector<const wire::Duty*> nobody;
  const auto found = counted_by_.find(duty);
  return found == counted_by_.end() ? nobody : found->second;
}

const wire::Level& Index::level(std::string_view id) const {
  const auto* known = find(levels_, id);
  return known != nullptr ? *known : *worst_;
}

const wire::Ladder& Index::ladder(std::string_view level_id) const {
  const auto* own = find(ladders_, std::string_view(level(level_id).id()));
  return own != nullptr ? *own : built_in_;
}

std::string_view Index::category_name(std::string_view id) const {
  const auto* known = category(id);
  if (known == nullptr) known = category(bundle().default_category());
  return known == nullptr ? id : std::string_view(known->name().empty() ? known->id() : known->name());
}

std::string_view Index::level_label(std::string_view id) const {
  const auto& known = level(id);
  const std::string_view name = known.name();  // 红色（一级）
  if (!name.empty()) return name.substr(0, name.find("（"));
  return known.short_name().empty() ? known.id() : known.short_name();
}

}  // namespace fenghuo::escalator
