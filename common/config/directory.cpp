// directory.yaml: units and roles. Duties are bound to roles, never to persons.
#include "common/base/bytes.hpp"
#include "common/config/bundle_parts.hpp"
#include "common/config/shapes.hpp"
#include "common/config/values.hpp"

namespace fenghuo::config {
namespace {

constexpr auto may = Need::may;
constexpr auto must = Need::must;

Shape unit_shape() {
  return map_of({
      {"id", must, value(Form::id).named("unit"), "Name in files, callbacks and the API"},
      {"name", must, text(40), "Name in messages"},
      {"contacts", may, list_of(value(Form::id).of("destination"), 20), "Destinations, the first one first"},
      {"callback_secrets", may, list_of(value(Form::secret), 2),
       "References to the secrets its callbacks are signed with, newest first (two while rotating)"},
      {"phone", may, text(40), "Duty telephone shown beside the unit"},
  });
}

Shape role_shape() {
  return map_of({
      {"id", must, value(Form::id).named("role"), "Name in ladders: role:<id>"},
      {"name", must, text(40), "Name in messages"},
      {"contacts", may, list_of(value(Form::id).of("destination"), 20), "Destinations, the first one first"},
      {"members", may, list_of(value(Form::id).of("role"), 50), "A body: the seats that are addressed one by one"},
      {"deputy", may, value(Form::id).of("role"), "Role that stands in (代理)"},
      {"office", may, value(Form::id).of("unit"), "Unit whose callbacks also answer for this role"},
      {"manual", may, value(Form::yes_no), "Reached by telephone: a task for the person on duty"},
      {"may_confirm", may, value(Form::yes_no), "May confirm what needs a person (a provider's cancel)"},
  });
}

void read_unit(const Node& item, wire::Unit* unit) {
  unit->set_id(text_at(item, "id"));
  unit->set_name(text_at(item, "name"));
  for (const auto& contact : texts_at(item, "contacts")) unit->add_contacts(contact);
  for (const auto& secret : texts_at(item, "callback_secrets")) unit->add_callback_secrets(secret);
  unit->set_phone(text_at(item, "phone"));
}

void read_role(const Node& item, wire::Role* role) {
  role->set_id(text_at(item, "id"));
  role->set_name(text_at(item, "name"));
  for (const auto& member : texts_at(item, "members")) role->add_members(member);
  for (const auto& contact : texts_at(item, "contacts")) role->add_contacts(contact);
  role->set_deputy(text_at(item, "deputy"));
  role->set_office(text_at(item, "office"));
  role->set_manual(yes_at(item, "manual"));
  role->set_may_confirm(yes_at(item, "may_confirm"));
}

// A deputy's deputy's … is itself, or a body sits in itself: resolving it would never end.
bool leads_back(const wire::Bundle& bundle, const std::string& start) {
  std::set<std::string> seen;
  std::vector<std::string> open{start};
  while (!open.empty()) {
    const std::string id = std::move(open.back());
    open.pop_back();
    const auto role = std::find_if(bundle.roles().begin(), bundle.roles().end(), [&](const wire::Role& r) { return r.id() == id; });
    if (role == bundle.roles().end()) continue;
    std::vector<std::string> next(role->members().begin(), role->members().end());
    if (!role->deputy().empty()) next.push_back(role->deputy());
    for (std::string& other : next) {
      if (other == start) return true;
      if (seen.insert(other).second) open.push_back(std::move(other));
    }
  }
  return false;
}

}  // namespace

const Shape& directory_shape() {
  static const Shape shape = map_of({
      {"units", must, list_of(unit_shape()), "Units (职能部门, 二级学院)"},
      {"roles", must, list_of(role_shape()), "Roles: seats and bodies, never persons"},
  });
  return shape;
}

void read_directory(const Node& root, Draft& draft) {
  for (const Node& item : items_at(root, "units")) read_unit(item, draft.bundle.add_units());
  for (const Node& item : items_at(root, "roles")) read_role(item, draft.bundle.add_roles());
  for (const Node& item : items_at(root, "roles")) {
    const std::string id = text_at(item, "id");
    if (!id.empty() && leads_back(draft.bundle, id)) {
      draft.faults.error(item.place, "role \"" + printable(id) + "\" leads back to itself through members or deputy", "break the circle");
    }
  }
}

}  // namespace fenghuo::config
