#include "common/http/robot_signatures.hpp"

#include "common/base/bytes.hpp"
#include "common/base/crypto.hpp"

namespace fenghuo {
namespace {

// Of base64's alphabet only these three mean something else in a query.
std::string url_encoded_base64(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '+')
      out += "%2B";
    else if (c == '/')
      out += "%2F";
    else if (c == '=')
      out += "%3D";
    else
      out += c;
  }
  return out;
}

std::string timestamp_and_secret(std::int64_t timestamp, std::string_view secret) {
  std::string text = std::to_string(timestamp);
  text += '\n';
  text += secret;
  return text;
}

}  // namespace

std::string sign_dingtalk(std::int64_t timestamp_ms, std::string_view secret) {
  return url_encoded_base64(to_base64(crypto::hmac_sha256(secret, timestamp_and_secret(timestamp_ms, secret))));
}

std::string sign_feishu(std::int64_t timestamp_s, std::string_view secret) {
  return to_base64(crypto::hmac_sha256(timestamp_and_secret(timestamp_s, secret), ""));
}

}  // namespace fenghuo
