#include "services/mailer/smtp_client.hpp"

#include <curl/curl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <stdexcept>

#include "common/base/bytes.hpp"

namespace fenghuo::mailer {
namespace {

constexpr std::size_t most_reply_bytes = 64U << 10U;
constexpr std::size_t kept_text = 200;
constexpr long idle_seconds = 20;  // servers close idle connections; a firewall may do so and tell nobody
constexpr Millis connect_timeout{10'000};
constexpr Millis farewell{500};
constexpr int service_closing = 421;
constexpr std::string_view quit_reply = "221";

template <class T>
void set(CURL* easy, CURLoption option, T value) {
  if (const CURLcode code = curl_easy_setopt(easy, option, value); code != CURLE_OK)
    throw std::runtime_error("curl_easy_setopt " + std::to_string(static_cast<int>(option)) + ": " + curl_easy_strerror(code));
}

}  // namespace

struct SmtpClient::Impl {
  explicit Impl(const std::atomic<bool>& stop_flag);
  ~Impl() {
    hang_up();
    curl_easy_cleanup(easy);
    curl_slist_free_all(recipients);
  }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  // libcurl says QUIT to whatever it closes and waits up to two minutes for the answer; and it keeps a connection on which an answer to the
  // final dot is still owed, to be taken for the next mail's. A connection that is shut down is neither waited for nor used again.
  void hang_up() {
    for (const int fd : sockets) ::shutdown(fd, SHUT_RDWR);
  }

  void address(const Relay& relay, const Mail& mail);
  SmtpReply attempt(const Relay& relay, const Mail& mail, bool fresh);
  SmtpReply concluded(CURLcode code) const;
  bool server_had_closed(const SmtpReply& reply) const;
  Millis time_left() const { return std::chrono::duration_cast<Millis>(deadline - farewell - steady_now()); }

  static std::size_t take_line(char* bytes, std::size_t size, std::size_t count, void* data);
  static std::size_t give_body(char* to, std::size_t size, std::size_t count, void* data);
  static std::size_t drop(char*, std::size_t size, std::size_t count, void*) { return size * count; }
  static int progress(void* data, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
    const auto& self = *static_cast<Impl*>(data);
    return self.stop.load(std::memory_order_relaxed) || steady_now() >= self.deadline ? 1 : 0;
  }
  static int opened(void* data, curl_socket_t fd, curlsocktype) {
    static_cast<Impl*>(data)->sockets.insert(fd);
    return CURL_SOCKOPT_OK;
  }
  static int closed(void* data, curl_socket_t fd) {
    static_cast<Impl*>(data)->sockets.erase(fd);
    return ::close(fd);
  }
  static int before_mail(void* data, char* ip, char*, int, int);

