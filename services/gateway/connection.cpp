#include "services/gateway/connection.hpp"

#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>

#include "common/clock/clock.hpp"
#include "common/log/log.hpp"
#include "services/gateway/admit.hpp"
#include "services/gateway/handlers.hpp"
#include "services/gateway/problem.hpp"

namespace fenghuo::gateway {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using asio::ip::tcp;
using boost::system::error_code;

constexpr std::size_t header_limit = 16U << 10U;
constexpr std::chrono::seconds header_time{15}, body_time{30}, idle_time{60}, answer_time{30}, linger_time{2};

Verb verb_of(http::verb verb) {
  switch (verb) {
    case http::verb::get:
      return Verb::get;
    case http::verb::head:
      return Verb::head;
    case http::verb::post:
      return Verb::post;
    default:
      return Verb::other;
  }
}

Request read_head(const http::request<http::string_body>& head) {
  const auto text = [&](auto name) { return std::string(head[name]); };
  Request request;
  request.verb = verb_of(head.method());
  request.authorization = text(http::field::authorization);
  request.content_type = text(http::field::content_type);
  request.content_encoding = text(http::field::content_encoding);
  request.idempotency_key = text("Idempotency-Key");
  request.if_none_match = text(http::field::if_none_match);
  request.webhook_id = text("webhook-id");
  request.webhook_timestamp = text("webhook-timestamp");
  request.webhook_signature = text("webhook-signature");
  return request;
}

const char* verb_name(Verb verb) {
  switch (verb) {
    case Verb::get:
      return "GET";
    case Verb::head:
      return "HEAD";
    case Verb::post:
      return "POST";
    default:
      return "other";
  }
}

using Parser = http::request_parser<http::string_body>;

// What came of reading a header that is no request we go on with.
std::optional<Response> unreadable(const error_code& ec) {
  if (ec == http::error::header_limit) return problem(431, "Header too large", "At most 16 KB.");
  if (ec == http::error::body_limit) return problem(413, "Body too large", "The body is larger than this server takes.");
  if (ec == http::error::end_of_stream || ec == http::error::partial_message) return std::nullopt;
  if (ec.category() == make_error_code(http::error::bad_method).category()) return problem(400, "Bad request", "This is not HTTP/1.1.");
  return std::nullopt;  // the peer left, or was too slow
}

}  // namespace

class Connection {
 public:
  Connection(tcp::socket socket, std::shared_ptr<ServerState> server) : stream_(std::move(socket)), server_(std::move(server)) {
    server_->connections.insert(this);
    server_->count();
  }
  ~Connection() {
    server_->connections.erase(this);
    server_->count();
  }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  Task<void> serve(bool crowded) {
    error_code ignored;
    stream_.socket().set_option(tcp::no_delay(true), ignored);
    bool more = !crowded;
    if (crowded) co_await refuse(unavailable("Too many connections."), nullptr, false, 11);
    while (more && !server_->draining) {
      more = co_await one_request();
    }
    stream_.socket().shutdown(tcp::socket::shutdown_both, ignored);
  }

  // Closes a connection that waits for its next request.
  void close_if_idle() {
    error_code ignored;
    if (!busy_) stream_.socket().close(ignored);
  }

 private:
  // False: the connection is done.
  Task<bool> one_request() {
    Parser parser;
    parser.header_limit(header_limit);
    parser.body_limit(server_->app.settings().gateway.max_body);
    busy_ = false;
    verb_ = Verb::other;
    stream_.expires_after(first_ ? header_time : idle_time);
    first_ = false;
    error_code ec;
    co_await http::async_read_header(stream_, buffer_, parser, into(ec));
    busy_ = true;
    began_ = steady_now();
    if (ec) {
      auto said = unreadable(ec);
      if (said) co_await refuse(std::move(*said), nullptr, true, 11);
      co_return false;
    }
    co_return co_await answer_request(parser);
  }

