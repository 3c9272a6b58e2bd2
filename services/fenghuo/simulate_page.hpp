// Small parts of the page of a simulation: its style, escaped text, numbers. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace fenghuo::simulate {

extern const char* const page_style;

std::string escaped(std::string_view text);  // for HTML text and attribute values
std::string grouped(std::uint64_t n);        // 12,345
std::string compact(std::uint64_t n);        // 950, 1.2k, 34k: at most four characters up to a million

}  // namespace fenghuo::simulate
