#include "services/escalator/inhibit.hpp"

#include "services/escalator/digest.hpp"
#include "services/escalator/ladder_clock.hpp"

namespace fenghuo::escalator {
namespace {

// What would hold this matter back, by the rules it was opened under.
std::vector<std::string> facets_to_read(const Context& ctx) {
  std::vector<std::string> out;
  const auto& m = ctx.m;
  if (ctx.policy->most_severe(m.level())) return out;
  for (const auto& rule : ctx.policy->bundle().inhibitions()) {
    if (!contains(rule.target_levels(), m.level())) continue;
    const bool by_category = rule.same() == "category";
    if (!by_category && m.units_size() == 0) continue;
    const std::string facet = (by_category ? "category=" + m.category() : "unit=" + m.units(0)) + "|level=" + rule.source_level();
    if (std::find(out.begin(), out.end(), facet) == out.end()) out.push_back(facet);
  }
  return out;
}

const wire::Fact* fact_of(const wire::DecideJob& job, const std::string& facet) {
  for (const auto& fact : job.facts()) {
    if (fact.facet() == facet) return &fact;
  }
  return nullptr;
}

// Who else counts under the facet; empty: nobody.
std::string inhibitor(const Context& ctx, const wire::Fact& fact) {
  const bool own = std::find(fact.sample().begin(), fact.sample().end(), ctx.job.matter_id()) != fact.sample().end();
  if (fact.count() <= (own ? 1U : 0U)) return {};
  for (int i = 0; i < fact.sample_size(); ++i) {
    if (fact.sample(i) == ctx.job.matter_id()) continue;
    return i < fact.numbers_size() && !fact.numbers(i).empty() ? fact.numbers(i) : id_text(fact.sample(i));
  }
  return fact.facet();
}

// A new matter, whose ladder would start now. One that was raised or marked urgent is past being held back.
bool about_to_start(const Context& ctx) {
  const auto& m = ctx.m;
  if (m.rung() >= 0 || m.ladder_paused_at() != 0 || m.urgent() || m.generation() > 1) return false;
  return ctx.just_opened || (!ctx.job.ladders_held() && ctx.now >= instant(m.ladder_base()));
}

void hold_back(Context& ctx, const std::string& by) {
  auto& m = ctx.m;
  const bool first = !m.inhibited();
  m.set_inhibited(true);
  m.set_inhibited_by(by);
  m.set_held(false);
  if (!first) return;
  ctx.event("inhibited", {{"by", by}});
  join_digest(ctx, "inhibited");
}

void let_go(Context& ctx) {
  if (!ctx.m.inhibited()) return;
  ctx.m.set_inhibited(false);
  ctx.m.clear_inhibited_by();
  ctx.event("uninhibited");
  const auto paused = ctx.m.ladder_paused_at();
  start_ladder(ctx, false);
  if (paused != 0) pause_ladder(ctx.m, ctx.now);
}

}  // namespace

bool weigh_inhibition(Context& ctx) {
  auto& m = ctx.m;
  if (ctx.closed() || m.kind() != "warning" || !(m.inhibited() || about_to_start(ctx))) return true;
  std::string by;
  const auto facets = facets_to_read(ctx);
  for (const auto& facet : facets) {
    const auto* fact = fact_of(ctx.job, facet);
    if (fact == nullptr) {
      ctx.out.add_need_facts(facet);
      continue;
    }
    auto& read = *ctx.out.add_facts_read();
    read.set_facet(facet);
    read.set_revision(fact->revision());
    if (by.empty()) by = inhibitor(ctx, *fact);
  }
  if (ctx.out.need_facts_size() > 0) return false;
  ctx.tick(ctx.now);
  if (by.empty()) {
    let_go(ctx);
    return true;
  }
  hold_back(ctx, by);
  for (const auto& facet : facets) ctx.out.add_registers(facet);
  return true;
}

}  // namespace fenghuo::escalator
