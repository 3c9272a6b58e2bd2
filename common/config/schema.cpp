#include "common/config/schema.hpp"

#include <string_view>

namespace fenghuo::config {
namespace {

std::string json_text(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

// A JSON object whose members are written in the order they are added.
class Object {
 public:
  explicit Object(int depth) : indent_(static_cast<std::size_t>(depth + 1) * 2, ' '), end_(static_cast<std::size_t>(depth) * 2, ' ') {}
  void add(std::string_view key, const std::string& json) {
    text_ += (text_.empty() ? "{\n" : ",\n") + indent_ + json_text(key) + ": " + json;
  }
  std::string finish() { return text_.empty() ? "{}" : text_ + "\n" + end_ + "}"; }

 private:
  std::string indent_, end_, text_;
};

std::string one_line(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + json_text(word);
  return "[" + text + "]";
}

std::string type_of(Form form) {
  switch (form) {
    case Form::whole:
      return json_text("integer");
    case Form::yes_no:
      return json_text("boolean");
    case Form::bytes:
      return one_line({"integer", "string"});
    case Form::list:
      return json_text("array");
    case Form::map:
      return json_text("object");
    default:
      return json_text("string");
  }
}

void write(const Shape& shape, Object& object, int depth);

std::string write_value(const Shape& shape, int depth, const std::string& about) {
  Object object(depth);
  if (!about.empty()) object.add("description", json_text(about));
  write(shape, object, depth);
  return object.finish();
}

void write_map(const Shape& shape, Object& object, int depth) {
  object.add("additionalProperties", "false");
  std::vector<std::string> required;
  Object properties(depth + 1);
  for (const Field& field : shape.fields) {
    if (field.need == Need::must) required.push_back(field.name);
    properties.add(field.name, write_value(field.shape, depth + 2, field.about));
  }
  if (!required.empty()) object.add("required", one_line(required));
  object.add("properties", properties.finish());
}

void write(const Shape& shape, Object& object, int depth) {
  object.add("type", type_of(shape.form));
  if (shape.form == Form::map) return write_map(shape, object, depth);
  if (shape.form == Form::list) {
    object.add("maxItems", std::to_string(shape.max));
    object.add("items", write_value(shape.item.front(), depth + 1, ""));
  } else if (shape.form == Form::whole) {
    object.add("minimum", std::to_string(shape.min));
    object.add("maximum", std::to_string(shape.max));
  } else if (shape.form == Form::text) {
    object.add("minLength", std::to_string(shape.min));
    object.add("maxLength", std::to_string(shape.max));
  } else if (shape.form == Form::choice) {
    object.add("enum", one_line(shape.choices));
  } else if (!pattern(shape.form).empty()) {
    object.add("pattern", json_text(pattern(shape.form)));
  }
}

}  // namespace

std::string json_schema(const Shape& shape, const std::string& title) {
  Object object(0);
  object.add("$schema", json_text("https://json-schema.org/draft/2020-12/schema"));
  object.add("title", json_text(title));
  write(shape, object, 0);
  return object.finish() + "\n";
}

}  // namespace fenghuo::config
