// levels.yaml: the colours and their order.
#include "common/config/bundle_parts.hpp"
#include "common/config/shapes.hpp"
#include "common/config/values.hpp"

namespace fenghuo::config {

const Shape& levels_shape() {
  static const Shape shape = map_of({
      {"levels", Need::must,
       list_of(map_of({{"id", Need::must, value(Form::id).named("level"), "Name in signals and files"},
                       {"rank", Need::must, whole(1, 9), "1 = most severe; no two levels share one"},
                       {"name", Need::must, text(20), "Full name in messages"},
                       {"short_name", Need::must, text(8), "Short name in subjects and lists"}}),
               9),
       "The levels of warnings"},
  });
  return shape;
}

void read_levels(const Node& root, Draft& draft) {
  std::map<std::uint64_t, std::string> ranks;
  for (const Node& item : items_at(root, "levels")) {
    auto* level = draft.bundle.add_levels();
    level->set_id(text_at(item, "id"));
    level->set_rank(static_cast<std::uint32_t>(whole_at(item, "rank")));
    level->set_name(text_at(item, "name"));
    level->set_short_name(text_at(item, "short_name"));
    draft.places["level/" + level->id()] = item.place;
    const auto [other, fresh] = ranks.emplace(level->rank(), level->id());
    if (!fresh && level->rank() != 0) {
      draft.faults.error(place_at(item, "rank"), "level \"" + level->id() + "\" has the rank of \"" + other->second + "\"",
                         "give each level its own rank, 1 the most severe");
    }
  }
  if (empty_list_at(root, "levels")) draft.faults.error(place_at(root, "levels"), "there is no level", "define at least one");
}

}  // namespace fenghuo::config
