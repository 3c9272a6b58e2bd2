#include "services/ledger/app.hpp"

#include <sys/stat.h>

#include <thread>

#include "common/base/bytes.hpp"
#include "common/clock/demo_clock.hpp"
#include "common/clock/zone.hpp"
#include "common/log/log.hpp"
#include "common/worker/ledger_client.hpp"
#include "services/ledger/core.hpp"
#include "services/ledger/group_commit.hpp"
#include "services/ledger/journal_key.hpp"
#include "services/ledger/marker.hpp"
#include "services/ledger/queries.hpp"
#include "services/ledger/restore.hpp"

namespace fenghuo::ledger {
namespace {

constexpr int drain_budget = 256;             // messages of one door in one commit
constexpr std::size_t backlog_limit = 20000;  // answers waiting for a slow peer

// Where a clock that is not the world's begins: at the time it is given, else now; never before what is on record.
Instant beginning(const std::string& time, const std::string& stood) {
  const auto given = parse_rfc3339(time);
  const Instant start = given ? *given : wall_now();
  return stood.empty() ? start : std::max(start, instant(std::stoll(stood)));
}

// ledger.clock: system | manual | manual:<RFC 3339> | demo:<rate> | demo:<rate>:<RFC 3339>
std::unique_ptr<LedgerClock> make_clock(const std::string& spec, storage::Store& store) {
  const auto kind = spec.find(':');
  const std::string more = kind == std::string::npos ? "" : spec.substr(kind + 1);
  if (spec.starts_with("manual")) return make_manual_clock(beginning(more, store.meta("manual_clock")));
  if (!spec.starts_with("demo")) return make_system_clock();
  const auto rate = more.find(':');
  const std::string time = rate == std::string::npos ? "" : more.substr(rate + 1);
  return std::make_unique<DemoClock>(beginning(time, store.meta("last_commit_at")), std::stod(more));
}

class App {
 public:
  App(Process& process, storage::Store& store, LedgerClock& clock, bus::Router intake, bus::Router work, bus::Publisher hints,
      StatusBoard& board)
      : process_(process),
        store_(store),
        core_(store, clock, process.settings()),
        commit_(store, clock, [this] { core_.load(); }),
        intake_(std::move(intake)),
        work_(std::move(work)),
        hints_(std::move(hints)),
        board_(board),
        marker_(process.settings().data_dir + "/ledger.mark") {}

  void sign_heads_with(crypto::SigningKey key) { core_.sign_heads_with(std::move(key)); }

  int run() {
    core_.load();
    if (!commit([this] {
          know_database();
          core_.start_epoch();
        })) {
      log::error("start_failed", {{"reason", commit_.error()}});
      return 1;
    }
    board_.publish(status());
    process_.ready();
    log::info("ready", {{"intake", intake_.endpoint()}});
    while (!process_.stopping()) turn();
    log::info("drained");
    return 0;
  }

 private:
  // In a transaction: is it the database that ran here last? One that somebody put in its place is held as a restored one.
  void know_database() {
    id_ = store_.meta("ledger_id");
    const std::string why = foreign(marker_.read(), {id_, store_.last_seq()});
    if (!why.empty() && store_.meta("restored").empty()) store_.set_meta("restored", why);
    if (!id_.empty()) return;
    id_ = to_hex(crypto::random_bytes(8));
    marker_.write({id_, store_.last_seq()});  // before the database has it: a start that is cut off here is no stranger's
    store_.set_meta("ledger_id", id_);
  }

  // One turn of the loop: wait, drain, commit, answer.
  void turn() {
    const bus::Socket* const sockets[] = {&intake_, &work_};
    const int fds[] = {process_.stop_fd()};
    bus::poll(sockets, fds, wait());
    more_ = false;
    std::vector<bus::Incoming> intake = drain(intake_), work = drain(work_);
    const bool ok = commit([&] {
      for (const auto& message : intake) take_intake(message);
      for (const auto& message : work) take_work(message);
      core_.tick(steady_now());
      core_.lease_work(steady_now());
    });
    if (!ok) refuse(intake);
    board_.publish(status());  // before anybody is answered: who has an answer sees its effect
    flush();
    probe();
    hint();
  }

  std::chrono::milliseconds wait() {
    constexpr std::chrono::milliseconds in_trouble{200};
    if (more_ || !backlog_.empty()) return std::chrono::milliseconds{more_ ? 0 : 1};
    if (commit_.must_reload()) return in_trouble;
    try {
      return core_.longest_sleep(steady_now());
    } catch (const storage::StorageError&) {
      return in_trouble;  // the next commit meets it and says so
    }
  }

