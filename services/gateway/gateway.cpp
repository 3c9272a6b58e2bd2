#include "services/gateway/gateway.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "common/clock/clock.hpp"
#include "common/log/log.hpp"
#include "common/worker/ledger_client.hpp"
#include "services/gateway/server.hpp"

namespace fenghuo::gateway {
namespace {

namespace asio = boost::asio;

constexpr std::chrono::milliseconds look_every{50};
constexpr std::chrono::seconds longest_unready{3};
constexpr std::chrono::seconds longest_drain{8};  // under the supervisor's 10 s; a decision is waited for 5 s at most

int failed(std::string_view what, const Error& error) {
  log::error(what, {{"reason", error.message}});
  return 1;
}

// Ends the loop once the requests under way have their answers.
class Drain {
 public:
  Drain(asio::io_context& io, App& app, Server& server, int stop_fd) : io_(io), app_(app), server_(server), stop_(io, stop_fd), timer_(io) {
    stop_.async_wait(asio::posix::stream_descriptor::wait_read, [this](const boost::system::error_code& ec) {
      if (!ec) begin();
    });
  }
  ~Drain() { stop_.release(); }  // the descriptor is the process's
  Drain(const Drain&) = delete;
  Drain& operator=(const Drain&) = delete;

 private:
  void begin() {
    log::info("draining");
    until_ = steady_now() + longest_drain;
    server_.drain();
    look();
  }
  void look() {
    if (server_.done() || steady_now() >= until_) {
      app_.stop();
      io_.stop();
      return;
    }
    timer_.expires_after(look_every);
    timer_.async_wait([this](const boost::system::error_code& ec) {
      if (!ec) look();
    });
  }

  asio::io_context& io_;
  App& app_;
  Server& server_;
  asio::posix::stream_descriptor stop_;
  asio::steady_timer timer_;
  std::chrono::steady_clock::time_point until_{};
};

// "ready" means that a request would be answered; but a ledger that has no rules yet must not hold up whoever waits for us.
Task<void> say_ready(Process& process, App& app) {
  asio::steady_timer timer(co_await asio::this_coro::executor);
  for (const auto until = steady_now() + longest_unready; !app.ready() && steady_now() < until;) {
    timer.expires_after(look_every / 5);
    co_await timer.async_wait(asio::use_awaitable);
  }
  process.ready();
}

}  // namespace

int run(Process& process) {
  const Settings& settings = process.settings();
  auto link_key = resolve_secret(settings.webhook.link_secret, settings.data_dir);
  if (!link_key) return failed("link_secret_unusable", link_key.error());
  auto curve = curve_of(settings);
  if (!curve) return failed("curve_unusable", curve.error());

  asio::io_context io{1};
  LedgerLink::Options options;
  options.intake = settings.endpoints.intake;
  options.query = settings.endpoints.query;
  auto hints = bus::Subscriber::connect(process.context(), settings.endpoints.hints, *curve);
  if (!hints) return failed("hints_unreachable", hints.error());
  options.curve = std::move(*curve);
  auto ledger = LedgerLink::open(io, process.context(), options);
  if (!ledger) return failed("ledger_unreachable", ledger.error());

  App app(io, settings, std::move(*link_key), std::move(*ledger), std::move(*hints));
  Server server(io, app);
  if (const auto listening = server.listen(settings.gateway.listen); !listening) return failed("cannot_listen", listening.error());
  log::info("listening", {{"address", settings.gateway.listen}, {"port", server.port()}});
  asio::co_spawn(io, app.follow_ledger(), asio::detached);
  Drain drain(io, app, server, process.stop_fd());
  asio::co_spawn(io, say_ready(process, app), asio::detached);
  io.run();
  return 0;
}

}  // namespace fenghuo::gateway
