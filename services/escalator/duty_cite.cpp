#include "services/escalator/duty_cite.hpp"

#include "common/messages/matter_numbers.hpp"
#include "services/escalator/evidence.hpp"
#include "services/escalator/outcome.hpp"

namespace fenghuo::escalator {
namespace {

constexpr int most_pieces = 100, most_citing = 200;

void tell_cited(Context& ctx, const std::string& number) {
  auto& to = *ctx.out.add_forward();
  to.set_matter_number(number);
  to.set_dedup("cited/" + number);
  to.mutable_body()->set_actor(own_name);
  to.mutable_body()->set_occurred_at(to_ms(ctx.now));
  auto& cited = *to.mutable_body()->mutable_cited();
  cited.set_matter_id(ctx.job.matter_id());
  cited.set_number(ctx.job.number());
}

}  // namespace

std::string called(std::uint64_t id, const std::string& number) { return number.empty() ? id_text(id) : number; }

void add_evidence(Context& ctx, std::string_view text) {
  auto& state = *ctx.m.mutable_duty();
  for (const auto& piece : pieces_of(text)) {
    if (state.evidence_size() < most_pieces) state.add_evidence(piece);
  }
  for (const auto& number : numbers_named(text)) {
    if (number == ctx.job.number() || contains(state.cites(), number)) continue;
    state.add_cites(number);
    tell_cited(ctx, number);
  }
}

wire::ItemOutcome take_cited(Context& ctx, const wire::Cited& cited) {
  if (ctx.m.work() == wire::WORK_UNSET) return outcome(wire::NOT_FOUND);
  const auto by = called(cited.matter_id(), cited.number());
  if (contains(ctx.m.duty().cited_by(), by)) return outcome(wire::UPDATED, "known already");
  auto& state = *ctx.m.mutable_duty();
  if (state.cited_by_size() < most_citing) state.add_cited_by(by);
  ctx.event("cited", {{"by", by}, {"matter", id_text(cited.matter_id())}});
  return outcome(wire::UPDATED);
}

}  // namespace fenghuo::escalator
