#include "services/fenghuo/directory_files.hpp"

#include <stdlib.h>
#include <sys/stat.h>

#include <filesystem>

#include "common/config/bundle_loader.hpp"
#include "services/fenghuo/files.hpp"

namespace fenghuo::directory {
namespace {

namespace fs = std::filesystem;

// A folder that goes away with its owner.
class StagingFolder {
 public:
  StagingFolder() {
    path_ = (fs::temp_directory_path() / "fenghuo-import-XXXXXX").string();
    if (::mkdtemp(path_.data()) == nullptr) path_.clear();
  }
  StagingFolder(const StagingFolder&) = delete;
  StagingFolder& operator=(const StagingFolder&) = delete;
  ~StagingFolder() {
    std::error_code ignored;
    if (!path_.empty()) fs::remove_all(path_, ignored);
  }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

mode_t mode_of(const std::string& path) {
  struct stat about {};
  return ::stat(path.c_str(), &about) == 0 ? about.st_mode & 07777U : 0644U;
}

}  // namespace

bool ConfigFiles::read(File& file, config::FaultList& faults) {
  auto text = config::read_text(path(file), faults);
  if (!text) return false;
  auto root = config::parse_yaml(*text, path(file), faults);
  if (!root) return false;
  file.changed = *text;
  file.text = std::move(*text);
  file.root = std::move(*root);
  return true;
}

bool ConfigFiles::read(config::FaultList& faults) {
  const auto before = faults.errors();
  const bool one = read(directory_, faults), other = read(destinations_, faults);
  return one && other && faults.errors() == before;
}

Result<void> ConfigFiles::edit(const Merge& merge) {
  for (auto [file, edits] : {std::pair{&directory_, &merge.directory}, std::pair{&destinations_, &merge.destinations}}) {
    if (edits->empty()) continue;
    auto changed = config::edit_items(file->text, file->root, *edits);
    if (!changed) return fail(path(*file) + ": " + changed.error().message);
    file->changed = std::move(*changed);
  }
  return {};
}

// The two new files, and links to everything else of the folder.
Result<void> ConfigFiles::stage(const std::string& folder) const {
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder_, error)) {
    const std::string name = entry.path().filename().string();
    if (name == directory_.name || name == destinations_.name) continue;
    fs::create_symlink(fs::absolute(entry.path()), fs::path(folder) / name, error);
    if (error) break;
  }
  if (error) return fail(folder_ + ": the check of the new files can't be prepared: " + error.message());
  for (const File* file : {&directory_, &destinations_}) {
    if (const auto written = supervise::write_file(folder + "/" + file->name, file->changed, 0600); !written) return written;
  }
  return {};
}

Result<std::vector<Fault>> ConfigFiles::check() const {
  const StagingFolder staging;
  if (staging.path().empty()) return fail("no temporary folder can be made to check the new files in");
  if (const auto staged = stage(staging.path()); !staged) return tl::unexpected(staged.error());
  auto faults = load_bundle(staging.path()).faults;
  for (Fault& fault : faults) {
    if (fault.file.starts_with(staging.path())) fault.file.replace(0, staging.path().size(), folder_);
  }
  return faults;
}

Result<void> ConfigFiles::write(const File& file) const {
  if (file.changed == file.text) return {};
  config::FaultList faults;
  const auto now = config::read_text(path(file), faults);
  if (!now || *now != file.text) return fail(path(file) + " was changed by somebody else meanwhile; nothing more is written, import again");
  return supervise::write_file(path(file), file.changed, mode_of(path(file)));
}

Result<void> ConfigFiles::write() const {
  if (const auto written = write(destinations_); !written) return written;
  return write(directory_);
}

}  // namespace fenghuo::directory
