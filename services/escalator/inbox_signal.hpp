// A signal of the provider: opens the matter, or brings the topic's latest version to it. The provider can raise a level; down and out wait
// for a person.
#pragma once

#include "services/escalator/context.hpp"

namespace fenghuo::escalator {

wire::ItemOutcome take_signal(Context& ctx, const wire::InboxItem& item);

}  // namespace fenghuo::escalator
