#include "services/escalator/bundle_cache.hpp"

namespace fenghuo::escalator {
namespace {

constexpr auto retry_after = std::chrono::seconds{1};

}  // namespace

Result<std::shared_ptr<const Prepared>> BundleCache::get(const std::string& hash) {
  const auto found = std::find_if(entries_.begin(), entries_.end(), [&](const Entry& entry) { return entry.hash == hash; });
  if (found == entries_.end()) return fetch(hash);
  if (found->prepared == nullptr && clock_() - found->failed_at >= retry_after) {
    entries_.erase(found);
    return fetch(hash);
  }
  entries_.splice(entries_.begin(), entries_, found);
  if (found->prepared == nullptr) return fail(found->error);
  return found->prepared;
}

Result<std::shared_ptr<const Prepared>> BundleCache::fetch(const std::string& hash) {
  auto bundle = fetch_(hash);
  Entry entry{hash, nullptr, bundle ? "" : bundle.error().message, clock_()};
  if (bundle) entry.prepared = std::make_shared<const Prepared>(std::move(*bundle));
  entries_.push_front(std::move(entry));
  if (entries_.size() > keep_) entries_.pop_back();
  if (!bundle) return tl::unexpected(bundle.error());
  return entries_.front().prepared;
}

}  // namespace fenghuo::escalator
