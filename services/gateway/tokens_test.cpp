#include "services/gateway/tokens.hpp"

#include <cstdlib>

namespace fenghuo::gateway {
namespace {

Settings settings() {
  setenv("GATEWAY_TEST_TOKEN", "a-long-enough-secret", 1);
  setenv("GATEWAY_TEST_SHORT", "short", 1);
  Settings out;
  out.gateway.tokens = {{"feed", "env:GATEWAY_TEST_TOKEN", {"signals"}, "", "provider_demo"},
                        {"short", "env:GATEWAY_TEST_SHORT", {"operate"}, "", ""},
                        {"missing", "env:GATEWAY_TEST_NOT_SET", {"operate"}, "", ""}};
  return out;
}

TEST(TokensTest, FindsTheTokenBehindABearerHeader) {
  const auto tokens = Tokens::load(settings());
  ASSERT_NE(tokens.find("Bearer a-long-enough-secret"), nullptr);
  EXPECT_EQ(tokens.find("bearer a-long-enough-secret")->name, "feed");
}

TEST(TokensTest, RefusesEverythingElse) {
  const auto tokens = Tokens::load(settings());
  for (const char* header : {"", "Bearer", "Bearer ", "a-long-enough-secret", "Basic a-long-enough-secret", "Bearer a-long-enough-secre",
                             "Bearer a-long-enough-secret ", "Bearer short"}) {
    EXPECT_EQ(tokens.find(header), nullptr) << header;
  }
}

TEST(TokensTest, ATokenMayOnlyWhatItSays) {
  const ApiToken token{"feed", "", {"signals"}, "", ""};
  EXPECT_TRUE(may(token, Right::signals));
  EXPECT_TRUE(may(token, Right::none));
  EXPECT_FALSE(may(token, Right::operate));
  EXPECT_FALSE(may(token, Right::read));
}

TEST(TokensTest, AProvidersTokenSpeaksForItAlone) {
  setenv("GATEWAY_TEST_TOKEN", "a-long-enough-secret", 1);
  wire::Bundle bundle;
  auto* provider = bundle.add_providers();
  provider->set_id("provider_demo");
  provider->add_tokens("env:GATEWAY_TEST_TOKEN");
  const auto found = Tokens::of_providers(bundle, "").find("Bearer a-long-enough-secret");
  ASSERT_NE(found, nullptr);
  EXPECT_EQ(found->provider, "provider_demo");
  EXPECT_FALSE(may(*found, Right::read));
}

}  // namespace
}  // namespace fenghuo::gateway
