#include "common/worker/bundles.hpp"

namespace fenghuo {
namespace {

constexpr auto pause_after_failure = std::chrono::seconds{1};

}  // namespace

Result<Bundles::Bundle> Bundles::get(const std::string& hash, std::chrono::steady_clock::time_point now) {
  const auto found = std::find_if(held_.begin(), held_.end(), [&](const Held& one) { return one.hash == hash; });
  if (found != held_.end()) {
    held_.splice(held_.begin(), held_, found);
    return found->bundle;
  }
  if (hash == failed_hash_ && now < failed_until_) return fail(failed_why_);
  auto fetched = fetch_(hash);
  if (!fetched) {
    failed_hash_ = hash;
    failed_why_ = fetched.error().message;
    failed_until_ = now + pause_after_failure;
    return fetched;
  }
  held_.push_front({hash, *fetched});
  if (held_.size() > keep_) held_.pop_back();
  return fetched;
}

}  // namespace fenghuo
