#include "services/webhook/destinations.hpp"

#include "common/base/ids.hpp"
#include "services/webhook/request.hpp"

namespace fenghuo::webhook {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

const std::string first = std::string(24, '1'), second = std::string(24, '2');

class DestinationsTest : public testing::Test {
 protected:
  wire::Destination& add(const std::string& id) {
    auto& out = *bundle_->add_destinations();
    out.set_id(id);
    out.set_channel("webhook");
    out.set_url("https://unit.example.edu.cn/hooks/" + id);
    out.add_secrets("env:NEW");
    out.add_secrets("file:secrets/old");
    return out;
  }
  Destinations made() {
    return Destinations{bundle_, [this](const std::string& reference) -> Result<std::string> {
                          ++looks_;
                          const auto found = secrets_.find(reference);
                          if (found == secrets_.end()) return fail(reference + " is not set");
                          return found->second;
                        }};
  }

  std::shared_ptr<wire::Bundle> bundle_ = std::make_shared<wire::Bundle>();
  std::map<std::string, std::string> secrets_{{"env:NEW", webhook_secret_text(first)}, {"file:secrets/old", webhook_secret_text(second)}};
  std::chrono::steady_clock::time_point now_{};
  int looks_ = 0;
};

TEST_F(DestinationsTest, AreReadyToSend) {
  auto& one = add("hqbz");
  one.add_allow_cidrs("10.0.0.0/8");
  one.set_timeout_ms(20'000);
  auto destinations = made();
  const auto target = destinations.find("hqbz", now_);
  ASSERT_TRUE(target);
  EXPECT_EQ((*target)->url, "https://unit.example.edu.cn/hooks/hqbz");
  EXPECT_EQ((*target)->timeout, 20s);
  ASSERT_EQ((*target)->secrets.size(), 2U);
  EXPECT_EQ((*target)->secrets[0].key, first);
  ASSERT_EQ((*target)->allow->size(), 1U);
}

TEST_F(DestinationsTest, TimeoutsHaveADefaultAndALimit) {
  add("plain");
  add("long").set_timeout_ms(3'600'000);
  auto destinations = made();
  EXPECT_EQ((*destinations.find("plain", now_))->timeout, 15s);
  EXPECT_EQ((*destinations.find("long", now_))->timeout, 60s);
}

TEST_F(DestinationsTest, AnUnknownOneIsARejectThatNamesIt) {
  const auto target = made().find("nobody", now_);
  ASSERT_FALSE(target);
  EXPECT_EQ(target.error().code(), wire::REJECT);
  EXPECT_THAT(target.error().reason(), AllOf(HasSubstr("nobody"), HasSubstr("destinations.yaml")));
}

TEST_F(DestinationsTest, ABadNetworkOrChannelIsAReject) {
  add("net").add_allow_cidrs("10.0.0.1/8");
  add("fax").set_channel("fax");
  auto destinations = made();
  EXPECT_EQ(destinations.find("net", now_).error().code(), wire::REJECT);
  EXPECT_THAT(destinations.find("net", now_).error().reason(), HasSubstr("10.0.0.0/8"));
  EXPECT_EQ(destinations.find("fax", now_).error().code(), wire::REJECT);
}

TEST_F(DestinationsTest, OneUnreadableSecretDoesNotSilenceTheOther) {
  add("hqbz");
  secrets_.erase("file:secrets/old");
  auto destinations = made();
  const auto target = destinations.find("hqbz", now_);
  ASSERT_TRUE(target);
  ASSERT_EQ((*target)->secrets.size(), 1U);
  EXPECT_EQ((*target)->secrets[0].key, first);
}

TEST_F(DestinationsTest, NoSecretAtAllIsARetryThatNamesTheReferenceAlone) {
  add("hqbz");
  secrets_ = {{"env:NEW", "whsec_shortsecret"}};
  auto destinations = made();
  const auto target = destinations.find("hqbz", now_);
  ASSERT_FALSE(target);
  EXPECT_EQ(target.error().code(), wire::RETRY);
  EXPECT_THAT(target.error().reason(), AllOf(HasSubstr("file:secrets/old"), Not(HasSubstr("shortsecret"))));
}

TEST_F(DestinationsTest, NoReferenceIsARetryToo) {
  add("hqbz").clear_secrets();
  EXPECT_EQ(made().find("hqbz", now_).error().code(), wire::RETRY);
}

TEST_F(DestinationsTest, SecretsAreReadAgainAfterAWhile) {
  add("hqbz");
  auto destinations = made();
  ASSERT_TRUE(destinations.find("hqbz", now_));
  secrets_.erase("file:secrets/old");
  ASSERT_TRUE(destinations.find("hqbz", now_ + 1s));
  EXPECT_EQ(looks_, 2) << "two references, one look each";
  EXPECT_EQ((*destinations.find("hqbz", now_ + 6s))->secrets.size(), 1U);
}

TEST_F(DestinationsTest, ARequestCarriesTheStandardHeaders) {
  add("hqbz");
  auto destinations = made();
  const Target& target = **destinations.find("hqbz", now_);
  wire::SendJob job;
  job.set_message_id(9);
  const Instant wall = instant(1'800'000'000'999);
  const auto request = make_request(job, target, {"https://duty.example.edu.cn", "key"}, wall);
  EXPECT_EQ(request.url, target.url);
  std::map<std::string, std::string> headers;
  for (const auto& [name, value] : request.headers) headers[name] = value;
  EXPECT_EQ(headers["content-type"], "application/json");
  EXPECT_EQ(headers["webhook-id"], notification_id(MessageId{9}));
  EXPECT_EQ(headers["webhook-timestamp"], "1800000000");
  for (const auto& key : {first, second}) {
    const std::vector<WebhookSecret> secret{{key}};
    EXPECT_TRUE(
        verify_webhook({headers["webhook-id"], headers["webhook-timestamp"], headers["webhook-signature"]}, request.body, secret, wall));
  }
  const auto later = make_request(job, target, {"https://duty.example.edu.cn", "key"}, wall + 1h);
  EXPECT_EQ(later.body, request.body);
  EXPECT_NE(later.headers, request.headers);
}

}  // namespace
}  // namespace fenghuo::webhook