  Task<bool> answer_request(Parser& parser) {
    const auto& head = parser.get();
    const unsigned version = head.version();
    const std::string target(head.target());
    Request request = read_head(head);
    verb_ = request.verb;
    const auto length = parser.content_length();
    Admission admission = admit(server_->app, request, target, length ? std::optional<std::uint64_t>(*length) : std::nullopt);
    if (admission.refusal && !parser.is_done()) {
      co_await refuse(std::move(*admission.refusal), admission.route, true, version);
      co_return false;
    }
    const bool keep = head.keep_alive() && !server_->draining;
    Response response;
    if (admission.refusal) {
      response = std::move(*admission.refusal);
    } else {
      auto body_fault = co_await read_body(parser, admission.body_limit);
      if (body_fault) {
        if (body_fault->status != 0) co_await refuse(std::move(*body_fault), admission.route, true, version);
        co_return false;
      }
      request.body = std::move(parser.get().body());
      response = co_await handled(*admission.route, request);
    }
    const bool written = co_await write(std::move(response), admission.route, keep, version);
    co_return written&& keep;
  }

  // Nothing: read. status 0: the peer is gone.
  Task<std::optional<Response>> read_body(Parser& parser, std::size_t limit) {
    if (parser.is_done()) co_return std::nullopt;
    error_code ec;
    stream_.expires_after(body_time);
    parser.body_limit(limit);
    if (beast::iequals(parser.get()[http::field::expect], "100-continue")) {
      http::response<http::empty_body> go_on{http::status::continue_, 11};
      co_await http::async_write(stream_, go_on, into(ec));
      if (ec) co_return Response{0, {}, {}};
    }
    co_await http::async_read(stream_, buffer_, parser, into(ec));
    if (!ec) co_return std::nullopt;
    auto said = unreadable(ec);
    co_return said ? std::move(*said) : Response{0, {}, {}};
  }

  Task<Response> handled(const Route& route, const Request& request) {
    try {
      co_return co_await handle(server_->app, route, request);
    } catch (const std::exception& broken) {
      log::error("handler_failed", {{"route", route.pattern}, {"reason", broken.what()}});
    }
    co_return problem(500, "Error", "This request failed inside; it is in the log. Nothing was promised.");
  }

  // Says why and closes; what the peer still sends is read for a while, so that it sees the answer and no reset.
  Task<void> refuse(Response response, const Route* route, bool linger, unsigned version) {
    const bool written = co_await write(std::move(response), route, false, version);
    if (!written || !linger) co_return;
    error_code ec;
    stream_.socket().shutdown(tcp::socket::shutdown_send, ec);
    stream_.expires_after(linger_time);
    std::array<char, 8192> waste{};
    std::size_t wasted = 0;
    while (!ec && wasted < (16U << 20U)) wasted += co_await stream_.async_read_some(asio::buffer(waste), into(ec));
  }

  Task<bool> write(Response response, const Route* route, bool keep, unsigned version) {
    http::response<http::string_body> out{static_cast<http::status>(response.status), version};
    out.set(http::field::content_type, response.content_type);
    out.set(http::field::cache_control, "no-store");
    out.set("X-Content-Type-Options", "nosniff");
    for (const auto& [name, value] : response.headers) out.set(name, value);
    out.keep_alive(keep);
    out.body() = std::move(response.body);
    out.prepare_payload();
    if (verb_ == Verb::head) out.body().clear();  // the length stays
    stream_.expires_after(answer_time);
    error_code ec;
    if (verb_ == Verb::head) {
      http::response_serializer<http::string_body> serializer{out};
      serializer.split(true);
      co_await http::async_write_header(stream_, serializer, into(ec));
    } else {
      co_await http::async_write(stream_, out, into(ec));
    }
    record(route, response.status);
    co_return !ec;
  }

  void record(const Route* route, int status) {
    const auto took = std::chrono::duration_cast<std::chrono::microseconds>(steady_now() - began_);
    const std::string_view pattern = route == nullptr ? "-" : route->pattern;
    server_->app.metrics().request(pattern, status, took);
    log::info("request", {{"method", verb_name(verb_)}, {"route", pattern}, {"status", status}, {"us", took.count()}});
  }

  beast::tcp_stream stream_;
  std::shared_ptr<ServerState> server_;
  beast::flat_buffer buffer_;
  Verb verb_ = Verb::other;
  std::chrono::steady_clock::time_point began_ = steady_now();
  bool first_ = true, busy_ = false;
};

Task<void> serve_connection(tcp::socket socket, std::shared_ptr<ServerState> server) {
  const bool crowded = server->connections.size() >= server->app.settings().gateway.max_connections;
  Connection connection(std::move(socket), std::move(server));
  co_await connection.serve(crowded);
}

void close_idle_connections(ServerState& server) {
  for (auto* connection : server.connections) connection->close_if_idle();
}

}  // namespace fenghuo::gateway
