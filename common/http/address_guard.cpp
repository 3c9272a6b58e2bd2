#include "common/http/address_guard.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <charconv>

#include "common/base/bytes.hpp"

namespace fenghuo {
namespace {

using Bytes = std::array<std::uint8_t, 16>;

struct Address {
  bool v6 = false;
  Bytes bytes{};
};

struct Special {
  const char* network;
  const char* kind;
};

// IANA's special-purpose registries (RFC 6890 and its updates): what is no public unicast address.
constexpr Special special_v4[] = {
    {"0.0.0.0/8", "unspecified"},        {"10.0.0.0/8", "private"},         {"100.64.0.0/10", "shared"},
    {"127.0.0.0/8", "loopback"},         {"169.254.0.0/16", "link-local"},  {"172.16.0.0/12", "private"},
    {"192.0.0.0/24", "reserved"},        {"192.0.2.0/24", "documentation"}, {"192.88.99.0/24", "reserved"},
    {"192.168.0.0/16", "private"},       {"198.18.0.0/15", "benchmarking"}, {"198.51.100.0/24", "documentation"},
    {"203.0.113.0/24", "documentation"}, {"224.0.0.0/4", "multicast"},      {"255.255.255.255/32", "broadcast"},
    {"240.0.0.0/4", "reserved"},
};
// Outside 2000::/3 nothing is public; the names are for the reason alone.
constexpr Special special_v6[] = {
    {"::/128", "unspecified"},         {"::1/128", "loopback"},
    {"64:ff9b:1::/48", "translation"}, {"100::/64", "discard"},
    {"fc00::/7", "private"},           {"fe80::/10", "link-local"},
    {"fec0::/10", "site-local"},       {"ff00::/8", "multicast"},
    {"2001::/23", "reserved"},         {"2001:db8::/32", "documentation"},
    {"3fff::/20", "documentation"},
};

// Services that hand a machine's credentials to whoever asks from it. 168.63.129.16 is public by its number, and Azure's own.
constexpr const char* metadata[] = {
    "169.254.169.254", "169.254.169.253", "169.254.169.123", "169.254.170.2", "169.254.170.23", "169.254.0.23", "169.254.42.42",
    "100.100.100.200", "192.0.0.192",     "168.63.129.16",   "fd00:ec2::254", "fd00:ec2::23",   "fd20:ce::254", "fd00:42::42",
};

std::optional<Address> read_address(const std::string& text) {
  Address out;
  if (inet_pton(AF_INET, text.c_str(), out.bytes.data()) == 1) return out;
  if (inet_pton(AF_INET6, text.c_str(), out.bytes.data()) != 1) return std::nullopt;
  out.v6 = true;
  return out;
}

std::string text_of(const Address& address) {
  char text[INET6_ADDRSTRLEN] = "";
  inet_ntop(address.v6 ? AF_INET6 : AF_INET, address.bytes.data(), text, sizeof text);
  return text;
}

bool holds(const Cidr& network, const Address& address) {
  if (network.v6 != address.v6) return false;
  const unsigned whole = network.prefix / 8, rest = network.prefix % 8;
  if (std::memcmp(network.bytes.data(), address.bytes.data(), whole) != 0) return false;
  if (rest == 0) return true;
  const auto mask = static_cast<std::uint8_t>(0xffU << (8U - rest));
  return ((network.bytes[whole] ^ address.bytes[whole]) & mask) == 0;
}

struct Known {
  Cidr network;
  const char* kind;
};

template <std::size_t N>
std::vector<Known> parsed(const Special (&table)[N]) {
  std::vector<Known> out;
  for (const auto& one : table) out.push_back({parse_cidr(one.network).value(), one.kind});
  return out;
}

bool is_metadata(const Address& address) {
  static const auto table = [] {
    std::vector<Address> out;
    for (const char* text : metadata) out.push_back(read_address(text).value());
    return out;
  }();
  return std::any_of(table.begin(), table.end(), [&](const Address& one) { return one.v6 == address.v6 && one.bytes == address.bytes; });
}

const char* kind_of(const Address& address) {
  static const auto v4 = parsed(special_v4);
  static const auto v6 = parsed(special_v6);
  for (const auto& one : address.v6 ? v6 : v4)
    if (holds(one.network, address)) return one.kind;
  if (address.v6 && (address.bytes[0] & 0xe0U) != 0x20U) return "reserved";
  return "public";
}

Address v4_at(const Bytes& bytes, std::size_t at, std::uint8_t flip = 0) {
  Address out;
  for (std::size_t i = 0; i < 4; ++i) out.bytes[i] = static_cast<std::uint8_t>(bytes[at + i] ^ flip);
  return out;
}

bool starts_with(const Bytes& bytes, std::initializer_list<std::uint8_t> prefix) {
  return std::equal(prefix.begin(), prefix.end(), bytes.begin());
}

// The IPv4 addresses a packet to this IPv6 address may end at. All of them have to be allowed.
std::vector<Address> embedded(const Address& address) {
  if (!address.v6) return {};
  const Bytes& b = address.bytes;
  if (starts_with(b, {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff})) return {v4_at(b, 12)};  // mapped
  if (starts_with(b, {0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0})) return {v4_at(b, 12)};  // translated (SIIT)
  if (starts_with(b, {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0})) {                             // compatible; :: and ::1 are themselves
    const bool itself = b[12] == 0 && b[13] == 0 && b[14] == 0 && b[15] <= 1;
    if (itself) return {};
    return {v4_at(b, 12)};
  }
  if (starts_with(b, {0x00, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0})) return {v4_at(b, 12)};  // NAT64
  if (starts_with(b, {0x20, 0x02})) return {v4_at(b, 2)};                                       // 6to4
  if (starts_with(b, {0x20, 0x01, 0, 0})) return {v4_at(b, 4), v4_at(b, 12, 0xff)};             // Teredo: server and client
  const bool isatap = (b[8] == 0 || b[8] == 2) && b[9] == 0 && b[10] == 0x5e && b[11] == 0xfe;
  if (isatap) return {v4_at(b, 12)};
  return {};
}

// Forms whose own prefix says nothing: such an address is as good as the IPv4 address in it.
bool only_a_wrapping(const Address& address) {
  const Bytes& b = address.bytes;
  return starts_with(b, {0, 0, 0, 0, 0, 0, 0, 0}) || starts_with(b, {0x00, 0x64, 0xff, 0x9b, 0, 0}) || starts_with(b, {0x20, 0x02}) ||
         starts_with(b, {0x20, 0x01, 0, 0});
}

bool in_any(const Address& address, std::span<const Cidr> allow) {
  return std::any_of(allow.begin(), allow.end(), [&](const Cidr& one) { return holds(one, address); });
}

AddressVerdict judge(const Address& address, std::span<const Cidr> allow) {
  const std::string text = text_of(address);
  const auto inner = embedded(address);
  if (is_metadata(address) || std::any_of(inner.begin(), inner.end(), is_metadata)) return {false, text, "cloud metadata"};
  if (in_any(address, allow)) return {true, text, "allowed network"};
  for (const auto& one : inner)
    if (const auto verdict = judge(one, allow); !verdict.allowed) return {false, text, verdict.why};
  if (!inner.empty() && only_a_wrapping(address)) return {true, text, "public"};
  const char* kind = kind_of(address);
  return {std::string_view{kind} == "public", text, kind};
}

std::optional<unsigned> read_prefix(std::string_view text, unsigned longest) {
  if (text.empty() || text.size() > 3 || (text.size() > 1 && text[0] == '0')) return std::nullopt;
  unsigned value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value > longest) return std::nullopt;
  return value;
}

// The network an address with this prefix lies in.
Cidr network_of(const Address& address, unsigned prefix) {
  Cidr out{address.v6, prefix, address.bytes};
  for (unsigned bit = prefix; bit < 128; ++bit) out.bytes[bit / 8] &= static_cast<std::uint8_t>(~(0x80U >> (bit % 8)));
  return out;
}

}  // namespace

