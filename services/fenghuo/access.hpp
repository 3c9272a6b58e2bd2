// A command's line to the running ledger: settings, the client, and the names of the bundle in force.
// Thread: main only. Failures come back as Error whose text says which endpoint is silent and how to start the ledger.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "common/bus/bus.hpp"
#include "common/calendar/calendar.hpp"
#include "common/clock/zone.hpp"
#include "common/config/settings.hpp"
#include "common/worker/ledger_client.hpp"
#include "services/fenghuo/command.hpp"

namespace fenghuo::cli {

class Access {
 public:
  Access(Settings settings, std::string config_dir);
  LedgerClient& ledger() { return *client_; }
  const Settings& settings() const { return settings_; }
  const std::string& config_dir() const { return config_dir_; }

  // A failed call's error with the way out: how to start Fenghuo.
  Error explain(const Error& error) const;

  Result<wire::Operated> operate(const std::string& what, const std::vector<std::pair<std::string, std::string>>& args = {},
                                 std::string blob = {});
  using Filters = std::vector<std::pair<std::string, std::string>>;
  // Every row of a query, page by page, until take says no.
  Result<void> each(const std::string& what, const Filters& filters, const std::function<bool(const std::string&)>& take);
  Result<wire::StatusView> status();
  // id text (13 characters), number 舆〔2027〕3号, key topic/…, or "latest"
  Result<wire::MatterView> matter(const std::string& reference);
  // The bundle in force; an empty one when none is active yet.
  const wire::Bundle& bundle();
  // A time as people of the bundle's zone read it, with its offset; empty for 0.
  std::string time(std::int64_t ms);
  // An event in one Chinese sentence.
  std::string story(const wire::EventView& event);

  Zone zone();  // of the bundle; UTC when none is active
  // The bundle's, in its zone; an Error: its days can't be read.
  Result<std::shared_ptr<const Calendar>> calendar();
  // The ledger's clock, asked once a command.
  Result<Instant> now();

 private:
  Settings settings_;
  std::string config_dir_;
  bus::Context context_;
  std::unique_ptr<LedgerClient> client_;
  std::shared_ptr<const wire::Bundle> bundle_;
  std::shared_ptr<const Calendar> calendar_;
  std::optional<Instant> now_;
};

// Why no ledger can answer, without waiting for a time-out, and how to start one; nullopt: one may.
std::optional<Error> no_ledger(const Settings& settings);

// Settings of the common options; faults are printed. nullopt: exit_usage.
std::optional<Settings> settings_of(const Common& common);

// Loads the settings, then does the work; the message of an Error is printed.
int with_ledger(const Common& common, const std::function<Result<int>(Access&)>& work);

// The account that acts at this terminal: "cli:<user>".
std::string operator_name();

}  // namespace fenghuo::cli
