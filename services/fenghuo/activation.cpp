#include "services/fenghuo/activation.hpp"

#include <iostream>

#include "common/base/bytes.hpp"
#include "common/config/bundle_loader.hpp"

namespace fenghuo::cli {

std::optional<wire::Bundle> load_printed(const std::string& config_dir) {
  auto load = load_bundle(config_dir);
  for (const auto& fault : load.faults) std::cerr << to_text(fault) << '\n';
  if (has_errors(load.faults)) return std::nullopt;
  return std::move(load.bundle);
}

Result<Activation> activate(Access& access, const wire::Bundle& bundle) {
  const auto status = access.status();
  if (!status) return tl::unexpected(status.error());
  Activation activation{status->active_bundle(), bundle_hash(bundle)};
  if (!activation.changed()) return activation;
  const auto answer = access.operate("activate_bundle", {}, canonical_bytes(bundle));
  if (!answer) return tl::unexpected(answer.error());
  if (!answer->ok()) return fail("the ledger refuses the bundle: " + answer->reason());
  return activation;
}

std::string hash_label(const std::string& hash) { return hash.empty() ? "none" : to_hex(hash).substr(0, 12); }

}  // namespace fenghuo::cli
