#include "services/fenghuo/secrets.hpp"

#include <filesystem>
#include <optional>

#include "common/base/bytes.hpp"
#include "common/base/crypto.hpp"
#include "services/fenghuo/files.hpp"

namespace fenghuo::supervise {

namespace {

constexpr std::string_view ours = "file:secrets/";
constexpr std::size_t secret_bytes = 32;

// The file's name under secrets/; nullopt: not ours to make (env:, another folder, a way out of the folder).
std::optional<std::string> our_file(std::string_view reference) {
  if (!reference.starts_with(ours)) return std::nullopt;
  const std::string_view name = reference.substr(ours.size());
  if (name.empty() || name.find('/') != std::string_view::npos || name == "." || name == "..") return std::nullopt;
  return std::string(name);
}

}  // namespace

std::vector<WantedSecret> wanted_secrets(const wire::Bundle& bundle, const Settings& settings) {
  std::vector<WantedSecret> wanted;
  const auto add = [&](const auto& references, SecretForm form) {
    for (const auto& reference : references) wanted.push_back({reference, form});
  };
  for (const auto& destination : bundle.destinations()) {
    if (destination.channel() == "webhook") add(destination.secrets(), SecretForm::webhook);
  }
  for (const auto& unit : bundle.units()) add(unit.callback_secrets(), SecretForm::webhook);
  for (const auto& provider : bundle.providers()) add(provider.tokens(), SecretForm::token);
  for (const auto& token : settings.gateway.tokens) wanted.push_back({token.secret, SecretForm::token});
  for (const auto& reference : {settings.webhook.link_secret, settings.mailer.link_secret}) {
    if (!reference.empty()) wanted.push_back({reference, SecretForm::token});
  }
  return wanted;
}

std::string make_secret(SecretForm form) {
  const std::string random = crypto::random_bytes(secret_bytes);
  return form == SecretForm::webhook ? "whsec_" + to_base64(random) : to_hex(random);
}

Result<std::vector<std::string>> make_missing_secrets(const std::vector<WantedSecret>& wanted, const std::string& data_dir) {
  std::vector<std::string> made;
  const std::string folder = data_dir + "/secrets";
  for (const auto& secret : wanted) {
    const auto name = our_file(secret.reference);
    if (!name) continue;
    std::error_code error;
    if (std::filesystem::exists(folder + "/" + *name, error)) continue;
    if (auto ready = make_folder(folder, 0700); !ready) return tl::unexpected(ready.error());
    if (auto written = write_file(folder + "/" + *name, make_secret(secret.form) + "\n", 0600); !written)
      return tl::unexpected(written.error());
    made.push_back(secret.reference);
  }
  return made;
}

}  // namespace fenghuo::supervise
