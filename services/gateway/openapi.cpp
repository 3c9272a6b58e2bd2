#include "services/gateway/openapi.hpp"

namespace fenghuo::gateway {
namespace {
#include "openapi.json.inc"
}
std::string_view openapi_document() { return openapi_json; }
}  // namespace fenghuo::gateway
