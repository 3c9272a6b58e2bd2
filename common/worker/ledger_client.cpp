#include "common/worker/ledger_client.hpp"

#include "common/base/bytes.hpp"
#include "common/base/crypto.hpp"
#include "common/clock/clock.hpp"

namespace fenghuo {
namespace {

using std::chrono::milliseconds;
using SteadyTime = std::chrono::steady_clock::time_point;

constexpr milliseconds send_again{20};      // a send that would have blocked: nobody is there yet
constexpr milliseconds resend_every{2000};  // a request without an answer, when repeating it is safe
constexpr std::size_t bundles_kept = 8;
constexpr std::size_t hash_bytes = 32;

milliseconds left_until(SteadyTime when) { return std::max(milliseconds{0}, std::chrono::ceil<milliseconds>(when - steady_now())); }

template <class Message>
Result<Message> parsed(const std::string& payload, const std::string& endpoint) {
  Message message;
  if (message.ParseFromString(payload)) return message;
  return fail("an answer from " + endpoint + " can't be read; are both programs of one version?");
}

// A raw hash, or its hex text as people write it.
Result<std::string> hash_of(const std::string& given) {
  if (given.empty() || given.size() == hash_bytes) return given;
  if (auto raw = from_hex(given); raw && raw->size() == hash_bytes) return *raw;
  return fail("bundle " + printable(given) + ": not a hash; it has 64 hex digits");
}

}  // namespace

struct LedgerClient::Impl {
  // One server socket, connected at its first use.
  struct Line {
    std::string endpoint;
    std::optional<bus::Dealer> dealer;
  };
  enum class Repeat { never, safe };
  // Whether an incoming message is the answer (true), or nothing to us.
  using Wanted = std::function<bool(const bus::Incoming&)>;

  Result<void> open(Line& line);
  Result<void> exchange(Line& line, wire::Type type, const std::string& payload, Repeat repeat, const Wanted& wanted);
  Result<void> receive(Line& line, SteadyTime until, const Wanted& wanted, bool& done);
  Result<wire::BundleView> bundle_view(LedgerClient& self, const std::string& hash);

