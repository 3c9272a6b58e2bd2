// What a Shape can't say of directory.yaml: circles, validity turned round, portfolios and party organisations that make no sense.
// Notes faults with their places in the draft; linear in the size of the directory unless there are circles. Pure.
#pragma once

#include "common/config/bundle_parts.hpp"

namespace fenghuo::config {

void check_directory(const Node& root, Draft& draft);

}  // namespace fenghuo::config
