// categories.yaml: which unit a topic belongs to.
#include "common/config/bundle_parts.hpp"
#include "common/config/shapes.hpp"
#include "common/config/values.hpp"

namespace fenghuo::config {

const Shape& categories_shape() {
  static const Shape shape = map_of({
      {"default", Need::must, value(Form::id).of("category"), "Where a signal goes whose category is not listed"},
      {"categories", Need::must,
       list_of(map_of({{"id", Need::must, value(Form::id).named("category"), "Name in signals"},
                       {"name", Need::must, text(20), "Name in messages"},
                       {"units", Need::must, list_of(value(Form::id).of("unit"), 20), "Units concerned, the lead unit (牵头) first"}}),
               200),
       "The categories of topics"},
  });
  return shape;
}

void read_categories(const Node& root, Draft& draft) {
  draft.bundle.set_default_category(text_at(root, "default"));
  for (const Node& item : items_at(root, "categories")) {
    auto* category = draft.bundle.add_categories();
    category->set_id(text_at(item, "id"));
    category->set_name(text_at(item, "name"));
    draft.places["category/" + category->id()] = item.place;
    std::set<std::string> seen;
    for (const Node& unit : items_at(item, "units")) {
      if (!seen.insert(unit.scalar).second)
        draft.faults.error(unit.place, "unit \"" + unit.scalar + "\" stands twice in category \"" + category->id() + "\"", "remove one");
      category->add_units(unit.scalar);
    }
    if (empty_list_at(item, "units")) {
      draft.faults.error(place_at(item, "units"), "category \"" + category->id() + "\" is routed to no unit", "name its lead unit");
    }
  }
}

}  // namespace fenghuo::config
