// directory.yaml and destinations.yaml of a configuration folder, changed together or not at all: the new texts are loaded with all other
// files of the folder first, and written only when the whole is sound. A file that somebody changed meanwhile is not overwritten.
// Thread: main. Failure: faults with their places, nothing written.
#pragma once

#include <string>
#include <vector>

#include "common/base/result.hpp"
#include "common/config/fault.hpp"
#include "common/config/node.hpp"
#include "services/fenghuo/directory_merge.hpp"

namespace fenghuo::directory {

class ConfigFiles {
 public:
  explicit ConfigFiles(std::string folder) : folder_(std::move(folder)) {}

  // False with faults: a file is missing or no YAML.
  bool read(config::FaultList& faults);
  const config::Node& directory() const { return directory_.root; }
  const config::Node& destinations() const { return destinations_.root; }

  Result<void> edit(const Merge& merge);
  // Faults of the whole configuration as it would be; lines are those of the new texts.
  Result<std::vector<Fault>> check() const;
  // destinations.yaml first: with the old directory.yaml beside it the folder is sound at every moment.
  Result<void> write() const;

 private:
  struct File {
    std::string name, text, changed;
    config::Node root;
  };
  std::string path(const File& file) const { return folder_ + "/" + file.name; }
  bool read(File& file, config::FaultList& faults);
  Result<void> write(const File& file) const;
  Result<void> stage(const std::string& folder) const;

  std::string folder_;
  File directory_{"directory.yaml", {}, {}, {}};
  File destinations_{"destinations.yaml", {}, {}, {}};
};

}  // namespace fenghuo::directory
