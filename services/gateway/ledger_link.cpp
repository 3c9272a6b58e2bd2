#include "services/gateway/ledger_link.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "common/base/bytes.hpp"
#include "common/clock/clock.hpp"
#include "common/log/log.hpp"

namespace fenghuo::gateway {
namespace {

namespace asio = boost::asio;
using std::chrono::milliseconds;

constexpr milliseconds tick_every{100};
constexpr milliseconds tick_unsent{10};  // nobody took it yet: the ledger is just starting, or was restarted
constexpr milliseconds look_up_every{1000};
constexpr std::size_t max_calls = 8192;

// Sleeps until the timer is cancelled or has run out.
Task<void> sleep_on(asio::steady_timer& timer, milliseconds longest) {
  timer.expires_after(longest);
  boost::system::error_code ignored;
  co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
}

}  // namespace

// A call under way; the timer is only its bell.
struct LedgerLink::Waiting {
  Waiting(asio::io_context& io, Channel* to, wire::Type t, std::string bytes) : bell(io), channel(to), type(t), payload(std::move(bytes)) {}
  asio::steady_timer bell;
  Channel* channel;
  wire::Type type;
  std::string payload;
  bool sent = false;
  std::chrono::steady_clock::time_point sent_at{};
  std::optional<std::string> answer;
};

Result<std::unique_ptr<LedgerLink>> LedgerLink::open(asio::io_context& io, bus::Context& context, const Options& options) {
  auto intake = bus::Dealer::connect(context, options.intake, options.curve);
  if (!intake) return tl::unexpected(intake.error());
  auto query = bus::Dealer::connect(context, options.query, options.curve);
  if (!query) return tl::unexpected(query.error());
  return std::make_unique<LedgerLink>(io, options, std::move(*intake), std::move(*query));
}

LedgerLink::LedgerLink(asio::io_context& io, Options options, bus::Dealer intake, bus::Dealer query)
    : io_(io),
      options_(std::move(options)),
      intake_(io, std::move(intake), [this](const bus::Incoming& m) { on_message(m); }),
      query_(io, std::move(query), [this](const bus::Incoming& m) { on_message(m); }),
      timer_(io) {
  tick();
}

LedgerLink::~LedgerLink() { close(); }

void LedgerLink::close() {
  if (closed_) return;
  closed_ = true;
  timer_.cancel();
  intake_.close();
  query_.close();
  for (auto& [request, waiting] : calls_) waiting->bell.cancel();
  for (auto& [request, waiting] : decisions_) waiting->bell.cancel();
}

void LedgerLink::tick() {
  if (closed_) return;
  intake_.drain();
  query_.drain();
  bool unsent = false;
  for (auto& [request, waiting] : calls_) {
    offer(*waiting);
    unsent = unsent || !waiting->sent;
  }
  tick_after(unsent ? tick_unsent : tick_every);
}

void LedgerLink::tick_after(milliseconds delay) {
  timer_.expires_after(delay);
  timer_.async_wait([this](const boost::system::error_code& ec) {
    if (!ec) tick();
  });
}

// Sends what is not sent, and again what has had no answer for a while.
void LedgerLink::offer(Waiting& waiting) {
  const auto now = steady_now();
  if (waiting.answer || (waiting.sent && now - waiting.sent_at < options_.resend)) return;
  if (waiting.sent && waiting.type == wire::OPERATE) return;  // an operator's act has no key to know it by
  if (!waiting.channel->send(waiting.type, waiting.payload)) return;
  waiting.sent = true;
  waiting.sent_at = now;
}

namespace {
template <class Message>
std::uint64_t request_of(const std::string& payload) {
  Message message;
  return message.ParseFromString(payload) ? message.request() : 0;
}
}  // namespace

void LedgerLink::on_message(const bus::Incoming& message) {
  switch (message.type) {
    case wire::ACCEPTED:
      return answer(calls_, request_of<wire::Accepted>(message.payload), message);
    case wire::OPERATED:
      return answer(calls_, request_of<wire::Operated>(message.payload), message);
    case wire::ROWS:
      return answer(calls_, request_of<wire::Rows>(message.payload), message);
    case wire::DECIDED:
      return answer(decisions_, request_of<wire::Decided>(message.payload), message);
    case wire::REFUSED: {
      wire::Refused refused;
      const bool readable = refused.ParseFromString(message.payload);
      log::error("ledger_refused", {{"reason", readable ? printable(refused.reason()) : std::string("unreadable")}});
      return;
    }
    default:
      return;
  }
}

void LedgerLink::answer(Waitings& waitings, std::uint64_t request, const bus::Incoming& message) {
  const auto found = waitings.find(request);
  if (found == waitings.end() || found->second->answer) return;  // late, or the second answer to a repeated question
  found->second->answer = message.payload;
  found->second->bell.cancel();
}

Task<Result<std::string>> LedgerLink::call(Channel& channel, wire::Type type, std::uint64_t request, std::string payload,
                                           milliseconds timeout) {
  if (closed_) co_return fail("shutting down");
  if (calls_.size() >= max_calls) co_return fail("too many requests wait for the ledger");
  auto waiting = std::make_shared<Waiting>(io_, &channel, type, std::move(payload));
  calls_.emplace(request, waiting);
  offer(*waiting);
  if (!waiting->sent) tick_after(tick_unsent);
  if (!waiting->answer) co_await sleep_on(waiting->bell, timeout);
  calls_.erase(request);
  if (!waiting->answer) co_return fail("the ledger did not answer in time");
  co_return std::move(*waiting->answer);
}

Task<Result<wire::Accepted>> LedgerLink::submit(wire::Submit submit) {
  const std::uint64_t request = ++last_request_;
  submit.set_request(request);
  auto reply = co_await call(intake_, wire::SUBMIT, request, submit.SerializeAsString(), options_.submit_timeout);
  if (!reply) co_return tl::unexpected(reply.error());
  wire::Accepted accepted;
  if (!accepted.ParseFromString(*reply)) co_return fail("the ledger's answer can't be read");
  co_return accepted;
}

Task<Result<LedgerLink::Done>> LedgerLink::submit_and_wait(std::string scope, wire::SubmitItem item, milliseconds wait) {
  wire::Submit submit;
  const std::uint64_t request = ++last_request_;
  submit.set_request(request);
  submit.set_scope(std::move(scope));
  submit.set_intake_class(wire::HUMAN);
  item.set_want_decided(true);
  *submit.add_items() = std::move(item);
  // Listening for the decision starts before the question: both may come in one go.
  decisions_.emplace(request, std::make_shared<Waiting>(io_, nullptr, wire::DECIDED, std::string{}));
  auto reply = co_await call(intake_, wire::SUBMIT, request, submit.SerializeAsString(), options_.submit_timeout);
  wire::Accepted accepted;
  if (!reply || !accepted.ParseFromString(*reply) || accepted.items_size() != 1) {
    decisions_.erase(request);
    co_return fail(reply ? std::string("the ledger's answer can't be read") : reply.error().message);
  }
  Done done;
  done.accepted = accepted.items(0);
  if (done.accepted.status() != wire::NOT_ACCEPTED) {
    done.outcome = co_await decision(request, done.accepted, accepted.seq(), wait);
  }
  decisions_.erase(request);
  co_return done;
}

// DECIDED goes to the connection that asked; after a ledger's restart, or for a duplicate, the item itself has to be asked.
Task<std::optional<wire::ItemOutcome>> LedgerLink::decision(std::uint64_t request, wire::AcceptedItem accepted, std::uint64_t seq,
                                                            milliseconds wait) {
  const auto waiting = decisions_.at(request);
  const auto end = steady_now() + wait;
  bool ask_now = accepted.status() == wire::OK_DUPLICATE;
  while (!closed_) {
    if (waiting->answer) {
      wire::Decided decided;
      if (decided.ParseFromString(*waiting->answer)) co_return decided.outcome();
    }
    if (ask_now) {
      auto outcome = co_await look_up(accepted.id(), seq);
      if (outcome) co_return outcome;
      if (waiting->answer) continue;
    }
    const auto left = std::chrono::duration_cast<milliseconds>(end - steady_now());
    if (left <= milliseconds{0}) co_return std::nullopt;
    co_await sleep_on(waiting->bell, std::min(left, look_up_every));
    ask_now = !waiting->answer;
  }
  co_return std::nullopt;
}

Task<std::optional<wire::ItemOutcome>> LedgerLink::look_up(std::uint64_t item, std::uint64_t seq) {
  wire::Query question = make_query("item", {{"id", std::to_string(item)}});
  question.set_at_least(seq);
  const auto rows = co_await query(std::move(question));
  wire::ItemView view;
  if (!rows || rows->rows_size() == 0 || !view.ParseFromString(rows->rows(0)) || !view.decided()) co_return std::nullopt;
  co_return view.outcome();
}

Task<Result<wire::Rows>> LedgerLink::query(wire::Query query) {
  const std::uint64_t request = ++last_request_;
  query.set_request(request);
  auto reply = co_await call(query_, wire::QUERY, request, query.SerializeAsString(), options_.query_timeout);
  if (!reply) co_return tl::unexpected(reply.error());
  wire::Rows rows;
  if (!rows.ParseFromString(*reply)) co_return fail("the ledger's answer can't be read");
  if (!rows.error().empty()) co_return fail("the ledger: " + rows.error());
  co_return rows;
}

Task<Result<wire::Operated>> LedgerLink::operate(wire::Operate operate) {
  const std::uint64_t request = ++last_request_;
  operate.set_request(request);
  auto reply = co_await call(intake_, wire::OPERATE, request, operate.SerializeAsString(), options_.submit_timeout);
  if (!reply) co_return tl::unexpected(reply.error());
  wire::Operated operated;
  if (!operated.ParseFromString(*reply)) co_return fail("the ledger's answer can't be read");
  co_return operated;
}

wire::Query make_query(std::string what, std::initializer_list<std::pair<std::string_view, std::string>> filter, std::uint32_t limit) {
  wire::Query query;
  query.set_what(std::move(what));
  query.set_limit(limit);
  for (const auto& [name, value] : filter) add_field(query.mutable_filter(), name, value);
  return query;
}

}  // namespace fenghuo::gateway
