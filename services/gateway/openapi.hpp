// openapi.json, compiled in. Thread-safe.
#pragma once

#include <string_view>

namespace fenghuo::gateway {
std::string_view openapi_document();
}
