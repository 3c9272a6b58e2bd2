// Every wire format against the vectors file, which was computed by others.
#include <boost/json.hpp>
#include <fstream>
#include <iterator>

#include "common/base/bytes.hpp"
#include "common/http/link_token.hpp"
#include "common/http/robot_signatures.hpp"
#include "common/http/standard_webhooks.hpp"

namespace fenghuo {
namespace {

namespace json = boost::json;

json::array vectors(std::string_view format) {
  std::ifstream file{FENGHUO_VECTORS};
  const std::string text{std::istreambuf_iterator<char>{file}, {}};
  auto rows = json::parse(text).as_object().at(format).as_array();
  EXPECT_FALSE(rows.empty()) << format;
  return rows;
}

std::string text(const json::value& row, std::string_view name) { return std::string{row.as_object().at(name).as_string()}; }
std::int64_t number(const json::value& row, std::string_view name) { return row.as_object().at(name).as_int64(); }

TEST(Vectors, StandardWebhooks) {
  for (const auto& row : vectors("standard_webhooks")) {
    std::vector<WebhookSecret> secrets;
    for (const auto& secret : row.as_object().at("secrets").as_array())
      secrets.push_back(parse_webhook_secret(std::string_view{secret.as_string()}).value());
    const std::string id = text(row, "id"), body = text(row, "body"), signature = text(row, "signature");
    const std::int64_t at = number(row, "timestamp");
    EXPECT_EQ(sign_webhook(id, at, body, secrets), signature);
    const std::string timestamp = std::to_string(at);
    EXPECT_TRUE(verify_webhook({id, timestamp, signature}, body, secrets, instant(at * 1000)));
  }
}

TEST(Vectors, DingTalk) {
  for (const auto& row : vectors("dingtalk")) EXPECT_EQ(sign_dingtalk(number(row, "timestamp_ms"), text(row, "secret")), text(row, "sign"));
}

TEST(Vectors, Feishu) {
  for (const auto& row : vectors("feishu")) EXPECT_EQ(sign_feishu(number(row, "timestamp_s"), text(row, "secret")), text(row, "sign"));
}

TEST(Vectors, LinkToken) {
  for (const auto& row : vectors("link_token")) {
    const auto message = parse_notification_id(text(row, "message_id"));
    ASSERT_TRUE(message);
    EXPECT_EQ(make_link_token(text(row, "key"), *message, instant(number(row, "expires_ms"))), text(row, "token"));
  }
}

// RFC 2047: at most 75 characters a word, and no character split between two: each word is whole UTF-8 by itself.
TEST(Vectors, MailHeaderWordsAreShortAndWhole) {
  for (const auto& row : vectors("mail_header")) {
    std::string decoded;
    for (const auto& value : row.as_object().at("encoded_words").as_array()) {
      const std::string_view word{value.as_string()};
      EXPECT_LE(word.size(), 75U);
      ASSERT_TRUE(word.starts_with("=?UTF-8?B?") && word.ends_with("?="));
      const auto part = from_base64(word.substr(10, word.size() - 12));
      ASSERT_TRUE(part);
      EXPECT_TRUE(valid_utf8(*part));
      decoded += *part;
    }
    EXPECT_EQ(decoded, text(row, "text"));
  }
}

}  // namespace
}  // namespace fenghuo
