#include "services/escalator/stand_down.hpp"

#include "services/escalator/commitment.hpp"
#include "services/escalator/notify.hpp"
#include "services/escalator/words.hpp"

namespace fenghuo::escalator {
namespace {

const char* name_of(News news) {
  switch (news) {
    case News::taken:
      return "taken";
    case News::lowered:
      return "lowered";
    case News::closed:
      return "closed";
    case News::none:
      break;
  }
  return "none";
}

bool acts_now(const Context& ctx, const std::string& party) {
  return std::any_of(ctx.m.groups().begin(), ctx.m.groups().end(),
                     [&](const auto& group) { return !group.dropped() && taken(group) && ctx.active.stands_for(group.taken_by(), party); });
}

// A party that was only listed in a digest, or that nothing reached, has nothing to be relieved of.
bool hears(const Context& ctx, const wire::Told& told) {
  if (told.live() == 0) return false;
  if (ctx.news == News::closed) return true;
  if (ctx.news == News::lowered) return told.party() != ctx.news_party && !called_now(ctx, told.party());  // newcomers know no other level
  return !told.stood_down() && !acts_now(ctx, told.party()) && !still_asked(ctx.m, told.party());
}

Words words_for(const Context& ctx) {
  if (ctx.news == News::closed) return closed_words(ctx);
  return ctx.news == News::lowered ? lowered_words(ctx) : taken_words(ctx);
}

void add_withdraw(Context& ctx, const std::string& party, bool asks_only, std::string_view reason) {
  auto& withdraw = *ctx.out.add_withdraw();
  withdraw.set_party(party);
  withdraw.set_asks_only(asks_only);
  withdraw.set_reason(std::string(reason));
  withdraw.set_except_kind("stand_down");
}

}  // namespace

void withdraw_asks(Context& ctx, std::string_view reason) {
  if (covered(ctx.m)) return add_withdraw(ctx, "", true, reason);
  std::set<std::string> done;
  for (const auto& group : ctx.m.groups()) {
    if (group.dropped() || !taken(group)) continue;
    for (const auto& party : group.parties()) {
      if (!still_asked(ctx.m, party) && done.insert(party).second) add_withdraw(ctx, party, true, reason);
    }
  }
}

void withdraw_all(Context& ctx, std::string_view reason) { add_withdraw(ctx, "", false, reason); }

void cut_off(Context& ctx, const std::string& party, std::string_view reason) {
  add_withdraw(ctx, party, false, reason);
  ctx.out.add_revoke_party(party);
  drop_told(ctx.m, party);
}

void say_news(Context& ctx) {
  if (ctx.news == News::none || (ctx.news == News::taken && !anybody_committed(ctx.m))) return;
  Telling telling;
  telling.kind = "stand_down";
  telling.step = step_now(ctx.m);
  telling.repeat = ctx.m.last_repeats();
  telling.words = words_for(ctx);
  telling.valid = ctx.news == News::taken ? Valid::news : Valid::always;
  telling.reason = ctx.news == News::taken ? "已有人处理" : ctx.news == News::lowered ? "预警下调" : "事项已结束";
  telling.serial = std::string(name_of(ctx.news)) + "/" + ctx.news_cause;
  std::vector<std::string> heard;
  for (auto& told : *ctx.m.mutable_told()) {
    if (!hears(ctx, told)) continue;
    telling.party = told.party();
    if (send(ctx, telling) > 0) heard.push_back(told.party());
    if (ctx.news != News::lowered) told.set_stood_down(true);
  }
  if (!heard.empty()) ctx.event("stand_down", {{"why", name_of(ctx.news)}, {"parties", joined(heard)}});
}

}  // namespace fenghuo::escalator
