// Which addresses may be dialled (the SSRF guard). It judges the socket address really dialled, after name resolution, so that rebinding
// and odd spellings of 127.0.0.1 end here.
//
// Public unicast is allowed. Private, loopback, link-local, shared, multicast, reserved and unspecified addresses are refused unless the
// destination's own networks (allow_cidrs) hold them; an IPv4 address inside an IPv6 one (mapped, 6to4, NAT64, Teredo, ISATAP) is judged as
// itself. Addresses of cloud-metadata services are refused always. Pure functions; no I/O.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "common/base/result.hpp"

struct sockaddr;

namespace fenghuo {

struct Cidr {
  bool v6 = false;
  unsigned prefix = 0;
  std::array<std::uint8_t, 16> bytes{};  // network order; IPv4 in the first four
};

// "10.0.0.0/8", "fd00::/8", or one address. Strict: no leading zeros, no zone, no bits set after the prefix, no IPv4 written as IPv6.
Result<Cidr> parse_cidr(std::string_view text);

struct AddressVerdict {
  bool allowed = false;
  std::string address;   // as text
  const char* why = "";  // kind of the address: "public", "allowed network", "private", "loopback", "cloud metadata", …
};

AddressVerdict judge_address(const sockaddr& address, std::size_t size, std::span<const Cidr> allow);
// The same for an address as text, numbers only; anything else is refused as "not an address".
AddressVerdict judge_address(std::string_view text, std::span<const Cidr> allow);

}  // namespace fenghuo