  CURL* easy;
  const std::atomic<bool>& stop;
  DialGuard guard;
  std::set<int> sockets;                           // open ones
  std::chrono::steady_clock::time_point deadline;  // of the mail, whatever is tried, and of the farewell after it
  curl_slist* recipients = nullptr;
  std::string_view body;  // what is left of it
  std::size_t reply_bytes = 0;
  std::string last_line;
  bool envelope = false;
  bool timed_out = false;
};

SmtpClient::Impl::Impl(const std::atomic<bool>& stop_flag) : easy(curl_easy_init()), stop(stop_flag) {
  if (easy == nullptr) throw std::runtime_error("libcurl gives no more handles");
  set(easy, CURLOPT_NOSIGNAL, 1L);
  set(easy, CURLOPT_QUICK_EXIT, 1L);
  set(easy, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  set(easy, CURLOPT_PROXY, "");
  set(easy, CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
  set(easy, CURLOPT_UPLOAD, 1L);
  set(easy, CURLOPT_MAXAGE_CONN, idle_seconds);
  set(easy, CURLOPT_HEADERFUNCTION, &take_line);
  set(easy, CURLOPT_HEADERDATA, static_cast<void*>(this));
  set(easy, CURLOPT_WRITEFUNCTION, &drop);
  set(easy, CURLOPT_READFUNCTION, &give_body);
  set(easy, CURLOPT_READDATA, static_cast<void*>(this));
  set(easy, CURLOPT_NOPROGRESS, 0L);
  set(easy, CURLOPT_XFERINFOFUNCTION, &progress);
  set(easy, CURLOPT_XFERINFODATA, static_cast<void*>(this));
  set(easy, CURLOPT_PREREQFUNCTION, &before_mail);
  set(easy, CURLOPT_PREREQDATA, static_cast<void*>(this));
  set(easy, CURLOPT_SOCKOPTFUNCTION, &opened);
  set(easy, CURLOPT_SOCKOPTDATA, static_cast<void*>(this));
  set(easy, CURLOPT_CLOSESOCKETFUNCTION, &closed);
  set(easy, CURLOPT_CLOSESOCKETDATA, static_cast<void*>(this));
  guard_dialling(easy, guard);
}

// Every line the server says.
std::size_t SmtpClient::Impl::take_line(char* bytes, std::size_t size, std::size_t count, void* data) {
  auto& self = *static_cast<Impl*>(data);
  std::string_view line{bytes, size * count};
  self.reply_bytes += line.size();
  if (self.reply_bytes > most_reply_bytes) return 0;
  const std::size_t whole = line.size();
  while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) line.remove_suffix(1);
  if (line.starts_with(quit_reply)) return whole;  // libcurl says QUIT after a refusal; the refusal is what counts
  self.last_line.assign(line.substr(0, 4 * kept_text));
  return whole;
}

std::size_t SmtpClient::Impl::give_body(char* to, std::size_t size, std::size_t count, void* data) {
  auto& self = *static_cast<Impl*>(data);
  const std::size_t n = std::min(size * count, self.body.size());
  std::memcpy(to, self.body.data(), n);
  self.body.remove_prefix(n);
  return n;
}

// A connection is in hand, new or kept, logged in; the envelope comes next.
int SmtpClient::Impl::before_mail(void* data, char* ip, char*, int, int) {
  auto& self = *static_cast<Impl*>(data);
  if (!self.guard.may_use(ip)) return CURL_PREREQFUNC_ABORT;
  self.envelope = true;
  return CURL_PREREQFUNC_OK;
}

void SmtpClient::Impl::address(const Relay& relay, const Mail& mail) {
  set(easy, CURLOPT_URL, (relay.url + "/" + relay.name).c_str());
  set(easy, CURLOPT_USE_SSL, static_cast<long>(relay.tls == Tls::none ? CURLUSESSL_NONE : CURLUSESSL_ALL));
  if (!relay.ca_file.empty()) set(easy, CURLOPT_CAINFO, relay.ca_file.c_str());
  set(easy, CURLOPT_USERNAME, relay.user.empty() ? static_cast<const char*>(nullptr) : relay.user.c_str());
  set(easy, CURLOPT_PASSWORD, relay.user.empty() ? static_cast<const char*>(nullptr) : relay.password.c_str());
  set(easy, CURLOPT_MAIL_FROM, ("<" + mail.from + ">").c_str());
  curl_slist_free_all(recipients);
  recipients = curl_slist_append(nullptr, ("<" + mail.to + ">").c_str());
  set(easy, CURLOPT_MAIL_RCPT, recipients);
  set(easy, CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(mail.bytes.size()));
}

SmtpReply SmtpClient::Impl::attempt(const Relay& relay, const Mail& mail, bool fresh) {
  guard.begin(relay.allow);
  body = mail.bytes;
  reply_bytes = 0;
  last_line.clear();
  envelope = false;
  const Millis left = std::max(time_left(), Millis{1});  // 0 would mean for ever
  set(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(left.count()));
  set(easy, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(std::min(left, connect_timeout).count()));
  set(easy, CURLOPT_FRESH_CONNECT, fresh ? 1L : 0L);
  const CURLcode code = curl_easy_perform(easy);
  timed_out = code == CURLE_OPERATION_TIMEDOUT;
  const SmtpReply reply = concluded(code);
  if (reply.trouble == SmtpTrouble::broken) hang_up();
  return reply;
}

SmtpReply SmtpClient::Impl::concluded(CURLcode code) const {
  long status = 0;
  curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
  SmtpReply reply;
  reply.code = static_cast<int>(status);
  reply.envelope = envelope;
  reply.body_whole = body.empty();
  const std::string words = printable(last_line.size() > 4 ? std::string_view(last_line).substr(4) : std::string_view{}, kept_text);
  if (code == CURLE_OK) {
    reply.text = words;
    return reply;
  }
  const char* why = stop ? "stopped" : code == CURLE_OPERATION_TIMEDOUT ? "no answer in time" : curl_easy_strerror(code);
  const bool refusal = status >= 400 && status < 600;
  if (guard.refusal && !guard.dialled && !envelope) {
    reply.trouble = SmtpTrouble::refused;
    reply.text = guard.refusal->address + " (" + guard.refusal->why + ")";
  } else if (code == CURLE_LOGIN_DENIED) {
    reply.trouble = SmtpTrouble::login;
    reply.text = words;
  } else if (refusal) {
    reply.trouble = SmtpTrouble::answered;
    reply.text = words;
  } else {
    reply.trouble = envelope ? SmtpTrouble::broken : SmtpTrouble::unreachable;
    reply.text = why;
  }
  return reply;
}

// A kept connection that turned out to be closed, or to be closing: nothing of the mail has left. A server that only says nothing has
// closed nothing: it may take the mail yet.
bool SmtpClient::Impl::server_had_closed(const SmtpReply& reply) const {
  long dialled = 0;
  curl_easy_getinfo(easy, CURLINFO_NUM_CONNECTS, &dialled);
  if (dialled > 0 || stop || timed_out) return false;
  return (reply.trouble == SmtpTrouble::broken && reply.code == 0) ||
         (reply.trouble == SmtpTrouble::answered && reply.code == service_closing);
}

SmtpClient::SmtpClient(const std::atomic<bool>& stop) : impl_(std::make_unique<Impl>(stop)) {}
SmtpClient::~SmtpClient() = default;

SmtpReply SmtpClient::send(const Relay& relay, const Mail& mail) {
  const auto start = steady_now();
  impl_->deadline = start + relay.timeout + farewell;  // the lease outlives it, and not a second one
  impl_->address(relay, mail);
  SmtpReply reply = impl_->attempt(relay, mail, false);
  const bool kept_for_another = reply.trouble == SmtpTrouble::refused && !impl_->guard.dialled && reply.code == 0;
  if ((impl_->server_had_closed(reply) || kept_for_another) && impl_->time_left() > Millis{0}) reply = impl_->attempt(relay, mail, true);
  reply.took = std::chrono::duration_cast<Millis>(steady_now() - start);
  return reply;
}

}  // namespace fenghuo::mailer
