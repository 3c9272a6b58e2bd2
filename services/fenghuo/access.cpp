#include "services/fenghuo/access.hpp"

#include <pwd.h>
#include <unistd.h>

#include <filesystem>
#include <iostream>

#include "common/base/bytes.hpp"
#include "common/base/ids.hpp"
#include "common/messages/frame.hpp"
#include "common/messages/matter_numbers.hpp"
#include "common/template/story.hpp"
#include "services/fenghuo/reference.hpp"

namespace fenghuo::cli {

namespace {

constexpr std::uint32_t page_rows = 500;

std::string start_hint(const Settings& settings) { return "is Fenghuo running? Start it with: fenghuo up --data " + settings.data_dir; }

// An ipc endpoint whose socket file is not there can't answer: say so at once instead of waiting for the time-out.
std::optional<std::string> missing_socket(const std::string& endpoint) {
  constexpr std::string_view scheme = "ipc://";
  if (!endpoint.starts_with(scheme)) return std::nullopt;
  const std::string path = endpoint.substr(scheme.size());
  std::error_code ignored;
  if (std::filesystem::exists(path, ignored)) return std::nullopt;
  return "no ledger listens at " + endpoint;
}

}  // namespace

Access::Access(Settings settings, std::string config_dir)
    : settings_(std::move(settings)), config_dir_(std::move(config_dir)), client_(std::make_unique<LedgerClient>(context_, settings_)) {}

Error Access::explain(const Error& error) const { return Error{error.message + "; " + start_hint(settings_)}; }

Result<wire::Operated> Access::operate(const std::string& what, const std::vector<std::pair<std::string, std::string>>& args,
                                       std::string blob) {
  wire::Operate request;
  request.set_actor(operator_name());
  request.set_what(what);
  for (const auto& [name, value] : args) add_field(request.mutable_args(), name, value);
  request.set_blob(std::move(blob));
  auto answer = client_->operate(std::move(request));
  if (!answer) return tl::unexpected(explain(answer.error()));
  return answer;
}

Result<void> Access::each(const std::string& what, const Filters& filters, const std::function<bool(const std::string&)>& take) {
  std::uint64_t cursor = 0;
  do {
    wire::Query query;
    query.set_what(what);
    query.set_cursor(cursor);
    query.set_limit(page_rows);
    for (const auto& [name, value] : filters) add_field(query.mutable_filter(), name, value);
    auto rows = client_->query(std::move(query));
    if (!rows) return tl::unexpected(explain(rows.error()));
    if (!rows->error().empty()) return fail("the ledger refuses the query " + what + ": " + rows->error());
    for (const auto& row : rows->rows()) {
      if (!take(row)) return {};
    }
    cursor = rows->next();
  } while (cursor != 0);
  return {};
}

Result<wire::StatusView> Access::status() {
  wire::StatusView view;
  bool seen = false;
  auto done = each("status", {}, [&](const std::string& row) {
    seen = view.ParseFromString(row);
    return false;
  });
  if (!done) return tl::unexpected(done.error());
  if (!seen) return fail("the ledger answered the query status without a readable row; are all programs of one version?");
  return view;
}

Result<wire::MatterView> Access::matter(const std::string& reference) {
  using Kind = MatterReference::Kind;
  const MatterReference parsed = read_reference(reference);
  std::optional<wire::MatterView> found;
  const auto take = [&](const std::string& row) {
    wire::MatterView view;
    if (view.ParseFromString(row) && (parsed.kind != Kind::key || view.key() == parsed.value)) found = std::move(view);
    return !found;
  };
  Result<void> done;
  switch (parsed.kind) {
    case Kind::id:
      done = each("matter", {{"id", parsed.value}}, take);
      break;
    case Kind::number:
      done = each("matter", {{"number", std::string(matter_of_slip(parsed.value))}}, take);
      break;
    case Kind::key:
      done = each("matters", {{"q", parsed.value}}, take);
      break;  // newest first: a topic that came back has several
    case Kind::latest:
      done = each("matters", {{"open", "1"}}, take);
      break;
  }
  if (!done) return tl::unexpected(done.error());
  if (!found) return fail("no matter " + printable(reference) + "; see: fenghuo matters list");
  return std::move(*found);
}

const wire::Bundle& Access::bundle() {
  if (!bundle_) {
    auto fetched = client_->bundle("");
    bundle_ = fetched ? *fetched : std::make_shared<const wire::Bundle>();
  }
  return *bundle_;
}

Zone Access::zone() {
  const auto& name = bundle().timezone();
  const auto found = Zone::find(name.empty() ? "UTC" : name);
  return found ? *found : *Zone::find("UTC");
}

Result<std::shared_ptr<const Calendar>> Access::calendar() {
  if (calendar_ == nullptr) {
    auto made = Calendar::make(bundle().calendar(), zone());
    if (!made) return tl::unexpected(made.error());
    calendar_ = std::make_shared<const Calendar>(std::move(*made));
  }
  return calendar_;
}

Result<Instant> Access::now() {
  if (!now_) {
    const auto view = status();
    if (!view) return tl::unexpected(view.error());
    now_ = instant(view->now());
  }
  return *now_;
}

std::string Access::time(std::int64_t ms) { return ms == 0 ? std::string() : rfc3339(instant(ms), zone()); }

std::string Access::story(const wire::EventView& event) { return fenghuo::story(event, bundle(), zone()); }

std::optional<Settings> settings_of(const Common& common) {
  auto load = load_settings(common.config, common.data, common.set);
  for (const auto& fault : load.faults) std::cerr << to_text(fault) << '\n';
  if (has_errors(load.faults)) return std::nullopt;
  return std::move(load.settings);
}

std::optional<Error> no_ledger(const Settings& settings) {
  const auto missing = missing_socket(settings.endpoints.query);
  if (!missing) return std::nullopt;
  return Error{*missing + "; " + start_hint(settings)};
}

int with_ledger(const Common& common, const std::function<Result<int>(Access&)>& work) {
  auto settings = settings_of(common);
  if (!settings) return exit_usage;
  if (const auto missing = no_ledger(*settings)) return complain(*missing);
  Access access(std::move(*settings), common.config);
  const auto code = work(access);
  return code ? *code : complain(code.error());
}

std::string operator_name() {
  const passwd* user = getpwuid(geteuid());
  return "cli:" + (user == nullptr ? std::to_string(geteuid()) : std::string(user->pw_name));
}

}  // namespace fenghuo::cli
