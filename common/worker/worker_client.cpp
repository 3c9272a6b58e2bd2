#include "common/worker/worker_client.hpp"

#include "common/base/bytes.hpp"
#include "common/clock/clock.hpp"
#include "common/log/log.hpp"
#include "common/worker/lease_book.hpp"
#include "common/worker/result_box.hpp"

namespace fenghuo {
namespace {

constexpr std::size_t read_budget = 2000;               // messages in one pump(): results must go out between
constexpr std::chrono::milliseconds hello_again{1000};  // an unanswered HELLO
constexpr std::chrono::milliseconds send_again{20};     // a send that would have blocked
constexpr std::chrono::milliseconds look_around{250};   // longest sleep: a new connection shows only when asked for
constexpr int silent_pings = 3;

// apart: HELLO must go out; greeted: HELLO went out; welcomed: WELCOME came.
enum class Contact { apart, greeted, welcomed };

}  // namespace

struct WorkerClient::Impl {
  Impl(bus::Dealer d, Options o) : dealer(std::move(d)), options(std::move(o)), connections(dealer.connections()) {}

  void pump();
  void look_for_new_connection();
  std::size_t read(SteadyTime now, std::size_t budget);
  void take(const bus::Incoming& in, SteadyTime now);
  void take_welcome(const wire::Welcome& welcome, SteadyTime now);
  void take_job(wire::JobItem& job, SteadyTime now);
  bool settle_known(const wire::JobItem& job);
  void keep_in_touch(SteadyTime now);
  void flush(SteadyTime now);
  bool flush_window();
  bool flush_cannots();
  bool flush_results(SteadyTime now);
  bool flush_renewals(SteadyTime now);
  bool send(wire::Type type, const google::protobuf::MessageLite* message = nullptr);
  bool release(const wire::JobItem& job);
  void give_back(const wire::JobItem& job, const std::string& reason);
  wire::Hello hello() const;

  bus::Dealer dealer;
  Options options;
  std::uint64_t connections;

  Contact contact = Contact::apart;
  bool ever_welcomed = false, leaving = false;
  bool window_owed = false;  // CREDIT, or GOODBYE when leaving
  bool blocked = false;      // the last send would have blocked
  bool more = false;         // the read budget ran out
  std::uint64_t epoch = 0;
  std::chrono::milliseconds ping_every{1000}, lease_time{60000};
  std::string active_bundle;
  SteadyTime hello_at, next_ping;
  int pings_unheard = 0;

