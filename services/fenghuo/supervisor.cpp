#include "services/fenghuo/supervisor.hpp"

#include <poll.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <optional>

#include "common/clock/clock.hpp"
#include "common/clock/zone.hpp"
#include "common/log/log.hpp"
#include "services/fenghuo/backoff.hpp"
#include "services/fenghuo/process_table.hpp"

namespace fenghuo::supervise {

namespace {

using Steady = std::chrono::steady_clock::time_point;
constexpr unsigned first_start_attempts = 5;                // a process that never came up this often ends `up`
constexpr std::chrono::milliseconds waiting_report{10000};  // who keeps the start waiting is logged this often
constexpr std::array drain_order{Stage::worker, Stage::gateway, Stage::ledger};
constexpr std::array drain_share{60, 80, 100};  // end of each stage, in per cent of the drain time

sigset_t handled_signals() {
  sigset_t set;
  sigemptyset(&set);
  for (const int signal : {SIGTERM, SIGINT, SIGHUP, SIGCHLD}) sigaddset(&set, signal);
  return set;
}

std::string describe_exit(int status) {
  if (WIFSIGNALED(status)) return "signal " + std::to_string(WTERMSIG(status));
  return "exit " + std::to_string(WEXITSTATUS(status));
}

struct Slot {
  const Service* service = nullptr;
  Child child;
  std::uint64_t ticks = 0;
  bool ready = false, ready_once = false;
  unsigned restarts = 0;
  std::string last_exit, started;
  Steady started_at{}, restart_at{};
  bool waiting = false;  // for restart_at
  RestartBackoff backoff;
  bool alive() const { return child.pid > 0; }
};

class Supervisor {
 public:
  explicit Supervisor(const Plan& plan) : plan_(plan) {
    for (const auto& service : plan.services) slots_.emplace_back().service = &service;
  }
  ~Supervisor() {
    if (signals_ >= 0) ::close(signals_);
  }
  Supervisor(const Supervisor&) = delete;
  Supervisor& operator=(const Supervisor&) = delete;
  int run();

 private:
  enum class Phase { ledger, others, running, draining };

  void start(Slot& slot);
  void start_stage(bool ledger);
  void failed(Slot& slot, std::chrono::milliseconds lived);
  void reap();
  void hear_ready(Slot& slot);
  void read_signals();
  void step();
  void give_up(const std::string& reason);
  void begin_drain();
  void step_drain();
  void signal_stage(Stage stage, int signal);
  bool all_ready(bool ledger) const;
  bool stage_alive(Stage stage) const;
  void wait();
  std::chrono::milliseconds patience() const;
  void report_waiting();
  void save();

