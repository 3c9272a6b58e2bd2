// What a configuration file may hold, as data: the keys of each map, the form of each value, what names are defined and referred to.
// One Shape drives three things, so that they can't drift apart: the check of a file (check_shape), its JSON Schema for editors
// (schema.hpp), and the test that every key is commented in the shipped file. Shapes are built once and immutable; thread-safe.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "common/config/fault_list.hpp"
#include "common/config/names.hpp"
#include "common/config/node.hpp"

namespace fenghuo::config {

enum class Form {
  text,
  whole,
  yes_no,
  choice,
  id,
  party,
  seat,
  target,
  clause,
  secret,
  span,
  wait,
  time_of_day,
  deadline_time,
  date,
  month_day,
  bytes,
  url,
  mail_address,
  relay,
  cidr,
  host,
  listen,
  endpoint,
  clock,
  z85_key,
  list,
  map
};

struct Field;

struct Shape {
  Form form = Form::text;
  std::int64_t min = 0, max = 0;     // whole: range; text, list: length; span, wait: milliseconds (max 0 = any)
  std::vector<std::string> choices;  // choice
  std::string defines;               // the value is a name of this kind, unique among its kind: "unit"
  std::string refers;                // the value must be a name of this kind
  std::vector<Field> fields;         // map, in the order of the shipped file
  std::vector<Shape> item;           // list: one, the shape of each item

  Shape named(std::string kind) const;  // a copy that defines names
  Shape of(std::string kind) const;     // a copy that refers to names
};

enum class Need : bool { may, must };

struct Field {
  std::string name;
  Need need;
  Shape shape;
  std::string about;  // one line for the schema
};

Shape text(std::int64_t max = 200);
Shape whole(std::int64_t min, std::int64_t max);
Shape one_of(std::vector<std::string> choices);
Shape value(Form form);  // a form that needs nothing more
Shape span(std::chrono::milliseconds min, std::chrono::milliseconds max = std::chrono::hours{24 * 3650});
Shape wait(std::chrono::milliseconds min);  // a working day is more than any hours
Shape list_of(Shape item, std::int64_t max = 2000);
Shape map_of(std::vector<Field> fields);

// Faults for every unknown or missing key and every value of a wrong form; names defined and used go to `names`. `path` is the node's own:
// "ladders[0]".
void check_shape(const Node& node, const Shape& shape, const std::string& path, FaultList& faults, Names& names);

// A value of this shape could not be read, so the names it would have defined are unknown: uses of them are no faults of their own.
void excuse_names(const Shape& shape, Names& names);

// What a value of this form must look like, for messages: "a duration like 90s, 10m, 5h or 7d".
std::string expected(const Shape& shape);
// A pattern for editors, empty when there is none.
std::string_view pattern(Form form);

// The known word nearest to a mistyped one; empty when none is near.
std::string nearest(std::string_view word, const std::vector<std::string>& known);

}  // namespace fenghuo::config
