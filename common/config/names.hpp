// The names a configuration defines (units, roles, destinations, levels …) and where each is used: references are checked once, for all
// files together. Not thread-safe: one per load.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "common/config/fault_list.hpp"

namespace fenghuo::config {

class Names {
 public:
  // A second definition of a name is a fault at its place.
  void define(const std::string& kind, const std::string& name, const Place& place, const std::string& path, FaultList& faults);
  void use(const std::string& kind, const std::string& name, const Place& place, const std::string& path);
  // The file that defines these kinds could not be read: uses of them are no faults of their own.
  void excuse(const std::string& kind) { excused_.insert(kind); }
  // A fault for every use of a name nobody defined.
  void resolve(FaultList& faults) const;

  bool knows(const std::string& kind, const std::string& name) const;
  Place place(const std::string& kind, const std::string& name) const;  // of its definition; file empty when unknown

 private:
  struct Use {
    std::string kind, name;
    Place place;
    std::string path;
  };
  std::map<std::string, std::map<std::string, Place>> defined_;
  std::vector<Use> used_;
  std::set<std::string> excused_;
};

}  // namespace fenghuo::config
