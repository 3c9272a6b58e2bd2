// fenghuo directory show: who is what on a day.
#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <iostream>

#include "common/clock/zone.hpp"
#include "common/config/bundle_loader.hpp"
#include "common/config/directory_days.hpp"
#include "services/fenghuo/activation.hpp"
#include "services/fenghuo/directory_commands.hpp"
#include "services/fenghuo/table.hpp"
#include "services/fenghuo/views.hpp"

namespace fenghuo::cli {

namespace {

namespace json = boost::json;
using config::day_text;
using config::holds;

std::uint32_t today(const wire::Bundle& bundle) {
  const auto zone = Zone::find(bundle.timezone());
  if (!zone) return config::day_number(rfc3339(wall_now()).substr(0, 10));
  return config::day_number(rfc3339(wall_now(), *zone).substr(0, 10));
}

template <class List>
std::string joined(const List& list) {
  std::string out;
  for (const auto& one : list) out += (out.empty() ? "" : "、") + one;
  return out;
}

template <class Entry>
std::string validity(const Entry& entry) {
  if (entry.valid_from() == 0 && entry.valid_to() == 0) return {};
  return day_text(entry.valid_from()) + "…" + day_text(entry.valid_to());
}

std::string kind_name(const std::string& kind) { return kind == "college" ? "二级学院" : kind == "party_org" ? "二级党组织" : "职能部门"; }

std::string field_name(const std::string& field) {
  return field == "ideology" ? "意识形态" : field == "grassroots" ? "基层党建" : field == "integrity" ? "党风廉政" : "思想政治";
}

std::string leader_name(const wire::Bundle& bundle, const std::string& unit, std::uint32_t day) {
  const auto* leader = config::leader_at(bundle, unit, day);
  return leader == nullptr ? std::string() : leader->name();
}

void print_units(const wire::Bundle& bundle, std::uint32_t day) {
  Table table({"单位", "名称", "种类", "党组织", "分管校领导", "联系方式", "电话", "有效期"});
  for (const auto& unit : bundle.units()) {
    if (!holds(unit, day)) continue;
    table.add({unit.id(), unit.name(), kind_name(unit.kind()), joined(unit.party_orgs()), leader_name(bundle, unit.id(), day),
               joined(unit.contacts()), unit.phone(), validity(unit)});
  }
  std::cout << table.text() << '\n';
}

void print_roles(const wire::Bundle& bundle, std::uint32_t day) {
  Table table({"角色", "名称", "所属单位", "代理", "联络员", "分管或联系", "领域", "联系方式", "有效期"});
  for (const auto& role : bundle.roles()) {
    if (!holds(role, day)) continue;
    std::vector<std::string> fields;
    for (const auto& field : role.fields()) fields.push_back(field_name(field));
    const std::string reached = role.manual()            ? "人工"
                                : role.members().empty() ? joined(role.contacts())
                                                         : "成员：" + joined(role.members());
    table.add({role.id(), role.name(), role.office(), role.deputy(), role.liaison(), joined(role.portfolio()), joined(fields), reached,
               validity(role)});
  }
  std::cout << table.text();
}

template <class List>
void not_valid(const List& list, std::uint32_t day, std::vector<std::string>& out) {
  for (const auto& entry : list) {
    if (!holds(entry, day)) out.push_back(entry.name() + "（" + validity(entry) + "）");
  }
}

template <class List>
json::array texts(const List& list) {
  json::array out;
  for (const auto& one : list) out.emplace_back(one);
  return out;
}

template <class Entry>
void add_validity(json::object& out, const Entry& entry, std::uint32_t day) {
  out["valid"] = holds(entry, day);
  if (entry.valid_from() != 0) out["valid_from"] = day_text(entry.valid_from());
  if (entry.valid_to() != 0) out["valid_to"] = day_text(entry.valid_to());
}

json::object unit_json(const wire::Bundle& bundle, const wire::Unit& unit, std::uint32_t day) {
  json::object out{{"id", unit.id()},
                   {"name", unit.name()},
                   {"kind", unit.kind()},
                   {"party_orgs", texts(unit.party_orgs())},
                   {"contacts", texts(unit.contacts())},
                   {"phone", unit.phone()}};
  if (const auto* leader = config::leader_at(bundle, unit.id(), day)) out["leader"] = leader->id();
  add_validity(out, unit, day);
  return out;
}

json::object role_json(const wire::Role& role, std::uint32_t day) {
  json::object out{{"id", role.id()},
                   {"name", role.name()},
                   {"office", role.office()},
                   {"deputy", role.deputy()},
                   {"liaison", role.liaison()},
                   {"members", texts(role.members())},
                   {"contacts", texts(role.contacts())},
                   {"portfolio", texts(role.portfolio())},
                   {"fields", texts(role.fields())},
                   {"leader", role.leader()},
                   {"manual", role.manual()}};
  add_validity(out, role, day);
  return out;
}

int show(const Common& common, const std::string& at) {
  const auto bundle = load_printed(common.config);
  if (!bundle) return complain("the configuration " + common.config + " has errors");
  const std::uint32_t day = at.empty() ? today(*bundle) : config::day_number(at);
  if (day == 0) {
    complain("--at " + at + " is no date; write it like 2026-09-01");
    return exit_usage;
  }
  if (common.json) {
    json::array units, roles;
    for (const auto& unit : bundle->units()) units.push_back(unit_json(*bundle, unit, day));
    for (const auto& role : bundle->roles()) roles.push_back(role_json(role, day));
    print_json(json::object{{"at", day_text(day)}, {"units", std::move(units)}, {"roles", std::move(roles)}});
    return exit_ok;
  }
  std::cout << day_text(day) << " 的单位与角色\n\n";
  print_units(*bundle, day);
  print_roles(*bundle, day);
  std::vector<std::string> others;
  not_valid(bundle->units(), day, others);
  not_valid(bundle->roles(), day, others);
  if (!others.empty()) std::cout << "\n当日不在有效期内：" << joined(others) << '\n';
  return exit_ok;
}

}  // namespace

void add_directory_show(CLI::App& directory, Shared& shared) {
  auto at = std::make_shared<std::string>();
  CLI::App* leaf = add_leaf(directory, shared, "show", "who is what on a day", [&shared, at] { return show(shared.common, *at); });
  leaf->add_option("--at", *at, "the day, like 2026-09-01; today when left out")->type_name("DATE");
}

}  // namespace fenghuo::cli
