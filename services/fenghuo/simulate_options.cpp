#include "services/fenghuo/simulate_options.hpp"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <iostream>

#include "common/base/bytes.hpp"
#include "common/config/bundle_loader.hpp"
#include "services/fenghuo/command.hpp"
#include "services/fenghuo/simulate_input.hpp"
#include "services/fenghuo/simulate_output.hpp"

namespace fenghuo::simulate {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

constexpr Millis a_slice = std::chrono::hours{24};
constexpr int most_years = 3;

tl::unexpected<Trouble> usage(std::string text) { return tl::unexpected(Trouble{cli::exit_usage, {std::move(text)}}); }

tl::expected<sys_days, Trouble> day_of(const char* name, const std::string& text) {
  const auto day = parse_date(text);
  if (!day) return usage(std::string(name) + ": \"" + printable(text) + "\" is no day; write YYYY-MM-DD, e.g. 2026-01-01");
  return sys_days{*day};
}

// Without --from the period begins today; without --to it is a year.
tl::expected<std::pair<sys_days, sys_days>, Trouble> period_of(const Options& options, const Calendar& calendar) {
  sys_days from{calendar.date_of(wall_now())};
  if (!options.from.empty()) {
    auto day = day_of("--from", options.from);
    if (!day) return tl::unexpected(day.error());
    from = *day;
  }
  const Date begin{from};
  sys_days to = sys_days{Date{begin.year() + std::chrono::years{1}, begin.month(),
                              begin.day().operator unsigned() > 28 ? std::chrono::day{28} : begin.day()}} -
                days{1};
  if (!options.to.empty()) {
    auto day = day_of("--to", options.to);
    if (!day) return tl::unexpected(day.error());
    to = *day;
  }
  if (to < from) return usage("--to " + date_text(Date{to}) + " lies before --from " + date_text(Date{from}) + "; swap them");
  if (to - from >= days{366 * most_years})
    return usage("the period is longer than " + std::to_string(most_years) + " years; simulate it in parts, e.g. --to " +
                 date_text(Date{from + days{364}}));
  return std::pair(from, to);
}

tl::expected<Calendar, Trouble> calendar_of(const wire::Bundle& bundle) {
  auto zone = Zone::find(bundle.timezone());
  if (!zone) return tl::unexpected(Trouble{cli::exit_problems, {zone.error().message}});
  auto calendar = Calendar::make(bundle.calendar(), std::move(*zone));
  if (!calendar) return tl::unexpected(Trouble{cli::exit_problems, {calendar.error().message}});
  return std::move(*calendar);
}

template <class T, class Read>
tl::expected<std::vector<T>, Trouble> read_lines(const std::string& path, const char* what, std::vector<std::string>& notes, Read read) {
  const auto text = read_whole(path);
  if (!text) return usage(text.error().message);
  Lines<T> lines = read(*text);
  if (!lines.faults.empty()) return tl::unexpected(Trouble{cli::exit_problems, std::move(lines.faults)});
  if (lines.outside > 0) notes.push_back(path + ": " + std::to_string(lines.outside) + " " + what + " outside the period left out");
  return std::move(lines.items);
}

class Progress {
 public:
  Progress(const Setup& setup, bool wanted) : setup_(setup), shown_(wanted), begun_(steady_now()), last_(begun_) {}
  ~Progress() {
    if (said_) std::cerr << '\n';
  }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void at(Instant t, const Simulation& simulation) {
    if (!shown_) return;
    const auto now = steady_now();
    if (now - last_ < std::chrono::seconds{1}) return;
    last_ = now;
    said_ = true;
    const auto share = 100 * (t - setup_.from) / (setup_.to - setup_.from);
    std::cerr << "\r" << date_text(simulation.calendar().date_of(t - Millis{1})) << "  " << share << "%  " << simulation.messages()
              << "条消息  " << simulation.open_matters() << "件未结  "
              << std::chrono::duration_cast<std::chrono::seconds>(now - begun_).count() << "s   " << std::flush;
  }

