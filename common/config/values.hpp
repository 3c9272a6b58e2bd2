// Takes values out of a checked tree. A value that failed its check was reported then; here it is the fallback, so that loading goes on to
// the next fault. Pure.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "common/config/forms.hpp"
#include "common/config/node.hpp"

namespace fenghuo::config {

std::string text_at(const Node& map, std::string_view key, std::string fallback = {});
std::uint64_t whole_at(const Node& map, std::string_view key, std::uint64_t fallback = 0);
bool yes_at(const Node& map, std::string_view key, bool fallback = false);
std::chrono::milliseconds span_at(const Node& map, std::string_view key, std::chrono::milliseconds fallback = {});
Wait wait_at(const Node& map, std::string_view key);
std::uint32_t minute_at(const Node& map, std::string_view key, std::uint32_t fallback = 0);
std::uint64_t bytes_at(const Node& map, std::string_view key, std::uint64_t fallback = 0);

// The items of a list; empty when it is absent or no list.
const std::vector<Node>& items_at(const Node& map, std::string_view key);
// A list is there and has no items.
bool empty_list_at(const Node& map, std::string_view key);
std::vector<std::string> texts_at(const Node& map, std::string_view key);
// The map under a key; an empty one when it is absent or no map.
const Node& map_at(const Node& map, std::string_view key);
// Where a key's value stands, else where its map does.
Place place_at(const Node& map, std::string_view key);

}  // namespace fenghuo::config
