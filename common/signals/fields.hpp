// Which names a signal may have, and which we know and never take. Pure tables.
#pragma once

#include <string_view>

namespace fenghuo::signals {

bool allowed(std::string_view name);

// Our own spelling of a field that speaks of a person, of content or of a single post; empty when the name is not one we know.
// Case, hyphens and underscores don't matter.
std::string_view forbidden(std::string_view name);

bool known_channel(std::string_view name);  // of channel_mix

}  // namespace fenghuo::signals
