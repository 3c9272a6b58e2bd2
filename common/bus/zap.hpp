// Who may enter through CURVE: libzmq asks this handler about every client (ZAP, rfc.zeromq.org/spec/27). Without a handler libzmq lets
// anybody in.
//
// Thread: the handler answers on its own thread; admit() may be called from any. It must run before a socket with CURVE binds, and ends
// when its context is shut down. Anything that is not exactly a known key in a known domain is refused.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "common/base/result.hpp"

namespace zmq {
class context_t;
class socket_t;
}  // namespace zmq

namespace fenghuo::bus {

class ZapHandler {
 public:
  static Result<std::unique_ptr<ZapHandler>> start(zmq::context_t& context);
  ~ZapHandler();  // after the context was shut down
  ZapHandler(const ZapHandler&) = delete;
  ZapHandler& operator=(const ZapHandler&) = delete;

  // Opens a domain of its own for the binary public keys; forgotten again with the Pass.
  class Pass {
   public:
    Pass(ZapHandler& handler, std::string domain) : handler_(&handler), domain_(std::move(domain)) {}
    Pass(Pass&& other) noexcept : handler_(std::exchange(other.handler_, nullptr)), domain_(std::move(other.domain_)) {}
    Pass& operator=(Pass&&) = delete;
    ~Pass();
    const std::string& domain() const { return domain_; }

   private:
    ZapHandler* handler_;
    std::string domain_;
  };
  Pass admit(std::set<std::string> keys);

 private:
  explicit ZapHandler(zmq::socket_t socket);
  void serve(zmq::socket_t socket);
  bool knows(const std::string& domain, const std::string& key);

  std::mutex mutex_;
  std::map<std::string, std::set<std::string>> domains_;
  std::uint64_t last_domain_ = 0;
  std::thread thread_;
};

}  // namespace fenghuo::bus
