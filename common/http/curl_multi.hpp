// Outgoing HTTP: one curl multi handle that posts many requests at once, behind the address guard.
//
// What holds for every request: POST, HTTP/1.1, http and https only, no redirects, no proxy, no cookies, no decompression; the address
// dialled, or of a connection kept open, is judged for this request's own networks before a byte is sent; headers, body and time of the
// reply are bounded; curl's own silent repetition of a request on a dead connection is stopped, since every attempt has to be on record.
//
// Thread: one thread owns it; nothing blocks but wait(). Completions are called from run(), cancel_all() or the destructor's owner, never
// from submit(). Failure: troubles are values in HttpReply; only the creation of curl's handles throws.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "common/clock/clock.hpp"
#include "common/http/address_guard.hpp"

namespace fenghuo {

struct HttpRequest {
  std::uint64_t id = 0;  // comes back in the reply
  std::string url;
  std::vector<std::pair<const char*, std::string>> headers;  // name (static), value
  std::string body;
  Millis timeout{15000};  // from submit to the end of the reply
  Millis connect_timeout{5000};
  std::shared_ptr<const std::vector<Cidr>> allow;  // null = public addresses only
  std::size_t max_reply_bytes = 64U << 10U;
  std::string resolve;  // tests: "host:port:address[,address]" instead of the resolver
};

enum class HttpTrouble {
  none,         // a final status line came, whatever happened to the rest
  refused,      // the guard refused every address there was: HttpReply::reason names one
  bad_url,      // nothing that can be posted to
  unreachable,  // no name, no route, no connection, no TLS
  broken,       // time-out, reset or nonsense instead of a status line
  cancelled,    // cancel_all()
};

struct HttpReply {
  std::uint64_t id = 0;
  HttpTrouble trouble = HttpTrouble::none;
  int status = 0;             // 0 = no final status line
  bool sent_in_full = false;  // the whole request left, so that it may have been acted on
  std::string reason;         // of the trouble, safe to show: never the URL, never the receiver's words
  std::string retry_after;    // header as received, at most 64 bytes
  std::string body;           // first bytes of the reply
  Millis took{0};
};

class CurlMulti {
 public:
  using Done = std::function<void(HttpReply&&)>;
  // keep: connections kept open while idle.
  CurlMulti(Done done, std::size_t keep);
  ~CurlMulti();  // drops what is under way without a word
  CurlMulti(const CurlMulti&) = delete;
  CurlMulti& operator=(const CurlMulti&) = delete;

  void submit(HttpRequest request);
  // Does what can be done now and reports what is finished.
  void run();
  // Sleeps until there is something to do, one of the extra descriptors can be read, or the time is over.
  void wait(std::span<const int> extra, Millis longest);
  std::size_t in_flight() const;
  // Ends everything under way with HttpTrouble::cancelled.
  void cancel_all();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace fenghuo
