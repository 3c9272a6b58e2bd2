// The JSON Schema (2020-12) of a file, written from its Shape, so that what an editor accepts is what the loader accepts. Pure.
#pragma once

#include <string>

#include "common/config/shape.hpp"

namespace fenghuo::config {

// Pretty-printed, with a final newline: the bytes of config/schema/<stem>.schema.json.
std::string json_schema(const Shape& shape, const std::string& title);

}  // namespace fenghuo::config
