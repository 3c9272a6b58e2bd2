#include "services/escalator/takeover.hpp"

#include "services/escalator/commitment.hpp"
#include "services/escalator/outcome.hpp"
#include "services/escalator/words.hpp"

namespace fenghuo::escalator {
namespace {

std::vector<std::string> holders_of(const wire::Matter& m) {
  std::vector<std::string> holders;
  for (const auto& group : m.groups()) {
    if (!group.dropped() && taken(group) && std::find(holders.begin(), holders.end(), group.taken_by()) == holders.end())
      holders.push_back(group.taken_by());
  }
  return holders;
}

void say_offered(Context& ctx, const std::string& party, const std::vector<std::string>& holders) {
  Telling telling;
  telling.kind = "notice";
  telling.step = step_now(ctx.m);
  telling.repeat = ctx.m.last_repeats();
  telling.words = takeover_words(ctx, ctx.active.party_name(party), names_of(ctx, holders));
  telling.reason = "申请接手";
  telling.serial = "takeover/" + ctx.cause;
  std::vector<std::string> hearers = holders;
  const auto office = role_or_operator(ctx, ctx.active.bundle().dispatch_role());
  if (!office.empty() && std::find(hearers.begin(), hearers.end(), office) == hearers.end()) hearers.push_back(office);
  for (const auto& hearer : hearers) {
    telling.party = hearer;
    send(ctx, telling);
  }
}

}  // namespace

wire::ItemOutcome offer_takeover(Context& ctx, const wire::Action& action) {
  auto& m = ctx.m;
  const auto& party = action.party();
  if (action.token_expires() > 0 && action.token_expires() < to_ms(ctx.at))
    return refuse(ctx, "take_over", "链接已失效，事项仍在办理", wire::EXPIRED);
  if (!may_act(ctx, party)) return refuse(ctx, "take_over", "未请该方签收，也未告知该方");
  lapse(ctx, ctx.at);
  const auto holders = holders_of(m);
  if (holders.empty()) return refuse(ctx, "take_over", "尚无人签收，请直接签收");
  if (has_taken(m, party)) return outcome(wire::ALREADY, "已由该方承办");
  if (contains(m.offered(), party)) return outcome(wire::ALREADY, "已申请接手，待承办方或分办单位答复");
  m.add_offered(party);
  ctx.event("takeover_offered", {{"party", party}, {"via", action.via()}}, action.note());
  say_offered(ctx, party, holders);
  auto out = outcome(wire::DONE);
  out.set_party(party);
  out.set_at(to_ms(ctx.at));
  return out;
}

}  // namespace fenghuo::escalator
