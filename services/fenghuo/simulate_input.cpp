#include "services/fenghuo/simulate_input.hpp"

#include <boost/json.hpp>
#include <cerrno>
#include <fstream>
#include <iostream>
#include <sstream>

#include "common/base/bytes.hpp"
#include "common/clock/zone.hpp"
#include "common/signals/signals.hpp"

namespace fenghuo::simulate {
namespace {

namespace json = boost::json;

constexpr std::size_t max_file_bytes = 64U << 20U;
constexpr std::size_t most_faults = 50;

// Calls take(line number, text) for each line that is not blank.
template <class Take>
void each_line(std::string_view text, Take take) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  for (std::size_t n = 1; !text.empty(); ++n) {
    const auto end = std::min(text.find('\n'), text.size());
    auto line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    while (!line.empty() && (line.back() == '\r' || line.back() == ' ' || line.back() == '\t')) line.remove_suffix(1);
    if (!line.empty()) take(n, line);
  }
}

template <class T>
void add_fault(Lines<T>& out, const std::string& path, std::size_t line, const std::string& what) {
  if (out.faults.size() < most_faults) out.faults.push_back(path + ":" + std::to_string(line) + ": " + what);
}

template <class T>
void add_item(Lines<T>& out, T item, Instant from, Instant to) {
  if (item.at < from || item.at >= to)
    ++out.outside;
  else
    out.items.push_back(std::move(item));
}

struct Kind {
  std::string_view name;
  wire::ActionKind kind;
};
constexpr Kind kinds[] = {{"ack", wire::ACK},           {"progress", wire::PROGRESS},  {"submit", wire::SUBMIT_DONE},
                          {"verify", wire::VERIFY},     {"return", wire::RETURN_BACK}, {"extend", wire::EXTEND},
                          {"approve", wire::APPROVE},   {"refuse", wire::REFUSE},      {"transfer", wire::TRANSFER},
                          {"decline", wire::DECLINE},   {"urgent", wire::URGENT},      {"lower", wire::LOWER},
                          {"confirm", wire::CONFIRM},   {"merge", wire::MERGE},        {"cancel", wire::CANCEL_MATTER},
                          {"schedule", wire::SCHEDULE}, {"attend", wire::ATTEND},      {"issue", wire::ISSUE},
                          {"explain", wire::EXPLAIN}};

std::string all_kinds() {
  std::string out;
  for (const auto& kind : kinds) out += (out.empty() ? "" : " ") + std::string(kind.name);
  return out;
}

// The fields of one line; the first fault is kept.
class Fields {
 public:
  explicit Fields(const json::object& object) : object_(object) {}

