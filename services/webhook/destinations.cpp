#include "services/webhook/destinations.hpp"

#include "common/base/bytes.hpp"
#include "common/log/log.hpp"
#include "services/webhook/outcome.hpp"

namespace fenghuo::webhook {
namespace {

using namespace std::chrono_literals;

constexpr auto secrets_live = 5s;
constexpr Millis default_timeout{15000}, longest_timeout{60000};

}  // namespace

Destinations::Destinations(const std::shared_ptr<const wire::Bundle>& bundle, Resolve resolve) : resolve_(std::move(resolve)) {
  for (const auto& one : bundle->destinations()) entries_.emplace(one.id(), prepared(one));
}

Destinations::Entry Destinations::prepared(const wire::Destination& destination) {
  Entry entry;
  entry.target.url = destination.url();
  entry.target.timeout = destination.timeout_ms() > 0 ? std::min(Millis{destination.timeout_ms()}, longest_timeout) : default_timeout;
  entry.references.assign(destination.secrets().begin(), destination.secrets().end());
  if (destination.channel() != "webhook") entry.fault = "is of channel " + printable(destination.channel()) + ", not webhook";
  auto allow = std::make_shared<std::vector<Cidr>>();
  for (const auto& text : destination.allow_cidrs()) {
    if (const auto network = parse_cidr(text))
      allow->push_back(*network);
    else
      entry.fault = "has a bad network in allow_cidrs: " + network.error().message;
  }
  entry.target.allow = std::move(allow);
  return entry;
}

// Signs with every secret that can be read: one that is gone must not silence the others.
void Destinations::read_secrets(const std::string& id, Entry& entry) {
  entry.target.secrets.clear();
  entry.secrets_fault = entry.references.empty() ? "no secret is configured" : "";
  for (const auto& reference : entry.references) {
    const auto text = resolve_(reference);
    auto secret = text ? parse_webhook_secret(*text) : Result<WebhookSecret>{tl::unexpect, text.error()};
    if (secret) {
      entry.target.secrets.push_back(std::move(*secret));
      continue;
    }
    entry.secrets_fault = "secret " + reference + ": " + secret.error().message;
    log::warn("secret_unusable", {{"destination", id}, {"reference", reference}, {"why", secret.error().message}});
  }
}

tl::expected<const Target*, wire::SendOutcome> Destinations::find(const std::string& id, std::chrono::steady_clock::time_point now) {
  const auto found = entries_.find(id);
  if (found == entries_.end())
    return tl::unexpected(
        rejected("destination " + printable(id) + " is not in the bundle in force; add it to destinations.yaml and replay"));
  Entry& entry = found->second;
  if (!entry.fault.empty()) return tl::unexpected(rejected("destination " + id + " " + entry.fault));
  if (now >= entry.look_again) {
    read_secrets(id, entry);
    entry.look_again = now + secrets_live;
  }
  if (entry.target.secrets.empty()) return tl::unexpected(retry_later("destination " + id + " can't be signed: " + entry.secrets_fault));
  return &entry.target;
}

}  // namespace fenghuo::webhook
