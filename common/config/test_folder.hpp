// Tests only: a configuration folder of one's own, empty or a copy of the shipped one, removed afterwards.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>

#include "common/config/fault.hpp"

namespace fenghuo::config {

inline const std::string shipped_config = FENGHUO_SHIPPED_CONFIG;

inline std::string slurp(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw std::runtime_error("no file " + path);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

class TestFolder {
 public:
  TestFolder() {
    std::string name = std::filesystem::temp_directory_path() / "fenghuo-config-XXXXXX";
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("mkdtemp failed");
    path_ = name;
  }
  TestFolder(const TestFolder&) = delete;
  TestFolder& operator=(const TestFolder&) = delete;
  ~TestFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }

  static TestFolder shipped() { return TestFolder(shipped_config); }

  std::string path(const std::string& file = {}) const { return file.empty() ? path_ : path_ + "/" + file; }
  void write(const std::string& file, const std::string& text) const { std::ofstream(path(file), std::ios::binary) << text; }
  std::string read(const std::string& file) const { return slurp(path(file)); }
  void remove(const std::string& file) const { std::filesystem::remove_all(path(file)); }
  // Replaces the first occurrence; one that is not there is a mistake of the test.
  void replace(const std::string& file, const std::string& from, const std::string& to) const {
    std::string text = read(file);
    const auto at = text.find(from);
    if (at == std::string::npos) throw std::runtime_error(file + " has no: " + from);
    write(file, text.replace(at, from.size(), to));
  }
  // "line:col" of a text in a file, in characters.
  std::string place_of(const std::string& file, const std::string& what) const {
    const std::string text = read(file);
    const auto at = text.find(what);
    if (at == std::string::npos) throw std::runtime_error(file + " has no: " + what);
    const auto line = std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n') + 1;
    int column = 1;
    for (auto i = text.rfind('\n', at) + 1; i < at; ++i) column += (static_cast<unsigned char>(text[i]) & 0xC0U) != 0x80U ? 1 : 0;
    return std::to_string(line) + ":" + std::to_string(column);
  }

 private:
  explicit TestFolder(const std::string& from) : TestFolder() {
    for (const auto& entry : std::filesystem::directory_iterator(from)) {
      if (entry.path().extension() == ".yaml") std::filesystem::copy(entry.path(), path_ + "/" + entry.path().filename().string());
    }
    std::filesystem::copy(from + "/obligations", path_ + "/obligations");
  }

  std::string path_;
};

// One fault a line, without the folder: "ladders.yaml:3:5: …".
inline std::string report(const std::vector<Fault>& faults, const std::string& folder) {
  std::string text;
  for (Fault fault : faults) {
    if (fault.file.starts_with(folder + "/")) fault.file.erase(0, folder.size() + 1);
    text += to_text(fault) + "\n";
  }
  return text;
}

}  // namespace fenghuo::config
