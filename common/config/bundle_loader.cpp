#include "common/config/bundle_loader.hpp"

#include <filesystem>

#include "common/base/bytes.hpp"
#include "common/clock/clock.hpp"
#include "common/config/bundle_files.hpp"
#include "common/config/lint.hpp"
#include "common/config/shapes.hpp"

namespace fenghuo {
namespace config {
namespace {

void load_file(const std::string& config_dir, const BundleFile& file, Draft& draft) {
  const auto root = parse_file(config_dir + "/" + file.name, draft.faults);
  if (!root) return excuse_names(file.shape(), draft.names);
  check_shape(*root, file.shape(), "", draft.faults, draft.names);
  file.read(*root, draft);
}

int year_of(Instant now) { return static_cast<int>(std::chrono::year_month_day{std::chrono::floor<std::chrono::days>(now)}.year()); }

}  // namespace

const std::vector<BundleFile>& bundle_files() {
  static const std::vector<BundleFile> files{
      {"levels.yaml", levels_shape, read_levels},
      {"ladders.yaml", ladders_shape, read_ladders},
      {"categories.yaml", categories_shape, read_categories},
      {"directory.yaml", directory_shape, read_directory},
      {"destinations.yaml", destinations_shape, read_destinations},
      {"providers.yaml", providers_shape, read_providers},
      {"calendar.yaml", calendar_shape, read_calendar},
      {"policy.yaml", policy_shape, read_policy},
  };
  return files;
}

Draft load_draft(const std::string& config_dir, int this_year) {
  Draft draft;
  std::error_code error;
  if (!std::filesystem::is_directory(config_dir, error)) {
    draft.faults.error({config_dir}, "there is no such configuration folder", "name an existing one with --config");
    return draft;
  }
  for (const BundleFile& file : bundle_files()) load_file(config_dir, file, draft);
  draft.names.resolve(draft.faults);
  if (draft.faults.errors() == 0) lint_bundle(draft, this_year);
  return draft;
}

}  // namespace config

BundleLoad load_bundle(const std::string& config_dir) {
  config::Draft draft = config::load_draft(config_dir, config::year_of(wall_now()));
  return {std::move(draft.bundle), draft.faults.take()};
}

std::string bundle_hash(const wire::Bundle& bundle) { return digest_of(bundle); }

}  // namespace fenghuo
