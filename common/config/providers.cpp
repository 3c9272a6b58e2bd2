// providers.yaml: who may send warnings.
#include "common/config/bundle_parts.hpp"
#include "common/config/shapes.hpp"
#include "common/config/values.hpp"

namespace fenghuo::config {

const Shape& providers_shape() {
  static const Shape shape = map_of({
      {"bands", Need::must, list_of(text(20).named("band"), 20), "The values source_count_band may have, rising"},
      {"providers", Need::must,
       list_of(map_of({{"id", Need::must, value(Form::id).named("provider"), "Name in signals"},
                       {"tokens", Need::must, list_of(value(Form::secret), 2),
                        "References to its bearer tokens, newest first (two while rotating)"},
                       {"min_band", Need::must, text(20).of("band"),
                        "A topic with fewer sources is refused: a topic of one source is a person"},
                       {"dossier_hosts", Need::may, list_of(value(Form::host), 20), "Hosts its dossier_url may name; absent = none"}}),
               100),
       "The providers of warnings"},
  });
  return shape;
}

void read_providers(const Node& root, Draft& draft) {
  for (const std::string& band : texts_at(root, "bands")) draft.bundle.add_bands(band);
  for (const Node& item : items_at(root, "providers")) {
    auto* provider = draft.bundle.add_providers();
    provider->set_id(text_at(item, "id"));
    for (const auto& token : texts_at(item, "tokens")) provider->add_tokens(token);
    provider->set_min_band(text_at(item, "min_band"));
    for (const auto& host : texts_at(item, "dossier_hosts")) provider->add_dossier_hosts(host);
    if (empty_list_at(item, "tokens")) {
      draft.faults.error(place_at(item, "tokens"), "provider \"" + provider->id() + "\" has no token",
                         "name one, like file:secrets/" + provider->id() + ".token");
    }
    // The lowest band is a topic of a single source: guardrail 4 wants a floor above it.
    if (draft.bundle.bands_size() > 1 && provider->min_band() == draft.bundle.bands(0)) {
      draft.faults.error(place_at(item, "min_band"),
                         "provider \"" + provider->id() + "\": min_band is the lowest band, so a topic of one source would pass",
                         "name a higher one, like \"" + draft.bundle.bands(1) + "\"");
    }
  }
}

}  // namespace fenghuo::config