Result<Cidr> parse_cidr(std::string_view text) {
  std::string shown{'"'};
  shown.append(printable(text, 60)).append(1, '"');
  const auto slash = text.find('/');
  const auto address = read_address(std::string{text.substr(0, slash)});
  if (!address || text.find('\0') != std::string_view::npos) return fail(shown + " is no network; write it like 10.0.0.0/8 or fd00::/8");
  if (address->v6 && !embedded(*address).empty() && starts_with(address->bytes, {0, 0, 0, 0, 0, 0, 0, 0}))
    return fail(shown + " is an IPv4 network in IPv6 spelling; write the IPv4 network");
  const unsigned longest = address->v6 ? 128 : 32;
  const auto prefix = slash == std::string_view::npos ? std::optional{longest} : read_prefix(text.substr(slash + 1), longest);
  if (!prefix) return fail(shown + " has no good prefix length; write a number from 0 to " + std::to_string(longest) + " after the slash");
  const Cidr network = network_of(*address, *prefix);
  if (network.bytes != address->bytes)
    return fail(shown + " has bits set after its prefix; write " + text_of({network.v6, network.bytes}) + "/" + std::to_string(*prefix));
  return network;
}

AddressVerdict judge_address(const sockaddr& address, std::size_t size, std::span<const Cidr> allow) {
  Address out;
  if (address.sa_family == AF_INET && size >= sizeof(sockaddr_in)) {
    sockaddr_in in{};
    std::memcpy(&in, &address, sizeof in);
    std::memcpy(out.bytes.data(), &in.sin_addr, 4);
    return judge(out, allow);
  }
  if (address.sa_family == AF_INET6 && size >= sizeof(sockaddr_in6)) {
    sockaddr_in6 in{};
    std::memcpy(&in, &address, sizeof in);
    std::memcpy(out.bytes.data(), &in.sin6_addr, 16);
    out.v6 = true;
    return judge(out, allow);
  }
  return {false, "", "not an internet address"};
}

AddressVerdict judge_address(std::string_view text, std::span<const Cidr> allow) {
  const auto address = read_address(std::string{text});
  if (!address || text.find('\0') != std::string_view::npos) return {false, printable(text, 60), "not an address"};
  return judge(*address, allow);
}

}  // namespace fenghuo
