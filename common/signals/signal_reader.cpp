#include "common/signals/signal_reader.hpp"

#include <boost/json.hpp>
#include <boost/url.hpp>
#include <cmath>

#include "common/base/bytes.hpp"
#include "common/base/utf8.hpp"
#include "common/clock/zone.hpp"
#include "common/signals/fields.hpp"
#include "common/signals/identifying.hpp"
#include "common/signals/signals.hpp"

namespace fenghuo::signals {
namespace {

namespace json = boost::json;

constexpr std::size_t max_word_bytes = 64;
constexpr std::size_t max_url_bytes = 512;

// What the border compares with.
struct Border {
  const wire::Bundle& bundle;
  std::string_view token_provider;
};

const wire::Provider* find_provider(const wire::Bundle& bundle, std::string_view id) {
  for (const auto& provider : bundle.providers()) {
    if (provider.id() == id) return &provider;
  }
  return nullptr;
}

// No control characters, also not those above ASCII that turn text around.
bool is_plain(std::string_view text) {
  while (!text.empty()) {
    const Utf8Char c = first_utf8_char(text);
    const bool control = c.code < 0x20 || (c.code >= 0x7F && c.code < 0xA0) || (c.code >= 0x2028 && c.code <= 0x202E) ||
                         (c.code >= 0x2066 && c.code <= 0x2069) || (c.code >= 0xFFF9 && c.code <= 0xFFFB);
    if (!c.valid || control) return false;
    text.remove_prefix(c.bytes);
  }
  return true;
}

std::optional<Error> check_names(const json::object& object) {
  for (const auto& field : object) {
    const std::string_view name{field.key().data(), field.key().size()};
    if (allowed(name)) continue;
    if (const auto known = forbidden(name); !known.empty()) return Error{"forbidden field: " + std::string(known)};
  }
  for (const auto& field : object) {
    if (!allowed({field.key().data(), field.key().size()})) return Error{"unknown field"};
  }
  return std::nullopt;
}

// Reads one object; the first fault is kept and the rest is skipped.
class Reader {
 public:
  Reader(const json::object& object, Border border) : object_(object), border_(border) {}

  Result<wire::Signal> read() {
    if (auto fault = check_names(object_)) return tl::unexpected(std::move(*fault));
    ids();
    enums();
    times();
    topic();
    numbers();
    source();
    if (!fault_.empty()) return fail(std::move(fault_));
    return std::move(signal_);
  }

 private:
  void ids() {
    signal_.set_signal_id(id("signal_id", true));
    signal_.set_supersedes(id("supersedes", false));
    signal_.set_topic_id(id("topic_id", true));
    signal_.set_provider(id("provider", true));
    if (!fault_.empty()) return;
    provider_ = find_provider(border_.bundle, signal_.provider());
    if (!border_.token_provider.empty() && signal_.provider() != border_.token_provider) {
      fault("provider: not the one this token may speak for");
    } else if (provider_ == nullptr) {
      fault("provider: not in the list of providers");
    }
  }

  void enums() {
    const auto type = word("msg_type", true);
    if (type == "alert")
      signal_.set_msg_type(wire::ALERT);
    else if (type == "update")
      signal_.set_msg_type(wire::UPDATE);
    else if (type == "cancel")
      signal_.set_msg_type(wire::CANCEL);
    else
      fault("msg_type: must be alert, update or cancel");

    const auto trend = word("trend", true);
    if (trend != "up" && trend != "flat" && trend != "down") fault("trend: must be up, flat or down");
    signal_.set_trend(trend);
    level();
  }

  void level() {
    const auto level = word("level", true);
    std::string list;
    for (const auto& known : border_.bundle.levels()) {
      if (known.id() == level) {
        signal_.set_level(level);
        return;
      }
      list += (list.empty() ? "" : ", ") + known.id();
    }
    fault("level: must be one of " + list);
  }

  void times() {
    const auto issued = time("issued_at", true);
    const auto expires = time("expires_at", false);
    signal_.set_issued_at(issued);
    signal_.set_expires_at(expires);
    if (expires != 0 && expires <= issued) fault("expires_at: not after issued_at");
  }

  void topic() {
    const auto title = text("topic_title", true, max_title_characters * 4);
    if (fault_.empty() && utf8_length(title) > max_title_characters) {
      fault("topic_title: longer than " + std::to_string(max_title_characters) + " characters");
    }
    signal_.set_topic_title(title);
    signal_.set_title_quarantined(looks_identifying(title));
    signal_.set_category(loose_word("category", true));
    signal_.set_unit_hint(loose_word("unit_hint", false));
  }

  void numbers() {
    if (const auto* value = find("volume_24h", true)) {
      if (value->is_uint64())
        signal_.set_volume_24h(value->get_uint64());
      else if (value->is_int64() && value->get_int64() >= 0)
        signal_.set_volume_24h(static_cast<std::uint64_t>(value->get_int64()));
      else
        fault("volume_24h: must be a whole number, 0 or more");
    }
    if (const auto* value = find("channel_mix", false)) {
      if (value->is_object())
        mix(value->get_object());
      else
        fault("channel_mix: must be an object of shares");
    }
  }

