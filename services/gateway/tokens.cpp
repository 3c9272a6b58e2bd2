#include "services/gateway/tokens.hpp"

#include "common/base/crypto.hpp"
#include "common/log/log.hpp"

namespace fenghuo::gateway {
namespace {

constexpr std::size_t least_secret = 8;

bool is_bearer(std::string_view text) {
  constexpr std::string_view scheme = "bearer ";
  if (text.size() <= scheme.size()) return false;
  return std::equal(scheme.begin(), scheme.end(), text.begin(),
                    [](char want, char c) { return want == (c >= 'A' && c <= 'Z' ? c + 32 : c); });
}

}  // namespace

void Tokens::add(ApiToken token, const std::string& data_dir) {
  const auto secret = resolve_secret(token.secret, data_dir);
  if (secret && secret->size() >= least_secret) {
    const std::string digest = crypto::sha256(*secret);
    known_.push_back({std::make_shared<const ApiToken>(std::move(token)), digest});
  } else {
    log::error("token_unusable", {{"token", token.name}, {"reason", secret ? "shorter than 8 characters" : secret.error().message}});
  }
}

Tokens Tokens::load(const Settings& settings) {
  Tokens tokens;
  for (const auto& token : settings.gateway.tokens) tokens.add(token, settings.data_dir);
  return tokens;
}

Tokens Tokens::of_providers(const wire::Bundle& bundle, const std::string& data_dir) {
  Tokens tokens;
  for (const auto& provider : bundle.providers()) {
    for (const auto& reference : provider.tokens()) tokens.add({provider.id(), reference, {"signals"}, "", provider.id()}, data_dir);
  }
  return tokens;
}

std::shared_ptr<const ApiToken> Tokens::find(std::string_view authorization) const {
  if (!is_bearer(authorization)) return nullptr;
  const std::string digest = crypto::sha256(authorization.substr(7));
  std::shared_ptr<const ApiToken> found;
  for (const auto& known : known_) {  // no early way out
    if (crypto::equal_constant_time(known.digest, digest)) found = known.token;
  }
  return found;
}

bool may(const ApiToken& token, Right right) {
  if (right == Right::none || right == Right::any) return true;
  return std::find(token.may.begin(), token.may.end(), right_name(right)) != token.may.end();
}

}  // namespace fenghuo::gateway
