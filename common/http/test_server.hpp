// A scripted HTTP server on plain sockets, for unit tests alone: it answers each request as told, and misbehaves as told.
//
// Thread: one accepting thread and one per connection, all joined by the destructor. Without a script every request gets 200.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <mutex>
#include <stdexcept>
#include <thread>

namespace fenghuo {

class PlainServer {
 public:
  enum class Then { keep, close, reset, hang, stream, stream_headers, drip };  // what follows the bytes
  struct Script {
    Script(std::string text, Then next = Then::keep) : bytes(std::move(text)), then(next) {}
    Script(const char* text) : bytes(text) {}
    std::string bytes;
    Then then = Then::keep;
  };

  PlainServer() {
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    stop_ = eventfd(0, EFD_CLOEXEC);
    sockaddr_in any{};
    any.sin_family = AF_INET;  // every address, so that a test sees which one was dialled
    socklen_t size = sizeof any;
    if (::bind(listener_, reinterpret_cast<sockaddr*>(&any), size) != 0 || ::listen(listener_, 512) != 0)
      throw std::runtime_error("the test server can't listen");
    ::getsockname(listener_, reinterpret_cast<sockaddr*>(&any), &size);
    port_ = ntohs(any.sin_port);
    acceptor_ = std::thread{[this] { accept_all(); }};
  }
  ~PlainServer() {
    const std::uint64_t one = 1;
    if (::write(stop_, &one, sizeof one) != sizeof one) std::abort();
    acceptor_.join();
    for (auto& one_thread : threads_) one_thread.join();
    ::close(listener_);
    ::close(stop_);
  }
  PlainServer(const PlainServer&) = delete;
  PlainServer& operator=(const PlainServer&) = delete;

  static std::string reply(int status, std::string_view body) {
    return "HTTP/1.1 " + std::to_string(status) + " As told\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
           std::string{body};
  }
  void script(std::initializer_list<Script> replies) {
    const std::lock_guard lock{mutex_};
    script_.assign(replies.begin(), replies.end());
  }
  void never_read() { never_read_ = true; }

  unsigned port() const { return port_; }
  std::vector<std::string> requests() const {
    const std::lock_guard lock{mutex_};
    return requests_;
  }
  // The local address of each connection, in order.
  std::vector<std::string> dialled() const {
    const std::lock_guard lock{mutex_};
    return dialled_;
  }
  std::size_t connections() const { return dialled().size(); }
  std::size_t streamed() const { return streamed_; }

 private:
  // False when the server is to stop.
  bool readable(int fd, int timeout_ms = -1) const {
    pollfd fds[] = {{fd, POLLIN, 0}, {stop_, POLLIN, 0}};
    ::poll(fds, 2, timeout_ms);
    return fds[1].revents == 0;
  }
  bool stopping() const {
    pollfd fd{stop_, POLLIN, 0};
    return ::poll(&fd, 1, 0) > 0;
  }

  void accept_all() {
    while (readable(listener_)) {
      const int fd = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
      if (fd < 0) continue;
      sockaddr_in local{};
      socklen_t size = sizeof local;
      ::getsockname(fd, reinterpret_cast<sockaddr*>(&local), &size);
      char text[INET_ADDRSTRLEN] = "";
      inet_ntop(AF_INET, &local.sin_addr, text, sizeof text);
      {
        const std::lock_guard lock{mutex_};
        dialled_.emplace_back(text);
      }
      threads_.emplace_back([this, fd] { serve(fd); });
    }
  }

  void serve(int fd) {
    std::string input;
    if (never_read_)
      while (!stopping()) readable(stop_);
    while (take_request(fd, input)) {
      const Script next = take_script();
      if (!send_all(fd, next.bytes) || !go_on(fd, next.then)) break;
    }
    ::close(fd);
  }

  // One whole request out of the stream.
  bool take_request(int fd, std::string& input) {
    for (;;) {
      if (const auto size = whole_request(input)) {
        const std::lock_guard lock{mutex_};
        requests_.push_back(input.substr(0, size));
        input.erase(0, size);
        return true;
      }
      char bytes[16384];
      if (!readable(fd)) return false;
      const auto got = ::recv(fd, bytes, sizeof bytes, 0);
      if (got <= 0) return false;
      input.append(bytes, static_cast<std::size_t>(got));
    }
  }
  static std::size_t whole_request(const std::string& input) {
    const auto end = input.find("\r\n\r\n");
    if (end == std::string::npos) return 0;
    const auto length = input.find("Content-Length: ");
    const std::size_t body = length < end ? std::stoul(input.substr(length + 16)) : 0;
    const std::size_t size = end + 4 + body;
    return input.size() >= size ? size : 0;
  }
  Script take_script() {
    const std::lock_guard lock{mutex_};
    if (script_.empty()) return reply(200, "");
    Script next = script_.front();
    script_.pop_front();
    return next;
  }
  bool send_all(int fd, std::string_view bytes) {
    while (!bytes.empty()) {
      pollfd fds[] = {{fd, POLLOUT, 0}, {stop_, POLLIN, 0}};
      ::poll(fds, 2, -1);
      if (fds[1].revents != 0) return false;
      const auto sent = ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
      if (sent < 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }

  // True: the connection serves the next request.
  bool go_on(int fd, Then then) {
    switch (then) {
      case Then::keep:
        return true;
      case Then::close:
        return false;
      case Then::reset: {
        const linger at_once{1, 0};
        ::setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
        return false;
      }
      case Then::hang:
        readable(fd);
        return false;
      case Then::stream:
        return stream(fd, std::string(65536, 'x'));
      case Then::stream_headers:
        return stream(fd, "X-Filler: " + std::string(1000, 'x') + "\r\n");
      case Then::drip:
        return drip(fd);
    }
    return false;
  }
  bool stream(int fd, const std::string& piece) {
    while (send_all(fd, piece)) streamed_ += piece.size();
    return false;
  }
  bool drip(int fd) {
    for (;;) {
      pollfd fds[] = {{fd, POLLIN, 0}, {stop_, POLLIN, 0}};
      if (::poll(fds, 2, 10) != 0 || !send_all(fd, "x")) return false;  // the client hung up, or the test is over
    }
  }

  int listener_ = -1, stop_ = -1;
  unsigned port_ = 0;
  std::atomic<bool> never_read_{false};
  std::atomic<std::size_t> streamed_{0};
  mutable std::mutex mutex_;
  std::deque<Script> script_;
  std::vector<std::string> requests_, dialled_;
  std::vector<std::thread> threads_;  // the acceptor's alone, then the destructor's
  std::thread acceptor_;
};

}  // namespace fenghuo
