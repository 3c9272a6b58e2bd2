// OpenSSL behind a narrow door. All functions are thread-safe; keys are raw bytes. Failure of OpenSSL itself throws std::runtime_error.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace fenghuo::crypto {

std::string sha256(std::string_view data);                             // 32 bytes
std::string hmac_sha256(std::string_view key, std::string_view data);  // 32 bytes
std::string random_bytes(std::size_t n);                               // from the kernel's generator
bool equal_constant_time(std::string_view a, std::string_view b);      // false when the lengths differ

// SHA-256 over pieces.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(Sha256&&) noexcept;
  Sha256& operator=(Sha256&&) noexcept;
  Sha256& add(std::string_view data);
  std::string finish();  // 32 bytes; ready for new data afterwards

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

struct SigningKey {
  std::string seed;        // 32 bytes, secret
  std::string public_key;  // 32 bytes
};
SigningKey make_signing_key();
SigningKey signing_key_from_seed(std::string_view seed);         // Ed25519 (RFC 8032)
std::string sign(const SigningKey& key, std::string_view data);  // 64 bytes
bool verify(std::string_view public_key, std::string_view data, std::string_view signature);

}  // namespace fenghuo::crypto
