#include "services/mailer/app.hpp"

#include <curl/curl.h>

#include <csignal>
#include <thread>

#include "common/log/log.hpp"
#include "common/worker/ledger_client.hpp"
#include "common/worker/worker_client.hpp"
#include "services/mailer/sender.hpp"
#include "services/mailer/tray.hpp"

namespace fenghuo::mailer {
namespace {

using namespace std::chrono_literals;

constexpr Millis farewell{50};
constexpr auto bundle_wait = 2s;

// What all threads share.
struct Office {
  explicit Office(Process& process)
      : ledger(process.context(), process.settings(), bundle_wait),
        shelf([this](const std::string& hash) { return ledger.bundle(hash); }) {}

  LedgerClient ledger;  // used under the shelf's lock alone
  Shelf shelf;
  Tray tray;
  std::atomic<bool> stop{false};  // ends what is under way
};

// The loop that talks to the ledger, for all threads: what they finish travels in few messages, and a lease is renewed while its thread is
// blocked.
class Front {
 public:
  Front(Process& process, Office& office, std::unique_ptr<WorkerClient> worker)
      : process_(process), office_(office), worker_(std::move(worker)) {}

  void loop() {
    const std::array fds{process_.stop_fd(), office_.tray.fd()};
    while (!process_.stopping()) step(fds, Millis::max());
  }

  // What is under way gets most of the time there is; what is left then ends as ambiguous or to be retried, and the rest of the time is for
  // saying so. A job may have crossed our goodbye on its way: stay a moment even when there is nothing left to answer.
  void drain() {
    const Millis limit = process_.settings().supervisor.drain;
    const auto start = steady_now();
    const std::array fds{office_.tray.fd()};  // without the stop descriptor, which stays readable and would keep us awake
    worker_->goodbye();
    while (steady_now() - start < (worker_->unanswered() > 0 ? limit * 9 / 10 : std::min<Millis>(farewell, limit / 10))) {
      if (!office_.stop && worker_->unanswered() > 0 && steady_now() - start >= limit * 7 / 10) {
        log::warn("drain_cancels", {{"unanswered", worker_->unanswered()}});
        office_.stop = true;
      }
      step(fds, farewell);
    }
    log::info("drained", {{"unanswered", worker_->unanswered()}});
  }

 private:
  void step(std::span<const int> fds, Millis longest) {
    for (auto& answer : office_.tray.answers()) give_back(answer);
    worker_->pump();
    while (auto item = worker_->next()) office_.tray.put(std::move(*item));
    if (worker_->welcomed()) process_.ready();
    const std::array<const bus::Socket*, 1> sockets{&worker_->socket()};
    bus::poll(sockets, fds, std::min<Millis>(worker_->wait(), longest));
  }

  void give_back(Tray::Answer& answer) {
    if (!answer.outcome) {
      log::warn("cannot_send", {{"reason", answer.outcome.error().message}});
      worker_->cannot(answer.job, answer.outcome.error().message);
      return;
    }
    wire::ResultItem result;
    *result.mutable_send() = std::move(*answer.outcome);
    worker_->complete(answer.job, std::move(result));
  }

  Process& process_;
  Office& office_;
  std::unique_ptr<WorkerClient> worker_;
};

// The threads that send, one mail at a time each. They end when the tray is closed.
std::vector<std::thread> hire(Process& process, Office& office, const std::string& link_key) {
  const Settings& settings = process.settings();
  const auto resolve = [&settings](const std::string& reference) { return resolve_secret(reference, settings.data_dir); };
  std::vector<std::thread> threads;
  threads.reserve(settings.mailer.threads);
  for (std::uint32_t n = 0; n < settings.mailer.threads; ++n) {
    threads.emplace_back(
        [&office, sender = std::make_unique<Sender>(office.shelf, resolve, link_key, office.stop, settings.mailer.ca_file)] {
          while (auto job = office.tray.take()) {
            auto outcome = sender->send(*job);
            office.tray.answer(std::move(*job), std::move(outcome));
          }
        });
  }
  return threads;
}

int failed(const std::string& why) {
  log::error("start_failed", {{"why", why}});
  return 1;
}

}  // namespace

int run(Process& process) {
  std::signal(SIGPIPE, SIG_IGN);  // a TLS peer that is gone is an error of its mail, not the end of the process
  curl_global_init(CURL_GLOBAL_DEFAULT);
  const Settings& settings = process.settings();
  const std::string& reference = settings.mailer.link_secret.empty() ? settings.webhook.link_secret : settings.mailer.link_secret;
  const auto link_key = resolve_secret(reference, settings.data_dir);
  if (!link_key) return failed("link_secret: " + link_key.error().message);
  const auto curve = curve_of(settings);
  if (!curve) return failed(curve.error().message);
  auto worker =
      WorkerClient::connect(process.context(), {settings.endpoints.work, *curve, "mail", process.instance(), settings.mailer.threads});
  if (!worker) return failed(worker.error().message);
  Office office(process);
  auto threads = hire(process, office, *link_key);
  Front front(process, office, std::move(*worker));
  front.loop();
  front.drain();
  office.stop = true;
  office.tray.close();
  for (auto& thread : threads) thread.join();
  return 0;
}

}  // namespace fenghuo::mailer
