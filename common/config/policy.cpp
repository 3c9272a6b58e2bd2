// policy.yaml: what holds across levels.
#include <algorithm>

#include "common/config/bundle_parts.hpp"
#include "common/config/shapes.hpp"
#include "common/config/values.hpp"

namespace fenghuo::config {
namespace {

constexpr std::chrono::milliseconds usual_retention = std::chrono::hours{24 * 180};
constexpr auto may = Need::may;
constexpr auto must = Need::must;

Shape role() { return value(Form::id).of("role"); }

Shape roles() {
  return map_of({
      {"dispatch", must, role(), "Where a matter goes that a unit declines (非我单位职责)"},
      {"committee", must, role(), "The body an urgent matter goes to, and the last rung of the severe levels"},
      {"secretary", must, role(), "Must be told of every severe matter; checked, not sent"},
      {"discipline", must, role(), "Takes note (知悉) where a ladder says so"},
      {"digest", must, role(), "Reads the daily digest of warnings"},
      {"operator", must, role(), "Hears the built-in alerts: a full disk, a decision that failed"},
  });
}

Shape inhibition() {
  return map_of({
      {"while", must, value(Form::id).of("level"), "While a matter of this level is open …"},
      {"hold_back", must, list_of(value(Form::id).of("level"), 9), "… matters of these levels only join the digest …"},
      {"same", must, one_of({"unit", "category"}), "… if they share this"},
  });
}

Shape retry() {
  return map_of({
      {"after", must, list_of(span(std::chrono::seconds{1}), 50),
       "Waits between attempts; after the last one fails too the message is a dead letter"},
      {"max_age", must, span(std::chrono::minutes{1}), "Older than this, a message is a dead letter"},
      {"retry_after_cap", must, span(std::chrono::seconds{1}), "A receiver's Retry-After counts up to this"},
  });
}

void read_retry(const Node& node, Draft& draft) {
  auto* retry = draft.bundle.mutable_retry();
  for (const Node& item : items_at(node, "after")) {
    const auto wait = parse_span(item.scalar);
    if (wait) retry->add_after_ms(wait->count());
  }
  if (empty_list_at(node, "after"))
    draft.faults.error(place_at(node, "after"), "there is no wait between attempts", "write a list like [5s, 30s, 2m]");
  retry->set_max_age_ms(span_at(node, "max_age").count());
  retry->set_retry_after_cap_ms(span_at(node, "retry_after_cap").count());
  if (!std::is_sorted(retry->after_ms().begin(), retry->after_ms().end())) {
    draft.faults.warning(place_at(node, "after"), "the waits between attempts do not rise", "sort them, the shortest first");
  }
}

void read_inhibitions(const Node& root, Draft& draft) {
  for (const Node& item : items_at(root, "inhibitions")) {
    draft.places["inhibition/" + std::to_string(draft.bundle.inhibitions_size())] = item.place;
    auto* rule = draft.bundle.add_inhibitions();
    rule->set_source_level(text_at(item, "while"));
    for (const auto& level : texts_at(item, "hold_back")) rule->add_target_levels(level);
    rule->set_same(text_at(item, "same"));
  }
}

}  // namespace

const Shape& policy_shape() {
  static const Shape shape = map_of({
      {"label", must, text(60), "Name of this version, shown beside its hash"},
      {"public_url", must, value(Form::url), "How people's browsers reach the gateway; links begin with it"},
      {"phone", must, text(40), "Duty telephone printed on acknowledgement pages"},
      {"token_ttl", must, span(std::chrono::hours{1}, std::chrono::hours{24 * 366}), "How long an acknowledgement link works"},
      {"roles", must, roles(), "Who does what the rules speak of"},
      {"damping", must, value(Form::span), "A level that goes up and down within this time sends one message"},
      {"inhibitions", may, list_of(inhibition(), 50), "Severe matters that make lesser ones wait"},
      {"retry", must, retry(), "When a message is sent again"},
      {"supervision_unit", may, value(Form::id).of("unit"), "Asks for the dates of meetings, urges, drafts and issues 督办单: 党（校）办"},
      {"retention", may, span(std::chrono::hours{24}, std::chrono::hours{24 * 3660}),
       "Texts of a matter are deleted so long after it was closed; 180d when it is left out"},
      {"report_party", may, value(Form::party),
       "Reads the weekly brief and the monthly draft, and hears each working day that all is well; without it there are no reports"},
      {"source_title", may, text(20), "What clauses are printed with: 《实施办法》"},
      {"edition", may, text(20), "Edition of the source the duties rest on; it calls itself 试行"},
  });
  return shape;
}

void read_policy(const Node& root, Draft& draft) {
  auto& bundle = draft.bundle;
  bundle.set_label(text_at(root, "label"));
  std::string url = text_at(root, "public_url");
  while (url.ends_with('/')) url.pop_back();  // "/a/{token}" is put behind it
  bundle.set_public_url(url);
  bundle.set_phone(text_at(root, "phone"));
  bundle.set_token_ttl_ms(span_at(root, "token_ttl").count());
  const Node& map = map_at(root, "roles");
  bundle.set_dispatch_role(text_at(map, "dispatch"));
  bundle.set_committee_role(text_at(map, "committee"));
  bundle.set_discipline_role(text_at(map, "discipline"));
  bundle.set_digest_role(text_at(map, "digest"));
  bundle.set_operator_role(text_at(map, "operator"));
  draft.secretary_role = text_at(map, "secretary");
  draft.places["policy/roles"] = map.place;
  draft.places["policy"] = root.place;
  bundle.set_supervision_unit(text_at(root, "supervision_unit"));
  bundle.set_report_party(text_at(root, "report_party"));
  bundle.set_retention_ms(span_at(root, "retention", usual_retention).count());
  bundle.set_source_title(text_at(root, "source_title"));
  bundle.set_edition(text_at(root, "edition"));
  bundle.set_damping_ms(span_at(root, "damping").count());
  read_inhibitions(root, draft);
  read_retry(map_at(root, "retry"), draft);
}

}  // namespace fenghuo::config
