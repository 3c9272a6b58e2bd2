// directory.yaml: units and roles. Duties are bound to roles, never to persons.
#include "common/config/bundle_parts.hpp"
#include "common/config/directory_checks.hpp"
#include "common/config/directory_days.hpp"
#include "common/config/shapes.hpp"
#include "common/config/values.hpp"

namespace fenghuo::config {
namespace {

constexpr auto may = Need::may;
constexpr auto must = Need::must;
constexpr std::int64_t most_entries = 20'000;  // a large university has some hundreds; the bench has ten thousand

void add_validity(std::vector<Field>& fields) {
  fields.push_back({"valid_from", may, value(Form::date), "First day it holds"});
  fields.push_back({"valid_to", may, value(Form::date), "Last day it holds"});
}

Shape unit_shape() {
  std::vector<Field> fields{
      {"id", must, value(Form::id).named("unit"), "Name in files, callbacks and the API"},
      {"name", must, text(40), "Name in messages"},
      {"kind", may, one_of({"office", "college", "party_org"}), "职能部门 (when left out), 二级学院 or 二级党组织"},
      {"party_orgs", may, list_of(value(Form::id).of("unit"), 20), "The party organisations (二级党组织) it belongs to"},
      {"contacts", may, list_of(value(Form::id).of("destination"), 20), "Destinations, the first one first"},
      {"callback_secrets", may, list_of(value(Form::secret), 2),
       "References to the secrets its callbacks are signed with, newest first (two while rotating)"},
      {"phone", may, text(40), "Duty telephone shown beside the unit"},
  };
  add_validity(fields);
  return map_of(std::move(fields));
}

Shape role_shape() {
  std::vector<Field> fields{
      {"id", must, value(Form::id).named("role"), "Name in ladders: role:<id>"},
      {"name", must, text(40), "Name in messages"},
      {"contacts", may, list_of(value(Form::id).of("destination"), 20), "Destinations, the first one first"},
      {"leader", may, value(Form::yes_no), "A seat of the leading group (班子成员)"},
      {"portfolio", may, list_of(value(Form::id).of("unit"), 200),
       "Units in its charge (分管单位); of others than leaders: units it is the contact of"},
      {"fields", may, list_of(one_of({"ideology", "grassroots", "integrity", "education"}), 4), "Fields in its charge (分管领域)"},
      {"liaison", may, value(Form::id).of("role"), "Role that answers for it (联络员)"},
      {"members", may, list_of(value(Form::id).of("role"), 50), "A body: the seats that are addressed one by one"},
      {"deputy", may, value(Form::id).of("role"), "Role that stands in (代理)"},
      {"office", may, value(Form::id).of("unit"), "Unit whose callbacks also answer for this role"},
      {"manual", may, value(Form::yes_no), "Reached by telephone: a task for the person on duty"},
      {"may_confirm", may, value(Form::yes_no), "May confirm what needs a person (a provider's cancel)"},
  };
  add_validity(fields);
  return map_of(std::move(fields));
}

template <class Entry>
void read_validity(const Node& item, Entry* entry) {
  entry->set_valid_from(day_number(text_at(item, "valid_from")));
  entry->set_valid_to(day_number(text_at(item, "valid_to")));
}

void read_unit(const Node& item, wire::Unit* unit) {
  unit->set_id(text_at(item, "id"));
  unit->set_name(text_at(item, "name"));
  unit->set_kind(text_at(item, "kind", "office"));
  for (const auto& org : texts_at(item, "party_orgs")) unit->add_party_orgs(org);
  for (const auto& contact : texts_at(item, "contacts")) unit->add_contacts(contact);
  for (const auto& secret : texts_at(item, "callback_secrets")) unit->add_callback_secrets(secret);
  unit->set_phone(text_at(item, "phone"));
  read_validity(item, unit);
}

void read_role(const Node& item, wire::Role* role) {
  role->set_id(text_at(item, "id"));
  role->set_name(text_at(item, "name"));
  for (const auto& member : texts_at(item, "members")) role->add_members(member);
  for (const auto& contact : texts_at(item, "contacts")) role->add_contacts(contact);
  for (const auto& unit : texts_at(item, "portfolio")) role->add_portfolio(unit);
  for (const auto& field : texts_at(item, "fields")) role->add_fields(field);
  role->set_leader(yes_at(item, "leader"));
  role->set_liaison(text_at(item, "liaison"));
  role->set_deputy(text_at(item, "deputy"));
  role->set_office(text_at(item, "office"));
  role->set_manual(yes_at(item, "manual"));
  role->set_may_confirm(yes_at(item, "may_confirm"));
  read_validity(item, role);
}

// A unit's leader is said in one place, the leader's portfolio. Of several (one after the other) the one that lasts longest stands in the
// unit; leader_at() knows who it is on a day.
void note_leaders(wire::Bundle& bundle) {
  std::map<std::string_view, const wire::Role*> leaders;
  const auto lasts = [](const wire::Role& role) { return role.valid_to() == 0 ? 99'999'999U : role.valid_to(); };
  for (const auto& role : bundle.roles()) {
    if (!role.leader()) continue;
    for (const auto& unit : role.portfolio()) {
      const wire::Role*& leader = leaders[unit];
      if (leader == nullptr || lasts(role) > lasts(*leader)) leader = &role;
    }
  }
  for (auto& unit : *bundle.mutable_units()) {
    if (const auto leader = leaders.find(unit.id()); leader != leaders.end()) unit.set_leader(leader->second->id());
  }
}

}  // namespace

const Shape& directory_shape() {
  static const Shape shape = map_of({
      {"units", must, list_of(unit_shape(), most_entries), "Units (职能部门, 二级学院) and party organisations (二级党组织)"},
      {"roles", must, list_of(role_shape(), most_entries), "Roles: seats and bodies, never persons"},
  });
  return shape;
}

void read_directory(const Node& root, Draft& draft) {
  for (const Node& item : items_at(root, "units")) read_unit(item, draft.bundle.add_units());
  for (const Node& item : items_at(root, "roles")) read_role(item, draft.bundle.add_roles());
  note_leaders(draft.bundle);
  check_directory(root, draft);
}

}  // namespace fenghuo::config