  void mix(const json::object& shares) {
    for (const auto& share : shares) {
      const std::string_view name{share.key().data(), share.key().size()};
      if (!known_channel(name)) {
        const auto known = forbidden(name);
        return known.empty() ? fault("channel_mix: unknown channel; known are news, app, weibo, wechat, video, forum, other")
                             : fault("forbidden field: " + std::string(known));
      }
      const double number = share.value().is_number() ? share.value().to_number<double>() : -1.0;
      if (!std::isfinite(number) || number < 0.0 || number > 1.0) return fault("channel_mix: each share must be a number from 0 to 1");
      (*signal_.mutable_channel_mix())[std::string(name)] = number;
    }
  }

  void source() {
    band();
    const auto url = text("dossier_url", false, max_url_bytes);
    if (url.empty() || !fault_.empty()) return;
    if (!dossier_allowed(url)) return fault("dossier_url: must be https on a host allowed for this provider");
    signal_.set_dossier_url(url);
  }

  // A "topic" of one source is a person.
  void band() {
    const auto given = word("source_count_band", true);
    if (!fault_.empty()) return;
    const auto& bands = border_.bundle.bands();
    const auto at = std::find(bands.begin(), bands.end(), given);
    if (at == bands.end()) {
      std::string list;
      for (const auto& known : bands) list += (list.empty() ? "" : ", ") + known;
      return fault("source_count_band: must be one of " + list);
    }
    if (at < std::find(bands.begin(), bands.end(), provider_->min_band()) && !provider_->min_band().empty()) {
      return fault("source_count_band: below the least this provider may report (" + provider_->min_band() + ")");
    }
    signal_.set_source_count_band(given);
  }

  bool dossier_allowed(const std::string& url) const {
    const auto parsed = boost::urls::parse_uri(url);
    if (!parsed || parsed->scheme() != "https" || parsed->has_userinfo()) return false;
    std::string host = parsed->host();
    std::transform(host.begin(), host.end(), host.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    const std::string with_port = host + ":" + std::string(parsed->port());
    const auto& hosts = provider_->dossier_hosts();
    return std::any_of(hosts.begin(), hosts.end(), [&](const std::string& known) {
      return parsed->has_port() ? known == with_port || (known == host && parsed->port() == "443") : known == host;
    });
  }

  // ---- fields
  const json::value* find(const char* name, bool required) {
    const auto* value = object_.if_contains(name);
    if (value != nullptr && value->is_null() && !required) return nullptr;
    if (value == nullptr && required) fault(std::string(name) + ": missing");
    return value;
  }

  std::string text(const char* name, bool required, std::size_t max_bytes) {
    const auto* value = find(name, required);
    if (value == nullptr) return {};
    if (!value->is_string()) return fault(std::string(name) + ": must be a string"), std::string{};
    const auto& string = value->get_string();
    if (required && string.empty()) fault(std::string(name) + ": empty");
    if (string.size() > max_bytes) return fault(std::string(name) + ": too long"), std::string{};
    std::string out(string.data(), string.size());
    if (!is_plain(out)) fault(std::string(name) + ": has control characters");
    return out;
  }

  std::string word(const char* name, bool required) { return text(name, required, max_word_bytes); }

  std::string id(const char* name, bool required) {
    auto out = text(name, required, max_id_bytes);
    if (!out.empty() && !is_id(out)) fault(std::string(name) + ": must be at most 128 printable ASCII characters without spaces");
    if (id_looks_identifying(out))
      fault(std::string(name) + ": looks as if it identified a person; use a serial number with a prefix, e.g. t-1024");
    return out;
  }

  // Kept as it came also when nobody knows it (it takes the default route), so it must not be able to carry a person.
  std::string loose_word(const char* name, bool required) {
    auto out = word(name, required);
    if (!out.empty() && looks_identifying(out)) fault(std::string(name) + ": looks as if it identified a person");
    return out;
  }

  std::int64_t time(const char* name, bool required) {
    const auto given = text(name, required, 40);
    if (given.empty()) return 0;
    const auto parsed = parse_rfc3339(given);
    constexpr std::int64_t year_2000 = 946684800000, year_2100 = 4102444800000;
    if (!parsed || to_ms(*parsed) < year_2000 || to_ms(*parsed) >= year_2100) {
      fault(std::string(name) + ": must be an RFC 3339 time with its offset");
      return 0;
    }
    return to_ms(*parsed);
  }

  void fault(std::string what) {
    if (fault_.empty()) fault_ = std::move(what);
  }

  const json::object& object_;
  Border border_;
  const wire::Provider* provider_ = nullptr;
  wire::Signal signal_;
  std::string fault_;
};

}  // namespace

bool is_id(std::string_view text) {
  if (text.empty() || text.size() > max_id_bytes) return false;
  return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7F; });
}

Result<wire::Signal> read_signal(const json::object& object, const wire::Bundle& bundle, std::string_view token_provider) {
  return Reader(object, {bundle, token_provider}).read();
}

}  // namespace fenghuo::signals
