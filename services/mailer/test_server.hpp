// A scripted SMTP server on plain sockets, for unit tests alone: it answers each command as told, and misbehaves as told.
//
// Thread: one accepting thread and one per connection, all joined by the destructor. Without a script it takes every mail.
#pragma once

#include <netinet/in.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace fenghuo::mailer {

class SmtpServer {
 public:
  // What one command is answered with; then the connection may end, or first wait for release().
  struct Answer {
    Answer(std::string line, bool closes = false, bool waits = false) : text(std::move(line)), close(closes), wait(waits) {}
    Answer(const char* line) : text(line) {}
    std::string text;  // empty: none
    bool close = false, wait = false;
    std::chrono::milliseconds delay{0};
    static Answer drop() { return {"", true}; }
    static Answer drop_after(std::chrono::milliseconds delay) {
      Answer out = drop();
      out.delay = delay;
      return out;
    }
    static Answer silence() { return {""}; }
    static Answer slow(std::string line) { return {std::move(line), false, true}; }
  };
  struct Mail {
    std::string helo, from, to, data;  // data as sent, without its final dot
    std::size_t connection = 0;
  };

  SmtpServer() {
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    stop_ = ::eventfd(0, EFD_CLOEXEC);
    sockaddr_in any{};
    any.sin_family = AF_INET;
    any.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof any;
    if (::bind(listener_, reinterpret_cast<sockaddr*>(&any), size) != 0 || ::listen(listener_, 64) != 0)
      throw std::runtime_error("the test server can't listen");
    ::getsockname(listener_, reinterpret_cast<sockaddr*>(&any), &size);
    port_ = ntohs(any.sin_port);
    acceptor_ = std::thread{[this] { accept_all(); }};
  }
  ~SmtpServer() {
    release();
    const std::uint64_t one = 1;
    if (::write(stop_, &one, sizeof one) != sizeof one) std::abort();
    acceptor_.join();
    for (auto& thread : threads_) thread.join();
    ::close(listener_);
    ::close(stop_);
  }
  SmtpServer(const SmtpServer&) = delete;
  SmtpServer& operator=(const SmtpServer&) = delete;

  // The next answers to this command: "greeting", "EHLO", "MAIL", "RCPT", "DATA", "." …
  void script(const std::string& command, std::initializer_list<Answer> answers) {
    const std::lock_guard lock{mutex_};
    script_[command].assign(answers.begin(), answers.end());
  }
  // Lets every slow answer go, now and from now on.
  void release() {
    const std::lock_guard lock{mutex_};
    released_ = true;
    changed_.notify_all();
  }
  void wait_for_mails(std::size_t n) {
    std::unique_lock lock{mutex_};
    changed_.wait(lock, [&] { return mails_.size() >= n; });
  }
  std::string url() const { return "smtp://127.0.0.1:" + std::to_string(port_); }
  unsigned port() const { return port_; }
  std::vector<Mail> mails() const { return locked(mails_); }
  std::vector<std::string> commands() const { return locked(commands_); }
  std::size_t connections() const {
    const std::lock_guard lock{mutex_};
    return connections_;
  }

 private:
  template <class T>
  T locked(const T& value) const {
    const std::lock_guard lock{mutex_};
    return value;
  }
  bool readable(int fd) const {
    pollfd fds[] = {{fd, POLLIN, 0}, {stop_, POLLIN, 0}};
    ::poll(fds, 2, -1);
    return (fds[1].revents & POLLIN) == 0;
  }
  void accept_all() {
    while (readable(listener_)) {
      const int fd = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
      if (fd < 0) continue;
      const std::lock_guard lock{mutex_};
      ++connections_;
      threads_.emplace_back([this, fd, number = connections_] {
        serve(fd, number);
        ::close(fd);
      });
    }
  }
  bool read_until(int fd, std::string& buffer, std::string_view end, std::string& out) const {
    for (;;) {
      if (const auto at = buffer.find(end); at != std::string::npos) {
        out = buffer.substr(0, at);
        buffer.erase(0, at + end.size());
        return true;
      }
      char chunk[65536];
      if (!readable(fd)) return false;
      const ssize_t n = ::recv(fd, chunk, sizeof chunk, 0);
      if (n <= 0) return false;
      buffer.append(chunk, static_cast<std::size_t>(n));
    }
  }
  // False: the connection is at its end.
  bool answer(int fd, const std::string& command, const char* usual) {
    Answer told{usual};
    {
      std::unique_lock lock{mutex_};
      commands_.push_back(command);
      auto& answers = script_[command];
      if (!answers.empty()) {
        told = answers.front();
        answers.erase(answers.begin());
      }
      if (told.delay.count() > 0) changed_.wait_for(lock, told.delay, [this] { return released_; });
      if (told.wait) changed_.wait(lock, [this] { return released_; });
    }
    return (told.text.empty() || say(fd, told.text)) && !told.close;
  }
  static bool say(int fd, const std::string& text) {
    const std::string line = text + "\r\n";
    return ::send(fd, line.data(), line.size(), MSG_NOSIGNAL) >= 0;
  }
  void serve(int fd, std::size_t number) {
    std::string buffer, line;
    Mail mail;
    mail.connection = number;
    if (!answer(fd, "greeting", "220 test ESMTP")) return;
    while (read_until(fd, buffer, "\r\n", line)) {
      const std::string verb = line.substr(0, 4);
      if (verb == "EHLO") {
        mail.helo = line.substr(5);
        if (!answer(fd, verb, "250-test\r\n250-AUTH PLAIN\r\n250 SIZE")) return;
      } else if (verb == "DATA") {
        if (!answer(fd, verb, "354 go ahead")) return;
        if (!read_until(fd, buffer, "\r\n.\r\n", mail.data)) return;
        {
          const std::lock_guard lock{mutex_};
          mails_.push_back(mail);
          changed_.notify_all();
        }
        if (!answer(fd, ".", "250 2.0.0 Ok: queued")) return;
      } else {
        if (verb == "MAIL") mail.from = line;
        if (verb == "RCPT") mail.to = line;
        // "AUTH PLAIN" alone asks for the challenge first.
        if (verb == "AUTH" && line.find(' ', 5) == std::string::npos && (!say(fd, "334 ") || !read_until(fd, buffer, "\r\n", line))) return;
        if (!answer(fd, verb, verb == "AUTH" ? "235 welcome" : verb == "QUIT" ? "221 bye" : "250 ok")) return;
      }
    }
  }

  int listener_ = -1, stop_ = -1;
  unsigned port_ = 0;
  std::thread acceptor_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::thread> threads_;
  std::map<std::string, std::vector<Answer>> script_;
  std::vector<Mail> mails_;
  std::vector<std::string> commands_;
  std::size_t connections_ = 0;
  bool released_ = false;
};

}  // namespace fenghuo::mailer