  const Plan& plan_;
  std::vector<Slot> slots_;
  Phase phase_ = Phase::ledger;
  int signals_ = -1;
  int exit_code_ = 0;
  bool dirty_ = true, was_ready_ = false;
  Steady drain_began_{}, report_at_{};
  std::size_t drain_stage_ = 0;
  bool killed_stage_ = false, hurry_ = false;
};

int Supervisor::run() {
  const sigset_t set = handled_signals();
  signals_ = ::signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
  if (signals_ < 0) {
    log::error("signalfd_failed", {{"reason", std::strerror(errno)}});
    return 1;
  }
  report_at_ = steady_now() + waiting_report;
  start_stage(true);
  while (phase_ != Phase::draining || drain_stage_ < drain_order.size()) {
    step();
    if (dirty_) save();
    if (phase_ == Phase::draining && drain_stage_ >= drain_order.size()) break;
    wait();
  }
  save();
  return exit_code_;
}

void Supervisor::start(Slot& slot) {
  slot.waiting = false;
  slot.ready = false;
  slot.started_at = steady_now();
  slot.started = rfc3339(wall_now());
  dirty_ = true;
  auto child = start_child(slot.service->program);
  if (!child) {
    log::error("process_not_started", {{"name", slot.service->name}, {"reason", child.error().message}});
    slot.last_exit = "not started";
    failed(slot, std::chrono::milliseconds{0});
    return;
  }
  slot.child = *child;
  slot.ticks = start_ticks_of(child->pid).value_or(0);
  log::info("process_started", {{"name", slot.service->name}, {"pid", child->pid}});
}

void Supervisor::start_stage(bool ledger) {
  for (auto& slot : slots_) {
    if ((slot.service->stage == Stage::ledger) == ledger) start(slot);
  }
}

// Plans the next start of a process that is dead. Before it was ready once, a process that keeps failing ends the whole start.
void Supervisor::failed(Slot& slot, std::chrono::milliseconds lived) {
  const auto pause = slot.backoff.died(slot.ready, lived);
  if (phase_ == Phase::draining) return;
  if (!slot.ready_once && slot.backoff.failures() >= first_start_attempts) {
    give_up(slot.service->name + " did not start (" + slot.last_exit + "); its last lines above say why");
    return;
  }
  slot.waiting = true;
  slot.restart_at = steady_now() + pause;
  ++slot.restarts;
  log::warn("process_restarts", {{"name", slot.service->name}, {"last_exit", slot.last_exit}, {"in_ms", pause.count()}});
}

void Supervisor::reap() {
  for (auto& slot : slots_) {
    int status = 0;
    if (!slot.alive() || ::waitpid(slot.child.pid, &status, WNOHANG) != slot.child.pid) continue;
    hear_ready(slot);  // it may have been ready for a moment
    if (slot.child.ready_fd >= 0) ::close(slot.child.ready_fd);
    slot.last_exit = describe_exit(status);
    const auto lived = std::chrono::duration_cast<std::chrono::milliseconds>(steady_now() - slot.started_at);
    log::write(phase_ == Phase::draining ? log::Level::info : log::Level::warn, "process_exited",
               {{"name", slot.service->name}, {"pid", slot.child.pid}, {"how", slot.last_exit}, {"lived_ms", lived.count()}});
    slot.child = {};
    dirty_ = true;
    // Exit 2 is bad usage or settings: trying again can't help.
    if (!slot.ready_once && phase_ != Phase::draining && WIFEXITED(status) && WEXITSTATUS(status) == 2) {
      give_up(slot.service->name + " refuses its settings; its last lines above say why");
    } else {
      failed(slot, lived);
    }
    slot.ready = false;
  }
}

void Supervisor::hear_ready(Slot& slot) {
  if (slot.child.ready_fd < 0) return;
  std::array<char, 16> bytes{};
  const ssize_t got = ::read(slot.child.ready_fd, bytes.data(), bytes.size());
  if (got < 0) return;  // nothing yet
  if (got > 0) {
    slot.ready = slot.ready_once = true;
    dirty_ = true;
    log::info("process_ready", {{"name", slot.service->name}, {"pid", slot.child.pid}});
  }
  ::close(slot.child.ready_fd);
  slot.child.ready_fd = -1;
}

void Supervisor::read_signals() {
  signalfd_siginfo info{};
  while (::read(signals_, &info, sizeof info) == sizeof info) {
    switch (static_cast<int>(info.ssi_signo)) {
      case SIGTERM:
      case SIGINT:
        if (phase_ == Phase::draining) hurry_ = true;  // asked twice: no more waiting
        begin_drain();
        break;
      case SIGHUP:
        if (phase_ == Phase::running) plan_.reload();
        break;
      default:
        reap();
    }
  }
}

void Supervisor::step() {
  if (phase_ == Phase::draining) return step_drain();
  for (auto& slot : slots_) {
    if (slot.waiting && steady_now() >= slot.restart_at) start(slot);
  }
  if (phase_ == Phase::ledger && all_ready(true)) {
    if (auto activated = plan_.activate(); !activated) return give_up(activated.error().message);
    phase_ = Phase::others;
    start_stage(false);
  }
  if (phase_ == Phase::others && all_ready(false)) {
    phase_ = Phase::running;
    was_ready_ = true;
    save();  // before anybody who waits for "ready" looks for it
    plan_.all_ready();
  }
}

void Supervisor::give_up(const std::string& reason) {
  log::error("start_failed", {{"reason", reason}});
  exit_code_ = 1;
  begin_drain();
}

void Supervisor::begin_drain() {
  if (phase_ == Phase::draining) return;
  phase_ = Phase::draining;
  drain_began_ = steady_now();
  for (auto& slot : slots_) slot.waiting = false;
  log::info("draining");
  signal_stage(drain_order[drain_stage_], SIGTERM);
  step_drain();  // nobody of the first stage may be alive
}

void Supervisor::step_drain() {
  while (drain_stage_ < drain_order.size()) {
    const Stage stage = drain_order[drain_stage_];
    if (stage_alive(stage)) {
      const auto end = drain_began_ + plan_.drain * drain_share[drain_stage_] / 100;
      if (!killed_stage_ && (hurry_ || steady_now() >= end)) {
        log::warn("drain_too_slow", {{"drain_ms", plan_.drain.count()}});
        signal_stage(stage, SIGKILL);
        killed_stage_ = true;
      }
      return;
    }
    killed_stage_ = false;
    if (++drain_stage_ < drain_order.size()) signal_stage(drain_order[drain_stage_], SIGTERM);
  }
}

void Supervisor::signal_stage(Stage stage, int signal) {
  for (const auto& slot : slots_) {
    if (slot.service->stage == stage && slot.alive()) ::kill(slot.child.pid, signal);
  }
}

bool Supervisor::all_ready(bool ledger) const {
  return std::ranges::all_of(slots_, [&](const Slot& slot) { return (slot.service->stage == Stage::ledger) != ledger || slot.ready; });
}

bool Supervisor::stage_alive(Stage stage) const {
  return std::ranges::any_of(slots_, [&](const Slot& slot) { return slot.service->stage == stage && slot.alive(); });
}

// How long the loop may sleep: until the next restart, the end of a drain stage or the next report.
std::chrono::milliseconds Supervisor::patience() const {
  std::optional<Steady> next;
  const auto by = [&](Steady at) { next = next ? std::min(*next, at) : at; };
  for (const auto& slot : slots_) {
    if (slot.waiting) by(slot.restart_at);
  }
  if (phase_ == Phase::ledger || phase_ == Phase::others) by(report_at_);
  if (phase_ == Phase::draining && !killed_stage_) by(drain_began_ + plan_.drain * drain_share[drain_stage_] / 100);
  if (!next) return std::chrono::milliseconds{-1};
  return std::max(std::chrono::milliseconds{0}, std::chrono::ceil<std::chrono::milliseconds>(*next - steady_now()));
}

void Supervisor::wait() {
  std::vector<pollfd> fds{{signals_, POLLIN, 0}};
  std::vector<Slot*> waiting;
  for (auto& slot : slots_) {
    if (slot.child.ready_fd < 0) continue;
    fds.push_back({slot.child.ready_fd, POLLIN, 0});
    waiting.push_back(&slot);
  }
  if (::poll(fds.data(), fds.size(), static_cast<int>(patience().count())) < 0) return;  // EINTR: look again
  for (std::size_t i = 0; i < waiting.size(); ++i) {
    if (fds[i + 1].revents != 0) hear_ready(*waiting[i]);
  }
  if (fds[0].revents != 0) read_signals();
  report_waiting();
}

void Supervisor::report_waiting() {
  if (phase_ == Phase::running || phase_ == Phase::draining || steady_now() < report_at_) return;
  report_at_ = steady_now() + waiting_report;
  for (const auto& slot : slots_) {
    const bool due = phase_ == Phase::others || slot.service->stage == Stage::ledger;
    if (due && !slot.ready) log::info("still_waiting_for", {{"name", slot.service->name}});
  }
}

void Supervisor::save() {
  dirty_ = false;
  ProcessTable table;
  table.supervisor = ::getpid();
  table.supervisor_ticks = start_ticks_of(table.supervisor).value_or(0);
  table.url = plan_.url;
  table.ready = was_ready_;
  for (const auto& slot : slots_) {
    table.processes.push_back(
        {slot.service->name, slot.child.pid, slot.alive() ? slot.ticks : 0, slot.started, slot.ready, slot.restarts, slot.last_exit});
  }
  if (auto saved = save_process_table(table, plan_.table_path); !saved)
    log::warn("process_table_not_saved", {{"reason", saved.error().message}});
}

}  // namespace

void block_signals() {
  const sigset_t set = handled_signals();
  ::pthread_sigmask(SIG_BLOCK, &set, nullptr);
}

int supervise(const Plan& plan) { return Supervisor(plan).run(); }

}  // namespace fenghuo::supervise
