// The whole process but its main, between a ledger played by the test and a receiver on a plain socket.
#include "services/webhook/app.hpp"

#include <sys/eventfd.h>
#include <unistd.h>

#include <thread>

#include "common/base/crypto.hpp"
#include "common/bus/test_folder.hpp"
#include "common/http/standard_webhooks.hpp"
#include "common/http/test_server.hpp"

namespace fenghuo::webhook {
namespace {

using namespace std::chrono_literals;

Settings settings_of(const TestFolder& folder) {
  ::setenv("FENGHUO_TEST_LINK_KEY", "key of the links", 1);
  ::setenv("FENGHUO_TEST_SECRET", webhook_secret_text(std::string(24, 'k')).c_str(), 1);
  Settings settings;
  settings.data_dir = folder.path();
  settings.endpoints.work = folder.ipc("work");
  settings.endpoints.query = folder.ipc("query");
  settings.webhook.link_secret = "env:FENGHUO_TEST_LINK_KEY";
  settings.webhook.credit = 4;
  settings.supervisor.drain = 2s;
  return settings;
}

// The ledger's side of the work and query protocols, as far as a sender needs it.
class PlayedLedger {
 public:
  PlayedLedger(bus::Context& context, const Settings& settings)
      : work_(bus::Router::bind(context, settings.endpoints.work).value()),
        query_(bus::Router::bind(context, settings.endpoints.query).value()) {}

