#include "common/http/curl_transfer.hpp"

#include <curl/curl.h>

#include <stdexcept>

namespace fenghuo {
namespace {

constexpr const char* user_agent = "fenghuo/0.1";
constexpr std::size_t most_header_bytes = 64U << 10U;
constexpr std::size_t kept_body_bytes = 4U << 10U;
constexpr std::size_t kept_retry_after = 64;
constexpr long idle_seconds = 20;  // older connections may have been dropped by a firewall that tells nobody

template <class T>
void set(CURL* easy, CURLoption option, T value) {
  if (const CURLcode code = curl_easy_setopt(easy, option, value); code != CURLE_OK)
    throw std::runtime_error("curl_easy_setopt " + std::to_string(static_cast<int>(option)) + ": " + curl_easy_strerror(code));
}

// Called with a connection in hand, new or kept from an earlier request, before anything is sent.
int before_request(void* data, char* ip, char*, int, int) {
  auto& transfer = *static_cast<Transfer*>(data);
  if (transfer.requests > 0) {
    ++transfer.requests;
    return CURL_PREREQFUNC_ABORT;
  }
  if (!transfer.guard.may_use(ip)) return CURL_PREREQFUNC_ABORT;
  transfer.requests = 1;
  return CURL_PREREQFUNC_OK;
}

bool same_name(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return (x >= 'A' && x <= 'Z' ? x + 32 : x) == y; });
}

int status_of(std::string_view line) {
  const auto space = line.find(' ');
  int status = 0;
  for (std::size_t at = space + 1; space != std::string_view::npos && at < line.size() && at < space + 4; ++at) {
    if (line[at] < '0' || line[at] > '9') return 0;
    status = status * 10 + (line[at] - '0');
  }
  return status;
}

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

std::size_t take_header(char* bytes, std::size_t size, std::size_t count, void* data) {
  auto& transfer = *static_cast<Transfer*>(data);
  const std::string_view line{bytes, size * count};
  transfer.header_bytes += line.size();
  if (transfer.header_bytes > most_header_bytes) return 0;
  if (transfer.status_line_next) {
    transfer.reply.status = status_of(line);
    transfer.status_line_next = false;
  } else if (line == "\r\n" || line == "\n") {
    transfer.status_line_next = transfer.reply.status < 200;  // 1xx: the real answer follows
  } else if (const auto colon = line.find(':'); colon != std::string_view::npos && same_name(line.substr(0, colon), "retry-after")) {
    transfer.reply.retry_after = trimmed(line.substr(colon + 1)).substr(0, kept_retry_after);
  }
  return line.size();
}

std::size_t take_body(char* bytes, std::size_t size, std::size_t count, void* data) {
  auto& transfer = *static_cast<Transfer*>(data);
  const std::string_view part{bytes, size * count};
  transfer.body_bytes += part.size();
  if (transfer.reply.body.size() < kept_body_bytes)
    transfer.reply.body.append(part.substr(0, kept_body_bytes - transfer.reply.body.size()));
  return transfer.body_bytes > transfer.request.max_reply_bytes ? 0 : part.size();
}