  std::vector<bus::Incoming> drain(bus::Router& router) {
    std::vector<bus::Incoming> messages;
    while (static_cast<int>(messages.size()) < drain_budget) {
      auto message = router.receive();
      if (!message) return messages;
      messages.push_back(std::move(*message));
    }
    more_ = true;
    return messages;
  }

  bool commit(const std::function<void()>& work) {
    if (!commit_.run(work, [this] { return core_.dirty(); })) return false;
    core_.clean();
    for (auto& out : core_.take_outgoing()) backlog_.push_back(std::move(out));
    core_.step_backup();
    core_.scrub(steady_now());
    return true;
  }

  // The answers of a commit that failed: every item is refused with the reason; workers repeat their results by themselves.
  void refuse(const std::vector<bus::Incoming>& intake) {
    for (const auto& message : intake) {
      if (message.type == wire::SUBMIT) {
        wire::Submit submit;
        wire::Accepted answer;
        if (!submit.ParseFromString(message.payload)) continue;
        answer.set_request(submit.request());
        for (int i = 0; i < submit.items_size(); ++i) {
          auto* item = answer.add_items();
          item->set_status(wire::NOT_ACCEPTED);
          item->set_reason("storage: " + commit_.error());
        }
        backlog_.push_back({Door::intake, message.identity, wire::ACCEPTED, answer.SerializeAsString()});
      } else if (message.type == wire::OPERATE) {
        wire::Operate operate;
        wire::Operated answer;
        if (!operate.ParseFromString(message.payload)) continue;
        answer.set_request(operate.request());
        answer.set_reason("storage: " + commit_.error());
        backlog_.push_back({Door::intake, message.identity, wire::OPERATED, answer.SerializeAsString()});
      }
    }
  }

  template <class Message>
  static bool parse(const bus::Incoming& in, Message& message) {
    return message.ParseFromString(in.payload);
  }

  void not_understood(Door door, const bus::Incoming& in) {
    wire::Refused refused;
    refused.set_reason(in.version != protocol_version ? "this ledger speaks protocol " + std::to_string(protocol_version)
                                                      : "a message that cannot be read here");
    backlog_.push_back({door, in.identity, wire::REFUSED, refused.SerializeAsString()});
  }

  void take_intake(const bus::Incoming& in) {
    google::protobuf::Arena arena;  // a batch's items, gone together
    auto& submit = *google::protobuf::Arena::CreateMessage<wire::Submit>(&arena);
    wire::Operate operate;
    if (in.version == protocol_version && in.type == wire::SUBMIT && parse(in, submit))
      core_.submit(in.identity, submit);
    else if (in.version == protocol_version && in.type == wire::OPERATE && parse(in, operate))
      core_.operate(in.identity, operate);
    else
      not_understood(Door::intake, in);
  }

  void take_work(const bus::Incoming& in) {
    const auto now = steady_now();
    if (in.version != protocol_version) return not_understood(Door::work, in);
    switch (in.type) {
      case wire::HELLO:
        if (wire::Hello m; parse(in, m)) return core_.hello(in.identity, m, now);
        break;
      case wire::CREDIT:
        if (wire::Credit m; parse(in, m)) return core_.credit(in.identity, m, now);
        break;
      case wire::RESULT: {
        google::protobuf::Arena arena;  // hundreds of nested messages, gone together
        auto* m = google::protobuf::Arena::CreateMessage<wire::Result>(&arena);
        if (parse(in, *m)) return core_.result(in.identity, *m, now);
        break;
      }
      case wire::RENEW:
        if (wire::Renew m; parse(in, m)) return core_.renew(in.identity, m, now);
        break;
      case wire::CANNOT:
        if (wire::Cannot m; parse(in, m)) return core_.cannot(in.identity, m, now);
        break;
      case wire::PING:
        return core_.ping(in.identity, now);
      case wire::GOODBYE:
        return core_.goodbye(in.identity, now);
      default:
        break;
    }
    not_understood(Door::work, in);
  }

