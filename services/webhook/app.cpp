#include "services/webhook/app.hpp"

#include <csignal>

#include "common/log/log.hpp"
#include "common/worker/ledger_client.hpp"
#include "common/worker/worker_client.hpp"
#include "services/webhook/sender.hpp"

namespace fenghuo::webhook {
namespace {

using namespace std::chrono_literals;

constexpr Millis farewell{50};
constexpr auto bundle_wait = 2s;  // the loop stands still meanwhile: time-outs of requests under way must be longer

class App {
 public:
  App(Process& process, std::unique_ptr<WorkerClient> worker, std::string link_key)
      : process_(process),
        worker_(std::move(worker)),
        ledger_(process.context(), process.settings(), bundle_wait),
        sender_(doors(), std::move(link_key), process.settings().webhook.connections + process.settings().webhook.credit) {}

  void loop();
  void drain();

 private:
  Sender::Doors doors();
  void exchange();
  void step(std::span<const int> more, Millis longest = Millis::max());

  Process& process_;
  std::unique_ptr<WorkerClient> worker_;
  LedgerClient ledger_;
  Sender sender_;
};

Sender::Doors App::doors() {
  Sender::Doors doors;
  doors.fetch = [this](const std::string& hash) { return ledger_.bundle(hash); };
  doors.resolve = [this](const std::string& reference) { return resolve_secret(reference, process_.settings().data_dir); };
  doors.answer = [this](const wire::JobItem& item, wire::SendOutcome outcome) {
    wire::ResultItem result;
    *result.mutable_send() = std::move(outcome);
    worker_->complete(item, std::move(result));
  };
  doors.cannot = [this](const wire::JobItem& item, const std::string& reason) {
    log::warn("cannot_send", {{"reason", reason}});
    worker_->cannot(item, reason);
  };
  return doors;
}

// Reads and sends until there is neither a job nor a result left: ZMQ_FD is edge-triggered, and a job read here would not wake us again.
void App::exchange() {
  bool taken = true;
  while (taken) {
    worker_->pump();
    taken = false;
    while (auto item = worker_->next()) {
      sender_.take(std::move(*item));
      taken = true;
    }
  }
}

void App::step(std::span<const int> more, Millis longest) {
  exchange();
  sender_.http().run();
  exchange();
  if (worker_->welcomed()) process_.ready();
  std::vector<int> fds{more.begin(), more.end()};
  fds.push_back(worker_->socket().fd());  // asked each time: a socket that connects anew may have another
  sender_.http().wait(fds, std::min<Millis>(worker_->wait(), longest));
}

void App::loop() {
  const std::array stop{process_.stop_fd()};
  while (!process_.stopping()) step(stop);
}

// What is under way gets most of the time there is; what is left then ends as ambiguous or to be retried, and the rest of the time is for
// saying so.
void App::drain() {
  const Millis limit = process_.settings().supervisor.drain;
  const auto start = steady_now();
  worker_->goodbye();
  // A job may have crossed our goodbye on its way: stay a moment even when there is nothing left to answer.
  while (steady_now() - start < (worker_->unanswered() > 0 ? limit * 9 / 10 : std::min<Millis>(farewell, limit / 10))) {
    if (sender_.under_way() > 0 && steady_now() - start >= limit * 7 / 10) {
      log::warn("drain_cancels", {{"under_way", sender_.under_way()}});
      sender_.http().cancel_all();
    }
    step({}, farewell);  // without the stop descriptor, which stays readable and would keep us awake
  }
  log::info("drained", {{"unanswered", worker_->unanswered()}});
}

}  // namespace

int run(Process& process) {
  std::signal(SIGPIPE, SIG_IGN);  // a TLS peer that is gone is an error of its request, not the end of the process
  const Settings& settings = process.settings();
  const auto link_key = resolve_secret(settings.webhook.link_secret, settings.data_dir);
  const auto curve = curve_of(settings);
  if (!link_key || !curve) {
    log::error("start_failed", {{"why", link_key ? curve.error().message : "webhook.link_secret: " + link_key.error().message}});
    return 1;
  }
  auto worker =
      WorkerClient::connect(process.context(), {settings.endpoints.work, *curve, "webhook", process.instance(), settings.webhook.credit});
  if (!worker) {
    log::error("start_failed", {{"why", worker.error().message}});
    return 1;
  }
  App app{process, std::move(*worker), *link_key};
  app.loop();
  app.drain();
  return 0;
}

}  // namespace fenghuo::webhook
