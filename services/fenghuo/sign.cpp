// fenghuo sign: the signature a receiver should see, for people who build the other side.
#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <fstream>
#include <iostream>
#include <sstream>

#include "common/base/bytes.hpp"
#include "common/base/crypto.hpp"
#include "common/clock/clock.hpp"
#include "common/http/robot_signatures.hpp"
#include "common/http/standard_webhooks.hpp"
#include "services/fenghuo/views.hpp"

namespace fenghuo::cli {

namespace {

struct SignOptions {
  std::string scheme = "standard-webhooks", secret, id, body;
  std::int64_t timestamp = 0;
};

// A secret itself, or a reference to it: env:NAME or file:PATH (keeps it out of the process list).
Result<std::string> secret_of(const SignOptions& options, const std::string& data_dir) {
  if (options.secret.starts_with("env:") || options.secret.starts_with("file:")) return resolve_secret(options.secret, data_dir);
  return options.secret;
}

Result<std::string> body_of(const std::string& file) {
  std::ostringstream text;
  if (file.empty() || file == "-") {
    text << std::cin.rdbuf();
    return text.str();
  }
  std::ifstream in(file, std::ios::binary);
  if (!in) return fail("--body " + file + ": can't be read");
  text << in.rdbuf();
  return text.str();
}

Result<std::string> signature_of(const SignOptions& options, const std::string& secret, const std::string& id) {
  if (options.scheme == "dingtalk") return sign_dingtalk(options.timestamp, secret);
  if (options.scheme == "feishu") return sign_feishu(options.timestamp, secret);
  const auto key = parse_webhook_secret(secret);
  if (!key) return fail("--secret: " + key.error().message);
  const auto body = body_of(options.body);
  if (!body) return tl::unexpected(body.error());
  return sign_webhook(id, options.timestamp, *body, std::span(&*key, 1));
}

int sign(const Common& common, SignOptions options) {
  const auto secret = secret_of(options, common.data);
  if (!secret) return complain(secret.error());
  const std::int64_t now_ms = to_ms(wall_now());
  if (options.timestamp == 0) options.timestamp = options.scheme == "dingtalk" ? now_ms : now_ms / 1000;
  const std::string id = options.id.empty() ? "msg_" + to_hex(crypto::random_bytes(12)) : options.id;
  const auto signature = signature_of(options, *secret, id);
  if (!signature) return complain(signature.error());
  const bool webhook = options.scheme == "standard-webhooks";
  if (common.json) {
    boost::json::object object{{"scheme", options.scheme}, {"timestamp", options.timestamp}, {"signature", *signature}};
    if (webhook) object["id"] = id;
    print_json(object);
  } else if (webhook) {
    std::cout << "webhook-id: " << id << "\nwebhook-timestamp: " << options.timestamp << "\nwebhook-signature: " << *signature << '\n';
  } else {
    std::cout << "timestamp: " << options.timestamp << "\nsign: " << *signature << '\n';
  }
  return exit_ok;
}

}  // namespace

void add_sign(CLI::App& app, Shared& shared) {
  auto options = std::make_shared<SignOptions>();
  CLI::App* leaf = add_leaf(app, shared, "sign", "print the signature a receiver should see",
                            [&shared, options] { return sign(shared.common, *options); });
  leaf->add_option("--scheme", options->scheme, "standard-webhooks | dingtalk | feishu")
      ->capture_default_str()
      ->check(CLI::IsMember({"standard-webhooks", "dingtalk", "feishu"}));
  leaf->add_option("--secret", options->secret, "the secret, or env:NAME, or file:PATH (relative to the data folder)")
      ->required()
      ->type_name("S");
  leaf->add_option("--id", options->id, "webhook-id; a random one when left out")->type_name("ID");
  leaf->add_option("--timestamp", options->timestamp, "seconds (dingtalk: milliseconds) since 1970; now when left out")
      ->type_name("T")
      ->check(CLI::PositiveNumber);
  leaf->add_option("--body", options->body, "file with the raw body; stdin when left out (standard-webhooks)")->type_name("FILE");
}

}  // namespace fenghuo::cli
