#include "common/config/lint.hpp"

#include <algorithm>

namespace fenghuo::config {
namespace {

template <class List>
auto* by_id(const List& list, std::string_view id) {
  const auto at = std::find_if(list.begin(), list.end(), [&](const auto& entry) { return entry.id() == id; });
  return at == list.end() ? nullptr : &*at;
}

std::uint32_t rank_of(const wire::Bundle& bundle, std::string_view level) {
  const auto* found = by_id(bundle.levels(), level);
  return found != nullptr ? found->rank() : 0;
}

// As the escalator resolves it: a role by its own contacts, else by its deputy's own; no further.
bool role_reachable(const wire::Bundle& bundle, std::string_view id) {
  const wire::Role* role = by_id(bundle.roles(), id);
  if (role == nullptr || !role->contacts().empty()) return role != nullptr;
  const wire::Role* deputy = by_id(bundle.roles(), role->deputy());
  return deputy != nullptr && !deputy->contacts().empty();
}

bool body_reachable(const wire::Bundle& bundle, std::string_view id) {
  const wire::Role* body = by_id(bundle.roles(), id);
  if (body == nullptr || body->members().empty()) return role_reachable(bundle, id);
  return std::any_of(body->members().begin(), body->members().end(), [&](const auto& member) { return role_reachable(bundle, member); });
}

std::vector<std::string> parties_of(const wire::Rung& rung) {
  std::vector<std::string> parties;
  for (const auto& ask : rung.asked()) parties.insert(parties.end(), ask.any_of().begin(), ask.any_of().end());
  parties.insert(parties.end(), rung.informed().begin(), rung.informed().end());
  return parties;
}

// Working days and hours don't compare exactly: a working day is at least 24 hours.
std::int64_t least_ms(const wire::Delay& delay) { return delay.ms() + static_cast<std::int64_t>(delay.working_days()) * 86'400'000; }

struct Linter {
  Draft& draft;
  const wire::Bundle& bundle;

  void warn(const Place& place, std::string what, std::string remedy) { draft.faults.warning(place, std::move(what), std::move(remedy)); }

  void levels() {
    for (const auto& level : bundle.levels()) {
      const bool has =
          std::any_of(bundle.ladders().begin(), bundle.ladders().end(), [&](const auto& l) { return l.level() == level.id(); });
      if (!has)
        draft.faults.error(draft.place("level/" + level.id()), "level \"" + level.id() + "\" has no ladder", "add one to ladders.yaml");
    }
  }

  void ladder(const wire::Ladder& ladder) {
    const std::string key = "ladder/" + ladder.level();
    if (ladder.rungs().empty()) {
      draft.faults.error(draft.place(key), "the ladder of \"" + ladder.level() + "\" has no rung", "add rungs: who is told when");
      return;
    }
    if (least_ms(ladder.rungs(0).after()) != 0)
      warn(draft.place(key + "/0"), "the first rung of \"" + ladder.level() + "\" is not at once: until then nobody is told",
           "begin with after: 0s");
    for (int i = 0; i < ladder.rungs_size(); ++i) rung(ladder, i, draft.place(key + "/" + std::to_string(i)));
    if (ladder.rungs_size() > 1 && least_ms(ladder.ack_within()) > least_ms(ladder.rungs(1).after())) {
      warn(draft.place(key + "/1"), "\"" + ladder.level() + "\" climbs before ack_within has passed",
           "let the second rung come no earlier than ack_within");
    }
    if (!role_reachable(bundle, ladder.lower_by())) {
      warn(draft.names.place("role", ladder.lower_by()),
           "nobody can be reached at role \"" + ladder.lower_by() + "\", which may lower \"" + ladder.level() + "\"", "give it a contact");
    }
    const std::uint32_t rank = rank_of(bundle, ladder.level());
    if (rank == 1 || rank == 2) must_reach(ladder);
  }

  void rung(const wire::Ladder& ladder, int i, const Place& place) {
    const wire::Rung& rung = ladder.rungs(i);
    const std::string name = "rung " + std::to_string(i + 1) + " of \"" + ladder.level() + "\"";
    const auto parties = parties_of(rung);
    if (parties.empty() && !rung.repeat_all()) warn(place, name + " is empty: nobody is told", "name somebody, or remove it");
    if (i > 0 && least_ms(rung.after()) <= least_ms(ladder.rungs(i - 1).after())) {
      warn(place, name + " is never climbed to by itself: it is due no later than the rung before", "let the times rise");
    }
    if (rung.asked().empty() && !rung.repeat_all() && !rung.informed().empty() && i == 0)
      warn(place, name + " asks nobody: nobody has to take the matter", "name who must take it under asked");
    for (const auto& ask : rung.asked()) {
      if (ask.any_of().empty()) warn(place, name + " asks an empty group", "name a party under any_of");
    }
    std::set<std::string> told;
    for (const std::string& party : parties) {
      if (!told.insert(party).second) warn(place, std::string(name).append(" names ").append(party).append(" twice"), "name it once");
      unreachable(party, name, place);
    }
  }

