#include "services/gateway/app.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "common/base/bytes.hpp"
#include "common/base/crypto.hpp"
#include "common/clock/clock.hpp"
#include "common/log/log.hpp"

namespace fenghuo::gateway {
namespace {
constexpr std::chrono::milliseconds follow_every{1000};  // without a hint: they are lossy
constexpr std::chrono::milliseconds least_between{100};  // however many hints there are
constexpr std::chrono::milliseconds until_followed{50};  // while there is no bundle yet
constexpr std::chrono::seconds lately{6};
}  // namespace

App::App(boost::asio::io_context& io, const Settings& settings, std::string link_key, std::unique_ptr<LedgerLink> ledger,
         bus::Subscriber hints)
    : settings_(settings),
      ledger_(std::move(ledger)),
      tokens_(Tokens::load(settings)),
      link_key_(std::move(link_key)),
      timer_(io),
      hints_(io, std::move(hints), [this](std::uint64_t seq) { hear(seq); }) {}

bool App::ready() const { return rules_ != nullptr && answered_at_ && steady_now() - *answered_at_ < lately; }

std::shared_ptr<const ApiToken> App::token(std::string_view authorization) const {
  auto found = tokens_.find(authorization);
  return found == nullptr && rules_ != nullptr ? rules_->provider_tokens.find(authorization) : found;
}

std::string App::item_key(std::uint64_t item) const {
  return to_base64url(crypto::hmac_sha256(link_key_, "item " + std::to_string(item)).substr(0, 16));
}

Task<Result<Instant>> App::ledger_now() {
  wire::Query question = make_query("status");
  const auto rows = co_await ledger_->query(std::move(question));
  wire::StatusView status;
  if (!rows) co_return tl::unexpected(rows.error());
  if (rows->rows_size() != 1 || !status.ParseFromString(rows->rows(0))) co_return fail("the ledger did not say what time it is");
  co_return instant(status.now());
}

Task<void> App::follow_ledger() {
  while (!stopping_) {
    const auto asked = steady_now();
    wire::Query question = make_query("status");
    const auto rows = co_await ledger_->query(std::move(question));
    wire::StatusView status;
    if (rows && rows->rows_size() == 1 && status.ParseFromString(rows->rows(0))) {
      answered_at_ = steady_now();
      seen_seq_ = status.seq();
      metrics_.ledger(status);
      if (!status.active_bundle().empty() && (rules_ == nullptr || rules_->hash != status.active_bundle())) co_await fetch_rules();
    }
    metrics_.ledger_up(ready());
    if (!stopping_) co_await rest(asked);
  }
}

Task<void> App::rest(std::chrono::steady_clock::time_point asked) {
  heard_ = false;
  hints_.drain();
  boost::system::error_code ignored;
  if (!heard_) {
    timer_.expires_at(asked + (rules_ == nullptr ? until_followed : follow_every));
    co_await timer_.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, ignored));
  }
  if (stopping_ || !heard_) co_return;
  timer_.expires_at(asked + least_between);
  co_await timer_.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, ignored));
}

void App::hear(std::uint64_t seq) {
  if (heard_ || seq <= seen_seq_) return;
  heard_ = true;
  timer_.cancel();
}

Task<void> App::fetch_rules() {
  wire::Query question = make_query("active_bundle");
  const auto rows = co_await ledger_->query(std::move(question));
  wire::BundleView view;
  if (!rows || rows->rows_size() == 0 || !view.ParseFromString(rows->rows(0))) co_return;
  auto rules = make_rules(view, settings_.data_dir);
  if (!rules) {
    log::error("bundle_unusable", {{"reason", rules.error().message}});
    co_return;
  }
  rules_ = std::move(*rules);
  log::info("bundle_in_force", {{"hash", to_hex(rules_->hash).substr(0, 12)}, {"label", printable(rules_->bundle.label())}});
}

boost::asio::thread_pool& App::drawing_thread() {
  if (drawing_ == nullptr) drawing_ = std::make_unique<boost::asio::thread_pool>(1);
  return *drawing_;
}

void App::stop() {
  stopping_ = true;
  timer_.cancel();
  hints_.close();
  ledger_->close();
}

}  // namespace fenghuo::gateway
