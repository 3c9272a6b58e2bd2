#include "services/escalator/title.hpp"

#include "common/base/crypto.hpp"
#include "services/escalator/outcome.hpp"

namespace fenghuo::escalator {
namespace {

std::string digest_of_text(const wire::Matter& m, std::string_view text) {
  return crypto::Sha256().add(id_text(m.id())).add("\n").add(text).finish();
}

bool same_text(const wire::Matter& m, const wire::Signal& signal) {
  if (m.title().empty()) return false;
  if (!m.redacted_title().empty()) return digest_of_text(m, signal.topic_title()) == m.redacted_title();
  return signal.topic_title() == m.signal().topic_title();
}

}  // namespace

void take_signal_text(Context& ctx, const wire::Signal& signal) {
  auto& m = ctx.m;
  const bool same = same_text(m, signal);
  *m.mutable_signal() = signal;
  if (same) {
    if (m.redacted_title().empty()) return;
    m.mutable_signal()->set_topic_title(m.title());
    m.mutable_signal()->set_title_quarantined(false);
    return;
  }
  m.clear_redacted_title();
  m.set_title(signal.topic_title());
  if (signal.title_quarantined() && !m.title_quarantined()) ctx.event("title_quarantined");
  m.set_title_quarantined(signal.title_quarantined());
}

wire::ItemOutcome release_title(Context& ctx) {
  if (!ctx.m.title_quarantined()) return outcome(wire::ALREADY);
  ctx.m.set_title_quarantined(false);
  ctx.event("title_released");
  return outcome(wire::DONE);
}

wire::ItemOutcome redact_title(Context& ctx, const wire::Action& action) {
  auto& m = ctx.m;
  if (action.note().empty()) return refuse(ctx, "redact", "请写明替代文字");
  if (m.redacted_title().empty()) m.set_redacted_title(digest_of_text(m, m.signal().topic_title()));
  m.set_title(action.note());
  m.mutable_signal()->set_topic_title(action.note());
  m.mutable_signal()->set_title_quarantined(false);
  m.set_title_quarantined(false);
  ctx.event("title_released", {{"redacted", "1"}});
  return outcome(wire::DONE);
}

}  // namespace fenghuo::escalator
