// One mail at a time over SMTP: a libcurl easy handle that keeps its connections.
//
// Thread: one, which send() blocks for at most the relay's time-out; libcurl's SMTP can't be interleaved (a slow answer to the final dot
// holds its whole thread), hence a client a thread. stop may be set by any thread: what is under way ends within a second.
// A connection is kept only towards a server whose address the guard still allows; one that the server has closed meanwhile is replaced
// once, in silence, as long as nothing of the mail has left; both tries share the relay's time-out. A server that does not answer in time
// has not closed: the mail is not tried again here.
#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "common/http/dial_guard.hpp"
#include "services/mailer/reply.hpp"

namespace fenghuo::mailer {

enum class Tls { none, starttls, wrapped };

struct Relay {
  std::string url;  // smtp://host:port or smtps://host:port
  Tls tls = Tls::starttls;
  std::string user, password;  // empty = no login
  std::string name;            // we say EHLO with it
  std::string ca_file;         // PEM; who vouches for the server, empty = the system's
  std::vector<Cidr> allow;
  Millis timeout{30'000};
};

struct Mail {
  std::string from, to;
  std::string bytes;
};

class SmtpClient {
 public:
  explicit SmtpClient(const std::atomic<bool>& stop);
  ~SmtpClient();
  SmtpClient(const SmtpClient&) = delete;
  SmtpClient& operator=(const SmtpClient&) = delete;

  SmtpReply send(const Relay& relay, const Mail& mail);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace fenghuo::mailer