 private:
  const Setup& setup_;
  bool shown_, said_ = false;
  std::chrono::steady_clock::time_point begun_, last_;
};

}  // namespace

void add_options(CLI::App& leaf, Options& options, bool period_required) {
  leaf.add_option("--from", options.from, "first day, e.g. 2026-01-01")->type_name("DATE")->required(period_required);
  leaf.add_option("--to", options.to, "last day, inclusive; at most 3 years")->type_name("DATE")->required(period_required);
  leaf.add_option("--signals", options.signals, "warnings, as `fenghuo signal` takes them; issued_at is their time")->type_name("FILE");
  leaf.add_option(
          "--acks", options.acts,
          "none: nobody answers; all: every asked party acknowledges after 5 minutes and completes on time; or a file, one act a line: "
          "{\"at\", \"matter\", \"party\", \"kind\": ack|progress|submit|verify|…, \"by\"?, \"until\"?, \"note\"?, \"reason\"?, "
          "\"evidence\"?, "
          "\"level\"?, \"target_unit\"?, \"slip\"?, \"begins\"?, \"minutes\"?, \"place\"?, \"materials\"?, \"materials_by\"?}")
      ->type_name("FILE|none|all")
      ->capture_default_str();
  leaf.add_flag("--progress", options.progress, "say on stderr how far it is, also when stderr is no terminal");
}

tl::expected<wire::Bundle, Trouble> read_bundle(const std::string& folder) {
  auto load = load_bundle(folder);
  if (!has_errors(load.faults)) return std::move(load.bundle);
  Trouble trouble{cli::exit_problems, {}};
  for (const auto& fault : load.faults) {
    if (fault.severity == Fault::Severity::error) trouble.lines.push_back(to_text(fault));
  }
  return tl::unexpected(std::move(trouble));
}

tl::expected<Setup, Trouble> read_setup(const Options& options, const wire::Bundle& bundle, std::vector<std::string>& notes) {
  auto calendar = calendar_of(bundle);
  if (!calendar) return tl::unexpected(calendar.error());
  const auto period = period_of(options, *calendar);
  if (!period) return tl::unexpected(period.error());
  Setup setup;
  setup.from = calendar->instant_at(Date{period->first}, 0);
  setup.to = calendar->instant_at(Date{period->second + days{1}}, 0);
  if (!options.signals.empty()) {
    auto signals = read_lines<TimedSignal>(options.signals, "signals", notes, [&](const std::string& text) {
      return read_signals(options.signals, text, bundle, setup.from, setup.to);
    });
    if (!signals) return tl::unexpected(signals.error());
    setup.signals = std::move(*signals);
  }
  if (options.acts == "all") setup.acts = People::Acts::all;
  if (options.acts == "all" || options.acts == "none") return setup;
  auto acts = read_lines<WrittenAct>(options.acts, "acts", notes,
                                     [&](const std::string& text) { return read_acts(options.acts, text, bundle, setup.from, setup.to); });
  if (!acts) return tl::unexpected(acts.error());
  setup.written = std::move(*acts);
  return setup;
}

std::string acts_in_words(const Options& options) {
  if (options.acts == "all") return "假定所有单位按时签收、按时办结";
  return options.acts == "none" ? "假定无人签收、无人办理" : "办理情况取自所给文件";
}

int complain(const Trouble& trouble) {
  for (const auto& line : trouble.lines) cli::complain(line);
  return trouble.code;
}

Result<void> run_with_progress(const std::vector<Simulation*>& simulations, const Setup& setup, bool progress,
                               const std::function<void(Instant)>& after_slice) {
  Progress shown(setup, progress || isatty(STDERR_FILENO) != 0);
  for (Instant t = setup.from; t < setup.to;) {
    t = std::min(setup.to, t + a_slice);
    for (auto* simulation : simulations) {
      if (auto done = simulation->run_until(t); !done) return done;
    }
    if (after_slice) after_slice(t);
    shown.at(t, *simulations.front());
  }
  return {};
}

}  // namespace fenghuo::simulate
