#include "common/config/directory_checks.hpp"

#include "common/base/bytes.hpp"
#include "common/config/directory_days.hpp"
#include "common/config/values.hpp"

namespace fenghuo::config {
namespace {

using Graph = std::map<std::string, std::vector<std::string>>;

std::string quoted(const std::string& name) { return "\"" + printable(name) + "\""; }

// Where the n-th item of a list stands.
Place item_place(const Node& item, const char* key, int n) {
  const auto& items = items_at(item, key);
  return static_cast<std::size_t>(n) < items.size() ? items[static_cast<std::size_t>(n)].place : place_at(item, key);
}

// Takes away what has no way on, until nothing more falls away. Linear.
Graph without_dead_ends(const Graph& graph) {
  std::map<std::string, std::size_t> ways;
  Graph back;
  for (const auto& [from, tos] : graph) {
    std::size_t& count = ways[from];
    for (const auto& to : tos) {
      if (!graph.contains(to)) continue;
      ++count;
      back[to].push_back(from);
    }
  }
  std::vector<std::string> dead;
  for (const auto& [id, count] : ways) {
    if (count == 0) dead.push_back(id);
  }
  Graph rest = graph;
  while (!dead.empty()) {
    const std::string id = std::move(dead.back());
    dead.pop_back();
    rest.erase(id);
    for (const auto& from : back[id]) {
      if (--ways[from] == 0) dead.push_back(from);
    }
  }
  return rest;
}

bool leads_back(const Graph& graph, const std::string& start) {
  std::set<std::string> seen;
  std::vector<std::string> open{start};
  while (!open.empty()) {
    const std::string id = std::move(open.back());
    open.pop_back();
    const auto node = graph.find(id);
    if (node == graph.end()) continue;
    for (const std::string& next : node->second) {
      if (next == start) return true;
      if (seen.insert(next).second) open.push_back(next);
    }
  }
  return false;
}

struct Checks {
  const Node& root;
  Draft& draft;
  const std::vector<Node>& units = items_at(root, "units");
  const std::vector<Node>& roles = items_at(root, "roles");

  // What is resolved step by step must end somewhere.
  void circles(const std::vector<Node>& items, const char* kind, const char* through, Graph graph) {
    graph = without_dead_ends(graph);
    if (graph.empty()) return;
    for (const Node& item : items) {
      const std::string id = text_at(item, "id");
      if (id.empty() || !graph.contains(id) || !leads_back(graph, id)) continue;
      draft.faults.error(item.place, std::string(kind) + " " + quoted(id) + " leads back to itself through " + through, "break the circle");
    }
  }

  Graph graph_of(const std::vector<Node>& items, const char* list, const char* single) {
    Graph graph;
    for (const Node& item : items) {
      auto& next = graph[text_at(item, "id")];
      for (auto& id : texts_at(item, list)) next.push_back(std::move(id));
      if (auto id = text_at(item, single); !id.empty()) next.push_back(std::move(id));
    }
    return graph;
  }

  void validity(const Node& item, const char* kind) {
    const auto from = day_number(text_at(item, "valid_from")), to = day_number(text_at(item, "valid_to"));
    if (from == 0 || to == 0 || from <= to) return;
    draft.faults.error(
        place_at(item, "valid_to"),
        std::string(kind) + " " + quoted(text_at(item, "id")) + " ends on " + day_text(to) + ", before it begins on " + day_text(from),
        "let valid_to be no earlier than valid_from");
  }

  void twice(const Node& item, const char* kind, const char* key) {
    std::set<std::string> seen;
    for (const Node& entry : items_at(item, key)) {
      if (seen.insert(entry.scalar).second) continue;
      draft.faults.error(entry.place, quoted(entry.scalar) + " stands twice in " + key + " of " + kind + " " + quoted(text_at(item, "id")),
                         "remove one");
    }
  }

  void party_orgs() {
    std::map<std::string, const wire::Unit*> by_id;
    std::set<std::string> covering;
    for (const auto& unit : draft.bundle.units()) by_id.emplace(unit.id(), &unit);
    for (int i = 0; i < draft.bundle.units_size(); ++i) {
      const Node& item = units[static_cast<std::size_t>(i)];
      const wire::Unit& unit = draft.bundle.units(i);
      for (int n = 0; n < unit.party_orgs_size(); ++n) {
        const auto org = by_id.find(unit.party_orgs(n));
        covering.insert(unit.party_orgs(n));
        if (org == by_id.end() || org->second->kind() == "party_org") continue;
        draft.faults.error(item_place(item, "party_orgs", n),
                           "unit " + quoted(unit.id()) + " is put under " + quoted(org->first) + ", which is no party organisation",
                           "name a unit of kind party_org");
      }
    }
    for (int i = 0; i < draft.bundle.units_size(); ++i) {
      const wire::Unit& unit = draft.bundle.units(i);
      if (unit.kind() != "party_org" || covering.contains(unit.id())) continue;
      draft.faults.warning(units[static_cast<std::size_t>(i)].place, "party organisation " + quoted(unit.id()) + " covers no unit",
                           "add it to the party_orgs of the units it is for");
    }
  }

  // Two leaders at the same time: whom lateness is reported to would depend on their order.
  void portfolios() {
    std::map<std::string, std::vector<const wire::Role*>> claims;
    for (int i = 0; i < draft.bundle.roles_size(); ++i) {
      const Node& item = roles[static_cast<std::size_t>(i)];
      const wire::Role& role = draft.bundle.roles(i);
      if (!role.leader()) continue;
      if (role.portfolio().empty()) {
        draft.faults.warning(item.place, "leader " + quoted(role.id()) + " is in charge of no unit", "add a portfolio, or remove leader");
      }
      for (int n = 0; n < role.portfolio_size(); ++n) claim(claims[role.portfolio(n)], role, item_place(item, "portfolio", n), n);
    }
  }

  void claim(std::vector<const wire::Role*>& claimed, const wire::Role& role, const Place& place, int n) {
    for (const wire::Role* other : claimed) {
      if (other == &role || !overlaps(role.valid_from(), role.valid_to(), other->valid_from(), other->valid_to())) continue;
      draft.faults.warning(place,
                           "unit " + quoted(role.portfolio(n)) + " is in the portfolio of " + quoted(role.id()) + " and of " +
                               quoted(other->id()) + " at the same time",
                           "keep it with one of them; the first in the file is taken");
      break;
    }
    claimed.push_back(&role);
  }
};

}  // namespace

void check_directory(const Node& root, Draft& draft) {
  Checks checks{root, draft};
  checks.circles(checks.roles, "role", "members or deputy", checks.graph_of(checks.roles, "members", "deputy"));
  checks.circles(checks.roles, "role", "liaison", checks.graph_of(checks.roles, "", "liaison"));
  checks.circles(checks.units, "unit", "party_orgs", checks.graph_of(checks.units, "party_orgs", ""));
  for (const Node& item : checks.units) {
    checks.validity(item, "unit");
    checks.twice(item, "unit", "party_orgs");
  }
  for (const Node& item : checks.roles) {
    checks.validity(item, "role");
    checks.twice(item, "role", "portfolio");
    checks.twice(item, "role", "fields");
  }
  checks.party_orgs();
  checks.portfolios();
}

}  // namespace fenghuo::config
