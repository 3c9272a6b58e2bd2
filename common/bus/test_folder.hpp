// For tests: a fresh private folder, removed with everything in it; and waiting for a condition. Not linked by any program.
#pragma once

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>

#include "common/bus/bus.hpp"
#include "common/clock/clock.hpp"

namespace fenghuo {

class TestFolder {
 public:
  TestFolder() {
    std::string name = std::filesystem::temp_directory_path() / "fenghuo-XXXXXX";
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("mkdtemp " + name);
    path_ = name;
  }
  ~TestFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TestFolder(const TestFolder&) = delete;
  TestFolder& operator=(const TestFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }
  std::string file(const std::string& name) const { return path_ / name; }
  std::string ipc(const std::string& name) const { return "ipc://" + file(name); }

 private:
  std::filesystem::path path_;
};

// Asks again whenever one of the sockets can be read, and now and then; false only after a time no healthy machine needs.
template <class Condition>
bool eventually(Condition condition, std::initializer_list<const bus::Socket*> sockets = {}) {
  const auto until = steady_now() + std::chrono::seconds{60};
  while (!condition()) {
    if (steady_now() > until) return false;
    bus::poll({sockets.begin(), sockets.size()}, {}, std::chrono::milliseconds{5});
  }
  return true;
}

// Sends as soon as somebody is there.
inline bool send_eventually(bus::Dealer& dealer, wire::Type type, const std::string& payload) {
  return eventually([&] { return dealer.send(type, payload) == bus::Sent::yes; });
}

inline std::optional<bus::Incoming> receive_eventually(bus::Socket& socket) {
  std::optional<bus::Incoming> in;
  eventually([&] { return (in = socket.receive()).has_value(); }, {&socket});
  return in;
}

}  // namespace fenghuo