  bus::Context& context;
  Settings settings;
  milliseconds timeout;
  Line intake, query;
  std::uint64_t last_request = 0;
  std::deque<std::pair<std::string, std::shared_ptr<const wire::Bundle>>> bundles;  // by hash, oldest first
};

Result<void> LedgerClient::Impl::open(Line& line) {
  if (line.dealer) return {};
  auto curve = curve_of(settings);
  if (!curve) return tl::unexpected(curve.error());
  auto dealer = bus::Dealer::connect(context, line.endpoint, *curve);
  if (!dealer) return tl::unexpected(dealer.error());
  line.dealer.emplace(std::move(*dealer));
  return {};
}

// Reads until the answer or the time has come.
Result<void> LedgerClient::Impl::receive(Line& line, SteadyTime until, const Wanted& wanted, bool& done) {
  for (;;) {
    while (auto in = line.dealer->receive()) {
      if (in->type == wire::REFUSED) {
        wire::Refused refused;
        const bool readable = refused.ParseFromString(in->payload);
        return fail("the ledger at " + line.endpoint +
                    " refused: " + (readable ? printable(refused.reason(), 300) : "for a reason we can't read"));
      }
      if (in->version != protocol_version || !wanted(*in)) continue;
      done = true;
      return {};
    }
    const milliseconds left = left_until(until);
    if (left.count() == 0) return {};
    const bus::Socket* const sockets[] = {&*line.dealer};
    bus::poll(sockets, {}, left);
  }
}

Result<void> LedgerClient::Impl::exchange(Line& line, wire::Type type, const std::string& payload, Repeat repeat, const Wanted& wanted) {
  if (payload.size() > max_message_bytes)
    return fail("a request of " + std::to_string(payload.size()) + " bytes is more than a message takes (" +
                std::to_string(max_message_bytes) + "); send less at once");
  if (auto opened = open(line); !opened) return opened;
  const SteadyTime until = steady_now() + timeout;
  bool sent = false, done = false;
  do {
    const bool due = !sent || repeat == Repeat::safe;
    const bool went = due && line.dealer->send(type, payload) == bus::Sent::yes;
    sent = sent || went;
    // Nobody there: look again soon. There, but silent: say it again later, or keep waiting when saying it twice could do it twice.
    const milliseconds pause = !due ? timeout : went ? resend_every : send_again;
    if (auto read = receive(line, std::min(until, steady_now() + pause), wanted, done); !read) return read;
    if (done) return {};
  } while (left_until(until).count() > 0);
  line.dealer.reset();  // a late answer belongs to nobody
  const std::string waited = std::to_string(timeout.count()) + " ms";
  if (!sent)
    return fail("no ledger at " + line.endpoint + " within " + waited +
                "; is it running, and are its CURVE keys ours? See: fenghuo status");
  return fail(
      "no answer from the ledger at " + line.endpoint + " within " + waited +
      (repeat == Repeat::never ? "; the act may have been carried out: look before trying again" : "; try again, nothing is done twice"));
}

LedgerClient::LedgerClient(bus::Context& context, const Settings& settings, milliseconds timeout)
    : impl_(new Impl{context, settings, timeout, {settings.endpoints.intake, {}}, {settings.endpoints.query, {}}, 0, {}}) {}
LedgerClient::~LedgerClient() = default;

Result<wire::Accepted> LedgerClient::submit(wire::Submit submit) {
  const std::uint64_t request = ++impl_->last_request;
  submit.set_request(request);
  wire::Accepted answer;
  auto done = impl_->exchange(impl_->intake, wire::SUBMIT, submit.SerializeAsString(), Impl::Repeat::safe, [&](const bus::Incoming& in) {
    return in.type == wire::ACCEPTED && answer.ParseFromString(in.payload) && answer.request() == request;
  });
  if (!done) return tl::unexpected(done.error());
  return answer;
}

Result<LedgerClient::Done> LedgerClient::submit_and_wait(std::string scope, wire::SubmitItem item, milliseconds wait) {
  const std::uint64_t request = ++impl_->last_request;
  wire::Submit submit;
  submit.set_request(request);
  submit.set_scope(std::move(scope));
  submit.set_intake_class(item.item_class() == wire::CLASS_UNSET ? wire::HUMAN : item.item_class());
  item.set_want_decided(true);
  submit.add_items()->Swap(&item);

  const SteadyTime begun = steady_now();
  wire::Accepted accepted;
  wire::Decided decided;
  bool is_accepted = false, is_decided = false;
  const Impl::Wanted take = [&](const bus::Incoming& in) {
    if (in.type == wire::ACCEPTED && !is_accepted)
      is_accepted = accepted.ParseFromString(in.payload) && accepted.request() == request && accepted.items_size() == 1;
    if (in.type == wire::DECIDED && !is_decided) is_decided = decided.ParseFromString(in.payload) && decided.request() == request;
    return is_accepted;
  };
  auto sent = impl_->exchange(impl_->intake, wire::SUBMIT, submit.SerializeAsString(), Impl::Repeat::safe, take);
  if (!sent) return tl::unexpected(sent.error());
  Done done;
  done.accepted = accepted.items(0);
  if (done.accepted.status() != wire::NOT_ACCEPTED && !is_decided) {
    bool heard = false;
    auto read = impl_->receive(
        impl_->intake, begun + wait, [&](const bus::Incoming& in) { return take(in) && is_decided; }, heard);
    if (!read) return tl::unexpected(read.error());
  }
  if (is_decided) done.outcome = std::move(*decided.mutable_outcome());
  return done;
}

Result<wire::Operated> LedgerClient::operate(wire::Operate operate) {
  const std::uint64_t request = ++impl_->last_request;
  operate.set_request(request);
  wire::Operated answer;
  auto done = impl_->exchange(impl_->intake, wire::OPERATE, operate.SerializeAsString(), Impl::Repeat::never, [&](const bus::Incoming& in) {
    return in.type == wire::OPERATED && answer.ParseFromString(in.payload) && answer.request() == request;
  });
  if (!done) return tl::unexpected(done.error());
  return answer;
}

Result<wire::Rows> LedgerClient::query(wire::Query query) {
  const std::uint64_t request = ++impl_->last_request;
  query.set_request(request);
  wire::Rows rows;
  auto done = impl_->exchange(impl_->query, wire::QUERY, query.SerializeAsString(), Impl::Repeat::safe, [&](const bus::Incoming& in) {
    return in.type == wire::ROWS && rows.ParseFromString(in.payload) && rows.request() == request;
  });
  if (!done) return tl::unexpected(done.error());
  if (!rows.error().empty()) return fail("the ledger can't answer \"" + printable(query.what()) + "\": " + printable(rows.error(), 300));
  return rows;
}

Result<wire::BundleView> LedgerClient::Impl::bundle_view(LedgerClient& self, const std::string& hash) {
  wire::Query ask;
  ask.set_what(hash.empty() ? "active_bundle" : "bundle");
  ask.set_limit(1);
  if (!hash.empty()) add_field(ask.mutable_filter(), "hash", to_hex(hash));
  auto rows = self.query(std::move(ask));
  if (!rows) return tl::unexpected(rows.error());
  if (rows->rows_size() == 0)
    return fail(hash.empty() ? "the ledger has no bundle in force; load one with: fenghuo reload"
                             : "the ledger has no bundle " + to_hex(hash) + "; load it with: fenghuo reload");
  return parsed<wire::BundleView>(rows->rows(0), query.endpoint);
}

Result<std::shared_ptr<const wire::Bundle>> LedgerClient::bundle(const std::string& given) {
  auto hash = hash_of(given);
  if (!hash) return tl::unexpected(hash.error());
  auto& kept = impl_->bundles;
  const auto find = [&kept](const std::string& wanted) {
    return std::find_if(kept.begin(), kept.end(), [&](const auto& entry) { return entry.first == wanted; });
  };
  if (const auto found = find(*hash); found != kept.end()) return found->second;
  auto view = impl_->bundle_view(*this, *hash);
  if (!view) return tl::unexpected(view.error());
  if (const auto found = find(view->hash()); found != kept.end()) return found->second;
  if (hash->empty() && view->body().empty() && view->hash().size() == hash_bytes) return bundle(view->hash());
  // What the ledger says is checked: a bundle is what its hash says, whoever stored it.
  const std::string computed = crypto::sha256(view->body());
  if (computed != (hash->empty() ? view->hash() : *hash))
    return fail("the body of bundle " + to_hex(view->hash()) + " has another hash (" + to_hex(computed) +
                "); load it anew with: fenghuo reload");
  auto bundle = std::make_shared<wire::Bundle>();
  if (!bundle->ParseFromString(view->body()))
    return fail("bundle " + to_hex(computed) + " can't be read; are both programs of one version?");
  if (kept.size() == bundles_kept) kept.pop_front();
  kept.emplace_back(computed, bundle);
  return std::shared_ptr<const wire::Bundle>(std::move(bundle));
}

Result<bus::Curve> curve_of(const Settings& settings) {
  const BusKeys& keys = settings.curve;
  if (keys.secret_key.empty()) {
    if (keys.public_key.empty() && keys.server_key.empty() && keys.allowed.empty()) return bus::Curve{};
    return fail("curve: keys are set but curve.secret_key is not; set it to env:NAME or file:PATH, or take the other keys away");
  }
  auto secret = resolve_secret(keys.secret_key, settings.data_dir);
  if (!secret) return fail("curve.secret_key: " + secret.error().message);
  return bus::Curve{keys.public_key, std::move(*secret), keys.server_key, keys.allowed};
}

}  // namespace fenghuo