  // Sends what was committed. A peer that is gone loses its answer (it asks again); a full pipe waits for the next turn.
  void flush() {
    std::deque<Outgoing> later;
    for (auto& out : backlog_) {
      bus::Router& router = out.door == Door::intake ? intake_ : work_;
      const auto sent = router.send(out.identity, out.type, out.payload);
      if (sent == bus::Sent::would_block && later.size() < backlog_limit)
        later.push_back(std::move(out));
      else if (sent == bus::Sent::too_large)
        log::error("message_too_large", {{"type", static_cast<int>(out.type)}, {"bytes", out.payload.size()}});
      else if (sent == bus::Sent::unknown_peer && out.door == Door::work)
        core_.peer_gone(out.identity, steady_now());
    }
    backlog_ = std::move(later);
  }

  // Looks twice a second whether every worker is still there: a dead one's leases are given up long before they expire.
  void probe() {
    const auto now = steady_now();
    if (now - last_probe_ < std::chrono::milliseconds{500}) return;
    last_probe_ = now;
    for (const auto& identity : core_.worker_identities()) {
      if (work_.send(identity, wire::PONG, {}) == bus::Sent::unknown_peer) core_.peer_gone(identity, now);
    }
  }

  void hint() {
    const auto now = steady_now();
    if (commit_.seq() == hinted_seq_ && now - last_hint_ < std::chrono::seconds{1}) return;
    wire::Changed changed;
    changed.set_seq(commit_.seq());
    hints_.send(wire::CHANGED, changed.SerializeAsString());
    marker_.write({id_, commit_.seq()});
    hinted_seq_ = commit_.seq();
    last_hint_ = now;
  }

  wire::StatusView status() {
    try {
      if (commit_.must_reload()) throw storage::StorageError(commit_.error(), 0);  // what is in memory is not whole
      auto view = core_.snapshot(steady_now());
      view.set_commits(commit_.commits());
      view.set_store_error(commit_.error());
      return view;
    } catch (const storage::StorageError& e) {
      wire::StatusView broken;
      broken.set_seq(commit_.seq());
      broken.set_store_error(e.what());
      broken.set_idle_reason("the store cannot be read");
      return broken;
    }
  }

  Process& process_;
  storage::Store& store_;
  Core core_;
  GroupCommit commit_;
  bus::Router intake_, work_;
  bus::Publisher hints_;
  StatusBoard& board_;
  Marker marker_;
  std::string id_;  // of the database
  std::deque<Outgoing> backlog_;
  std::uint64_t hinted_seq_ = 0;
  Steady last_probe_{}, last_hint_{};
  bool more_ = false;
};

template <class T>
bool failed(const Result<T>& result, const char* what) {
  if (result) return false;
  log::error("start_failed", {{"what", what}, {"reason", result.error().message}});
  return true;
}

}  // namespace

int run(Process& process) {
  const Settings& settings = process.settings();
  ::mkdir(settings.data_dir.c_str(), 0700);
  const auto curve = curve_of(settings);
  const auto key = journal_key(settings.data_dir);
  if (failed(curve, "keys") || failed(key, "journal key")) return 1;

  // The doors are bound first: their locks keep a second ledger away from the database.
  auto intake = bus::Router::bind(process.context(), settings.endpoints.intake, *curve);
  auto work = bus::Router::bind(process.context(), settings.endpoints.work, *curve);
  auto query = bus::Router::bind(process.context(), settings.endpoints.query, *curve);
  auto hints = bus::Publisher::bind(process.context(), settings.endpoints.hints, *curve);
  if (failed(intake, "intake") || failed(work, "work") || failed(query, "query") || failed(hints, "hints")) return 1;

  const std::string path = settings.data_dir + "/ledger.db";
  if (const auto why = unfinished_restore(path); !why.empty()) {
    log::error("start_failed", {{"what", "store"}, {"reason", why}});
    return 1;
  }
  auto store = storage::Store::open({path, settings.ledger.cache_mb, settings.ledger.fault});
  if (failed(store, "store")) return 1;
  auto reader = storage::Reader::open(path, settings.ledger.cache_mb);
  if (failed(reader, "reader")) return 1;

  const auto clock = make_clock(settings.ledger.clock, **store);
  StatusBoard board;
  Queries queries(std::move(*query), **reader, board, *key);
  App app(process, **store, *clock, std::move(*intake), std::move(*work), std::move(*hints), board);
  app.sign_heads_with(*key);
  std::thread query_thread([&] { queries.run(); });
  int code = 1;
  try {
    code = app.run();
  } catch (const std::exception& e) {
    log::error("ledger_failed", {{"reason", std::string_view(e.what())}});
  }
  queries.stop();
  query_thread.join();
  return code;
}

}  // namespace fenghuo::ledger
