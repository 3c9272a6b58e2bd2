#include "services/escalator/liaison.hpp"

#include "services/escalator/brief.hpp"
#include "services/escalator/duty_parties.hpp"
#include "services/escalator/duty_time.hpp"

namespace fenghuo::escalator {

std::string acted_by_liaison(const Context& ctx, const wire::Action& action) {
  if (action.by_liaison()) return action.party();
  const auto liaison = ctx.active.liaison_of(owner_of(ctx));
  return !liaison.empty() && action.party() == liaison ? liaison : std::string();
}

bool hears_of_briefs(const Context& ctx, std::string_view leader) {
  if (!ctx.active.is_leader(leader)) return false;
  return ctx.active.reachable(leader) || ctx.active.reachable(ctx.active.liaison_of(leader));
}

void tell_in_brief(Context& ctx, const std::string& leader, Instant from, const wire::DigestEntry& entry, const std::string& dedup) {
  const std::string role = leader.substr(5);
  if (ctx.active.reachable(leader)) add_to_brief(ctx, role, next_brief_day(ctx, role, from), entry, dedup);
  const auto liaison = ctx.active.liaison_of(leader);
  if (liaison.empty() || !ctx.active.reachable(liaison)) return;
  wire::DigestEntry theirs = entry;
  theirs.set_owner(leader);
  const std::string to = liaison.substr(5);
  add_to_brief(ctx, to, next_brief_day(ctx, to, from), theirs, "for/" + role + "/" + dedup);
}

}  // namespace fenghuo::escalator
