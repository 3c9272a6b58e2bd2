// plans.yaml: the windows and events duties are written with, and the plans by which they are reminded of.
#include "common/config/bundle_parts.hpp"
#include "common/config/shapes.hpp"
#include "common/config/values.hpp"

namespace fenghuo::config {
namespace {

constexpr auto may = Need::may;
constexpr auto must = Need::must;

Shape window_shape() {
  return map_of({
      {"id", must, value(Form::id).named("window"), "Name in duties: when: {window: <id>}"},
      {"name", must, text(20), "Name in messages"},
      {"from", must, value(Form::month_day), "First day, month and day"},
      {"to", must, value(Form::month_day), "Last day"},
      {"over_new_year", may, value(Form::yes_no), "true: the last day lies in the next year"},
      {"year_shift", may, whole(0, 1), "1: the whole window lies in the year after the one it counts for (次年)"},
  });
}

Shape event_shape() {
  return map_of({
      {"id", must, value(Form::id).named("event"), "Name in duties: when: {event: <id>}"},
      {"name", must, text(40), "Name on the page"},
  });
}

Shape step_shape() {
  return map_of({
      {"id", must, value(Form::id), "Name in the journal; a step that is past is never taken again"},
      {"before", may, value(Form::wait), "So long before the deadline, in days: 30wd working days, 30d natural ones"},
      {"after", may, value(Form::wait), "So long after it"},
      {"kind", must, one_of({"reminder", "hint", "urge", "order", "report_up", "list"}),
       "提醒 | 提示单 | 催办单 | 督办单 | 呈报 | 列入清单; hint, urge and order come by the lamp, not by a day"},
      {"to", must, list_of(value(Form::target), 20), "Whom it goes to"},
      {"wording", may, one_of({"notice", "submit_up"}), "notice = 通知; submit_up = 呈报, 请阅示 (upward)"},
  });
}

Shape plan_shape() {
  return map_of({
      {"id", must, value(Form::id).named("plan"), "Name in duties"},
      {"confirmed", must, value(Form::yes_no), "true once the party committee has confirmed these numbers"},
      {"confirmed_by", may, text(60), "Who confirmed them: a body or a document number, never a person"},
      {"confirmed_on", may, value(Form::date), "The day they were confirmed"},
      {"grace", must, value(Form::span), "Past the deadline for so long a duty is in grace (宽限), not overdue"},
      {"hint_answer", must, value(Form::wait), "A hint (提示单) not acknowledged for so long is followed by an urge (催办单)"},
      {"approver", must, value(Form::seat), "Who approves an extension"},
      {"monthly_to", may, value(Form::party), "Who reads the monthly list of what is overdue"},
      {"steps", must, list_of(step_shape(), 50), "Steps before and after the deadline, in the order of their times"},
      {"meeting_steps", may, list_of(step_shape(), 20), "Steps before a meeting whose date is fixed, counted from the meeting"},
  });
}

void read_window(const Node& item, Draft& draft) {
  const auto from = parse_month_day(text_at(item, "from")), to = parse_month_day(text_at(item, "to"));
  if (!from || !to) return;
  const bool over = yes_at(item, "over_new_year");
  if (*to < *from && !over)
    draft.faults.error(place_at(item, "to"), "window \"" + text_at(item, "id") + "\" ends before it begins",
                       "check from and to, or say over_new_year: true if it ends in the next year");
  if (*to >= *from && over)
    draft.faults.error(place_at(item, "over_new_year"), "window \"" + text_at(item, "id") + "\" does not reach over New Year",
                       "remove over_new_year, or let to be before from");
  draft.windows[text_at(item, "id")] = {*from, *to, static_cast<std::int32_t>(whole_at(item, "year_shift"))};
}

// hint, urge and order come by the lamp and by lateness; what comes by the calendar says its day, one way.
void check_times(const Node& item, const std::string& kind, Draft& draft) {
  const bool by_lamp = kind == "hint" || kind == "urge" || kind == "order";
  const bool before = item.find("before") != nullptr, after = item.find("after") != nullptr;
  if (by_lamp && (before || after))
    draft.faults.error(place_at(item, before ? "before" : "after"), "a step of kind \"" + kind + "\" comes by the lamp, not by a day",
                       "remove before and after");
  if (!by_lamp && before == after) draft.faults.error(item.place, "a step says when it comes, once", "write before or after, and not both");
}

// Steps count whole days.
std::int32_t days_of(const Node& item, std::string_view key, Draft& draft, bool& natural) {
  constexpr std::int64_t day = 86'400'000;
  if (item.find(key) == nullptr) return 0;
  const Wait wait = wait_at(item, key);
  if (wait.working_days > 0) return static_cast<std::int32_t>(wait.working_days);
  if (wait.natural.count() % day != 0)
    draft.faults.error(place_at(item, key), "\"" + text_at(item, key) + "\" is no number of days", "write whole days, like 7wd or 7d");
  natural = wait.natural.count() > 0;
  return static_cast<std::int32_t>(wait.natural.count() / day);
}

using Steps = google::protobuf::RepeatedPtrField<wire::PlanStep>;

void read_steps(const Node& plan, std::string_view key, Draft& draft, std::set<std::string>& ids, Steps* steps) {
  for (const Node& item : items_at(plan, key)) {
    auto* step = steps->Add();
    step->set_id(text_at(item, "id"));
    step->set_kind(text_at(item, "kind"));
    step->set_wording(text_at(item, "wording", "notice"));
    bool natural = false;
    const std::int32_t before = days_of(item, "before", draft, natural), after = days_of(item, "after", draft, natural);
    step->set_working_days(after - before);
    step->set_natural(natural);
    for (const auto& target : texts_at(item, "to")) step->add_to(target);
    check_times(item, step->kind(), draft);
    if (!step->id().empty() && !ids.insert(step->id()).second)
      draft.faults.error(place_at(item, "id"), "step \"" + step->id() + "\" stands twice in its plan", "rename or remove one");
    if (empty_list_at(item, "to")) draft.faults.error(place_at(item, "to"), "step \"" + step->id() + "\" goes to nobody", "name somebody");
  }
}

void read_plan(const Node& item, Draft& draft) {
  auto* plan = draft.bundle.add_plans();
  plan->set_id(text_at(item, "id"));
  plan->set_confirmed(yes_at(item, "confirmed"));
  plan->set_confirmed_by(text_at(item, "confirmed_by"));
  plan->set_confirmed_on(text_at(item, "confirmed_on"));
  plan->set_grace_ms(span_at(item, "grace").count());
  const Wait answer = wait_at(item, "hint_answer");
  plan->mutable_hint_answer()->set_ms(answer.natural.count());
  plan->mutable_hint_answer()->set_working_days(answer.working_days);
  plan->set_approver(text_at(item, "approver"));
  plan->set_monthly_to(text_at(item, "monthly_to"));
  draft.places["plan/" + plan->id()] = item.place;
  std::set<std::string> ids;
  read_steps(item, "steps", draft, ids, plan->mutable_steps());
  read_steps(item, "meeting_steps", draft, ids, plan->mutable_meeting_steps());
}

}  // namespace

const Shape& plans_shape() {
  static const Shape shape = map_of({
      {"windows", must, list_of(window_shape(), 100), "Stretches of the year"},
      {"events", must, list_of(event_shape(), 500), "Kinds of events that start a duty's clock"},
      {"plans", must, list_of(plan_shape(), 50), "How duties are reminded of, and how their lateness climbs"},
  });
  return shape;
}

void read_plans(const Node& root, Draft& draft) {
  // Without the file, duties would name a hundred things nobody defines; lint_duties says once what is missing.
  if (root.kind == Node::Kind::null) return excuse_names(plans_shape(), draft.names);
  for (const Node& item : items_at(root, "windows")) read_window(item, draft);
  for (const Node& item : items_at(root, "events")) draft.places["event/" + text_at(item, "id")] = item.place;
  for (const Node& item : items_at(root, "plans")) read_plan(item, draft);
}

}  // namespace fenghuo::config
