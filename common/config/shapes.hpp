// The shapes of all configuration files, each defined beside the code that reads it. Built once; thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "common/config/shape.hpp"

namespace fenghuo::config {

const Shape& settings_shape();      // fenghuo.yaml
const Shape& levels_shape();        // levels.yaml
const Shape& ladders_shape();       // ladders.yaml
const Shape& categories_shape();    // categories.yaml
const Shape& directory_shape();     // directory.yaml
const Shape& destinations_shape();  // destinations.yaml
const Shape& mail_shape();          // mail.yaml
const Shape& providers_shape();     // providers.yaml
const Shape& calendar_shape();      // calendar.yaml
const Shape& policy_shape();        // policy.yaml
const Shape& plans_shape();         // plans.yaml
const Shape& obligations_shape();   // obligations/*.yaml

// What `fenghuo up` starts unless told otherwise, and the only names it knows.
const std::vector<std::pair<std::string, std::uint32_t>>& default_processes();

}  // namespace fenghuo::config
