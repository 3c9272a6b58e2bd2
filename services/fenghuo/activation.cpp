#include "services/fenghuo/activation.hpp"

#include <iostream>
#include <map>

#include "common/base/bytes.hpp"
#include "common/config/bundle_loader.hpp"

namespace fenghuo::cli {

std::optional<wire::Bundle> load_printed(const std::string& config_dir) {
  auto load = load_bundle(config_dir);
  for (const auto& fault : load.faults) std::cerr << to_text(fault) << '\n';
  if (has_errors(load.faults)) return std::nullopt;
  return std::move(load.bundle);
}

namespace {

template <class Entries>
void add_confirmed(const Entries& before, const Entries& after, const char* kind, std::vector<std::pair<std::string, std::string>>& out) {
  std::map<std::string_view, const typename Entries::value_type*> known;
  for (const auto& one : before) known.emplace(one.id(), &one);
  for (const auto& one : after) {
    if (!one.confirmed()) continue;
    const auto old = known.find(one.id());
    if (old != known.end() && old->second->confirmed() && old->second->confirmed_by() == one.confirmed_by() &&
        old->second->confirmed_on() == one.confirmed_on())
      continue;
    out.emplace_back("confirmed", std::string(kind) + one.id());
    out.emplace_back("confirmed_by", one.confirmed_by());
    out.emplace_back("confirmed_on", one.confirmed_on());
  }
}

}  // namespace

std::vector<std::pair<std::string, std::string>> confirmations(const wire::Bundle& before, const wire::Bundle& after) {
  std::vector<std::pair<std::string, std::string>> out;
  add_confirmed(before.duties(), after.duties(), "duty:", out);
  add_confirmed(before.plans(), after.plans(), "plan:", out);
  return out;
}

Result<Activation> activate(Access& access, const wire::Bundle& bundle) {
  const auto status = access.status();
  if (!status) return tl::unexpected(status.error());
  Activation activation{status->active_bundle(), bundle_hash(bundle)};
  if (!activation.changed()) return activation;
  static const wire::Bundle nothing;
  const auto& before = activation.old_hash.empty() ? nothing : access.bundle();
  const auto answer = access.operate("activate_bundle", confirmations(before, bundle), canonical_bytes(bundle));
  if (!answer) return tl::unexpected(answer.error());
  if (!answer->ok()) return fail("the ledger refuses the bundle: " + answer->reason());
  return activation;
}

std::string hash_label(const std::string& hash) { return hash.empty() ? "none" : to_hex(hash).substr(0, 12); }

}  // namespace fenghuo::cli
