#include "services/escalator/duty_amend.hpp"

#include "services/escalator/duty_extend.hpp"
#include "services/escalator/duty_handover.hpp"
#include "services/escalator/duty_meeting.hpp"
#include "services/escalator/duty_parties.hpp"
#include "services/escalator/duty_say.hpp"
#include "services/escalator/duty_words.hpp"

namespace fenghuo::escalator {
namespace {

// Those who know the old date hear the new one, unless they have just heard it with all else.
void tell_new_date(Context& ctx, std::int64_t before, const std::vector<std::string>& spoken) {
  std::vector<std::string> parties;
  const auto add = [&](const std::string& party) {
    const bool heard = std::find(spoken.begin(), spoken.end(), party) != spoken.end();
    if (!heard && find_told(ctx.m, party) != nullptr) parties.push_back(party);
  };
  add(owner_of(ctx));
  for (const auto& party : supporters_of(ctx)) add(party);
  if (parties.empty()) return;
  Note note;
  note.kind = "notice";
  note.words = date_moved_words(ctx, instant(before));
  note.said = Said::date_moved;
  note.reason = "期限调整";
  note.serial = "date_moved/" + ctx.cause;
  say_all(ctx, note, parties);
}

}  // namespace

std::vector<std::string> amend(Context& ctx, const wire::Occurrence& occurrence, Amending how) {
  auto& m = ctx.m;
  const auto before = duty(ctx).due_at();
  const wire::Occurrence old = duty(ctx).occurrence();
  m.set_policy(ctx.active_hash);
  ctx.policy = &ctx.active;
  *m.mutable_duty()->mutable_occurrence() = occurrence;
  m.set_title(occurrence.obligation().title());
  const auto due_at = std::max(occurrence.due_at(), approved_until(ctx));  // an approved extension stays in force
  move_deadline(ctx, due_at);
  auto spoken = hand_over(ctx, old);
  ctx.event("amended", {{"from", std::to_string(before)}, {"due_at", std::to_string(due_at)}, {"party", owner_of(ctx)}});
  if (how == Amending::quietly) return spoken;
  if (due_at != before) tell_new_date(ctx, before, spoken);
  follow_attendees(ctx);
  return spoken;
}

bool same_content(const wire::Occurrence& a, const wire::Occurrence& b) {
  return a.version().empty() ? canonical_bytes(a) == canonical_bytes(b) : a.version() == b.version();
}

}  // namespace fenghuo::escalator
