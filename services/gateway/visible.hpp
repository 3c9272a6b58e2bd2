// Which matters a token sees. Pure.
#pragma once

#include "common/messages/frame.hpp"
#include "services/gateway/http_types.hpp"

namespace fenghuo::gateway {

// A unit's token: those that concern the unit (led or supported by it, told to it, asked of it or of a role it is the office of). Any other
// token sees all.
bool may_see(const ApiToken& token, const wire::MatterView& view, const wire::Bundle& bundle);

}  // namespace fenghuo::gateway
