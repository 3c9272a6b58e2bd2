// The guard of address_guard.hpp behind libcurl: it judges each address curl is about to dial.
//
// Thread: that of the easy handle. The guard and the networks it looks at must outlive the transfer.
#pragma once

#include <optional>
#include <span>

#include "common/http/address_guard.hpp"

namespace fenghuo {

struct DialGuard {
  std::span<const Cidr> allow;            // of the destination of this transfer
  bool dialled = false;                   // curl was let dial an address
  std::optional<AddressVerdict> refusal;  // the last address refused

  void begin(std::span<const Cidr> networks);
  // The same for a connection in hand, which may have been kept for another destination.
  bool may_use(std::string_view address);
};

// easy: a CURL*.
void guard_dialling(void* easy, DialGuard& guard);

}  // namespace fenghuo
