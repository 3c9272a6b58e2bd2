#include "common/config/bundle_loader.hpp"

#include <filesystem>

#include "common/base/bytes.hpp"
#include "common/clock/clock.hpp"
#include "common/config/bundle_files.hpp"
#include "common/config/lint.hpp"
#include "common/config/lint_duties.hpp"
#include "common/config/shapes.hpp"

namespace fenghuo {
namespace config {
namespace {

constexpr std::string_view any_yaml = "/*.yaml";

void load_one(const std::string& path, const BundleFile& file, Draft& draft) {
  if (std::error_code error; file.optional && !std::filesystem::exists(path, error)) {
    Node none;
    none.place = {path};
    return file.read(none, draft);
  }
  const auto root = parse_file(path, draft.faults);
  if (!root) return excuse_names(file.shape(), draft.names);
  check_shape(*root, file.shape(), "", draft.faults, draft.names);
  file.read(*root, draft);
}

// A file beside those that are read, named almost like them: its author thinks that it counts.
void warn_of_unread(const std::string& folder, Draft& draft) {
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    if (entry.path().extension() == ".yml" || entry.path().extension() == ".YAML")
      draft.faults.warning({entry.path().string()}, "this file is not read", "let its name end with .yaml");
  }
}

void load_file(const std::string& config_dir, const BundleFile& file, Draft& draft) {
  for (const std::string& name : names_of(config_dir, file)) load_one(config_dir + "/" + name, file, draft);
  if (file.name.ends_with(any_yaml)) warn_of_unread(config_dir + "/" + file.name.substr(0, file.name.size() - any_yaml.size()), draft);
}

void lint_all(Draft& draft, int this_year) {
  lint_bundle(draft, this_year);
  lint_duties(draft);
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
      {"mail.yaml", mail_shape, read_mail, true},
      {"providers.yaml", providers_shape, read_providers},
      {"calendar.yaml", calendar_shape, read_calendar},
      {"policy.yaml", policy_shape, read_policy},
      {"plans.yaml", plans_shape, read_plans, true},
      {"obligations/*.yaml", obligations_shape, read_obligations},
  };
  return files;
}

std::vector<std::string> names_of(const std::string& config_dir, const BundleFile& file) {
  if (!file.name.ends_with(any_yaml)) return {file.name};
  const std::string folder = file.name.substr(0, file.name.size() - any_yaml.size());
  std::vector<std::string> names;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(config_dir + "/" + folder, error)) {
    if (entry.path().extension() == ".yaml") names.push_back(folder + "/" + entry.path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
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
  if (draft.faults.errors() == 0) lint_all(draft, this_year);
  return draft;
}

}  // namespace config

BundleLoad load_bundle(const std::string& config_dir) {
  config::Draft draft = config::load_draft(config_dir, config::year_of(wall_now()));
  return {std::move(draft.bundle), draft.faults.take()};
}

std::string bundle_hash(const wire::Bundle& bundle) { return digest_of(bundle); }

}  // namespace fenghuo
