#include "common/worker/ledger_client.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <atomic>
#include <fstream>
#include <mutex>
#include <thread>

#include "common/base/bytes.hpp"
#include "common/bus/test_folder.hpp"

namespace fenghuo {
namespace {

using std::chrono::milliseconds;
using testing::HasSubstr;

// A ledger on its own thread that answers by a function of the test; what it hears is counted. Answers go to whoever asked.
class AnsweringLedger {
 public:
  using Answers = std::vector<std::pair<wire::Type, std::string>>;
  using Handler = std::function<Answers(const bus::Incoming&)>;
  AnsweringLedger(bus::Context& context, const std::string& endpoint, Handler handler)
      : stop_(::eventfd(0, EFD_CLOEXEC)),
        thread_([this, &context, endpoint, handler = std::move(handler)] { serve(context, endpoint, handler); }) {}
  ~AnsweringLedger() {
    const std::uint64_t one = 1;
    EXPECT_EQ(::write(stop_, &one, sizeof one), static_cast<ssize_t>(sizeof one));
    thread_.join();
    ::close(stop_);
  }
  AnsweringLedger(const AnsweringLedger&) = delete;
  AnsweringLedger& operator=(const AnsweringLedger&) = delete;
  int heard() const { return heard_; }

 private:
  void serve(bus::Context& context, const std::string& endpoint, const Handler& handler) {
    auto router = bus::Router::bind(context, endpoint);
    ASSERT_TRUE(router) << router.error().message;
    for (;;) {
      while (auto in = router->receive()) {
        ++heard_;
        for (const auto& [type, payload] : handler(*in)) EXPECT_EQ(router->send(in->identity, type, payload), bus::Sent::yes);
      }
      std::uint64_t value = 0;
      const bus::Socket* const sockets[] = {&*router};
      const int fds[] = {stop_};
      if (stopped_) return;
      bus::poll(sockets, fds, milliseconds{-1});
      pollfd item{stop_, POLLIN, 0};
      if (::poll(&item, 1, 0) > 0) stopped_ = ::read(stop_, &value, sizeof value) > 0;
    }
  }
  int stop_;
  std::atomic<int> heard_{0};
  bool stopped_ = false;
  std::thread thread_;
};

template <class Message>
Message read(const bus::Incoming& in) {
  Message message;
  EXPECT_TRUE(message.ParseFromString(in.payload));
  return message;
}

class Client : public testing::Test {
 protected:
  Client() {
    settings_.endpoints.intake = folder_.ipc("intake.sock");
    settings_.endpoints.query = folder_.ipc("query.sock");
    settings_.data_dir = folder_.path();
  }
  static wire::Submit one_item() {
    wire::Submit submit;
    submit.set_scope("cli");
    submit.add_items()->set_key("k1");
    return submit;
  }
  static std::string accepted(std::uint64_t request, wire::AcceptStatus status = wire::OK_ACCEPTED) {
    wire::Accepted answer;
    answer.set_request(request);
    answer.set_seq(5);
    answer.add_items()->set_status(status);
    return answer.SerializeAsString();
  }
  TestFolder folder_;
  bus::Context context_;
  Settings settings_;
};

TEST_F(Client, SubmitsAndIgnoresAnswersToOthers) {
  AnsweringLedger ledger(context_, settings_.endpoints.intake, [](const bus::Incoming& in) -> AnsweringLedger::Answers {
    const auto submit = read<wire::Submit>(in);
    return {{wire::ACCEPTED, "\xff"}, {wire::ACCEPTED, accepted(submit.request() + 77)}, {wire::ACCEPTED, accepted(submit.request())}};
  });
  LedgerClient client(context_, settings_, std::chrono::seconds{60});
  for (int i = 0; i < 3; ++i) {
    const auto answer = client.submit(one_item());
    ASSERT_TRUE(answer) << answer.error().message;
    EXPECT_EQ(answer->seq(), 5U);
    EXPECT_EQ(answer->items(0).status(), wire::OK_ACCEPTED);
  }
}

TEST_F(Client, ASubmitIsSaidAgainUntilAnswered) {
  std::vector<std::string> bodies;  // read after the ledger's thread has ended
  std::optional<AnsweringLedger> ledger;
  ledger.emplace(context_, settings_.endpoints.intake, [&](const bus::Incoming& in) -> AnsweringLedger::Answers {
    bodies.push_back(in.payload);
    if (bodies.size() == 1) return {};
    return {{wire::ACCEPTED, accepted(read<wire::Submit>(in).request())}};
  });
  LedgerClient client(context_, settings_, std::chrono::seconds{60});
  const auto answer = client.submit(one_item());
  ASSERT_TRUE(answer) << answer.error().message;
  ledger.reset();
  ASSERT_GE(bodies.size(), 2U);
  EXPECT_EQ(bodies[0], bodies[1]);
}

TEST_F(Client, WaitsForALedgerThatIsStillStarting) {
  std::optional<AnsweringLedger> ledger;
  std::thread starter([&] {
    ledger.emplace(context_, settings_.endpoints.intake, [](const bus::Incoming& in) -> AnsweringLedger::Answers {
      wire::Operated done;
      done.set_request(read<wire::Operate>(in).request());
      done.set_ok(true);
      return {{wire::OPERATED, done.SerializeAsString()}};
    });
  });
  LedgerClient client(context_, settings_, std::chrono::seconds{60});
  wire::Operate pause;
  pause.set_what("pause");
  const auto answer = client.operate(pause);
  starter.join();
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_TRUE(answer->ok());
  EXPECT_EQ(ledger->heard(), 1);
}

TEST_F(Client, AnActIsNeverSaidTwice) {
  AnsweringLedger ledger(context_, settings_.endpoints.intake, [](const bus::Incoming&) -> AnsweringLedger::Answers { return {}; });
  LedgerClient client(context_, settings_, milliseconds{4500});  // longer than two resends of a SUBMIT
  const auto answer = client.operate({});
  ASSERT_FALSE(answer);
  EXPECT_THAT(answer.error().message, HasSubstr("may have been carried out"));
  EXPECT_EQ(ledger.heard(), 1);
}

TEST_F(Client, NoLedgerIsAnErrorThatNamesTheEndpoint) {
  LedgerClient client(context_, settings_, milliseconds{50});
  const auto answer = client.query({});
  ASSERT_FALSE(answer);
  EXPECT_THAT(answer.error().message, HasSubstr(settings_.endpoints.query));
  EXPECT_THAT(client.submit(one_item()).error().message, HasSubstr(settings_.endpoints.intake));
}

TEST_F(Client, TooLargeARequestIsRefusedHere) {
  LedgerClient client(context_, settings_);
  wire::Operate load;
  load.set_blob(std::string(max_message_bytes, 'b'));
  EXPECT_THAT(client.operate(load).error().message, HasSubstr("more than a message takes"));
}

TEST_F(Client, RefusalsAndQueryErrorsAreErrors) {
  AnsweringLedger ledger(context_, settings_.endpoints.query, [](const bus::Incoming& in) -> AnsweringLedger::Answers {
    const auto query = read<wire::Query>(in);
    wire::Refused refused;
    refused.set_reason("another version");
    if (query.what() == "refuse") return {{wire::REFUSED, refused.SerializeAsString()}};
    wire::Rows rows;
    rows.set_request(query.request());
    rows.set_error("no such question");
    return {{wire::ROWS, rows.SerializeAsString()}};
  });
  LedgerClient client(context_, settings_, std::chrono::seconds{60});
  wire::Query query;
  query.set_what("refuse");
  EXPECT_THAT(client.query(query).error().message, HasSubstr("another version"));
  query.set_what("weather");
  EXPECT_THAT(client.query(query).error().message, HasSubstr("no such question"));
}

TEST_F(Client, WaitsForTheDecisionToo) {
  AnsweringLedger ledger(context_, settings_.endpoints.intake, [](const bus::Incoming& in) -> AnsweringLedger::Answers {
    const auto submit = read<wire::Submit>(in);
    EXPECT_TRUE(submit.items(0).want_decided());
    wire::Decided decided;
    decided.set_request(submit.request());
    decided.set_matter_id(9);
    decided.mutable_outcome();
    AnsweringLedger::Answers answers{
        {wire::ACCEPTED, accepted(submit.request(), submit.scope() == "bad" ? wire::NOT_ACCEPTED : wire::OK_ACCEPTED)}};
    if (submit.scope() == "decided") answers.emplace_back(wire::DECIDED, decided.SerializeAsString());
    return answers;
  });
  LedgerClient client(context_, settings_, std::chrono::seconds{60});
  const auto decided = client.submit_and_wait("decided", {}, std::chrono::seconds{60});
  ASSERT_TRUE(decided) << decided.error().message;
  EXPECT_EQ(decided->accepted.status(), wire::OK_ACCEPTED);
  EXPECT_TRUE(decided->outcome);
  const auto undecided = client.submit_and_wait("slow", {}, milliseconds{50});
  ASSERT_TRUE(undecided);
  EXPECT_FALSE(undecided->outcome);
  const auto refused = client.submit_and_wait("bad", {}, std::chrono::hours{1});  // returns at all: nothing is waited for
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->accepted.status(), wire::NOT_ACCEPTED);
  EXPECT_FALSE(refused->outcome);
}

TEST_F(Client, FetchesABundleOnceAndChecksIt) {
  wire::Bundle bundle;
  bundle.set_label("2027-1");
  const std::string body = canonical_bytes(bundle), hash = digest_of(bundle);
  AnsweringLedger ledger(context_, settings_.endpoints.query, [&](const bus::Incoming& in) -> AnsweringLedger::Answers {
    const auto query = read<wire::Query>(in);
    const std::string asked{field(query.filter(), "hash")};
    wire::Rows rows;
    rows.set_request(query.request());
    wire::BundleView view;
    view.set_hash(hash);
    view.set_body(asked == to_hex(std::string(32, 'f')) ? body + "forged" : body);
    if (asked == to_hex(std::string(32, 'f'))) view.set_hash(std::string(32, 'f'));
    if (query.what() == "active_bundle" || asked == to_hex(hash) || asked == to_hex(std::string(32, 'f')))
      rows.add_rows(view.SerializeAsString());
    return {{wire::ROWS, rows.SerializeAsString()}};
  });
  LedgerClient client(context_, settings_, std::chrono::seconds{60});
  const auto active = client.bundle("");
  ASSERT_TRUE(active) << active.error().message;
  EXPECT_EQ((*active)->label(), "2027-1");
  const int asked = ledger.heard();
  EXPECT_EQ(client.bundle(hash).value().get(), active->get());
  EXPECT_EQ(client.bundle(to_hex(hash)).value().get(), active->get());
  EXPECT_EQ(ledger.heard(), asked);
  EXPECT_THAT(client.bundle(std::string(32, 'x')).error().message, HasSubstr("has no bundle"));
  EXPECT_THAT(client.bundle(std::string(32, 'f')).error().message, HasSubstr("another hash"));
  EXPECT_THAT(client.bundle("zz").error().message, HasSubstr("not a hash"));
}

TEST_F(Client, TakesCurveKeysFromSettings) {
  EXPECT_FALSE(curve_of(settings_)->enabled());
  const auto server = bus::make_curve_keys(), own = bus::make_curve_keys();
  settings_.curve.server_key = server.public_key;
  EXPECT_THAT(curve_of(settings_).error().message, HasSubstr("curve.secret_key"));
  settings_.curve.secret_key = "file:secrets/curve.key";
  EXPECT_THAT(curve_of(settings_).error().message, HasSubstr("curve.secret_key"));
  std::filesystem::create_directory(folder_.file("secrets"));
  std::ofstream(folder_.file("secrets/curve.key")) << own.secret_key << '\n';
  std::filesystem::permissions(folder_.file("secrets/curve.key"), std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  const auto curve = curve_of(settings_);
  ASSERT_TRUE(curve) << curve.error().message;
  EXPECT_EQ(curve->secret_key, own.secret_key);
  EXPECT_EQ(curve->server_key, server.public_key);
}

}  // namespace
}  // namespace fenghuo