  std::deque<wire::JobItem> queue;
  LeaseBook book;
  ResultBox results;
  std::deque<wire::Cannot> cannots;
};

void WorkerClient::Impl::pump() {
  const SteadyTime now = steady_now();
  look_for_new_connection();
  std::size_t budget = read_budget;
  bool again = true;
  while (again) {
    budget -= read(now, budget);
    blocked = false;
    keep_in_touch(now);
    flush(now);
    // Reads come last: a send may swallow the wake-up of an edge-triggered descriptor, so nothing may be left unread after it.
    const std::size_t taken = read(now, budget);
    budget -= taken;
    again = taken > 0 && budget > 0;
  }
  more = budget == 0;
}

// Another process may have taken the ledger's place within milliseconds: it knows nothing of us, and must hear of our leases before its
// grace ends.
void WorkerClient::Impl::look_for_new_connection() {
  const std::uint64_t seen = dealer.connections();
  if (seen == connections) return;
  connections = seen;
  contact = Contact::apart;
}

std::size_t WorkerClient::Impl::read(SteadyTime now, std::size_t budget) {
  std::size_t taken = 0;
  while (taken < budget) {
    auto in = dealer.receive();
    if (!in) break;
    ++taken;
    if (in->version != protocol_version) {
      log::warn("work_other_version", {{"version", in->version}, {"ours", protocol_version}});
      continue;
    }
    pings_unheard = 0;
    take(*in, now);
  }
  return taken;
}

void WorkerClient::Impl::take(const bus::Incoming& in, SteadyTime now) {
  const auto unread = [&] { log::warn("work_unreadable", {{"type", static_cast<int>(in.type)}, {"bytes", in.payload.size()}}); };
  if (in.type == wire::JOB) {
    wire::Job job;
    if (!job.ParseFromString(in.payload)) return unread();
    for (auto& item : *job.mutable_items()) take_job(item, now);
  } else if (in.type == wire::RESULT_OK) {
    wire::ResultOk ok;
    if (!ok.ParseFromString(in.payload)) return unread();
    for (const std::uint64_t lease : ok.leases()) results.confirm(lease);
  } else if (in.type == wire::WELCOME) {
    wire::Welcome welcome;
    if (!welcome.ParseFromString(in.payload)) return unread();
    take_welcome(welcome, now);
  } else if (in.type == wire::UNKNOWN) {
    if (contact == Contact::welcomed) contact = Contact::apart;  // several may be on their way; one HELLO answers them all
  } else if (in.type == wire::REFUSED) {
    wire::Refused refused;
    if (!refused.ParseFromString(in.payload)) return unread();
    log::error("work_refused", {{"reason", printable(refused.reason(), 200)}});
  } else if (in.type != wire::PONG) {
    unread();
  }
}

void WorkerClient::Impl::take_welcome(const wire::Welcome& welcome, SteadyTime now) {
  const bool anew = contact != Contact::welcomed || welcome.epoch() != epoch;
  epoch = welcome.epoch();
  if (welcome.ping_ms() > 0) ping_every = std::chrono::milliseconds{welcome.ping_ms()};
  if (welcome.lease_ms() > 0) lease_time = std::chrono::milliseconds{welcome.lease_ms()};
  active_bundle = welcome.active_bundle();
  if (!anew) return;  // only the bundle in force has changed
  contact = Contact::welcomed;
  ever_welcomed = true;
  window_owed = true;
  next_ping = now + ping_every;
  results.repeat_all();
  log::info("welcomed", {{"epoch", epoch}, {"held", book.size()}, {"unconfirmed", results.size()}});
}

void WorkerClient::Impl::take_job(wire::JobItem& job, SteadyTime now) {
  if (settle_known(job)) return;
  const std::chrono::milliseconds own{job.lease_ms()};
  book.add(job, own.count() > 0 ? own : lease_time, now);
  if (job.body_case() != wire::JobItem::BODY_NOT_SET) {
    queue.push_back(std::move(job));
    return;
  }
  give_back(job, "this worker does not know such a job");
}

// A job said again is not a new one. The same number under another fence is: what we held under it is nobody's any more.
bool WorkerClient::Impl::settle_known(const wire::JobItem& job) {
  const std::uint64_t lease = job.lease();
  if (const wire::Fence* done = results.fence(lease)) {
    if (same_fence(*done, job.fence())) return results.repeat(lease), true;
    results.confirm(lease);
  }
  if (const wire::Fence* held = book.fence(lease)) {
    if (same_fence(*held, job.fence())) return true;
    std::erase_if(queue, [&](const wire::JobItem& queued) { return queued.lease() == lease; });
    book.remove(lease);
  }
  return false;
}

void WorkerClient::Impl::keep_in_touch(SteadyTime now) {
  if (contact == Contact::welcomed && now >= next_ping) {
    if (pings_unheard >= silent_pings) {
      log::warn("ledger_silent", {{"endpoint", options.endpoint}, {"pings", pings_unheard}});
      contact = Contact::apart;
    } else if (send(wire::PING)) {
      ++pings_unheard;
      next_ping = now + ping_every;
    }
  }
  if (contact == Contact::greeted && now - hello_at >= hello_again) contact = Contact::apart;
  if (contact != Contact::apart) return;
  const wire::Hello message = hello();
  if (!send(wire::HELLO, &message)) return;
  contact = Contact::greeted;
  hello_at = now;
  pings_unheard = 0;
}

void WorkerClient::Impl::flush(SteadyTime now) {
  if (contact != Contact::welcomed) return;
  // Answers first: they make room for what CREDIT asks for.
  [[maybe_unused]] const bool all = flush_cannots() && flush_results(now) && flush_renewals(now) && flush_window();
}

bool WorkerClient::Impl::flush_window() {
  if (!window_owed) return true;
  wire::Credit credit;
  credit.set_n(options.credit);
  window_owed = !(leaving ? send(wire::GOODBYE) : send(wire::CREDIT, &credit));
  return !window_owed;
}

bool WorkerClient::Impl::flush_cannots() {
  while (!cannots.empty()) {
    if (!send(wire::CANNOT, &cannots.front())) return false;
    cannots.pop_front();
  }
  return true;
}

bool WorkerClient::Impl::flush_results(SteadyTime now) {
  while (results.owed(now)) {
    const std::string payload = results.next_batch();
    blocked = dealer.send(wire::RESULT, payload) != bus::Sent::yes;
    if (blocked) return false;
    results.sent(now);
  }
  return true;
}

bool WorkerClient::Impl::flush_renewals(SteadyTime now) {
  const auto leases = book.due(now);
  if (leases.empty()) return true;
  wire::Renew renew;
  for (const std::uint64_t lease : leases) renew.add_leases(lease);
  if (!send(wire::RENEW, &renew)) return false;
  book.renewed(leases, now);
  return true;
}

bool WorkerClient::Impl::send(wire::Type type, const google::protobuf::MessageLite* message) {
  blocked = dealer.send(type, message == nullptr ? std::string{} : message->SerializeAsString()) != bus::Sent::yes;
  return !blocked;
}

// Gives a held job back to nobody, to be answered next; false when it is not ours under this fence (any more).
bool WorkerClient::Impl::release(const wire::JobItem& job) {
  const wire::Fence* held = book.fence(job.lease());
  if (held == nullptr || !same_fence(*held, job.fence())) {
    log::warn("answer_without_lease", {{"lease", job.lease()}, {"id", job.id()}});
    return false;
  }
  book.remove(job.lease());
  return true;
}

void WorkerClient::Impl::give_back(const wire::JobItem& job, const std::string& reason) {
  if (!release(job)) return;
  wire::Cannot& cannot = cannots.emplace_back();
  cannot.set_lease(job.lease());
  *cannot.mutable_fence() = job.fence();
  cannot.set_id(job.id());
  cannot.set_reason(reason);
}

wire::Hello WorkerClient::Impl::hello() const {
  wire::Hello message;
  message.set_version(protocol_version);
  message.set_kind(options.kind);
  message.set_instance(options.instance);
  book.list(message);
  results.list(message);
  return message;
}

Result<std::unique_ptr<WorkerClient>> WorkerClient::connect(bus::Context& context, Options options) {
  auto dealer = bus::Dealer::connect(context, options.endpoint, options.curve);
  if (!dealer) return tl::unexpected(dealer.error());
  return std::unique_ptr<WorkerClient>(new WorkerClient(std::make_unique<Impl>(std::move(*dealer), std::move(options))));
}

WorkerClient::WorkerClient(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
WorkerClient::~WorkerClient() = default;

const bus::Socket& WorkerClient::socket() const { return impl_->dealer; }

std::chrono::milliseconds WorkerClient::wait() const {
  const Impl& i = *impl_;
  const SteadyTime now = steady_now();
  if (i.more) return {};
  SteadyTime soonest = now + look_around;
  if (i.blocked) {
    soonest = now + send_again;
  } else if (i.contact == Contact::apart) {
    return {};
  } else if (i.contact == Contact::greeted) {
    soonest = std::min(soonest, i.hello_at + hello_again);
  } else {
    soonest = std::min({soonest, i.next_ping, i.results.next_repeat(), i.book.next_due()});
  }
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(soonest - now);
  return std::max(left, std::chrono::milliseconds{0});
}

void WorkerClient::pump() { impl_->pump(); }

std::optional<wire::JobItem> WorkerClient::next() {
  if (impl_->queue.empty()) return std::nullopt;
  std::optional<wire::JobItem> job(std::move(impl_->queue.front()));
  impl_->queue.pop_front();
  return job;
}

void WorkerClient::complete(const wire::JobItem& job, wire::ResultItem result) {
  if (!impl_->release(job)) return;
  result.set_lease(job.lease());
  *result.mutable_fence() = job.fence();
  result.set_id(job.id());
  impl_->results.put(std::move(result));
}

void WorkerClient::cannot(const wire::JobItem& job, const std::string& reason) { impl_->give_back(job, reason); }

bool WorkerClient::welcomed() const { return impl_->ever_welcomed; }
const std::string& WorkerClient::active_bundle() const { return impl_->active_bundle; }
std::size_t WorkerClient::unanswered() const { return impl_->book.size() + impl_->results.size() + impl_->cannots.size(); }

void WorkerClient::goodbye() {
  if (impl_->leaving) return;
  impl_->leaving = true;
  impl_->window_owed = true;
}

}  // namespace fenghuo
