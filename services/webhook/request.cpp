#include "services/webhook/request.hpp"

#include "common/base/ids.hpp"

namespace fenghuo::webhook {
namespace {

constexpr Millis connect_timeout{5000};

}  // namespace

HttpRequest make_request(const wire::SendJob& job, const Target& target, const Links& links, Instant wall_now) {
  HttpRequest request;
  request.url = target.url;
  request.body = render_body(job, links);
  request.timeout = target.timeout;
  request.connect_timeout = std::min(target.timeout, connect_timeout);
  request.allow = target.allow;
  const std::string id = notification_id(MessageId{job.message_id()});
  const std::int64_t seconds = to_ms(wall_now) / 1000;
  request.headers = {{"content-type", "application/json"},
                     {"webhook-id", id},
                     {"webhook-timestamp", std::to_string(seconds)},
                     {"webhook-signature", sign_webhook(id, seconds, request.body, target.secrets)}};
  return request;
}

}  // namespace fenghuo::webhook
