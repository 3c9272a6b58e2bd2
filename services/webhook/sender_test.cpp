// The sender against a real socket: jobs in, outcomes out.
#include "services/webhook/sender.hpp"

#include "common/base/ids.hpp"
#include "common/http/standard_webhooks.hpp"
#include "common/http/test_server.hpp"

namespace fenghuo::webhook {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::StartsWith;

const std::string key = std::string(24, 'k');

class SenderTest : public testing::Test {
 protected:
  SenderTest() { put_bundle("active", "http://127.0.0.1:" + std::to_string(server_.port()) + "/hooks/a", "127.0.0.1/32"); }

  void put_bundle(const std::string& hash, const std::string& url, const std::string& network) {
    auto bundle = std::make_shared<wire::Bundle>();
    bundle->set_public_url("https://" + hash + ".example.edu.cn");
    auto& destination = *bundle->add_destinations();
    destination.set_id("a");
    destination.set_channel("webhook");
    destination.set_url(url);
    destination.add_secrets("env:S");
    if (!network.empty()) destination.add_allow_cidrs(network);
    destination.set_timeout_ms(5000);
    bundles_[hash] = bundle;
  }

  wire::JobItem job(const std::string& destination = "a", const std::string& content = "active") {
    wire::JobItem item;
    item.set_lease(++last_);
    auto& send = *item.mutable_send();
    send.set_message_id(last_);
    send.set_destination(destination);
    send.set_bundle(content);
    send.set_active_bundle("active");
    send.mutable_model()->set_ask(true);
    return item;
  }

  // What became of it; "cannot: …" as the reason of an unset code.
  wire::SendOutcome sent(wire::JobItem item) {
    sender_.take(std::move(item));
    while (answers_.empty()) {
      sender_.http().run();
      if (answers_.empty()) sender_.http().wait({}, 1s);
    }
    EXPECT_EQ(answers_.size(), 1U);
    EXPECT_EQ(sender_.under_way(), 0U);
    return std::exchange(answers_, {}).front();
  }

  PlainServer server_;
  std::map<std::string, std::shared_ptr<const wire::Bundle>> bundles_;
  std::uint64_t last_ = 0;
  std::vector<wire::SendOutcome> answers_;
  Sender sender_{{[this](const std::string& hash) -> Result<Bundles::Bundle> {
                    const auto found = bundles_.find(hash);
                    if (found == bundles_.end()) return fail("no bundle " + hash);
                    return found->second;
                  },
                  [](const std::string&) -> Result<std::string> { return webhook_secret_text(key); },
                  [this](const wire::JobItem& item, wire::SendOutcome outcome) {
                    EXPECT_EQ(item.lease(), last_);
                    answers_.push_back(std::move(outcome));
                  },
                  [this](const wire::JobItem&, const std::string& reason) { answers_.emplace_back().set_reason("cannot: " + reason); }},
                 "link key",
                 8};
};

std::string header(const std::string& request, const std::string& name) {
  const auto at = request.find("\r\n" + name + ": ");
  if (at == std::string::npos) return "";
  const auto start = at + name.size() + 4;
  return request.substr(start, request.find("\r\n", start) - start);
}
std::string body(const std::string& request) { return request.substr(request.find("\r\n\r\n") + 4); }

TEST_F(SenderTest, TwoFailuresAndASuccessCarryOneIdAndOneBody) {
  server_.script({PlainServer::reply(500, ""), PlainServer::reply(500, ""), PlainServer::reply(200, "")});
  const auto item = job();
  EXPECT_EQ(sent(item).code(), wire::RETRY);
  EXPECT_EQ(sent(item).code(), wire::RETRY);
  const auto last = sent(item);
  EXPECT_EQ(last.code(), wire::DELIVERED);
  EXPECT_EQ(last.status(), 200);
  const auto requests = server_.requests();
  ASSERT_EQ(requests.size(), 3U);
  for (const auto& one : requests) {
    EXPECT_EQ(header(one, "webhook-id"), notification_id(MessageId{item.send().message_id()}));
    EXPECT_EQ(body(one), body(requests[0]));
    const std::vector<WebhookSecret> secrets{{key}};
    EXPECT_TRUE(verify_webhook({header(one, "webhook-id"), header(one, "webhook-timestamp"), header(one, "webhook-signature")}, body(one),
                               secrets, wall_now()));
  }
}

TEST_F(SenderTest, ContentIsOfItsOwnBundleAndTheDestinationOfTheOneInForce) {
  put_bundle("old", "http://127.0.0.1:1/nowhere", "");
  EXPECT_EQ(sent(job("a", "old")).code(), wire::DELIVERED);
  EXPECT_THAT(server_.requests().at(0), HasSubstr("https://old.example.edu.cn/a/"));
}

TEST_F(SenderTest, ANewBundleInForceCountsAtOnce) {
  EXPECT_EQ(sent(job()).code(), wire::DELIVERED);
  PlainServer moved;
  put_bundle("next", "http://127.0.0.1:" + std::to_string(moved.port()) + "/", "127.0.0.0/8");
  auto item = job();
  item.mutable_send()->set_active_bundle("next");
  EXPECT_EQ(sent(item).code(), wire::DELIVERED);
  EXPECT_EQ(moved.requests().size(), 1U);
}

TEST_F(SenderTest, AnAddressThatIsNotAllowedIsRejectedUndialled) {
  put_bundle("active", "http://localhost:" + std::to_string(server_.port()) + "/", "");
  const auto outcome = sent(job());
  EXPECT_EQ(outcome.code(), wire::REJECT);
  EXPECT_THAT(outcome.reason(), StartsWith("address not allowed: "));
  EXPECT_EQ(server_.connections(), 0U);
}

TEST_F(SenderTest, AnUnknownDestinationIsRejected) { EXPECT_EQ(sent(job("b")).code(), wire::REJECT); }

TEST_F(SenderTest, GoneDisablesTheDestination) {
  server_.script({PlainServer::reply(410, "")});
  const auto outcome = sent(job());
  EXPECT_EQ(outcome.code(), wire::REJECT);
  EXPECT_TRUE(outcome.disable_destination());
}

TEST_F(SenderTest, ALostAnswerIsAmbiguous) {
  server_.script({PlainServer::Script{"", PlainServer::Then::close}});
  EXPECT_EQ(sent(job()).code(), wire::AMBIGUOUS);
}

TEST_F(SenderTest, AnUnknownBundleIsHandedBack) {
  EXPECT_EQ(sent(job("a", "lost")).reason(), "cannot: bundle of the message: no bundle lost");
  auto item = job();
  item.mutable_send()->set_active_bundle("lost");
  EXPECT_EQ(sent(item).reason(), "cannot: bundle in force: no bundle lost");
}

TEST_F(SenderTest, AnotherKindOfJobIsHandedBack) {
  wire::JobItem decide;
  decide.mutable_decide();
  EXPECT_THAT(sent(decide).reason(), StartsWith("cannot: "));
}

}  // namespace
}  // namespace fenghuo::webhook
