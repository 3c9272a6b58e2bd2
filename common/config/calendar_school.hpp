// The school's own part of calendar.yaml: terms (学期) and breaks (寒暑假). Pure; faults go to the draft.
#pragma once

#include "common/config/bundle_parts.hpp"
#include "common/config/shape.hpp"

namespace fenghuo::config {

Shape school_shape();
void read_school(const Node& school, Draft& draft);

}  // namespace fenghuo::config
