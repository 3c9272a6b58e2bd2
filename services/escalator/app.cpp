#include "services/escalator/app.hpp"

#include "common/base/bytes.hpp"
#include "common/base/ids.hpp"
#include "common/log/log.hpp"
#include "common/worker/ledger_client.hpp"
#include "common/worker/worker_client.hpp"
#include "services/escalator/bundle_cache.hpp"
#include "services/escalator/decide.hpp"

namespace fenghuo::escalator {
namespace {

using namespace std::chrono_literals;

constexpr auto fetch_time = 3s;  // well under a lease
constexpr int jobs_between_pumps = 64;

class App {
 public:
  App(Process& process, std::unique_ptr<WorkerClient> worker)
      : process_(process),
        worker_(std::move(worker)),
        ledger_(process.context(), process.settings(), fetch_time),
        bundles_([this](const std::string& hash) { return ledger_.bundle(hash); }, steady_now) {}

  void loop();
  void drain();

 private:
  bool work();  // whether there was any
  void answer(const wire::JobItem& job);
  void sleep(std::span<const int> fds);

  Process& process_;
  std::unique_ptr<WorkerClient> worker_;
  std::uint64_t decided_ = 0;  // jobs answered, for the log
  LedgerClient ledger_;
  BundleCache bundles_;
};

wire::ResultItem decided(const wire::DecideJob& job, const Prepared& active, const Prepared& ladder) {
  wire::ResultItem result;
  try {
    *result.mutable_decision() = decide(job, {active.bundle.get(), job.bundle(), ladder.bundle.get(), &active.index, &ladder.index});
  } catch (const std::exception& e) {
    log::error("decision_failed", {{"matter", id_text(job.matter_id())}, {"why", e.what()}});
    result.mutable_failure()->set_reason(printable(e.what(), 200));
  }
  return result;
}

void App::answer(const wire::JobItem& item) {
  const auto& job = item.decide();
  const auto active = bundles_.get(job.bundle());
  if (!active) return worker_->cannot(item, active.error().message);
  const bool own_policy = job.version() > 0 && !job.matter().policy().empty() && job.matter().policy() != job.bundle();
  const auto ladder = own_policy ? bundles_.get(job.matter().policy()) : active;
  if (!ladder) return worker_->cannot(item, ladder.error().message);
  worker_->complete(item, decided(job, **active, **ladder));
}

bool App::work() {
  int done = 0;
  while (auto job = worker_->next()) {
    if (job->has_decide()) {
      ++decided_;
      answer(*job);
    } else {
      worker_->cannot(*job, "an escalator only decides");
    }
    if (++done % jobs_between_pumps == 0) worker_->pump();
  }
  return done > 0;
}

void App::sleep(std::span<const int> fds) {
  const bus::Socket* const sockets[] = {&worker_->socket()};
  bus::poll(sockets, fds, worker_->wait());
}

void App::loop() {
  const std::array fds{process_.stop_fd()};
  while (!process_.stopping()) {
    // A pump also reads: what it read is decided before sleeping, or it would wait for the next wake-up.
    do worker_->pump();
    while (work());
    if (worker_->welcomed()) process_.ready();
    sleep(fds);
  }
}

void App::drain() {
  const auto until = steady_now() + process_.settings().supervisor.drain * 9 / 10;
  worker_->goodbye();
  worker_->pump();
  while (worker_->unanswered() > 0 && steady_now() < until) {
    do worker_->pump();
    while (work());
    if (worker_->unanswered() > 0) sleep({});  // without the stop descriptor, which stays readable
  }
  log::info("drained", {{"unanswered", worker_->unanswered()}, {"decided", decided_}});
}

}  // namespace

int run(Process& process) {
  const auto& settings = process.settings();
  const auto curve = curve_of(settings);
  if (!curve) {
    log::error("start_failed", {{"why", curve.error().message}});
    return 1;
  }
  auto worker =
      WorkerClient::connect(process.context(), {settings.endpoints.work, *curve, "decide", process.instance(), settings.escalator.credit});
  if (!worker) {
    log::error("start_failed", {{"why", worker.error().message}});
    return 1;
  }
  App app(process, std::move(*worker));
  app.loop();
  app.drain();
  return 0;
}

}  // namespace fenghuo::escalator
