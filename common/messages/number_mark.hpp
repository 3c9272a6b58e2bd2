// A new matter's number is taken at the very commit of the decision that wrote the words, so they carry {number} in its place. It never
// changes after that, so the same job gives the same bytes in every attempt. Pure.
#pragma once

#include <string>

namespace fenghuo {

std::string numbered(std::string text, const std::string& number);

}  // namespace fenghuo
