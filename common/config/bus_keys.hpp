// References to the CURVE keys of a process (env:NAME or file:PATH). Empty = no CURVE, which is allowed on ipc:// and loopback only.
#pragma once

#include <string>
#include <vector>

namespace fenghuo {

struct BusKeys {
  std::string secret_key;            // reference
  std::string public_key;            // Z85
  std::string server_key;            // Z85, clients
  std::vector<std::string> allowed;  // Z85, the ledger
};

}  // namespace fenghuo
