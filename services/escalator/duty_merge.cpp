#include "services/escalator/duty_merge.hpp"

#include "common/base/ids.hpp"
#include "common/messages/matter_numbers.hpp"
#include "common/obligations/transitions.hpp"
#include "services/escalator/duty_cite.hpp"
#include "services/escalator/duty_close.hpp"
#include "services/escalator/duty_meeting.hpp"
#include "services/escalator/duty_parties.hpp"
#include "services/escalator/duty_plan.hpp"
#include "services/escalator/duty_say.hpp"
#include "services/escalator/duty_words.hpp"
#include "services/escalator/evidence.hpp"
#include "services/escalator/outcome.hpp"

namespace fenghuo::escalator {
namespace {

constexpr int most_pieces = 100, most_merged = 100;

// By the one number in it, or by an id; nothing else names a matter that is there. Empty: it names none.
std::string aim(wire::ToMatter& to, const std::string& text) {
  if (const auto id = parse_id(text)) {
    to.set_matter_id(*id);
    return text;
  }
  const auto numbers = numbers_named(text);
  if (numbers.size() != 1) return {};
  to.set_matter_number(numbers.front());
  return numbers.front();
}

void name_this(const Context& ctx, wire::ToMatter& to) {
  to.mutable_body()->set_actor(own_name);
  to.mutable_body()->set_occurred_at(to_ms(ctx.now));
  auto& from = *to.mutable_body()->mutable_merged_from();
  from.set_matter_id(ctx.job.matter_id());
  from.set_number(ctx.job.number());
}

void hand_over(const Context& ctx, wire::ToMatter& to) {
  auto& from = *to.mutable_body()->mutable_merged_from();
  if (const auto owner = owner_of(ctx); !owner.empty()) from.add_support(owner);
  for (const auto& party : supporters_of(ctx)) from.add_support(party);
  *from.mutable_evidence() = duty(ctx).evidence();
  for (const auto& told : ctx.m.told()) from.add_told(told.party());
}

// Nothing but who says so: what it had been given goes back.
void hand_back(Context& ctx, const wire::MergedFrom& from) {
  auto& to = *ctx.out.add_forward();
  to.set_matter_id(from.matter_id());
  to.set_dedup("handed_back/" + ctx.cause);
  name_this(ctx, to);
  ctx.event("merge_refused", {{"matter", called(from.matter_id(), from.number())}});
}

bool hands_back(const wire::MergedFrom& from) { return from.support().empty() && from.evidence().empty() && from.told().empty(); }

bool merged_into(const wire::Matter& m, const wire::MergedFrom& other) {
  return m.work() == wire::MERGED && (m.inhibited_by() == id_text(other.matter_id()) || m.inhibited_by() == other.number());
}

std::vector<std::string> parties_told(const Context& ctx) {
  auto out = supporters_of(ctx);
  out.insert(out.begin(), owner_of(ctx));
  return out;
}

// The one it was merged into had ended: it goes on where it stood, and whoever heard otherwise hears so.
wire::ItemOutcome go_on(Context& ctx, const wire::MergedFrom& other) {
  auto& m = ctx.m;
  auto& state = *m.mutable_duty();
  m.set_work(state.before_retraction() == wire::WORK_UNSET ? wire::AWAITING : state.before_retraction());
  state.clear_before_retraction();
  const auto ended_at = m.closed_at();
  m.clear_closed_at();
  m.clear_close_reason();
  m.clear_inhibited_by();
  ctx.event("merge_undone", {{"matter", called(other.matter_id(), other.number())}});
  hold_meeting_again(ctx, ended_at);
  skip_before(ctx, ctx.now, "while it was merged");
  if (m.work() == wire::PLANNED) {
    state.set_sleeping(true);
    return outcome(wire::UPDATED, "goes on");
  }
  Note note;
  note.kind = "notice";
  note.words = goes_on_words(ctx);
  note.reason = "恢复单独办理";
  note.serial = "goes_on/" + ctx.cause;
  note.ask = true;
  note.valid = Valid::always;
  say_all(ctx, note, parties_told(ctx));
  return outcome(wire::UPDATED, "goes on");
}

// Who supported the other one, and who had it, supports this one.
std::vector<std::string> join_supporters(Context& ctx, const wire::MergedFrom& from) {
  std::vector<std::string> fresh;
  for (const auto& party : from.support()) {
    if (is_owner(ctx, party) || is_supporter(ctx, party)) continue;
    auto& group = *ctx.m.add_groups();
    group.add_parties(party);
    group.set_since_rung(1);
    erase_value(ctx.m.mutable_no_longer(), party);
    fresh.push_back(party);
  }
  return fresh;
}

void join_evidence(Context& ctx, const wire::MergedFrom& from) {
  auto& evidence = *ctx.m.mutable_duty()->mutable_evidence();
  for (const auto& piece : from.evidence()) {
    if (obligation(ctx).number_only() && !is_document_number(piece)) continue;  // takes no text, from wherever it comes
    if (evidence.size() < most_pieces && !contains(evidence, piece)) *evidence.Add() = piece;
  }
}

// What becomes of this one concerns them from here on.
void join_told(Context& ctx, const wire::MergedFrom& from) {
  for (const auto& party : from.told()) {
    if (find_told(ctx.m, party) != nullptr || contains(ctx.m.no_longer(), party)) continue;
    auto& told = *ctx.m.add_told();
    told.set_party(party);
    told.set_stood_down(true);
  }
}

void say_joined(Context& ctx, const wire::MergedFrom& from, const std::vector<std::string>& fresh) {
  Note note;
  note.kind = "notice";
  note.words = joined_words(ctx, called(from.matter_id(), from.number()));
  note.reason = "合并办理";
  note.serial = "joined/" + ctx.cause;
  note.entry = "read";
  say_all(ctx, note, {owner_of(ctx)});
  if (fresh.empty() || ctx.m.work() == wire::PLANNED) return;  // those hear of it when its window opens
  note.words = merged_support_words(ctx);
  note.ask = true;
  note.entry = "do";
  say_all(ctx, note, fresh);
}

}  // namespace

wire::ItemOutcome merge_duty(Context& ctx, const wire::Action& action) {
  if (auto may = permit(ctx, action); !may.granted()) return refuse(ctx, "merge", std::move(may.why));
  wire::ToMatter to;
  const auto into = aim(to, action.evidence().empty() ? action.reason() : action.evidence());
  if (into.empty()) return refuse(ctx, "merge", "请写明合并到哪一件：编号（如督〔2027〕12号）或内部编号。");
  if (into == ctx.job.number() || to.matter_id() == ctx.job.matter_id()) return refuse(ctx, "merge", "不能并入自身。");
  to.set_dedup("merged/" + ctx.cause);
  name_this(ctx, to);
  hand_over(ctx, to);
  *ctx.out.add_forward() = std::move(to);
  auto& m = ctx.m;
  m.mutable_duty()->set_before_retraction(m.work());
  m.set_inhibited_by(into);
  ctx.event("merged", {{"party", action.party()}, {"into", into}}, action.note());
  finish(ctx, wire::MERGED, "merged", "", true);
  return outcome(wire::DONE);
}

wire::ItemOutcome take_merged(Context& ctx, const wire::MergedFrom& from) {
  if (ctx.m.work() == wire::WORK_UNSET) return outcome(wire::NOT_FOUND);
  if (ctx.m.kind() != "duty") {
    if (!hands_back(from)) hand_back(ctx, from);
    return outcome(wire::REFUSED_RULE, "not a duty");
  }
  if (hands_back(from)) return merged_into(ctx.m, from) ? go_on(ctx, from) : outcome(wire::UPDATED, "not merged into it");
  if (obligations::duty_finished(ctx.m.work())) {
    hand_back(ctx, from);
    return outcome(wire::REFUSED_CLOSED, "此件已结束，不能并入。");
  }
  const auto name = called(from.matter_id(), from.number());
  auto& state = *ctx.m.mutable_duty();
  if (contains(state.merged_from(), name)) return outcome(wire::UPDATED, "known already");
  if (state.merged_from_size() < most_merged) state.add_merged_from(name);
  const auto fresh = join_supporters(ctx, from);
  join_evidence(ctx, from);
  join_told(ctx, from);
  ctx.event("merged_from", {{"matter", name}, {"support", joined(fresh)}});
  say_joined(ctx, from, fresh);
  return outcome(wire::UPDATED);
}

}  // namespace fenghuo::escalator
