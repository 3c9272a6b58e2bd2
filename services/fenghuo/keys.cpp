// fenghuo keys: makes secrets. Prints them once; nothing is stored.
#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <iostream>

#include "common/bus/bus.hpp"
#include "services/fenghuo/secrets.hpp"
#include "services/fenghuo/views.hpp"

namespace fenghuo::cli {

namespace {

int print_curve(bool as_json) {
  const bus::KeyPair pair = bus::make_curve_keys();
  if (as_json) {
    print_json(boost::json::object{{"public_key", pair.public_key}, {"secret_key", pair.secret_key}});
  } else {
    std::cout << "public_key: " << pair.public_key << "\nsecret_key: " << pair.secret_key << '\n';
  }
  return exit_ok;
}

int print_secret(supervise::SecretForm form, bool as_json) {
  const std::string secret = supervise::make_secret(form);
  if (as_json) {
    print_json(boost::json::object{{"secret", secret}});
  } else {
    std::cout << secret << '\n';
  }
  return exit_ok;
}

}  // namespace

void add_keys(CLI::App& app, Shared& shared) {
  CLI::App* keys = add_group(app, "keys", "make secrets");
  add_leaf(*keys, shared, "curve", "a CURVE key pair for the bus", [&shared] { return print_curve(shared.common.json); });
  add_leaf(*keys, shared, "webhook", "a Standard Webhooks secret (whsec_...)",
           [&shared] { return print_secret(supervise::SecretForm::webhook, shared.common.json); });
  add_leaf(*keys, shared, "token", "a bearer token", [&shared] { return print_secret(supervise::SecretForm::token, shared.common.json); });
}

}  // namespace fenghuo::cli
