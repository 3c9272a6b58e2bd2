#include "services/fenghuo/secrets.hpp"

#include <sys/stat.h>

#include <fstream>

#include "common/base/bytes.hpp"
#include "common/http/standard_webhooks.hpp"
#include "services/fenghuo/scratch_folder.hpp"

namespace fenghuo::supervise {

namespace {

std::string content(const std::string& path) {
  std::ifstream in(path);
  std::string line;
  std::getline(in, line);
  return line;
}

mode_t mode(const std::string& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0 ? status.st_mode & 0777U : 0;
}

wire::Bundle example() {
  wire::Bundle bundle;
  auto* hook = bundle.add_destinations();
  hook->set_channel("webhook");
  hook->add_secrets("file:secrets/hook_duty.key");
  auto* robot = bundle.add_destinations();
  robot->set_channel("dingtalk");
  robot->add_secrets("file:secrets/robot.key");
  bundle.add_units()->add_callback_secrets("file:secrets/callback_canteen.key");
  bundle.add_providers()->add_tokens("file:secrets/feed.token");
  return bundle;
}

Settings settings() {
  Settings settings;
  settings.gateway.tokens.push_back({"operator", "file:secrets/operator.token", {}, "", ""});
  return settings;
}

}  // namespace

TEST(Secrets, MakesWhatIsNamedInTheFormItsUserReads) {
  const ScratchFolder data;
  const auto made = make_missing_secrets(wanted_secrets(example(), settings()), data.path());
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_THAT(*made, testing::UnorderedElementsAre("file:secrets/hook_duty.key", "file:secrets/callback_canteen.key",
                                                   "file:secrets/feed.token", "file:secrets/operator.token", "file:secrets/link.key"));
  for (const char* name : {"secrets/hook_duty.key", "secrets/callback_canteen.key"}) {
    const auto parsed = parse_webhook_secret(content(data / name));
    ASSERT_TRUE(parsed) << name;
    EXPECT_EQ(parsed->key.size(), 32U);
  }
  for (const char* name : {"secrets/feed.token", "secrets/operator.token", "secrets/link.key"}) {
    const auto bytes = from_hex(content(data / name));
    ASSERT_TRUE(bytes) << name;
    EXPECT_EQ(bytes->size(), 32U);
  }
  EXPECT_NE(content(data / "secrets/feed.token"), content(data / "secrets/operator.token"));
}

TEST(Secrets, AreForTheirOwnerAlone) {
  const ScratchFolder data;
  ASSERT_TRUE(make_missing_secrets(wanted_secrets(example(), settings()), data.path()));
  EXPECT_EQ(mode(data / "secrets"), 0700U);
  EXPECT_EQ(mode(data / "secrets/link.key"), 0600U);
  EXPECT_TRUE(resolve_secret("file:secrets/link.key", data.path()));
}

TEST(Secrets, NeverTouchesWhatIsThere) {
  const ScratchFolder data;
  ASSERT_TRUE(make_missing_secrets(wanted_secrets(example(), settings()), data.path()));
  const std::string before = content(data / "secrets/link.key");
  const auto again = make_missing_secrets(wanted_secrets(example(), settings()), data.path());
  ASSERT_TRUE(again);
  EXPECT_TRUE(again->empty());
  EXPECT_EQ(content(data / "secrets/link.key"), before);
}

TEST(Secrets, MakesNothingOutsideItsFolder) {
  const ScratchFolder data;
  const std::vector<WantedSecret> wanted{{"env:TOKEN", SecretForm::token},
                                         {"file:/etc/fenghuo.key", SecretForm::token},
                                         {"file:secrets/../escape.key", SecretForm::token},
                                         {"file:other/one.key", SecretForm::token},
                                         {"file:secrets/", SecretForm::token},
                                         {"file:secrets/..", SecretForm::token}};
  const auto made = make_missing_secrets(wanted, data.path());
  ASSERT_TRUE(made);
  EXPECT_TRUE(made->empty());
  EXPECT_TRUE(std::filesystem::is_empty(data.path()));
}

}  // namespace fenghuo::supervise
