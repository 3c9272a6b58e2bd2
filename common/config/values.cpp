#include "common/config/values.hpp"

namespace fenghuo::config {
namespace {

const Node nothing{};

const std::string* scalar_at(const Node& map, std::string_view key) {
  const Node* node = map.find(key);
  return node != nullptr && node->kind == Node::Kind::scalar ? &node->scalar : nullptr;
}

}  // namespace

std::string text_at(const Node& map, std::string_view key, std::string fallback) {
  const auto* text = scalar_at(map, key);
  if (text != nullptr) return *text;
  return fallback;
}

std::uint64_t whole_at(const Node& map, std::string_view key, std::uint64_t fallback) {
  const auto* text = scalar_at(map, key);
  const auto number = text != nullptr ? parse_whole(*text) : std::nullopt;
  return number ? static_cast<std::uint64_t>(*number) : fallback;
}

bool yes_at(const Node& map, std::string_view key, bool fallback) {
  const auto* text = scalar_at(map, key);
  return text != nullptr ? *text == "true" : fallback;
}

std::chrono::milliseconds span_at(const Node& map, std::string_view key, std::chrono::milliseconds fallback) {
  const auto* text = scalar_at(map, key);
  return text != nullptr ? parse_span(*text).value_or(fallback) : fallback;
}

Wait wait_at(const Node& map, std::string_view key) {
  const auto* text = scalar_at(map, key);
  return text != nullptr ? parse_wait(*text).value_or(Wait{}) : Wait{};
}

std::uint32_t minute_at(const Node& map, std::string_view key, std::uint32_t fallback) {
  const auto* text = scalar_at(map, key);
  const auto minute = text != nullptr ? parse_minute_of_day(*text) : std::nullopt;
  return minute ? static_cast<std::uint32_t>(*minute) : fallback;
}

std::uint64_t bytes_at(const Node& map, std::string_view key, std::uint64_t fallback) {
  const auto* text = scalar_at(map, key);
  return text != nullptr ? parse_bytes(*text).value_or(fallback) : fallback;
}

const std::vector<Node>& items_at(const Node& map, std::string_view key) {
  const Node* node = map.find(key);
  return node != nullptr && node->kind == Node::Kind::list ? node->items : nothing.items;
}

bool empty_list_at(const Node& map, std::string_view key) {
  const Node* node = map.find(key);
  return node != nullptr && node->kind == Node::Kind::list && node->items.empty();
}

std::vector<std::string> texts_at(const Node& map, std::string_view key) {
  std::vector<std::string> texts;
  for (const Node& item : items_at(map, key)) texts.push_back(item.scalar);
  return texts;
}

const Node& map_at(const Node& map, std::string_view key) {
  const Node* node = map.find(key);
  return node != nullptr && node->kind == Node::Kind::map ? *node : nothing;
}

Place place_at(const Node& map, std::string_view key) {
  const Node* node = map.find(key);
  return node != nullptr ? node->place : map.place;
}

}  // namespace fenghuo::config
