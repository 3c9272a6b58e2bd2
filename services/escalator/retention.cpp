#include "services/escalator/retention.hpp"

#include "services/escalator/duty_text.hpp"
#include "services/escalator/evidence.hpp"
#include "services/escalator/outcome.hpp"
#include "services/escalator/rights.hpp"

namespace fenghuo::escalator {
namespace {

constexpr Millis longest_hold = std::chrono::hours{24 * 3660};

std::string fault_of(const Context& ctx, const wire::Action& action) {
  if (!may_hold(ctx, action.party())) return "暂缓删除由督办部门或审计管理员办理。";
  if (action.by().empty()) return "请写明经办人。";
  if (auto why = text_fault(ctx.m.duty().occurrence().obligation(), action); !why.empty()) return why;
  if (action.until() == 0) return {};
  if (action.reason().empty()) return "请写明暂缓删除的理由。";
  if (action.until() <= to_ms(ctx.now)) return "暂缓期限须在现在之后。";
  return action.until() - to_ms(ctx.now) > longest_hold.count() ? "暂缓超过十年，请核对日期。" : std::string();
}

// What proves completion stays where it is a document number and nothing else.
void keep_numbers(google::protobuf::RepeatedPtrField<std::string>& evidence) {
  for (int i = evidence.size() - 1; i >= 0; --i) {
    if (!is_document_number(evidence[i])) evidence.DeleteSubrange(i, 1);
  }
}

void strip_duty(wire::DutyState& state) {
  auto& obligation = *state.mutable_occurrence()->mutable_obligation();
  obligation.clear_title();
  obligation.clear_basis();
  obligation.clear_proof();
  state.clear_place();
  state.clear_materials();
  state.clear_submitted_account();
  keep_numbers(*state.mutable_evidence());
  for (auto& extension : *state.mutable_extensions()) {
    extension.clear_reason();
    extension.clear_decided_by();
  }
  for (auto& slip : *state.mutable_slips()) slip.clear_issued_by();
}

// Texts, and who did what and how fast: units remain, persons do not.
void strip(wire::Matter& m) {
  m.clear_signal();
  m.clear_title();
  m.clear_redacted_title();
  m.set_title_quarantined(false);
  m.clear_entries();
  m.clear_hold();
  m.clear_submitted_by();
  m.clear_submitted_account();
  if (!are_document_numbers(m.evidence())) m.clear_evidence();
  for (auto& group : *m.mutable_groups()) group.clear_taken_account();
  if (m.has_report()) m.mutable_report()->clear_issued_by();
  if (m.has_duty()) strip_duty(*m.mutable_duty());
}

}  // namespace

wire::ItemOutcome hold_texts(Context& ctx, const wire::Action& action) {
  auto& m = ctx.m;
  if (m.work() == wire::WORK_UNSET) return outcome(wire::NOT_FOUND);
  if (m.kind() != "warning" && m.kind() != "duty") return refuse(ctx, "hold", "只有预警和任务可以暂缓删除。");
  if (m.erased_at() != 0) {
    auto out = refuse(ctx, "hold", "文本已按期删除。", wire::REFUSED_CLOSED);
    out.set_at(m.erased_at());
    return out;
  }
  if (auto why = fault_of(ctx, action); !why.empty()) return refuse(ctx, "hold", std::move(why));
  if (action.until() == 0) {
    if (!m.has_hold()) return outcome(wire::ALREADY, "未暂缓删除。");
    m.clear_hold();
    ctx.event("hold_ended", {{"party", action.party()}}, action.reason());
    return outcome(wire::DONE);
  }
  auto& hold = *m.mutable_hold();
  hold.set_by(action.by());
  hold.set_reason(action.reason());
  hold.set_until(action.until());
  hold.set_since(to_ms(ctx.at));
  ctx.event("hold_begun", {{"party", action.party()}, {"until", std::to_string(action.until())}}, action.reason());
  auto out = outcome(wire::DONE);
  out.set_until(action.until());
  return out;
}

std::optional<Instant> retention_step(const Context& ctx) {
  const auto& m = ctx.m;
  const auto retention = ctx.active.bundle().retention_ms();
  if (!ctx.closed() || m.erased_at() != 0 || m.closed_at() == 0 || retention <= 0) return std::nullopt;
  return instant(std::max(m.closed_at() + retention, m.hold().until()));
}

void tick_retention(Context& ctx) {
  auto& m = ctx.m;
  if (m.erased_at() != 0) {
    if (ctx.job.inbox_size() > 0) ctx.out.set_erase(true);  // what came in since goes the same way
    return;
  }
  const auto due = retention_step(ctx);
  if (!due || ctx.now < *due || ctx.job.ladders_held()) return;
  ctx.tick(*due);
  ctx.event("erased", {{"closed_at", std::to_string(m.closed_at())}});
  strip(m);
  m.set_erased_at(to_ms(ctx.now));
  if (m.work() == wire::CLOSED) m.set_work(wire::ARCHIVED);
  ctx.out.set_erase(true);
}

}  // namespace fenghuo::escalator
