#include "common/config/obligations_when.hpp"

#include "common/config/values.hpp"

namespace fenghuo::config {
namespace {

constexpr auto may = Need::may;

// A way to say when: the key that chooses it, what it is called in the bundle, and the keys that go with it.
struct Way {
  std::string_view key, kind;
  std::vector<std::string_view> with, needs;
};

const std::vector<Way>& ways() {
  static const std::vector<Way> all{
      {"count", "count", {"of", "window", "at"}, {"of", "window"}},
      {"window", "yearly", {"at"}, {}},
      {"rule", "rule", {"from", "due_after", "at"}, {"from"}},
      {"week", "rule", {"week_to", "term", "at"}, {}},
      {"event", "event", {"before", "after", "at"}, {}},
  };
  return all;
}

// The way this map takes; nullptr after a fault. `count` comes with a window, so it is looked for first.
const Way* way_of(const Node& node, Draft& draft) {
  const auto has = [&](std::string_view key) { return node.find(key) != nullptr; };
  const auto way = std::find_if(ways().begin(), ways().end(), [&](const Way& w) { return has(w.key); });
  if (way == ways().end()) {
    draft.faults.error(node.place, "when says nothing about a time",
                       "write {window: …}, {rule: …, from: …}, {week: …}, {count: …, of: […], window: …} or {event: …, before: …}");
    return nullptr;
  }
  for (const Node& key : node.keys) {
    if (key.scalar == way->key || std::find(way->with.begin(), way->with.end(), key.scalar) != way->with.end()) continue;
    draft.faults.error(key.place, "when: \"" + key.scalar + "\" does not go with \"" + std::string(way->key) + "\"",
                       "keep one way to say when");
    return nullptr;
  }
  for (const auto needed : way->needs) {
    if (has(needed)) continue;
    draft.faults.error(node.place, "when: \"" + std::string(way->key) + "\" needs \"" + std::string(needed) + "\"", "add it");
    return nullptr;
  }
  return &*way;
}

void set_delay(const Wait& wait, wire::Delay* delay) {
  delay->set_ms(wait.natural.count());
  delay->set_working_days(wait.working_days);
}

void read_window(const Node& node, const Draft& draft, wire::When* when) {
  when->set_window(text_at(node, "window"));
  const auto window = draft.windows.find(when->window());
  if (window == draft.windows.end()) return;  // a name nobody defines is a fault already
  when->set_from_day(window->second.from);
  when->set_to_day(window->second.to);
  when->set_year_shift(window->second.year_shift);
}

void read_rule(const Node& node, Draft& draft, wire::When* when) {
  const std::string rule = text_at(node, "rule");
  when->set_rrule(rule);
  when->set_dtstart(text_at(node, "from"));
  if (node.find("due_after") != nullptr) set_delay(wait_at(node, "due_after"), when->mutable_due_after());
  if (!rule.starts_with("FREQ="))
    draft.faults.error(place_at(node, "rule"), "when.rule is \"" + rule + "\", which is no recurrence",
                       "write an RFC 5545 rule, like FREQ=MONTHLY;INTERVAL=3 (every quarter)");
}

void read_weeks(const Node& node, Draft& draft, wire::When* when) {
  when->set_week(static_cast<std::uint32_t>(whole_at(node, "week")));
  when->set_week_to(static_cast<std::uint32_t>(whole_at(node, "week_to", when->week())));
  when->set_term(text_at(node, "term"));
  if (when->week_to() < when->week())
    draft.faults.error(
        place_at(node, "week_to"),
        "when ends in week " + std::to_string(when->week_to()) + ", before it begins in week " + std::to_string(when->week()),
        "let week_to be no earlier than week");
}

void read_count(const Node& node, Draft& draft, wire::When* when) {
  when->set_at_least(static_cast<std::uint32_t>(whole_at(node, "count")));
  for (const auto& counted : texts_at(node, "of")) when->add_counts(counted);
  if (empty_list_at(node, "of")) draft.faults.error(place_at(node, "of"), "when counts no duty", "name the duties whose closing counts");
}

void read_event(const Node& node, Draft& draft, wire::When* when) {
  when->set_event(text_at(node, "event"));
  const bool before = node.find("before") != nullptr, after = node.find("after") != nullptr;
  if (before) set_delay(wait_at(node, "before"), when->mutable_before());
  if (after) set_delay(wait_at(node, "after"), when->mutable_after());
  if (before == after)
    draft.faults.error(node.place, "when: an event needs one time", "add before: or after:, like before: 3wd, and not both");
}

}  // namespace

Shape when_shape() {
  return map_of({
      {"window", may, value(Form::id).of("window"), "Once a year, within this window of plans.yaml"},
      {"rule", may, text(200), "RFC 5545 recurrence: each instance begins a period that ends the day before the next"},
      {"from", may, value(Form::date), "The day the recurrence counts from"},
      {"due_after", may, value(Form::wait), "Due so long after the period's first day instead of on its last"},
      {"week", may, whole(1, 30), "Teaching week (教学周) of a term"},
      {"week_to", may, whole(1, 30), "Its last week, if there are several"},
      {"term", may, value(Form::id).of("term"), "Only in this term; every term when left out"},
      {"count", may, whole(1, 100), "At least so many times within the window"},
      {"of", may, list_of(value(Form::id).of("duty"), 50), "Duties whose closing counts"},
      {"event", may, value(Form::id).of("event"), "When this event of plans.yaml is reported"},
      {"before", may, value(Form::wait), "Due so long before the event"},
      {"after", may, value(Form::wait), "Due so long after it was reported"},
      {"at", may, value(Form::deadline_time), "Due at this time of the last day (24:00 ends it); else at the end of office hours"},
  });
}

void read_when(const Node& node, Draft& draft, wire::When* when) {
  if (node.kind != Node::Kind::map) return;
  const Way* way = way_of(node, draft);
  if (way == nullptr) return;
  when->set_kind(std::string(way->kind));
  when->set_due_minute(static_cast<std::uint32_t>(parse_deadline_minute(text_at(node, "at")).value_or(0)));
  if (node.find("window") != nullptr) read_window(node, draft, when);
  if (way->key == "rule") read_rule(node, draft, when);
  if (way->key == "week") read_weeks(node, draft, when);
  if (way->key == "count") read_count(node, draft, when);
  if (way->key == "event") read_event(node, draft, when);
}

}  // namespace fenghuo::config
