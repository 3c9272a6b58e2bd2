#include "services/webhook/outcome.hpp"

#include "common/retry/retry.hpp"

namespace fenghuo::webhook {
namespace {

bool asks_to_slow_down(int status) { return status == 429 || status == 502 || status == 503 || status == 504; }

std::string status_text(int status, std::string_view remark = {}) {
  std::string text = "HTTP " + std::to_string(status);
  if (!remark.empty()) text.append(": ").append(remark);
  return text;
}

wire::SendOutcome slowed_down(const HttpReply& reply, Instant wall_now) {
  if (reply.retry_after.empty()) return retry_later(status_text(reply.status));
  const auto wait = parse_retry_after(reply.retry_after, wall_now);
  if (!wait) return retry_later(status_text(reply.status, "its Retry-After is neither seconds nor a date, the schedule rules"));
  auto out = retry_later(
      status_text(reply.status, "Retry-After " + std::to_string(std::chrono::ceil<std::chrono::seconds>(*wait).count()) + " s"));
  out.set_retry_after_ms(wait->count());
  return out;
}

wire::SendOutcome answered(const HttpReply& reply, Instant wall_now) {
  const int status = reply.status;
  if (status >= 200 && status < 300) return send_outcome(wire::DELIVERED, status_text(status));
  if (status == 410) {
    auto out = rejected(status_text(status, "the receiver wants no more messages; the destination is disabled"));
    out.set_disable_destination(true);
    return out;
  }
  if (asks_to_slow_down(status)) return slowed_down(reply, wall_now);
  if (status >= 300 && status < 400)
    return retry_later(status_text(status, "a redirect is not followed; give the destination its final url"));
  return retry_later(status_text(status));
}

wire::SendOutcome unanswered(const HttpReply& reply) {
  switch (reply.trouble) {
    case HttpTrouble::refused:
      return rejected("address not allowed: " + reply.reason + "; if it is right, add its network to the destination's allow_cidrs");
    case HttpTrouble::bad_url:
      return rejected("the destination's url can't be used: " + reply.reason);
    case HttpTrouble::unreachable:
      return retry_later("not reached: " + reply.reason);
    case HttpTrouble::none:
    case HttpTrouble::broken:
    case HttpTrouble::cancelled:
      break;
  }
  if (reply.sent_in_full) return send_outcome(wire::AMBIGUOUS, "may have arrived: " + reply.reason);
  return retry_later("broke off: " + reply.reason);
}

}  // namespace

wire::SendOutcome outcome_of(const HttpReply& reply, Instant wall_now) {
  auto out = reply.status > 0 ? answered(reply, wall_now) : unanswered(reply);
  out.set_status(reply.status);
  out.set_took_ms(reply.took.count());
  return out;
}

}  // namespace fenghuo::webhook
