// Collects the faults of one load, so that a reader sees them all at once and not only the first. Bounded: past the cap one last fault says
// so. Not thread-safe: one per load.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "common/config/fault.hpp"

namespace fenghuo::config {

// Where something stands in a file. Line and column count from 1 in characters; 0 = the whole file.
struct Place {
  std::string file;
  int line = 0, column = 0;
};

std::string to_text(const Place& place);  // file:line:col

class FaultList {
 public:
  static constexpr std::size_t cap = 200;

  void error(const Place& place, std::string what, std::string remedy);
  void warning(const Place& place, std::string what, std::string remedy);
  std::size_t errors() const { return errors_; }
  // In file order of their appearance; errors and warnings as they came.
  std::vector<Fault> take() { return std::move(faults_); }

 private:
  void add(const Place& place, std::string what, std::string remedy, Fault::Severity severity);

  std::vector<Fault> faults_;
  std::size_t errors_ = 0;
};

}  // namespace fenghuo::config