  void unreachable(const std::string& party, const std::string& where, const Place& place) {
    if (party == "unit") return;  // each category's units are looked at on their own
    const auto* role = party.starts_with("unit:") ? nullptr : by_id(bundle.roles(), party.substr(5));
    if (!reachable(bundle, party)) {
      warn(place, where + " names " + party + ", where nobody can be reached",
           "give it a contact in directory.yaml" + name_the_seats(party));
    } else if (party.starts_with("body:") && role != nullptr) {
      for (const auto& member : role->members()) {
        if (!role_reachable(bundle, member))
          warn(draft.names.place("role", member),
               std::string("member \"").append(member).append("\" of ").append(party).append(" can't be reached"), "give it a contact");
      }
    }
  }

  // Red and orange reach 校党委书记 and 校党委, whatever the rest of the roster looks like.
  void must_reach(const wire::Ladder& ladder) {
    for (const std::string& id : {draft.secretary_role, bundle.committee_role()}) {
      std::vector<std::string> named;
      for (const auto& rung : ladder.rungs()) {
        for (std::string& party : parties_of(rung)) {
          if (party == "role:" + id || party == "body:" + id) named.push_back(std::move(party));
        }
      }
      if (named.empty()) {
        draft.faults.error(draft.place("ladder/" + ladder.level()),
                           "the ladder of \"" + ladder.level() + "\" never tells role \"" + id + "\"",
                           "add a rung for it: the two most severe levels must reach the party secretary and the party committee");
      } else if (std::none_of(named.begin(), named.end(), [&](const auto& party) { return reachable(bundle, party); })) {
        draft.faults.error(draft.names.place("role", id),
                           "nobody can be reached at role \"" + id + "\", and level \"" + ladder.level() + "\" relies on it",
                           "give it, its deputy or one of its members a contact" + name_the_seats(named.front()));
      }
    }
  }

  // A body named as a role is addressed at its own contacts, which it seldom has.
  std::string name_the_seats(const std::string& party) const {
    const auto* role = party.starts_with("role:") ? by_id(bundle.roles(), party.substr(5)) : nullptr;
    return role != nullptr && !role->members().empty() ? ", or write body:" + role->id() + " to address its members" : "";
  }

  void categories() {
    std::map<std::string, std::string> names;
    std::set<std::string> warned;
    for (const auto& category : bundle.categories()) {
      const Place place = draft.place("category/" + category.id());
      const auto [other, fresh] = names.emplace(category.name(), category.id());
      if (!fresh)
        warn(place, "category \"" + category.id() + "\" is shadowed: \"" + other->second + "\" has the same name",
             "merge them or rename one");
      for (const auto& unit : category.units()) {
        if (reachable(bundle, "unit:" + unit) || !warned.insert(unit).second) continue;
        warn(draft.names.place("unit", unit),
             "unit \"" + unit + "\" can't be reached, and category \"" + category.id() + "\" is routed to it", "give it a contact");
      }
    }
  }

  void policy_roles() {
    for (const auto& [what, id] :
         {std::pair{"dispatch", bundle.dispatch_role()}, {"digest", bundle.digest_role()}, {"operator", bundle.operator_role()}}) {
      if (!role_reachable(bundle, id))
        warn(draft.names.place("role", id),
             std::string("nobody can be reached at role \"") + id + "\", which policy.yaml names for " + what, "give it a contact");
    }
  }

  void inhibitions() {
    std::set<std::string> seen;
    for (int i = 0; i < bundle.inhibitions_size(); ++i) {
      const auto& rule = bundle.inhibitions(i);
      const Place place = draft.place("inhibition/" + std::to_string(i));
      for (const auto& target : rule.target_levels()) {
        if (rank_of(bundle, target) <= rank_of(bundle, rule.source_level())) {
          draft.faults.error(place, "\"" + rule.source_level() + "\" would hold back \"" + target + "\", which is no less severe",
                             "only less severe levels may wait");
        }
        if (!seen.insert(rule.source_level() + "/" + target + "/" + rule.same()).second)
          warn(place, "this rule is shadowed: an earlier one already holds back \"" + target + "\"", "remove it");
      }
    }
  }

  void years(int this_year) {
    const auto& known = bundle.calendar().years();
    for (const int year : {this_year, this_year + 1}) {
      if (std::find(known.begin(), known.end(), year) != known.end()) continue;
      warn(draft.place("calendar/years"),
           "the holidays of " + std::to_string(year) + " are missing: its working days are provisional (暂定)",
           "add them to calendar.yaml once the State Council's notice is out (usually in November)");
    }
  }
};

}  // namespace

bool reachable(const wire::Bundle& bundle, std::string_view party) {
  const auto colon = party.find(':');
  if (colon == std::string_view::npos) return true;
  const auto id = party.substr(colon + 1);
  if (party.starts_with("role:")) return role_reachable(bundle, id);
  if (party.starts_with("body:")) return body_reachable(bundle, id);
  const wire::Unit* unit = by_id(bundle.units(), id);
  return unit != nullptr && !unit->contacts().empty();
}

void lint_bundle(Draft& draft, int this_year) {
  Linter linter{draft, draft.bundle};
  linter.levels();
  for (const auto& ladder : draft.bundle.ladders()) linter.ladder(ladder);
  linter.categories();
  linter.policy_roles();
  linter.inhibitions();
  linter.years(this_year);
}

}  // namespace fenghuo::config
