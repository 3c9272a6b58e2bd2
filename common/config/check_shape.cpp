// A file against its Shape. Every fault names its place, its key's whole path, the value and what would be right; secrets are never shown.
#include "common/base/bytes.hpp"
#include "common/config/forms.hpp"
#include "common/config/full_width.hpp"
#include "common/config/shape.hpp"

namespace fenghuo::config {
namespace {

bool holds_secret(const Shape& shape) {
  return shape.form == Form::secret || (shape.form == Form::list && holds_secret(shape.item.front()));
}

std::string describe(const Node& node, const Shape& shape) {
  switch (node.kind) {
    case Node::Kind::null:
      return "nothing";
    case Node::Kind::list:
      return "a list";
    case Node::Kind::map:
      return "keys with values";
    case Node::Kind::scalar:
      break;
  }
  if (holds_secret(shape)) return "a text (not shown here)";
  return "\"" + printable(node.scalar, 60) + "\"";
}

std::vector<std::string> field_names(const Shape& shape) {
  std::vector<std::string> names;
  for (const Field& field : shape.fields) names.push_back(field.name);
  return names;
}

std::string join(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

bool within(std::int64_t n, const Shape& shape) { return n >= shape.min && n <= shape.max; }

bool fits(const std::string& text, const Shape& shape) {
  switch (shape.form) {
    case Form::text:
      return within(static_cast<std::int64_t>(utf8_length(text)), shape);
    case Form::whole:
      return parse_whole(text).has_value() && within(*parse_whole(text), shape);
    case Form::yes_no:
      return text == "true" || text == "false";
    case Form::choice:
      return std::find(shape.choices.begin(), shape.choices.end(), text) != shape.choices.end();
    case Form::id:
      return valid_id(text);
    case Form::party:
      return valid_party(text);
    case Form::seat:
      return valid_seat(text);
    case Form::target:
      return valid_target(text);
    case Form::clause:
      return valid_clause(text);
    case Form::secret:
      return valid_secret_reference(text);
    case Form::span:
      return parse_span(text).has_value() && (shape.max == 0 || within(parse_span(text)->count(), shape));
    case Form::wait:
      return parse_wait(text).has_value() &&
             (shape.max == 0 || parse_wait(text)->working_days > 0 || within(parse_wait(text)->natural.count(), shape));
    case Form::time_of_day:
      return parse_minute_of_day(text).has_value();
    case Form::deadline_time:
      return parse_deadline_minute(text).has_value();
    case Form::date:
      return parse_date(text).has_value();
    case Form::month_day:
      return parse_month_day(text).has_value();
    case Form::bytes:
      return parse_bytes(text).has_value();
    case Form::url:
      return valid_http_url(text);
    case Form::mail_address:
      return valid_mail_address(text);
    case Form::relay:
      return valid_relay(text);
    case Form::cidr:
      return valid_cidr(text);
    case Form::host:
      return valid_host_name(text);
    case Form::listen:
      return valid_listen(text);
    case Form::endpoint:
      return valid_endpoint(text);
    case Form::clock:
      return valid_clock(text);
    case Form::z85_key:
      return valid_z85_key(text);
    case Form::list:
    case Form::map:
      break;
  }
  return false;
}

struct Checker {
  FaultList& faults;
  Names& names;

  void check(const Node& node, const Shape& shape, const std::string& path) {
    if (shape.form == Form::map && node.kind == Node::Kind::map) return check_map(node, shape, path);
    if (shape.form == Form::list && node.kind == Node::Kind::list) return check_list(node, shape, path);
    if (shape.form != Form::map && shape.form != Form::list && node.kind == Node::Kind::scalar && fits(node.scalar, shape)) {
      return note_names(node, shape, path);
    }
    excuse_names(shape, names);
    faults.error(node.place, (path.empty() ? "the file" : path) + " is " + describe(node, shape),
                 "write " + expected(shape) + (holds_secret(shape) ? "" : full_width_hint(node)));
  }

  void check_map(const Node& node, const Shape& shape, const std::string& path) {
    const std::string prefix = path.empty() ? "" : path + ".";
    for (std::size_t i = 0; i < node.keys.size(); ++i) {
      const auto field =
          std::find_if(shape.fields.begin(), shape.fields.end(), [&](const Field& f) { return f.name == node.keys[i].scalar; });
      if (field == shape.fields.end()) {
        unknown_key(node.keys[i], shape, path);
      } else {
        check(node.items[i], field->shape, prefix + field->name);
      }
    }
    for (const Field& field : shape.fields) {
      if (field.need == Need::may || node.find(field.name) != nullptr) continue;
      excuse_names(field.shape, names);
      faults.error(node.place, (path.empty() ? "" : path + ": ") + "key \"" + field.name + "\" is missing",
                   "add \"" + field.name + ": \" with " + expected(field.shape));
    }
  }

  void unknown_key(const Node& key, const Shape& shape, const std::string& path) {
    const auto known = field_names(shape);
    const std::string near = nearest(key.scalar, known);
    faults.error(key.place, (path.empty() ? "" : path + ": ") + "unknown key \"" + printable(key.scalar, 60) + "\"",
                 (near.empty() ? "known keys: " + join(known) : "did you mean \"" + near + "\"?") + full_width_hint(key));
  }

  void check_list(const Node& node, const Shape& shape, const std::string& path) {
    if (static_cast<std::int64_t>(node.items.size()) > shape.max) {
      excuse_names(shape, names);
      faults.error(node.place, path + " has " + std::to_string(node.items.size()) + " items", "keep at most " + std::to_string(shape.max));
      return;
    }
    for (std::size_t i = 0; i < node.items.size(); ++i) check(node.items[i], shape.item.front(), path + "[" + std::to_string(i) + "]");
  }

  void note_names(const Node& node, const Shape& shape, const std::string& path) {
    if (!shape.defines.empty()) names.define(shape.defines, node.scalar, node.place, path, faults);
    if (!shape.refers.empty()) names.use(shape.refers, node.scalar, node.place, path);
    const auto colon = node.scalar.find(':');
    const bool names_party = shape.form == Form::party || shape.form == Form::seat || shape.form == Form::target;
    if (!names_party || colon == std::string::npos) return;
    names.use(node.scalar.starts_with("unit:") ? "unit" : "role", node.scalar.substr(colon + 1), node.place, path);
  }
};

}  // namespace

void excuse_names(const Shape& shape, Names& names) {
  if (!shape.defines.empty()) names.excuse(shape.defines);
  for (const Field& field : shape.fields) excuse_names(field.shape, names);
  for (const Shape& item : shape.item) excuse_names(item, names);
}

void check_shape(const Node& node, const Shape& shape, const std::string& path, FaultList& faults, Names& names) {
  Checker checker{faults, names};
  if (node.kind == Node::Kind::null && path.empty()) {
    // An empty file: the missing keys say all there is to say.
    Node empty = node;
    empty.kind = Node::Kind::map;
    checker.check_map(empty, shape, path);
    return;
  }
  checker.check(node, shape, path);
}

}  // namespace fenghuo::config
