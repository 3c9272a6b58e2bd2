#include "common/http/dial_guard.hpp"

#include <curl/curl.h>
#include <sys/socket.h>

#include <stdexcept>

namespace fenghuo {
namespace {

curl_socket_t open_socket(void* data, curlsocktype, curl_sockaddr* address) {
  auto& guard = *static_cast<DialGuard*>(data);
  auto verdict = judge_address(address->addr, address->addrlen, guard.allow);
  if (!verdict.allowed) {
    guard.refusal = std::move(verdict);
    return CURL_SOCKET_BAD;
  }
  guard.dialled = true;
  return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

}  // namespace

void DialGuard::begin(std::span<const Cidr> networks) {
  allow = networks;
  dialled = false;
  refusal.reset();
}

bool DialGuard::may_use(std::string_view address) {
  auto verdict = judge_address(address, allow);
  if (verdict.allowed) return true;
  refusal = std::move(verdict);
  return false;
}

void guard_dialling(void* easy, DialGuard& guard) {
  if (curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, &open_socket) != CURLE_OK ||
      curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, static_cast<void*>(&guard)) != CURLE_OK)
    throw std::runtime_error("libcurl takes no guard");
}

}  // namespace fenghuo
