#include "services/webhook/sender.hpp"

#include "common/base/ids.hpp"
#include "common/log/log.hpp"
#include "services/webhook/outcome.hpp"
#include "services/webhook/request.hpp"

namespace fenghuo::webhook {
Sender::Sender(Doors doors, std::string link_key, std::size_t keep_connections)
    : doors_(std::move(doors)),
      link_key_(std::move(link_key)),
      bundles_(doors_.fetch),
      http_([this](HttpReply&& reply) { finished(reply); }, keep_connections) {}

// Destinations and secrets are those in force now, whatever the message was decided with.
Destinations* Sender::destinations_of(const std::string& hash, std::string& why) {
  if (destinations_ && hash == active_hash_) return destinations_.get();
  const auto bundle = bundles_.get(hash, steady_now());
  if (!bundle) {
    why = bundle.error().message;
    return nullptr;
  }
  destinations_ = std::make_unique<Destinations>(*bundle, doors_.resolve);
  active_hash_ = hash;
  return destinations_.get();
}

void Sender::take(wire::JobItem item) {
  if (!item.has_send()) return doors_.cannot(item, "not a message to send");
  const wire::SendJob& job = item.send();
  if (job.active_bundle().empty()) return doors_.cannot(item, "the job names no bundle in force");
  std::string why;
  Destinations* destinations = destinations_of(job.active_bundle(), why);
  if (destinations == nullptr) return doors_.cannot(item, "bundle in force: " + why);
  const auto content = bundles_.get(job.bundle().empty() ? job.active_bundle() : job.bundle(), steady_now());
  if (!content) return doors_.cannot(item, "bundle of the message: " + content.error().message);

  const auto target = destinations->find(job.destination(), steady_now());
  if (!target) return answer(item, target.error());
  HttpRequest request = make_request(job, **target, {(*content)->public_url(), link_key_}, wall_now());
  request.id = ++last_request_;
  under_way_.emplace(request.id, std::move(item));
  http_.submit(std::move(request));
}

void Sender::finished(const HttpReply& reply) {
  const auto found = under_way_.find(reply.id);
  if (found == under_way_.end()) return;
  const wire::JobItem item = std::move(found->second);
  under_way_.erase(found);
  answer(item, outcome_of(reply, wall_now()));
}

void Sender::answer(const wire::JobItem& item, wire::SendOutcome outcome) {
  const auto level = outcome.code() == wire::DELIVERED ? log::Level::debug : log::Level::warn;
  log::write(level, "sent",
             {{"message", notification_id(MessageId{item.send().message_id()})},
              {"destination", item.send().destination()},
              {"attempt", item.send().attempt()},
              {"outcome", outcome_name(outcome.code())},
              {"reason", outcome.reason()},
              {"took_ms", outcome.took_ms()}});
  doors_.answer(item, std::move(outcome));
}

}  // namespace fenghuo::webhook
