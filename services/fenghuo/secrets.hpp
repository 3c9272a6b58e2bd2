// Makes the secrets that the configuration names and nobody has made yet, so that a first start needs no hand work.
// Only file: references under <data>/secrets/ are made (folder 0700, files 0600); existing ones are never touched. Thread: main.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "common/base/result.hpp"
#include "common/config/settings.hpp"
#include "common/messages/frame.hpp"

namespace fenghuo::supervise {

enum class SecretForm {
  webhook,  // whsec_ + base64 of 32 random bytes (Standard Webhooks)
  token,    // 64 hex digits
};

struct WantedSecret {
  std::string reference;  // file:secrets/…
  SecretForm form;
};

// Destinations of channel webhook, units' callback secrets, providers' and API tokens, the key of the links. Robots' secrets come from
// their makers.
std::vector<WantedSecret> wanted_secrets(const wire::Bundle& bundle, const Settings& settings);

std::string make_secret(SecretForm form);

// The references made, e.g. "file:secrets/link.key".
Result<std::vector<std::string>> make_missing_secrets(const std::vector<WantedSecret>& wanted, const std::string& data_dir);

}  // namespace fenghuo::supervise
