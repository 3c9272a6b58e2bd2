// One request under way, behind CurlMulti: its easy handle, what curl calls back, and what its end means. Private to this folder.
//
// Thread: CurlMulti's. The easy handle and the memory of the header list serve one request after the other; curl holds pointers into a
// Transfer, so it never moves.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "common/http/curl_multi.hpp"
#include "common/http/dial_guard.hpp"

struct curl_slist;

namespace fenghuo {

struct Transfer {
  Transfer();
  ~Transfer();
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;

  void begin(HttpRequest next);
  // A connection kept open for one destination may lead where another must not go, though the name has an address for both.
  bool kept_connection_refused() const;
  void dial_anew();
  // Fills in the reply; code is curl's.
  void conclude(int code);
  std::span<const Cidr> allow() const { return request.allow ? std::span<const Cidr>{*request.allow} : std::span<const Cidr>{}; }

  void* easy;
  bool active = false;  // known to the multi handle
  HttpRequest request;
  HttpReply reply;
  std::string url_set;             // what the handle has been told
  std::vector<std::string> lines;  // "name: value"; the list below points into it, so nothing is copied or allocated anew
  std::vector<curl_slist> list;
  curl_slist* resolve = nullptr;
  std::chrono::steady_clock::time_point start;
  DialGuard guard;
  int requests = 0;    // how often curl was about to send: the second time is its own silent repetition
  bool fresh = false;  // dialled anew, see kept_connection_refused()
  bool status_line_next = true;
  std::size_t header_bytes = 0, body_bytes = 0;

 private:
  void prepare();
};

}  // namespace fenghuo
