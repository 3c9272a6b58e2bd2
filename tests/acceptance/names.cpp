// A private answer to "what is the address of this name", for the test of the address guard: put before getaddrinfo by LD_PRELOAD.
//
// FENGHUO_TEST_NAMES names a file with lines "name address[,address] [address[,address]]…": one group a look-up, the last one for all later
// ones. Each look-up is noted in <file>.asked, so that the count outlives the process. Other names go to the real resolver. No root, no
// name server needed.
#include <arpa/inet.h>
#include <dlfcn.h>
#include <netdb.h>

#include <cstdlib>
#include <cstring>
#include <fstream>
#include <mutex>
#include <sstream>
#include <string>
#include <vector>

namespace {

std::mutex asking;

std::size_t look_ups_before(const std::string& path, const std::string& name) {
  std::ifstream in(path + ".asked");
  std::size_t count = 0;
  for (std::string line; std::getline(in, line);) count += line == name ? 1 : 0;
  std::ofstream(path + ".asked", std::ios::app) << name << '\n';
  return count;
}

// The addresses for this look-up; empty: not one of ours.
std::vector<std::string> addresses_of(const std::string& name) {
  const char* path = std::getenv("FENGHUO_TEST_NAMES");
  if (path == nullptr) return {};
  const std::lock_guard lock(asking);
  std::ifstream in(path);
  for (std::string line; std::getline(in, line);) {
    std::istringstream words(line);
    std::string first;
    words >> first;
    if (first != name) continue;
    std::vector<std::string> groups;
    for (std::string group; words >> group;) groups.push_back(group);
    std::istringstream chosen(groups.at(std::min(look_ups_before(path, name), groups.size() - 1)));
    std::vector<std::string> addresses;
    for (std::string one; std::getline(chosen, one, ',');) addresses.push_back(one);
    return addresses;
  }
  return {};
}

using GetAddrInfo = int (*)(const char*, const char*, const addrinfo*, addrinfo**);

}  // namespace

// The list is chained from the real function's answers to numeric addresses, so that the real freeaddrinfo frees it.
extern "C" int getaddrinfo(const char* node, const char* service, const addrinfo* hints, addrinfo** result) {
  static const auto real = reinterpret_cast<GetAddrInfo>(::dlsym(RTLD_NEXT, "getaddrinfo"));
  const auto addresses = node == nullptr ? std::vector<std::string>{} : addresses_of(node);
  if (addresses.empty()) return real(node, service, hints, result);
  addrinfo wanted{};
  if (hints != nullptr) wanted = *hints;
  wanted.ai_flags = (wanted.ai_flags & ~AI_ADDRCONFIG) | AI_NUMERICHOST;
  wanted.ai_family = AF_UNSPEC;
  addrinfo* first = nullptr;
  addrinfo** end = &first;
  for (const auto& address : addresses) {
    if (const int code = real(address.c_str(), service, &wanted, end); code != 0) return code;
    while (*end != nullptr) end = &(*end)->ai_next;
  }
  *result = first;
  return 0;
}
