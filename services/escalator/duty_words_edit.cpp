// The words of what an edit of the catalogue does to a duty that people know of already.
#include "services/escalator/duty_parties.hpp"
#include "services/escalator/duty_words.hpp"
#include "services/escalator/words.hpp"

namespace fenghuo::escalator {
namespace {

std::string until(const Context& ctx) { return deadline_of(ctx, instant(duty(ctx).due_at())); }
std::string owner_name(const Context& ctx) { return ctx.active.party_name(owner_of(ctx)); }

}  // namespace

Words handed_over_words(const Context& ctx) {
  return said("〔转办〕" + ctx.m.title() + "，您无需再办", "职责清单有调整，" + ctx.m.title() + "改由" + owner_name(ctx) +
                                                               "承办，您无需再办。此前报送的材料和记录均已保留。" + closing_line(ctx));
}

Words no_support_words(const Context& ctx) {
  return said("〔转办〕" + ctx.m.title() + "，您无需再办",
              "职责清单有调整，您不再配合办理" + ctx.m.title() + "，无需再办。此前报送的材料和记录均已保留。" + closing_line(ctx));
}

Words given_back_words(const Context& ctx) {
  return said("〔转办〕" + ctx.m.title() + "，" + until(ctx) + "止", "职责清单已改回，" + ctx.m.title() +
                                                                         "仍由你单位承办，原有签收、承诺和记录继续有效；" + until(ctx) +
                                                                         "前报送" + proof_of(ctx) + "。" + closing_line(ctx));
}

Words lead_words(const Context& ctx) {
  return said("〔转办〕" + ctx.m.title() + "，" + until(ctx) + "止", "职责清单有调整，" + owner_name(ctx) + "的" + ctx.m.title() +
                                                                         "改由你单位牵头；" + until(ctx) + "前报送" + proof_of(ctx) + "。" +
                                                                         closing_line(ctx));
}

Words support_words(const Context& ctx) {
  return said("〔请配合〕" + ctx.m.title() + "，" + until(ctx) + "止",
              "职责清单有调整，请你单位配合" + owner_name(ctx) + "办理：" + ctx.m.title() + "，" + until(ctx) + "止。" + closing_line(ctx));
}

Words reopened_words(const Context& ctx) {
  const bool no_date = obligation(ctx).meeting() && duty(ctx).scheduled_at() == 0;
  const std::string next = ctx.m.work() == wire::SUBMITTED  ? "办理结果待核验。"
                           : obligation(ctx).at_least() > 0 ? until(ctx) + "止。"
                                                            : "请于" + until(ctx) + "前报送" + proof_of(ctx) + "。";
  return said("〔恢复办理〕" + ctx.m.title() + "，" + until(ctx) + "止",
              "此前通知已终止的" + ctx.m.title() + "恢复办理，原有记录和承诺继续有效，请以本条为准。" +
                  (no_date ? std::string("会期请重新确定。") : std::string()) + next + closing_line(ctx));
}

}  // namespace fenghuo::escalator
