#include "services/ledger/queries.hpp"

#include <algorithm>
#include <charconv>
#include <deque>

#include "common/base/bytes.hpp"
#include "common/clock/clock.hpp"
#include "common/log/log.hpp"
#include "common/storage/sqlite.hpp"

namespace fenghuo::ledger {
namespace {

constexpr std::size_t max_page_bytes = 4U << 20U;
constexpr std::chrono::seconds longest_wait{5};  // for at_least

std::uint64_t number(std::string_view text) {
  std::uint64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

// Empty, or why this state cannot be looked for.
std::string unknown_state(const std::string& state, const std::vector<std::string>& known) {
  if (state.empty() || std::find(known.begin(), known.end(), state) != known.end()) return {};
  std::string list;
  for (const auto& name : known) list += (list.empty() ? "" : " | ") + name;
  return "unknown state \"" + printable(state, 40) + "\"; use " + list;
}

}  // namespace

void StatusBoard::publish(wire::StatusView status) {
  const auto seq = status.seq();
  const std::lock_guard lock(mutex_);
  status_ = std::move(status);
  seq_.store(seq, std::memory_order_release);
}

wire::StatusView StatusBoard::read() const {
  const std::lock_guard lock(mutex_);
  return status_;
}

Queries::Queries(bus::Router router, storage::Reader& reader, const StatusBoard& board, crypto::SigningKey key)
    : router_(std::move(router)), reader_(reader), board_(board), key_(std::move(key)) {}

void Queries::run() {
  struct Waiting {
    std::string identity;
    wire::Query query;
    std::chrono::steady_clock::time_point until;
  };
  std::deque<Waiting> waiting;  // for a commit they have heard of and we have not seen yet
  const bus::Socket* const sockets[] = {&router_};
  while (!stopping_) {
    bus::poll(sockets, {}, std::chrono::milliseconds{waiting.empty() ? 100 : 2});
    const auto now = steady_now();
    while (auto message = router_.receive()) {
      wire::Query query;
      if (message->version != protocol_version || message->type != wire::QUERY || !query.ParseFromString(message->payload)) {
        wire::Refused refused;
        refused.set_reason("this door takes QUERY of protocol " + std::to_string(protocol_version));
        router_.send(message->identity, wire::REFUSED, refused.SerializeAsString());
      } else if (query.at_least() > board_.seq() && waiting.size() < 10000) {
        waiting.push_back({message->identity, std::move(query), now + longest_wait});
      } else {
        answer(message->identity, query);
      }
    }
    for (auto it = waiting.begin(); it != waiting.end();) {
      if (it->query.at_least() > board_.seq() && now < it->until) {
        ++it;
        continue;
      }
      answer(it->identity, it->query);
      it = waiting.erase(it);
    }
  }
}

void Queries::answer(const std::string& identity, const wire::Query& query) {
  wire::Rows answer;
  try {
    answer = rows(query);
  } catch (const storage::StorageError& e) {
    answer.Clear();
    answer.set_error(std::string("storage: ") + e.what());
    log::error("query_failed", {{"what", printable(query.what())}, {"reason", std::string_view(e.what())}});
  }
  answer.set_request(query.request());
  if (router_.send(identity, wire::ROWS, answer.SerializeAsString()) == bus::Sent::too_large) {
    wire::Rows refusal;
    refusal.set_request(query.request());
    refusal.set_error("the page is too large for one message; ask for fewer rows (limit)");
    router_.send(identity, wire::ROWS, refusal.SerializeAsString());
  }
}

wire::Rows Queries::rows(const wire::Query& query) {
  wire::Rows out;
  const auto seq = reader_.last_seq();
  out.set_seq(seq);
  const std::string& what = query.what();
  const auto arg = [&](std::string_view name) { return std::string(field(query.filter(), name)); };
  const auto all = [&](std::string_view name) {
    std::vector<std::string> values;
    for (const auto& one : query.filter()) {
      if (one.name() == name && !one.value().empty()) values.push_back(one.value());
    }
    return values;
  };
  const auto matter_arg = [&](std::string_view name) { return MatterId{number(field(query.filter(), name))}; };
  const auto put = [&](const auto& view) {
    if (view) out.add_rows(view->SerializeAsString());
  };
  const auto put_page = [&](storage::Page page) {
    std::size_t bytes = 0;
    for (auto& row : page.rows) {
      bytes += row.size();
      out.add_rows(std::move(row));
    }
    out.set_next(page.next);
    if (bytes > max_page_bytes) log::warn("large_page", {{"what", what}, {"bytes", bytes}});
  };
  if (what == "status") {
    out.add_rows(board_.read().SerializeAsString());
  } else if (what == "matter") {
    if (const auto n = arg("number"); !n.empty())
      put(reader_.matter_by_number(n));
    else
      put(reader_.matter(matter_arg("id")));
  } else if (what == "matters" || what == "deliveries") {
    out.set_error(unknown_state(arg("state"), what == "matters" ? storage::matter_states() : storage::delivery_states()));
    if (!out.error().empty()) return out;
    if (what == "deliveries") {
      put_page(reader_.deliveries({matter_arg("matter"), arg("state"), MessageId{number(arg("message"))}}, query.cursor(), query.limit()));
      return out;
    }
    put_page(reader_.matters({arg("state"), arg("level"), arg("unit"), arg("q"), arg("open") == "1", arg("kind"), all("mention")},
                             query.cursor(), query.limit()));
  } else if (what == "timeline") {
    put_page(reader_.timeline(matter_arg("matter"), query.cursor(), query.limit()));
  } else if (what == "link") {
    auto view = reader_.link(MessageId{number(arg("message"))}, matter_arg("matter"));
    if (view) view->set_now(board_.read().now());
    put(view);
  } else if (what == "item") {
    put(reader_.item(ItemId{number(arg("item").empty() ? arg("id") : arg("item"))}));
  } else if (what == "bundle" || what == "active_bundle") {
    const auto hash = from_hex(arg("hash"));
    put(reader_.bundle(what == "bundle" && hash ? *hash : std::string()));
  } else if (what == "journal") {
    put_page(reader_.journal(query.cursor(), query.limit()));
  } else if (what == "seals") {
    put_page(reader_.seals(query.cursor(), query.limit()));
  } else if (what == "feed") {
    const auto digest = from_hex(arg("token_digest"));
    if (const auto feed = digest ? reader_.feed(*digest) : std::nullopt) out.add_rows(feed_row_bytes(*feed));
  } else if (what == "feeds") {
    put_page(reader_.feeds(query.cursor(), query.limit()));
  } else if (what == "head") {
    out.add_rows(reader_.head(key_).SerializeAsString());
  } else if (what == "quarantine") {
    for (auto& row : reader_.quarantined()) out.add_rows(std::move(row));
  } else if (what == "stats") {
    for (const auto& row : reader_.stats()) out.add_rows(row.SerializeAsString());
  } else {
    out.set_error("unknown query \"" + printable(what) + "\"");
  }
  return out;
}

}  // namespace fenghuo::ledger
