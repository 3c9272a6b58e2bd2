// The API's bearer tokens. Immutable after load; comparison takes the same time whatever is presented.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "common/config/settings.hpp"
#include "common/messages/frame.hpp"
#include "services/gateway/routes.hpp"

namespace fenghuo::gateway {

class Tokens {
 public:
  // A token whose secret can't be read is left out and named in the log: the others, and the acknowledgement links, go on working.
  static Tokens load(const Settings& settings);

  // The tokens of the bundle's providers: they may submit signals, each for its provider alone.
  static Tokens of_providers(const wire::Bundle& bundle, const std::string& data_dir);

  // authorization: the header's value. nullptr: none of ours.
  std::shared_ptr<const ApiToken> find(std::string_view authorization) const;

 private:
  void add(ApiToken token, const std::string& data_dir);

  struct Known {
    std::shared_ptr<const ApiToken> token;
    std::string digest;  // SHA-256, so that lengths don't show
  };
  std::vector<Known> known_;
};

bool may(const ApiToken& token, Right right);

}  // namespace fenghuo::gateway
