#include "common/signals/signals.hpp"

#include <boost/json.hpp>

#include "common/signals/identifying.hpp"
#include "common/signals/signal_reader.hpp"

namespace fenghuo {
namespace {

namespace json = boost::json;

constexpr std::size_t max_depth = 8;

struct Border {
  const wire::Bundle& bundle;
  std::string_view provider;
};

std::string readable_id(const json::object& object) {
  const auto* value = object.if_contains("signal_id");
  if (value == nullptr || !value->is_string()) return {};
  std::string id(value->get_string().data(), value->get_string().size());
  return signals::is_id(id) && !id_looks_identifying(id) ? id : std::string{};
}

ParsedSignal read_item(const json::value& value, const Border& border) {
  if (!value.is_object()) return {{}, fail("not a JSON object")};
  return {readable_id(value.get_object()), signals::read_signal(value.get_object(), border.bundle, border.provider)};
}

json::parse_options bounded() {
  json::parse_options options;
  options.max_depth = max_depth;
  return options;
}

// The parser's message names no content.
Error not_json(const boost::system::error_code& ec) {
  return Error{"not readable as JSON (at most 8 levels deep, UTF-8): " + ec.message()};
}

Result<const json::array*> batch_of(const json::value& root) {
  if (root.is_array()) return &root.get_array();
  const auto& object = root.get_object();
  const auto* list = object.if_contains("signals");
  if (object.size() != 1 || !list->is_array()) return fail("signals: must be an array and stand alone");
  return &list->get_array();
}

}  // namespace

Result<std::vector<ParsedSignal>> parse_signals(std::string_view body, const wire::Bundle& bundle, std::string_view provider) {
  json::monotonic_resource arena;
  boost::system::error_code ec;
  const json::value root = json::parse({body.data(), body.size()}, ec, &arena, bounded());
  if (ec) return tl::unexpected(not_json(ec));
  const Border border{bundle, provider};
  std::vector<ParsedSignal> out;
  if (root.is_object() && !root.get_object().contains("signals")) {
    out.push_back(read_item(root, border));
    return out;
  }
  if (!root.is_object() && !root.is_array()) return fail("must be an object, an array, or an object with the array signals");
  const auto list = batch_of(root);
  if (!list) return tl::unexpected(list.error());
  if ((*list)->empty()) return fail("no signal in it");
  if ((*list)->size() > max_signals_per_batch)
    return fail("more than " + std::to_string(max_signals_per_batch) + " signals: send several batches");
  out.reserve((*list)->size());
  for (const auto& item : **list) out.push_back(read_item(item, border));
  return out;
}

Result<std::vector<ParsedSignal>> parse_signal_lines(std::string_view text, const wire::Bundle& bundle, std::string_view provider) {
  const Border border{bundle, provider};
  std::vector<ParsedSignal> out;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.remove_suffix(1);
    if (line.empty()) continue;
    json::monotonic_resource arena;
    boost::system::error_code ec;
    const json::value item = json::parse({line.data(), line.size()}, ec, &arena, bounded());
    out.push_back(ec ? ParsedSignal{{}, tl::unexpected(not_json(ec))} : read_item(item, border));
  }
  if (out.empty()) return fail("no signal in it");
  return out;
}

wire::SubmitItem submit_item(wire::Signal signal, const wire::Bundle& bundle) {
  const auto severity = [&](std::string_view id) {
    const auto& levels = bundle.levels();
    const auto at = std::find_if(levels.begin(), levels.end(), [&](const wire::Level& level) { return level.id() == id; });
    return at == levels.end() ? std::uint32_t{0} : at->rank();
  };
  std::uint32_t most = UINT32_MAX;
  for (const auto& level : bundle.levels()) most = std::min(most, level.rank());

  wire::SubmitItem item;
  item.set_key(signal.signal_id());
  item.set_matter_key("topic/" + signal.provider() + "/" + signal.topic_id());
  item.set_item_class(severity(signal.level()) == most ? wire::HUMAN : wire::WARNING);
  const std::string actor = signal_scope(signal.provider());
  const std::int64_t at = signal.issued_at();
  *item.mutable_body()->mutable_signal() = std::move(signal);
  item.set_digest(digest_of(item.body()));
  item.mutable_body()->set_actor(actor);
  item.mutable_body()->set_occurred_at(at);
  return item;
}

std::string signal_scope(std::string_view provider) { return "provider/" + std::string(provider); }

}  // namespace fenghuo
