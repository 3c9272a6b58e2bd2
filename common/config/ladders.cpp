// ladders.yaml: who is told when, level by level.
#include <algorithm>

#include "common/config/bundle_parts.hpp"
#include "common/config/shapes.hpp"
#include "common/config/values.hpp"

namespace fenghuo::config {
namespace {

constexpr auto may = Need::may;
constexpr auto must = Need::must;
// Under a minute nobody can act, and zero would never wait or never end.
constexpr std::chrono::milliseconds one_minute = std::chrono::minutes{1};

Shape rung_shape() {
  return map_of({
      {"after", must, value(Form::wait), "Time on the ladder's own clock; 0s = at once"},
      {"label", may, text(40), "What messages and the page call this rung"},
      {"asked", may,
       list_of(map_of({{"any_of", must, list_of(value(Form::party), 50), "One of these parties has to take the matter"}}), 50),
       "Groups that must take the matter; each group for itself"},
      {"informed", may, list_of(value(Form::party), 100), "Parties that are told and need not answer"},
      {"repeat_all", may, value(Form::yes_no), "Tell everybody once more who was told so far and has not taken it"},
      {"every_channel", may, value(Form::yes_no), "Use every contact of a party, not only its first"},
      {"wording", may, one_of({"notice", "submit_up"}), "notice = 通知; submit_up = 呈报, 请阅示 (upward)"},
  });
}

Shape target_shape() {
  return map_of({
      {"id", must, value(Form::id), "Name in events"},
      {"name", must, text(40), "Name in messages"},
      {"within", must, span(one_minute), "Time allowed, wall-clock"},
      {"on_request", may, value(Form::yes_no), "true: counts only once a person at 会商 says that it applies"},
  });
}

Shape ladder_shape() {
  return map_of({
      {"level", must, value(Form::id).of("level").named("ladder"), "The level it is for; each level has one ladder"},
      {"confirmed", must, value(Form::yes_no), "true once the party committee has confirmed these numbers"},
      {"ack_within", must, wait(one_minute), "Time to take the matter, named in the first message"},
      {"quiet", must, one_of({"breaks_through", "hold", "silent"}),
       "In quiet hours: sent at once | held to their end | never wakes anybody"},
      {"first_in_digest", may, value(Form::yes_no), "The first rung goes out with the daily digest"},
      {"last_rung_every", must, span(one_minute), "The last rung repeats at this interval until a person acts"},
      {"commitment_cap", must, span(one_minute), "Longest commitment when no target lies ahead"},
      {"max_commitments", must, whole(1, 10), "After so many commitments the ladder goes on"},
      {"progress_every", must, span(one_minute), "After a report the next one is owed within this time"},
      {"lower_by", must, value(Form::id).of("role"), "Role that may lower the level or confirm a cancel"},
      {"targets", may, list_of(target_shape(), 20), "What is owed to the public and to those above, and by when"},
      {"rungs", must, list_of(rung_shape(), 50), "The rungs, in the order of their times"},
  });
}

void set_delay(const Wait& wait, wire::Delay* delay) {
  delay->set_ms(wait.natural.count());
  delay->set_working_days(wait.working_days);
}

wire::QuietRule quiet_rule(const std::string& text) {
  return text == "hold" ? wire::QUIET_HOLD : text == "silent" ? wire::QUIET_SILENT : wire::QUIET_BREAKS_THROUGH;
}

void read_rung(const Node& item, wire::Rung* rung) {
  set_delay(wait_at(item, "after"), rung->mutable_after());
  for (const Node& group : items_at(item, "asked")) {
    auto* ask = rung->add_asked();
    for (const std::string& party : texts_at(group, "any_of")) ask->add_any_of(party);
  }
  for (const std::string& party : texts_at(item, "informed")) rung->add_informed(party);
  rung->set_repeat_all(yes_at(item, "repeat_all"));
  rung->set_every_channel(yes_at(item, "every_channel"));
  rung->set_wording(text_at(item, "wording", "notice"));
  rung->set_label(text_at(item, "label"));
  rung->set_line("ladders.yaml:" + std::to_string(item.place.line));
}

void read_targets(const Node& item, Draft& draft, wire::Ladder* ladder) {
  std::set<std::string> ids;
  for (const Node& node : items_at(item, "targets")) {
    auto* target = ladder->add_targets();
    target->set_id(text_at(node, "id"));
    target->set_name(text_at(node, "name"));
    target->set_within_ms(span_at(node, "within").count());
    target->set_on_request(yes_at(node, "on_request"));
    if (!ids.insert(target->id()).second && !target->id().empty()) {
      draft.faults.error(place_at(node, "id"), "target \"" + target->id() + "\" stands twice in the ladder of \"" + ladder->level() + "\"",
                         "rename or remove one");
    }
  }
}

}  // namespace

const Shape& ladders_shape() {
  static const Shape shape = map_of({{"ladders", must, list_of(ladder_shape(), 9), "One ladder a level"}});
  return shape;
}

void read_ladders(const Node& root, Draft& draft) {
  for (const Node& item : items_at(root, "ladders")) {
    auto* ladder = draft.bundle.add_ladders();
    ladder->set_level(text_at(item, "level"));
    ladder->set_confirmed(yes_at(item, "confirmed"));
    const Wait ack = wait_at(item, "ack_within");
    ladder->set_ack_within_ms(ack.natural.count());
    set_delay(ack, ladder->mutable_ack_within());
    ladder->set_quiet(quiet_rule(text_at(item, "quiet")));
    ladder->set_first_in_digest(yes_at(item, "first_in_digest"));
    ladder->set_last_rung_every_ms(span_at(item, "last_rung_every").count());
    ladder->set_commitment_cap_ms(span_at(item, "commitment_cap").count());
    ladder->set_max_commitments(static_cast<std::uint32_t>(whole_at(item, "max_commitments", 2)));
    ladder->set_progress_every_ms(span_at(item, "progress_every").count());
    ladder->set_lower_by(text_at(item, "lower_by"));
    read_targets(item, draft, ladder);
    const std::string key = "ladder/" + ladder->level();
    draft.places[key] = item.place;
    for (const Node& node : items_at(item, "rungs")) {
      draft.places[key + "/" + std::to_string(ladder->rungs_size())] = node.place;
      read_rung(node, ladder->add_rungs());
    }
  }
}

}  // namespace fenghuo::config
