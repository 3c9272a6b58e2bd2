#include "services/gateway/http_types.hpp"

#include "common/base/bytes.hpp"

namespace fenghuo::gateway {
namespace {

constexpr std::size_t max_pairs = 64;
constexpr std::size_t max_segments = 16;

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::string decode(std::string_view text, bool plus_is_space) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int high = text[i] == '%' && i + 2 < text.size() ? hex_value(text[i + 1]) : -1;
    const int low = high >= 0 ? hex_value(text[i + 2]) : -1;
    if (low >= 0) {
      out.push_back(static_cast<char>(high * 16 + low));
      i += 2;
    } else {
      out.push_back(plus_is_space && text[i] == '+' ? ' ' : text[i]);
    }
  }
  return out;
}

}  // namespace

std::vector<std::pair<std::string, std::string>> decode_form(std::string_view text) {
  std::vector<std::pair<std::string, std::string>> out;
  while (!text.empty() && out.size() < max_pairs) {
    const auto end = std::min(text.find('&'), text.size());
    const std::string_view pair = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (pair.empty()) continue;
    const auto equals = std::min(pair.find('='), pair.size());
    out.emplace_back(decode(pair.substr(0, equals), true), decode(pair.substr(std::min(equals + 1, pair.size())), true));
  }
  return out;
}

bool read_target(std::string_view target, Request& request) {
  if (target.empty() || target.front() != '/') return false;
  const auto query_at = std::min(target.find('?'), target.size());
  std::string_view path = target.substr(1, query_at - 1);
  request.query = decode_form(target.substr(std::min(query_at + 1, target.size())));
  while (!path.empty()) {
    const auto end = std::min(path.find('/'), path.size());
    request.segments.push_back(decode(path.substr(0, end), false));
    if (request.segments.size() > max_segments || !valid_utf8(request.segments.back())) return false;
    path.remove_prefix(std::min(end + 1, path.size()));
  }
  for (const auto& [key, value] : request.query) {
    if (!valid_utf8(key) || !valid_utf8(value)) return false;
  }
  return true;
}

}  // namespace fenghuo::gateway
