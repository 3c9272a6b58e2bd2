// The bundle in force as the gateway needs it: names, providers, units' callback secrets, time zone. Immutable; shared by the requests
// under way.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "common/calendar/calendar.hpp"
#include "common/clock/zone.hpp"
#include "common/http/standard_webhooks.hpp"
#include "common/messages/frame.hpp"
#include "services/gateway/tokens.hpp"

namespace fenghuo::gateway {

struct Rules {
  wire::Bundle bundle;
  std::string hash;
  Zone zone;
  std::map<std::string, std::vector<WebhookSecret>, std::less<>> callback_secrets;  // by unit
  Tokens provider_tokens;
  std::shared_ptr<const Calendar> calendar = nullptr;  // of the zone; make_rules always makes one
};

// Checks the bytes against their hash and resolves the secrets; one that can't be resolved is logged by unit and left out.
Result<std::shared_ptr<const Rules>> make_rules(const wire::BundleView& view, const std::string& data_dir);

}  // namespace fenghuo::gateway