  std::string text(std::string_view name) {
    used_.insert(name);
    const auto* value = object_.if_contains({name.data(), name.size()});
    if (value == nullptr || value->is_null()) return {};
    if (value->is_string()) return {value->get_string().data(), value->get_string().size()};
    fault(name, "must be a text in \"quotes\"");
    return {};
  }
  std::int64_t time(std::string_view name) {
    const auto given = text(name);
    if (given.empty()) return 0;
    const auto parsed = parse_rfc3339(given);
    if (parsed) return to_ms(*parsed);
    fault(name, "\"" + printable(given) + "\" is no time; write e.g. 2027-03-04T02:20:00+08:00");
    return 0;
  }
  std::uint32_t whole(std::string_view name) {
    used_.insert(name);
    const auto* value = object_.if_contains({name.data(), name.size()});
    if (value == nullptr || value->is_null()) return 0;
    if (value->is_int64() && value->get_int64() >= 0 && value->get_int64() < 100'000) return static_cast<std::uint32_t>(value->get_int64());
    fault(name, "must be a whole number below 100000");
    return 0;
  }
  void fault(std::string_view name, const std::string& what) {
    if (fault_.empty()) fault_ = "key \"" + std::string(name) + "\": " + what;
  }
  void only_known() {
    for (const auto& member : object_) {
      const std::string_view name{member.key().data(), member.key().size()};
      if (!used_.contains(name)) fault(printable(name), "unknown; the keys are those of `fenghuo simulate --help`");
    }
  }
  const std::string& fault() const { return fault_; }

 private:
  const json::object& object_;
  std::set<std::string_view> used_;
  std::string fault_;
};

bool known_party(const wire::Bundle& bundle, std::string_view party) {
  const auto has = [id = party.substr(std::min<std::size_t>(party.size(), 5))](const auto& list) {
    return std::any_of(list.begin(), list.end(), [&](const auto& one) { return one.id() == id; });
  };
  return party.starts_with("role:") ? has(bundle.roles()) : party.starts_with("unit:") && has(bundle.units());
}

WrittenAct act_of(Fields& in, const wire::Bundle& bundle) {
  WrittenAct act;
  act.at = instant(in.time("at"));
  act.matter = in.text("matter");
  auto& action = act.action;
  const auto kind = in.text("kind");
  const auto found = std::find_if(std::begin(kinds), std::end(kinds), [&](const Kind& one) { return one.name == kind; });
  if (found == std::end(kinds))
    in.fault("kind", "\"" + printable(kind) + "\" is no act; the acts are: " + all_kinds());
  else
    action.set_kind(found->kind);
  action.set_party(in.text("party"));
  action.set_by(in.text("by"));
  if (action.by().empty()) action.set_by("模拟：" + action.party());
  action.set_until(in.time("until"));
  action.set_note(in.text("note"));
  action.set_reason(in.text("reason"));
  action.set_evidence(in.text("evidence"));
  action.set_level(in.text("level"));
  action.set_target_unit(in.text("target_unit"));
  action.set_slip(in.text("slip"));
  action.set_at(in.time("begins"));
  action.set_minutes(in.whole("minutes"));
  action.set_place(in.text("place"));
  action.set_materials(in.text("materials"));
  action.set_materials_by(in.time("materials_by"));
  action.set_via("cli");
  if (act.at == Instant{}) in.fault("at", "is missing; write the act's time, e.g. 2027-03-04T02:20:00+08:00");
  if (act.matter.empty()) in.fault("matter", "is missing; write the matter's key as `--format jsonl` prints it");
  if (!action.party().empty() && !known_party(bundle, action.party()))
    in.fault("party", "\"" + printable(action.party()) + "\" is not in the directory; write role:<id> or unit:<id>");
  in.only_known();
  return act;
}

}  // namespace

Result<std::string> read_whole(const std::string& path) {
  std::ostringstream text;
  if (path == "-") {
    text << std::cin.rdbuf();
  } else {
    std::ifstream in(path, std::ios::binary);
    if (in) text << in.rdbuf();
    if (!in || text.fail()) return fail(path + ": can't be read" + (errno != 0 ? std::string(": ") + std::strerror(errno) : std::string()));
  }
  if (text.view().size() > max_file_bytes) return fail(path + ": larger than 64 MB; split it");
  return text.str();
}

Lines<TimedSignal> read_signals(const std::string& path, std::string_view text, const wire::Bundle& bundle, Instant from, Instant to) {
  Lines<TimedSignal> out;
  const auto take = [&](std::size_t line, std::vector<ParsedSignal>& parsed) {
    for (auto& one : parsed) {
      if (one.signal) {
        const Instant at = instant(one.signal->issued_at());
        add_item(out, {at, std::move(*one.signal), line}, from, to);
      } else {
        add_fault(out, path, line, one.signal.error().message);
      }
    }
  };
  boost::system::error_code ec;
  const auto whole = json::parse({text.data(), text.size()}, ec);
  if (!ec) {
    auto parsed = parse_signals(text, bundle, "");
    if (parsed)
      take(1, *parsed);
    else
      add_fault(out, path, 1, parsed.error().message);
    return out;
  }
  each_line(text, [&](std::size_t line, std::string_view one) {
    auto parsed = parse_signals(one, bundle, "");
    if (parsed)
      take(line, *parsed);
    else
      add_fault(out, path, line, parsed.error().message);
  });
  return out;
}

Lines<WrittenAct> read_acts(const std::string& path, std::string_view text, const wire::Bundle& bundle, Instant from, Instant to) {
  Lines<WrittenAct> out;
  each_line(text, [&](std::size_t line, std::string_view one) {
    boost::system::error_code ec;
    const auto value = json::parse({one.data(), one.size()}, ec);
    if (ec || !value.is_object())
      return add_fault(out, path, line, "not one JSON object a line; write {\"at\": …, \"matter\": …, \"party\": …, \"kind\": …}");
    Fields in(value.get_object());
    auto act = act_of(in, bundle);
    act.line = line;
    if (!in.fault().empty()) return add_fault(out, path, line, in.fault());
    add_item(out, std::move(act), from, to);
  });
  return out;
}

}  // namespace fenghuo::simulate
