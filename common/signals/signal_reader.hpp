// One JSON object as a signal, or why not. Pure; for signals.cpp.
#pragma once

#include <boost/json/fwd.hpp>

#include "common/base/result.hpp"
#include "common/messages/frame.hpp"

namespace fenghuo::signals {

inline constexpr std::size_t max_id_bytes = 128;

// At most 128 printable ASCII characters, no space.
bool is_id(std::string_view text);

// token_provider: the only one that may be named, empty = any of the bundle.
Result<wire::Signal> read_signal(const boost::json::object& object, const wire::Bundle& bundle, std::string_view token_provider);

}  // namespace fenghuo::signals
