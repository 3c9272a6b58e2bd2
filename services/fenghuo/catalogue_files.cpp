#include "services/fenghuo/catalogue_files.hpp"

#include <stdlib.h>
#include <sys/stat.h>

#include <filesystem>

#include "common/base/bytes.hpp"
#include "common/config/bundle_files.hpp"
#include "common/config/bundle_loader.hpp"
#include "common/config/values.hpp"
#include "common/config/yaml_keys.hpp"
#include "services/fenghuo/files.hpp"

namespace fenghuo::catalogue {
namespace {

namespace fs = std::filesystem;

struct File {
  std::string name, text, changed;
  config::Node root;  // of `changed`
};

// A folder that goes away with its owner.
class Copy {
 public:
  explicit Copy(const std::string& folder) {
    path_ = (fs::temp_directory_path() / "fenghuo-confirm-XXXXXX").string();
    if (::mkdtemp(path_.data()) == nullptr) {
      path_.clear();
      return;
    }
    std::error_code error;
    fs::copy(folder, path_, fs::copy_options::recursive, error);
    if (error) why_ = error.message();
  }
  Copy(const Copy&) = delete;
  Copy& operator=(const Copy&) = delete;
  ~Copy() {
    std::error_code ignored;
    if (!path_.empty()) fs::remove_all(path_, ignored);
  }
  const std::string& path() const { return path_; }
  const std::string& why() const { return why_; }

 private:
  std::string path_, why_;
};

std::string path_in(const std::string& folder, const std::string& name) { return folder + "/" + name; }

// The files that hold duties and plans.
std::vector<std::string> names_in(const std::string& folder) {
  std::vector<std::string> names = {"plans.yaml"};
  for (const auto& file : config::bundle_files()) {
    if (!file.name.starts_with("obligations/")) continue;
    const auto found = config::names_of(folder, file);
    names.insert(names.end(), found.begin(), found.end());
  }
  return names;
}

class Files {
 public:
  Files(const std::string& folder, config::FaultList& faults) : folder_(folder) {
    for (const auto& name : names_in(folder)) {
      File file{name, {}, {}, {}};
      auto text = config::read_text(path_in(folder, name), faults);
      if (!text) continue;
      auto root = config::parse_yaml(*text, path_in(folder, name), faults);
      if (!root) continue;
      file.changed = *text;
      file.text = std::move(*text);
      file.root = std::move(*root);
      files_.push_back(std::move(file));
    }
  }

  Result<Entry> set(const std::string& list, const std::string& id, const config::KeyValues& keys) {
    for (auto& file : files_) {
      const auto& items = config::items_at(file.root, list);
      const auto found = std::find_if(items.begin(), items.end(), [&](const auto& item) { return config::text_at(item, "id") == id; });
      if (found == items.end()) continue;
      const auto title = config::text_at(*found, "title");
      auto changed = config::set_item_keys(file.changed, file.root, list, static_cast<std::size_t>(found - items.begin()), keys);
      if (!changed) return fail(folder_ + "/" + file.name + ": " + changed.error().message);
      config::FaultList faults;
      auto root = config::parse_yaml(*changed, file.name, faults);
      if (!root) return fail(folder_ + "/" + file.name + ": its text can't be changed faithfully");
      file.changed = std::move(*changed);
      file.root = std::move(*root);
      return Entry{id, title, file.name};
    }
    const char* where = list == "plans" ? "plan in plans.yaml" : "duty in obligations/";
    return fail("there is no " + std::string(where) + " with the id \"" + printable(id, 60) + "\"; see: fenghuo check");
  }

  // Of the whole configuration as it would be.
  Result<std::vector<Fault>> check() const {
    const Copy copy(folder_);
    if (copy.path().empty() || !copy.why().empty()) return fail(folder_ + ": no copy can be made to check it in: " + copy.why());
    for (const auto& file : files_) {
      if (const auto put = supervise::write_file(path_in(copy.path(), file.name), file.changed, 0600); !put)
        return tl::unexpected(put.error());
    }
    auto faults = load_bundle(copy.path()).faults;
    std::erase_if(faults, [](const Fault& fault) { return fault.severity == Fault::Severity::warning; });
    for (auto& fault : faults) {
      if (fault.file.starts_with(copy.path())) fault.file.replace(0, copy.path().size(), folder_);
    }
    return faults;
  }

  Result<void> write() const {
    for (const auto& file : files_) {
      if (file.changed == file.text) continue;
      const std::string path = path_in(folder_, file.name);
      config::FaultList faults;
      const auto now = config::read_text(path, faults);
      if (!now || *now != file.text) return fail(path + " was changed by somebody else meanwhile; nothing more is written, confirm again");
      struct stat about {};
      const mode_t mode = ::stat(path.c_str(), &about) == 0 ? about.st_mode & 07777U : 0644U;
      if (auto put = supervise::write_file(path, file.changed, mode); !put) return put;
    }
    return {};
  }

 private:
  const std::string& folder_;
  std::vector<File> files_;
};

}  // namespace

Result<Written> confirm(const std::string& folder, const Confirmation& confirmation) {
  Written out;
  config::FaultList faults;
  Files files(folder, faults);
  if (faults.errors() > 0) {
    out.faults = faults.take();
    return out;
  }
  const config::KeyValues who = {{"confirmed_by", confirmation.by}, {"confirmed_on", confirmation.on}};
  for (const auto& [list, ids, first] : {std::tuple{"duties", &confirmation.duties, std::pair{"status", "confirmed"}},
                                         std::tuple{"plans", &confirmation.plans, std::pair{"confirmed", "true"}}}) {
    config::KeyValues keys = {{first.first, first.second}};
    keys.insert(keys.end(), who.begin(), who.end());
    for (const auto& id : *ids) {
      auto entry = files.set(list, id, keys);
      if (!entry) return tl::unexpected(entry.error());
      out.entries.push_back(std::move(*entry));
    }
  }
  auto checked = files.check();
  if (!checked) return tl::unexpected(checked.error());
  out.faults = std::move(*checked);
  if (!out.faults.empty()) return out;
  if (const auto written = files.write(); !written) return tl::unexpected(written.error());
  return out;
}

}  // namespace fenghuo::catalogue
