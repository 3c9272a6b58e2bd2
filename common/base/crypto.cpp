#include "common/base/crypto.hpp"

#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <sys/random.h>

#include <array>
#include <cerrno>
#include <stdexcept>
#include <system_error>

namespace fenghuo::crypto {
namespace {

constexpr std::size_t hash_bytes = 32;
constexpr std::size_t key_bytes = 32;
constexpr std::size_t signature_bytes = 64;

[[noreturn]] void broken(const char* what) {
  std::array<char, 256> reason{};
  ERR_error_string_n(ERR_get_error(), reason.data(), reason.size());
  throw std::runtime_error(std::string("OpenSSL: ") + what + " failed: " + reason.data());
}

struct Free {
  void operator()(EVP_MD_CTX* p) const { EVP_MD_CTX_free(p); }
  void operator()(EVP_PKEY* p) const { EVP_PKEY_free(p); }
};
using Context = std::unique_ptr<EVP_MD_CTX, Free>;
using Key = std::unique_ptr<EVP_PKEY, Free>;

Context make_context() {
  Context context(EVP_MD_CTX_new());
  if (!context) broken("EVP_MD_CTX_new");
  return context;
}

const unsigned char* data_of(std::string_view s) { return reinterpret_cast<const unsigned char*>(s.data()); }
unsigned char* data_of(std::string& s) { return reinterpret_cast<unsigned char*>(s.data()); }

Key private_key(std::string_view seed) {
  if (seed.size() != key_bytes) throw std::runtime_error("an Ed25519 seed has 32 bytes, not " + std::to_string(seed.size()));
  Key key(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, data_of(seed), seed.size()));
  if (!key) broken("EVP_PKEY_new_raw_private_key");
  return key;
}

}  // namespace

struct Sha256::Impl {
  Context context = make_context();
  void start() const {
    if (EVP_DigestInit_ex2(context.get(), EVP_sha256(), nullptr) != 1) broken("EVP_DigestInit_ex2");
  }
};

Sha256::Sha256() : impl_(std::make_unique<Impl>()) { impl_->start(); }
Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

Sha256& Sha256::add(std::string_view data) {
  if (EVP_DigestUpdate(impl_->context.get(), data.data(), data.size()) != 1) broken("EVP_DigestUpdate");
  return *this;
}

std::string Sha256::finish() {
  std::string hash(hash_bytes, '\0');
  if (EVP_DigestFinal_ex(impl_->context.get(), data_of(hash), nullptr) != 1) broken("EVP_DigestFinal_ex");
  impl_->start();
  return hash;
}

std::string sha256(std::string_view data) {
  std::string hash(hash_bytes, '\0');
  if (EVP_Digest(data.data(), data.size(), data_of(hash), nullptr, EVP_sha256(), nullptr) != 1) broken("EVP_Digest");
  return hash;
}

std::string hmac_sha256(std::string_view key, std::string_view data) {
  std::string hash(hash_bytes, '\0');
  unsigned int size = hash_bytes;
  static constexpr char nothing = '\0';  // HMAC() reads a null key as "the last key": an empty one must point somewhere
  const char* key_data = key.empty() ? &nothing : key.data();
  if (HMAC(EVP_sha256(), key_data, static_cast<int>(key.size()), data_of(data), data.size(), data_of(hash), &size) == nullptr)
    broken("HMAC");
  return hash;
}

std::string random_bytes(std::size_t n) {
  std::string bytes(n, '\0');
  for (std::size_t done = 0; done < n;) {
    const ssize_t got = getrandom(bytes.data() + done, n - done, 0);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) throw std::system_error(errno, std::generic_category(), "getrandom");
    done += static_cast<std::size_t>(got);
  }
  return bytes;
}

bool equal_constant_time(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

SigningKey make_signing_key() { return signing_key_from_seed(random_bytes(key_bytes)); }

SigningKey signing_key_from_seed(std::string_view seed) {
  const Key key = private_key(seed);
  std::string public_key(key_bytes, '\0');
  std::size_t size = public_key.size();
  if (EVP_PKEY_get_raw_public_key(key.get(), data_of(public_key), &size) != 1 || size != key_bytes) broken("EVP_PKEY_get_raw_public_key");
  return {std::string(seed), std::move(public_key)};
}

std::string sign(const SigningKey& signing_key, std::string_view data) {
  const Key key = private_key(signing_key.seed);
  const Context context = make_context();
  std::string signature(signature_bytes, '\0');
  std::size_t size = signature.size();
  if (EVP_DigestSignInit_ex(context.get(), nullptr, nullptr, nullptr, nullptr, key.get(), nullptr) != 1) broken("EVP_DigestSignInit_ex");
  if (EVP_DigestSign(context.get(), data_of(signature), &size, data_of(data), data.size()) != 1) broken("EVP_DigestSign");
  return signature;
}

bool verify(std::string_view public_key, std::string_view data, std::string_view signature) {
  if (public_key.size() != key_bytes || signature.size() != signature_bytes) return false;
  const Key key(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, data_of(public_key), public_key.size()));
  if (!key) broken("EVP_PKEY_new_raw_public_key");
  const Context context = make_context();
  if (EVP_DigestVerifyInit_ex(context.get(), nullptr, nullptr, nullptr, nullptr, key.get(), nullptr) != 1)
    broken("EVP_DigestVerifyInit_ex");
  const bool good = EVP_DigestVerify(context.get(), data_of(signature), signature.size(), data_of(data), data.size()) == 1;
  ERR_clear_error();  // a wrong signature leaves an entry in this thread's queue
  return good;
}

}  // namespace fenghuo::crypto