  void put(const wire::Bundle& bundle) {
    body_ = canonical_bytes(bundle);
    hash_ = crypto::sha256(body_);
  }
  void lease(std::uint64_t message) {
    wire::JobItem item;
    item.set_lease(message);
    item.mutable_fence()->set_epoch(1);
    item.mutable_fence()->set_counter(message);
    item.set_id(message);
    item.set_lease_ms(60'000);
    auto& send = *item.mutable_send();
    send.set_message_id(message);
    send.set_destination("a");
    send.set_bundle(hash_);
    send.set_active_bundle(hash_);
    waiting_.push_back(item);
  }
  // Serves until the condition holds.
  template <class Condition>
  bool serve(Condition condition) {
    return eventually(
        [&] {
          while (const auto in = work_.receive()) take(*in);
          while (const auto in = query_.receive()) answer(*in);
          return condition();
        },
        {&work_, &query_});
  }
  std::map<std::uint64_t, wire::SendOutcome> outcomes;
  bool goodbye = false;

 private:
  void take(const bus::Incoming& in) {
    if (in.type == wire::HELLO) {
      wire::Welcome welcome;
      welcome.set_epoch(1);
      welcome.set_ping_ms(1000);
      welcome.set_lease_ms(60'000);
      welcome.set_active_bundle(hash_);
      work_.send(in.identity, wire::WELCOME, welcome.SerializeAsString());
    } else if (in.type == wire::CREDIT) {
      wire::Credit credit;
      EXPECT_TRUE(credit.ParseFromString(in.payload));
      EXPECT_EQ(credit.n(), 4U);
      worker_ = in.identity;
    } else if (in.type == wire::PING) {
      work_.send(in.identity, wire::PONG, "");
    } else if (in.type == wire::GOODBYE) {
      goodbye = true;
    } else if (in.type == wire::RESULT) {
      wire::Result result;
      EXPECT_TRUE(result.ParseFromString(in.payload));
      wire::ResultOk ok;
      for (const auto& item : result.items()) {
        EXPECT_TRUE(item.has_send());
        outcomes[item.id()] = item.send();
        ok.add_leases(item.lease());
      }
      work_.send(in.identity, wire::RESULT_OK, ok.SerializeAsString());
    }
    dispatch();
  }
  // One message a job, so that several arrive one after the other.
  void dispatch() {
    if (worker_.empty()) return;
    for (const auto& item : waiting_) {
      wire::Job job;
      *job.add_items() = item;
      work_.send(worker_, wire::JOB, job.SerializeAsString());
    }
    waiting_.clear();
  }
  void answer(const bus::Incoming& in) {
    wire::Query query;
    ASSERT_TRUE(query.ParseFromString(in.payload));
    wire::BundleView view;
    view.set_hash(hash_);
    view.set_body(body_);
    wire::Rows rows;
    rows.set_request(query.request());
    rows.add_rows(view.SerializeAsString());
    query_.send(in.identity, wire::ROWS, rows.SerializeAsString());
  }

  bus::Router work_, query_;
  std::string body_, hash_, worker_;
  std::vector<wire::JobItem> waiting_;
};

class AppTest : public testing::Test {
 protected:
  AppTest() : settings_(settings_of(folder_)), stop_(::eventfd(0, EFD_CLOEXEC)), ledger_(context_, settings_) {
    wire::Bundle bundle;
    bundle.set_public_url("https://duty.example.edu.cn");
    auto& destination = *bundle.add_destinations();
    destination.set_id("a");
    destination.set_channel("webhook");
    destination.set_url("http://127.0.0.1:" + std::to_string(server_.port()) + "/");
    destination.add_allow_cidrs("127.0.0.1/32");
    destination.add_secrets("env:FENGHUO_TEST_SECRET");
    ledger_.put(bundle);
  }

 public:
  ~AppTest() override {
    stop();
    if (thread_.joinable()) thread_.join();
    ::close(stop_);
  }

 protected:
  void start() {
    thread_ = std::thread{[this] {
      Process process{"webhook", "webhook-test", settings_, stop_};
      code_ = run(process);
      ended_ = true;
    }};
  }
  void stop() {
    const std::uint64_t one = 1;
    EXPECT_EQ(::write(stop_, &one, sizeof one), static_cast<ssize_t>(sizeof one));
  }

  TestFolder folder_;
  Settings settings_;
  int stop_;
  bus::Context context_;
  PlainServer server_;
  PlayedLedger ledger_;
  std::atomic<bool> ended_{false};
  int code_ = -1;
  std::thread thread_;
};

TEST_F(AppTest, SendsWhatIsLeasedAndSaysGoodbye) {
  server_.script({PlainServer::reply(200, ""), PlainServer::reply(500, ""), PlainServer::reply(204, "")});
  for (std::uint64_t id = 1; id <= 3; ++id) ledger_.lease(id);
  start();
  ASSERT_TRUE(ledger_.serve([&] { return ledger_.outcomes.size() == 3; }));
  std::multiset<int> statuses;
  for (const auto& [id, outcome] : ledger_.outcomes) statuses.insert(outcome.status());
  EXPECT_EQ(statuses, (std::multiset<int>{200, 204, 500}));
  stop();
  EXPECT_TRUE(ledger_.serve([&] { return ledger_.goodbye && ended_; }));
  EXPECT_EQ(code_, 0);
}

TEST_F(AppTest, AStopFinishesWhatIsUnderWayAndEndsWhatHangsAsAmbiguous) {
  server_.script({PlainServer::Script{"", PlainServer::Then::hang}});
  ledger_.lease(7);
  start();
  ASSERT_TRUE(ledger_.serve([&] { return server_.requests().size() == 1; }));
  stop();
  EXPECT_TRUE(ledger_.serve([&] { return bool{ended_}; }));
  EXPECT_EQ(code_, 0);
  ASSERT_EQ(ledger_.outcomes.count(7), 1U);
  EXPECT_EQ(ledger_.outcomes[7].code(), wire::AMBIGUOUS);
}

TEST_F(AppTest, WithoutTheKeyOfTheLinksItDoesNotStart) {
  settings_.webhook.link_secret = "env:FENGHUO_TEST_NO_SUCH_KEY";
  start();
  EXPECT_TRUE(ledger_.serve([&] { return bool{ended_}; }));
  EXPECT_EQ(code_, 1);
}

}  // namespace
}  // namespace fenghuo::webhook
