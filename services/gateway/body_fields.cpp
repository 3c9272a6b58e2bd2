#include "services/gateway/body_fields.hpp"

#include "common/clock/zone.hpp"
#include "common/signals/typed_text.hpp"

namespace fenghuo::gateway {
namespace {

namespace json = boost::json;

constexpr std::size_t max_word = 128;

bool is_control(char c) { return (c >= 0 && c < ' ' && c != '\n' && c != '\t') || c == 0x7F; }

}  // namespace

Result<json::object> read_object(std::string_view body) {
  json::parse_options options;
  options.max_depth = 8;
  boost::system::error_code ec;
  auto value = json::parse({body.data(), body.size()}, ec, {}, options);
  if (ec || !value.is_object()) return fail("not readable as a JSON object in UTF-8");
  return std::move(value.get_object());
}

bool Fields::has(const char* name) const {
  const auto* value = object_.if_contains(name);
  return value != nullptr && !value->is_null();
}

std::string Fields::word(const char* name) { return text(name, max_word); }
std::string Fields::free_text(const char* name) { return text(name, max_typed_bytes); }

std::int64_t Fields::time(const char* name) {
  const auto given = word(name);
  if (given.empty()) return 0;
  const auto parsed = parse_rfc3339(given);
  if (parsed) return to_ms(*parsed);
  fault(std::string(name) + ": must be an RFC 3339 time with its offset");
  return 0;
}

std::uint32_t Fields::whole(const char* name, std::uint32_t most) {
  if (!has(name)) return 0;
  const auto* number = object_.if_contains(name)->if_int64();
  if (number != nullptr && *number >= 1 && *number <= std::int64_t{most}) return static_cast<std::uint32_t>(*number);
  fault(std::string(name) + ": must be a whole number from 1 to " + std::to_string(most));
  return 0;
}

bool Fields::flag(const char* name) {
  if (!has(name)) return false;
  const auto* value = object_.if_contains(name)->if_bool();
  if (value == nullptr) fault(std::string(name) + ": must be true or false");
  return value != nullptr && *value;
}

std::vector<std::string> Fields::words(const char* name, std::size_t most) {
  std::vector<std::string> out;
  if (!has(name)) return out;
  const auto* list = object_.if_contains(name)->if_array();
  if (list == nullptr || list->size() > most) {
    fault(std::string(name) + ": must be a list of at most " + std::to_string(most) + " strings");
    return out;
  }
  out.reserve(list->size());
  for (const auto& value : *list) out.push_back(checked(name, value, max_word));
  return out;
}

void Fields::need(const char* name, const std::string& value, const char* otherwise) {
  if (value.empty()) fault(std::string(name) + ": " + otherwise);
}

void Fields::only(std::initializer_list<std::string_view> names) {
  for (const auto& field : object_) {
    const std::string_view name{field.key().data(), field.key().size()};
    if (std::find(names.begin(), names.end(), name) == names.end()) fault("unknown field; see /api/openapi.json");
  }
}

void Fields::fault(std::string what) {
  if (fault_.empty()) fault_ = std::move(what);
}

std::string Fields::text(const char* name, std::size_t most) {
  return has(name) ? checked(name, *object_.if_contains(name), most) : std::string();
}

std::string Fields::checked(const char* name, const json::value& value, std::size_t most) {
  if (!value.is_string()) {
    fault(std::string(name) + ": must be a string");
    return {};
  }
  std::string out(value.get_string().data(), value.get_string().size());
  if (out.size() > most) {
    fault(std::string(name) + ": longer than " + std::to_string(most) + " bytes");
    return {};
  }
  if (std::any_of(out.begin(), out.end(), is_control)) fault(std::string(name) + ": has control characters");
  return out;
}

}  // namespace fenghuo::gateway
