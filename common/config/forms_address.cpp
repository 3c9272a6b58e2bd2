// Ids, references, addresses.
#include <arpa/inet.h>

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>
#include <charconv>

#include "common/config/forms.hpp"

namespace fenghuo::config {
namespace {

bool lower(char c) { return c >= 'a' && c <= 'z'; }
bool upper(char c) { return c >= 'A' && c <= 'Z'; }
bool digit(char c) { return c >= '0' && c <= '9'; }

template <class Allowed>
bool all(std::string_view text, Allowed allowed) {
  return std::all_of(text.begin(), text.end(), allowed);
}

std::optional<unsigned> small_number(std::string_view text, unsigned most) {
  unsigned value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value > most) return std::nullopt;
  return value;
}

// Address bytes in network order: 4 or 16; empty = neither.
std::vector<unsigned char> address_bytes(const std::string& text) {
  std::vector<unsigned char> bytes(16);
  if (::inet_pton(AF_INET6, text.c_str(), bytes.data()) == 1) return bytes;
  if (::inet_pton(AF_INET, text.c_str(), bytes.data()) == 1) {
    bytes.resize(4);
    return bytes;
  }
  return {};
}

struct HostPort {
  std::string_view host, port;
};
std::optional<HostPort> split_host_port(std::string_view text) {
  const auto colon = text.rfind(':');
  if (colon == std::string_view::npos) return std::nullopt;
  std::string_view host = text.substr(0, colon);
  if (host.starts_with('[') && host.ends_with(']')) {
    host = host.substr(1, host.size() - 2);
    if (address_bytes(std::string(host)).size() != 16) return std::nullopt;
  } else if (!valid_host_name(host)) {
    return std::nullopt;
  }
  return HostPort{host, text.substr(colon + 1)};
}

}  // namespace

bool valid_id(std::string_view text) {
  return !text.empty() && text.size() <= 48 && lower(text.front()) &&
         all(text, [](char c) { return lower(c) || digit(c) || c == '_' || c == '-'; });
}

bool valid_secret_reference(std::string_view text) {
  if (text.starts_with("env:")) {
    const auto name = text.substr(4);
    return !name.empty() && !digit(name.front()) && all(name, [](char c) { return lower(c) || upper(c) || digit(c) || c == '_'; });
  }
  if (!text.starts_with("file:")) return false;
  const std::string path = "/" + std::string(text.substr(5)) + "/";
  return path.size() > 2 && path.find("/../") == std::string::npos;
}

bool valid_http_url(std::string_view text) {
  if (text.size() > 2000) return false;
  const auto url = boost::urls::parse_uri(boost::urls::string_view(text.data(), text.size()));
  if (!url) return false;
  const auto scheme = url->scheme_id();
  const bool web = scheme == boost::urls::scheme::http || scheme == boost::urls::scheme::https;
  const std::string_view port(url->port().data(), url->port().size());
  const bool port_fits = !url->has_port() || small_number(port, 65535).value_or(0) != 0;
  return web && !url->host().empty() && !url->has_userinfo() && !url->has_fragment() && port_fits;
}

// The dot-atom form of RFC 5322: what every mail system takes, and nothing that could end a header or a command.
bool valid_mail_address(std::string_view text) {
  const auto at = text.rfind('@');
  if (at == std::string_view::npos || at == 0 || at > 64 || text.size() > 254) return false;
  const auto local = text.substr(0, at);
  constexpr std::string_view marks = "!#$%&'*+-/=?^_`{|}~.";
  return valid_host_name(text.substr(at + 1)) && local.front() != '.' && local.back() != '.' &&
         local.find("..") == std::string_view::npos &&
         all(local, [&](char c) { return lower(c) || upper(c) || digit(c) || marks.find(c) != std::string_view::npos; });
}

bool valid_relay(std::string_view text) {
  for (const std::string_view scheme : {"smtp://", "smtps://"}) {
    if (!text.starts_with(scheme)) continue;
    const auto parts = split_host_port(text.substr(scheme.size()));
    return parts && small_number(parts->port, 65535).value_or(0) != 0;
  }
  return false;
}

bool valid_cidr(std::string_view text) {
  const auto slash = text.find('/');
  if (slash == std::string_view::npos) return false;
  const auto bytes = address_bytes(std::string(text.substr(0, slash)));
  const auto prefix = small_number(text.substr(slash + 1), static_cast<unsigned>(bytes.size() * 8));
  if (bytes.empty() || !prefix) return false;
  for (std::size_t bit = *prefix; bit < bytes.size() * 8; ++bit) {
    if ((bytes[bit / 8] & (0x80U >> (bit % 8))) != 0) return false;
  }
  return true;
}

bool valid_host_name(std::string_view text) {
  return !text.empty() && text.size() <= 253 && text.front() != '.' && text.front() != '-' && text.back() != '.' && text.back() != '-' &&
         text.find("..") == std::string_view::npos &&
         all(text, [](char c) { return lower(c) || upper(c) || digit(c) || c == '.' || c == '-'; });
}

bool valid_listen(std::string_view text) {
  const auto parts = split_host_port(text);
  return parts && small_number(parts->port, 65535).has_value();
}

bool valid_endpoint(std::string_view text) {
  if (text.starts_with("ipc://")) return text.size() > 6;
  if (!text.starts_with("tcp://")) return false;
  const auto parts = split_host_port(text.substr(6));
  return parts && small_number(parts->port, 65535).value_or(0) != 0;
}

bool valid_z85_key(std::string_view text) {
  constexpr std::string_view z85 = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#";
  return text.size() == 40 && all(text, [&](char c) { return z85.find(c) != std::string_view::npos; });
}

bool valid_party(std::string_view text) {
  if (text == "unit") return true;
  for (const std::string_view kind : {"role:", "unit:", "body:"}) {
    if (text.starts_with(kind)) return valid_id(text.substr(kind.size()));
  }
  return false;
}

bool loopback(std::string_view address) {
  if (address.starts_with("tcp://")) address.remove_prefix(6);
  const auto parts = split_host_port(address);
  const std::string_view host = parts ? parts->host : address;
  if (host == "localhost" || host == "::1" || host == "[::1]") return true;
  const auto bytes = address_bytes(std::string(host));
  return bytes.size() == 4 && bytes[0] == 127;
}

}  // namespace fenghuo::config
