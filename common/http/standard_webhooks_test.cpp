#include "common/http/standard_webhooks.hpp"

#include "common/base/bytes.hpp"

namespace fenghuo {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

const WebhookSecret newest{std::string(24, 'n')};
const WebhookSecret old{std::string(32, 'o')};
const Instant now = instant(1'800'000'000'000);
constexpr std::int64_t now_s = 1'800'000'000;
const std::string body = R"({"type":"matter.notified"})";

struct Sent {
  std::string id = "msg_1", timestamp = std::to_string(now_s), signature;
  SignedHeaders headers() const { return {id, timestamp, signature}; }
};

Sent sent_with(std::vector<WebhookSecret> secrets, std::int64_t at = now_s) {
  Sent sent;
  sent.timestamp = std::to_string(at);
  sent.signature = sign_webhook(sent.id, at, body, secrets);
  return sent;
}

std::string fault(const Sent& sent, std::string_view with_body = body, std::vector<WebhookSecret> secrets = {newest}) {
  const auto result = verify_webhook(sent.headers(), with_body, secrets, now);
  return result ? "ok" : result.error().message;
}

TEST(StandardWebhooks, VerifiesWhatItSigned) { EXPECT_EQ(fault(sent_with({newest})), "ok"); }

TEST(StandardWebhooks, SignsWithEveryLiveSecret) {
  const Sent sent = sent_with({newest, old});
  EXPECT_EQ(sent.signature, sent_with({newest}).signature + " " + sent_with({old}).signature);
  EXPECT_EQ(fault(sent, body, {newest}), "ok");
  EXPECT_EQ(fault(sent, body, {old}), "ok");
  EXPECT_EQ(fault(sent_with({old}), body, {newest, old}), "ok");
}

TEST(StandardWebhooks, RefusesAnotherSecretIdTimeOrBody) {
  EXPECT_THAT(fault(sent_with({old})), StartsWith("bad signature"));
  EXPECT_THAT(fault(sent_with({newest}), body + " "), StartsWith("bad signature"));
  Sent other_id = sent_with({newest});
  other_id.id = "msg_2";
  EXPECT_THAT(fault(other_id), StartsWith("bad signature"));
  Sent other_time = sent_with({newest});
  other_time.timestamp = std::to_string(now_s + 1);
  EXPECT_THAT(fault(other_time), StartsWith("bad signature"));
  EXPECT_THAT(fault(sent_with({newest}), body, {}), StartsWith("bad signature"));
}

TEST(StandardWebhooks, ToleratesFiveMinutesBothWays) {
  EXPECT_EQ(fault(sent_with({newest}, now_s - 300)), "ok");
  EXPECT_EQ(fault(sent_with({newest}, now_s + 300)), "ok");
  EXPECT_THAT(fault(sent_with({newest}, now_s - 301)), StartsWith("stale"));
  EXPECT_THAT(fault(sent_with({newest}, now_s + 301)), StartsWith("stale"));
}

TEST(StandardWebhooks, RefusesMalformedHeaders) {
  for (const char* timestamp : {"", "x", "-1", "+1800000000", "1800000000.0", " 1800000000", "18000000000000000000", "0x10"}) {
    Sent sent = sent_with({newest});
    sent.timestamp = timestamp;
    EXPECT_THAT(fault(sent), StartsWith("malformed")) << timestamp;
  }
  for (const char* signature : {"", "v1", "v2,abc", "v1a,abc", " ", "abc"}) {
    Sent sent = sent_with({newest});
    sent.signature = signature;
    EXPECT_THAT(fault(sent), StartsWith("malformed")) << signature;
  }
  Sent no_id = sent_with({newest});
  no_id.id = "";
  EXPECT_THAT(fault(no_id), StartsWith("malformed"));
}

TEST(StandardWebhooks, PassesOverSignaturesOfOtherVersions) {
  Sent sent = sent_with({newest});
  sent.signature = "v1a,xxxx  v2,yyyy v1,zzzz " + sent.signature;
  EXPECT_EQ(fault(sent), "ok");
}

TEST(StandardWebhooks, LooksAtABoundedNumberOfSignatures) {
  Sent sent = sent_with({newest});
  std::string many;
  for (int i = 0; i < 1000; ++i) many += "v1,AAAA ";
  sent.signature = many + sent.signature;
  EXPECT_THAT(fault(sent), StartsWith("bad signature"));
}

TEST(WebhookSecret, ReadsWhatItWrote) {
  const auto secret = parse_webhook_secret(webhook_secret_text(old.key));
  ASSERT_TRUE(secret);
  EXPECT_EQ(secret->key, old.key);
}

TEST(WebhookSecret, IsReadStrictlyAndNeverRepeated) {
  const std::string good = webhook_secret_text(newest.key);
  for (const std::string& text :
       {std::string{}, good.substr(6), "WHSEC_" + good.substr(6), good + " ", " " + good, good + "\n", "whsec_" + std::string("a-_b"),
        webhook_secret_text(std::string(23, 'x')), webhook_secret_text(std::string(65, 'x'))}) {
    const auto secret = parse_webhook_secret(text);
    ASSERT_FALSE(secret) << text;
    EXPECT_THAT(secret.error().message, HasSubstr("fenghuo keys webhook"));
    EXPECT_THAT(secret.error().message, testing::Not(HasSubstr(good.substr(6, 8))));
  }
}

}  // namespace
}  // namespace fenghuo
