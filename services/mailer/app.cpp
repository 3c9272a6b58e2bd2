#include "services/mailer/app.hpp"

#include <curl/curl.h>

#include <csignal>
#include <thread>

#include "common/log/log.hpp"
#include "common/worker/ledger_client.hpp"
#include "common/worker/worker_client.hpp"
#include "services/mailer/sender.hpp"

namespace fenghuo::mailer {
namespace {

using namespace std::chrono_literals;

constexpr Millis farewell{50};
constexpr auto bundle_wait = 2s;

// What all threads share.
struct Office {
  Office(Process& p, std::string key)
      : process(p),
        link_key(std::move(key)),
        ledger(p.context(), p.settings(), bundle_wait),
        shelf([this](const std::string& hash) { return ledger.bundle(hash); }) {}

  void ready() {
    std::call_once(said_ready, [this] { process.ready(); });
  }

  Process& process;
  const std::string link_key;
  LedgerClient ledger;  // used under the shelf's lock alone
  Shelf shelf;
  std::atomic<bool> stop{false};  // ends what is under way
  std::once_flag said_ready;
};

// One thread's work.
class Desk {
 public:
  Desk(Office& office, std::unique_ptr<WorkerClient> worker)
      : office_(office),
        worker_(std::move(worker)),
        sender_(
            office.shelf, [&office](const std::string& reference) { return resolve_secret(reference, office.process.settings().data_dir); },
            office.link_key, office.stop, office.process.settings().mailer.ca_file) {}

  void work() {
    const std::array<const bus::Socket*, 1> sockets{&worker_->socket()};
    const std::array stop{office_.process.stop_fd()};
    while (!office_.process.stopping()) {
      if (step()) continue;
      bus::poll(sockets, stop, worker_->wait());
    }
    drain();
  }

 private:
  // True: a job was worked off, look again at once.
  bool step() {
    worker_->pump();
    if (worker_->welcomed()) office_.ready();
    auto item = worker_->next();
    if (!item) return false;
    auto outcome = sender_.send(*item);
    if (outcome) {
      wire::ResultItem result;
      *result.mutable_send() = std::move(*outcome);
      worker_->complete(*item, std::move(result));
    } else {
      log::warn("cannot_send", {{"reason", outcome.error().message}});
      worker_->cannot(*item, outcome.error().message);
    }
    worker_->pump();
    return true;
  }

  // A job may have crossed our goodbye on its way: stay a moment even when there is nothing left to answer.
  void drain() {
    const Millis limit = office_.process.settings().supervisor.drain;
    const auto start = steady_now();
    worker_->goodbye();
    const std::array<const bus::Socket*, 1> sockets{&worker_->socket()};
    while (steady_now() - start < (worker_->unanswered() > 0 ? limit * 9 / 10 : std::min<Millis>(farewell, limit / 10))) {
      if (!step()) bus::poll(sockets, {}, std::min(worker_->wait(), farewell));
    }
  }

  Office& office_;
  std::unique_ptr<WorkerClient> worker_;
  Sender sender_;
};

Result<std::vector<std::unique_ptr<Desk>>> furnish(Office& office, const bus::Curve& curve) {
  const Settings& settings = office.process.settings();
  std::vector<std::unique_ptr<Desk>> desks;
  for (std::uint32_t n = 1; n <= settings.mailer.threads; ++n) {
    const std::string instance = office.process.instance() + "/" + std::to_string(n);
    auto worker = WorkerClient::connect(office.process.context(), {settings.endpoints.work, curve, "mail", instance, 1});
    if (!worker) return tl::unexpected(worker.error());
    desks.push_back(std::make_unique<Desk>(office, std::move(*worker)));
  }
  return desks;
}

// Waits for the order to stop, gives what is under way most of the time there is, then ends it, so that there is time left to say so.
void watch(Office& office, const std::atomic<std::size_t>& busy) {
  const std::array stop{office.process.stop_fd()};
  while (!office.process.stopping()) bus::poll({}, stop, Millis{-1});
  const auto end = steady_now() + office.process.settings().supervisor.drain * 7 / 10;
  while (busy > 0 && steady_now() < end) bus::poll({}, {}, farewell);
  if (busy > 0) log::warn("drain_cancels", {{"threads", busy.load()}});
  office.stop = true;
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
  Office office{process, *link_key};
  auto desks = furnish(office, *curve);
  if (!desks) return failed(desks.error().message);

  std::atomic<std::size_t> busy{desks->size()};
  std::vector<std::thread> threads;
  for (auto& desk : *desks) {
    // A socket belongs to the thread that uses it; starting the thread hands it over.
    threads.emplace_back([mine = std::move(desk), &busy]() mutable {
      mine->work();
      mine.reset();
      --busy;
    });
  }
  watch(office, busy);
  for (auto& thread : threads) thread.join();
  log::info("drained", {{"threads", threads.size()}});
  return 0;
}

}  // namespace fenghuo::mailer
