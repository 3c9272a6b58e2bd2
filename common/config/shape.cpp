// How shapes are built and described; how they are checked is check_shape.cpp.
#include "common/config/shape.hpp"

namespace fenghuo::config {
namespace {

struct About {
  Form form;
  std::string_view expected, pattern;
};
constexpr About abouts[] = {
    {Form::text, "a text", ""},
    {Form::whole, "a whole number", ""},
    {Form::yes_no, "true or false", ""},
    {Form::choice, "", ""},
    {Form::id, "an id: a lower-case letter, then lower-case letters, digits, _ or - (at most 48)", "^[a-z][a-z0-9_-]{0,47}$"},
    {Form::party, "role:<id>, unit:<id>, body:<role id>, or unit (the units concerned)", "^(unit|(role|unit|body):[a-z][a-z0-9_-]{0,47})$"},
    {Form::seat, "role:<id> or unit:<id>", "^(role|unit):[a-z][a-z0-9_-]{0,47}$"},
    {Form::target, "owner, lead, support, supervision, leader_in_charge or attendees, or role:<id>, unit:<id>, body:<role id>",
     "^(owner|lead|support|supervision|leader_in_charge|attendees|(role|unit|body):[a-z][a-z0-9_-]{0,47})$"},
    {Form::clause, "a clause like 四（一）1 with full-width brackets, several joined by 、, or 文末",
     "^([一二三四五六](（[一二三四五六]）[1-9]?)?|文末)(、([一二三四五六](（[一二三四五六]）[1-9]?)?|文末))*$"},
    {Form::secret, "a reference, env:NAME or file:PATH (never the secret itself)", "^(env:[A-Za-z_][A-Za-z0-9_]*|file:.+)$"},
    {Form::span, "a duration with its unit, like 90s, 10m, 5h, 7d or 1h30m", "^([0-9]+d)?([0-9]+h)?([0-9]+m)?([0-9]+s)?([0-9]+ms)?$"},
    {Form::wait, "a duration with its unit, like 10m or 24h, or working days, like 1wd",
     "^([0-9]+wd|([0-9]+d)?([0-9]+h)?([0-9]+m)?([0-9]+s)?([0-9]+ms)?)$"},
    {Form::time_of_day, "a time of day like \"22:00\"", "^([01][0-9]|2[0-3]):[0-5][0-9]$"},
    {Form::deadline_time, "a time of the last day like \"17:30\"; midnight at its end is \"24:00\"",
     "^(00:(0[1-9]|[1-5][0-9])|(0[1-9]|1[0-9]|2[0-3]):[0-5][0-9]|24:00)$"},
    {Form::date, "a date like 2026-10-01", "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
    {Form::month_day, "a day that every year has, month and day like 06-30", "^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"},
    {Form::bytes, "a size like 65536, 512KiB or 4MiB (at most 1GiB)", "^[0-9]+(KiB|MiB|GiB)?$"},
    {Form::url, "an address that begins with http:// or https:// and has no user name and no #", "^https?://[^@#]+$"},
    {Form::mail_address, "a mail address like office@example.edu.cn", "^[^@ ]+@[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$"},
    {Form::relay, "smtp://HOST:PORT or smtps://HOST:PORT", "^smtps?://.+:[0-9]{1,5}$"},
    {Form::cidr, "an address range like 10.0.0.0/8 (no bits set behind the prefix)", "^[0-9a-fA-F.:]+/[0-9]{1,3}$"},
    {Form::host, "a host name without scheme, port or path", "^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$"},
    {Form::listen, "host:port, like 127.0.0.1:8080", "^.+:[0-9]{1,5}$"},
    {Form::endpoint, "ipc://PATH or tcp://HOST:PORT", "^(ipc://.+|tcp://.+:[0-9]{1,5})$"},
    {Form::clock, "system, manual, manual:<RFC 3339 time>, or demo:<rate above 0, at most 100000>, also with :<RFC 3339 time>",
     "^(system|manual(:.+)?|demo:[0-9.]+(:.+)?)$"},
    {Form::z85_key, "a public key of 40 Z85 characters (fenghuo keys curve)", "^[\\x21-\\x7e]{40}$"},
    {Form::list, "a list", ""},
    {Form::map, "keys with values", ""},
};

const About& about(Form form) {
  return *std::find_if(std::begin(abouts), std::end(abouts), [&](const About& a) { return a.form == form; });
}

// The shortest way to write it with one unit.
std::string span_text(std::int64_t ms) {
  constexpr std::pair<std::int64_t, const char*> units[] = {{86'400'000, "d"}, {3'600'000, "h"}, {60'000, "m"}, {1000, "s"}};
  for (const auto& [unit, name] : units) {
    if (ms >= unit && ms % unit == 0) return std::to_string(ms / unit) + name;
  }
  return std::to_string(ms) + "ms";
}

}  // namespace

Shape Shape::named(std::string kind) const {
  Shape copy = *this;
  copy.defines = std::move(kind);
  return copy;
}

Shape Shape::of(std::string kind) const {
  Shape copy = *this;
  copy.refers = std::move(kind);
  return copy;
}

Shape value(Form form) {
  Shape shape;
  shape.form = form;
  return shape;
}

Shape text(std::int64_t max) {
  Shape shape = value(Form::text);
  shape.min = 1;
  shape.max = max;
  return shape;
}

Shape whole(std::int64_t min, std::int64_t max) {
  Shape shape = value(Form::whole);
  shape.min = min;
  shape.max = max;
  return shape;
}

Shape one_of(std::vector<std::string> choices) {
  Shape shape = value(Form::choice);
  shape.choices = std::move(choices);
  return shape;
}

Shape span(std::chrono::milliseconds min, std::chrono::milliseconds max) {
  Shape shape = value(Form::span);
  shape.min = min.count();
  shape.max = max.count();
  return shape;
}

Shape wait(std::chrono::milliseconds min) {
  Shape shape = span(min);
  shape.form = Form::wait;
  return shape;
}

Shape list_of(Shape item, std::int64_t max) {
  Shape shape = value(Form::list);
  shape.max = max;
  shape.item.push_back(std::move(item));
  return shape;
}

Shape map_of(std::vector<Field> fields) {
  Shape shape = value(Form::map);
  shape.fields = std::move(fields);
  return shape;
}

std::string expected(const Shape& shape) {
  if (shape.form == Form::whole) return "a whole number from " + std::to_string(shape.min) + " to " + std::to_string(shape.max);
  if (shape.form == Form::text) return "a text of " + std::to_string(shape.min) + " to " + std::to_string(shape.max) + " characters";
  if ((shape.form == Form::span || shape.form == Form::wait) && shape.max > 0) {
    return std::string(about(shape.form).expected) + ", from " + span_text(shape.min) + " to " + span_text(shape.max);
  }
  if (shape.form == Form::list) return "a list of at most " + std::to_string(shape.max) + " items";
  if (shape.form != Form::choice) return std::string(about(shape.form).expected);
  std::string all;
  for (const std::string& choice : shape.choices) all += (all.empty() ? "" : " | ") + choice;
  return all;
}

std::string_view pattern(Form form) { return about(form).pattern; }

std::string nearest(std::string_view word, const std::vector<std::string>& known) {
  const auto distance = [&](std::string_view other) {
    std::vector<std::size_t> row(other.size() + 1);
    for (std::size_t j = 0; j < row.size(); ++j) row[j] = j;
    for (std::size_t i = 1; i <= word.size(); ++i) {
      std::size_t diagonal = std::exchange(row[0], i);
      for (std::size_t j = 1; j <= other.size(); ++j) {
        const std::size_t swap = diagonal + (word[i - 1] == other[j - 1] ? 0 : 1);
        diagonal = std::exchange(row[j], std::min({row[j] + 1, row[j - 1] + 1, swap}));
      }
    }
    return row.back();
  };
  if (word.size() > 100) return {};
  std::size_t best = std::max<std::size_t>(2, word.size() / 3) + 1;
  std::string found;
  for (const std::string& candidate : known) {
    if (const std::size_t d = distance(candidate); d < best) {
      best = d;
      found = candidate;
    }
  }
  return found;
}

}  // namespace fenghuo::config