// What never changes from request to request.
void set_up(Transfer& transfer) {
  CURL* easy = transfer.easy;
  set(easy, CURLOPT_PRIVATE, static_cast<void*>(&transfer));
  set(easy, CURLOPT_NOSIGNAL, 1L);
  set(easy, CURLOPT_QUICK_EXIT, 1L);  // a name server that hangs must not hold this thread when its request times out
  set(easy, CURLOPT_POST, 1L);
  set(easy, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  set(easy, CURLOPT_PROTOCOLS_STR, "http,https");
  set(easy, CURLOPT_FOLLOWLOCATION, 0L);
  set(easy, CURLOPT_PROXY, "");
  set(easy, CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
  set(easy, CURLOPT_USERAGENT, user_agent);
  set(easy, CURLOPT_HTTP_CONTENT_DECODING, 0L);  // a packed reply is never unpacked
  set(easy, CURLOPT_MAXAGE_CONN, idle_seconds);
  guard_dialling(easy, transfer.guard);
  set(easy, CURLOPT_PREREQFUNCTION, &before_request);
  set(easy, CURLOPT_PREREQDATA, static_cast<void*>(&transfer));
  set(easy, CURLOPT_HEADERFUNCTION, &take_header);
  set(easy, CURLOPT_HEADERDATA, static_cast<void*>(&transfer));
  set(easy, CURLOPT_WRITEFUNCTION, &take_body);
  set(easy, CURLOPT_WRITEDATA, static_cast<void*>(&transfer));
}

bool no_such_url(int code) { return code == CURLE_URL_MALFORMAT || code == CURLE_UNSUPPORTED_PROTOCOL || code == CURLE_LOGIN_DENIED; }

std::string reason_of(const Transfer& transfer, int code) {
  if (transfer.requests > 1) return "the connection was closed without an answer";
  if (code == CURLE_OPERATION_TIMEDOUT && transfer.requests > 0)
    return "no answer within " + std::to_string(transfer.request.timeout.count()) + " ms";
  if (code == CURLE_LOGIN_DENIED) return "the url holds a user name or password";
  return curl_easy_strerror(static_cast<CURLcode>(code));
}

}  // namespace

Transfer::Transfer() : easy(curl_easy_init()) {
  if (easy == nullptr) throw std::runtime_error("libcurl gives no more handles");
  set_up(*this);
}

Transfer::~Transfer() {
  curl_easy_cleanup(easy);
  curl_slist_free_all(resolve);
}

void Transfer::begin(HttpRequest next) {
  request = std::move(next);
  reply = HttpReply{};
  reply.id = request.id;
  start = steady_now();
  fresh = false;
  list.resize(request.headers.size());
  lines.resize(request.headers.size());
  for (std::size_t i = 0; i < lines.size(); ++i) {
    lines[i].assign(request.headers[i].first).append(": ").append(request.headers[i].second);
    list[i] = {lines[i].data(), i + 1 < list.size() ? &list[i + 1] : nullptr};
  }
  prepare();
}

// Also for the second start of the same request, on a connection of its own.
void Transfer::prepare() {
  guard.begin(allow());
  requests = 0;
  status_line_next = true;
  header_bytes = body_bytes = 0;
  if (url_set != request.url) {
    set(easy, CURLOPT_URL, request.url.c_str());
    url_set = request.url;
  }
  const auto spent = std::chrono::duration_cast<Millis>(steady_now() - start);
  set(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(std::max(request.timeout - spent, Millis{1}).count()));
  set(easy, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(request.connect_timeout.count()));
  set(easy, CURLOPT_POSTFIELDS, request.body.data());
  set(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
  set(easy, CURLOPT_HTTPHEADER, list.empty() ? static_cast<curl_slist*>(nullptr) : list.data());
  set(easy, CURLOPT_FRESH_CONNECT, fresh ? 1L : 0L);
  if (resolve == nullptr && request.resolve.empty()) return;
  curl_slist_free_all(resolve);
  resolve = request.resolve.empty() ? nullptr : curl_slist_append(nullptr, request.resolve.c_str());
  set(easy, CURLOPT_RESOLVE, resolve);
}

bool Transfer::kept_connection_refused() const { return requests == 0 && !guard.dialled && guard.refusal && !fresh; }

void Transfer::dial_anew() {
  fresh = true;
  prepare();
}

// Says what the end of a transfer means.
void Transfer::conclude(int code) {
  reply.took = std::chrono::duration_cast<Millis>(steady_now() - start);
  curl_off_t sent = 0;
  curl_easy_getinfo(easy, CURLINFO_SIZE_UPLOAD_T, &sent);
  // A silent repetition begins only after the first request was given to the network; how much of it curl no longer knows.
  reply.sent_in_full = requests > 1 || (requests == 1 && sent >= static_cast<curl_off_t>(request.body.size()));
  if (reply.status >= 200) return;
  reply.status = 0;
  if (guard.refusal && !guard.dialled) {
    reply.trouble = HttpTrouble::refused;
    reply.reason = guard.refusal->address + " (" + guard.refusal->why + ")";
  } else {
    const bool began = requests > 0;
    reply.trouble = began ? HttpTrouble::broken : no_such_url(code) ? HttpTrouble::bad_url : HttpTrouble::unreachable;
    reply.reason = reason_of(*this, code);
  }
}

}  // namespace fenghuo
