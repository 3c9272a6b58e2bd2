#include <gmock/gmock.h>
#include <sys/stat.h>

#include "common/config/settings.hpp"
#include "common/config/test_folder.hpp"

namespace fenghuo {
namespace {

using testing::HasSubstr;
using testing::Not;

class Secrets : public testing::Test {
 protected:
  void put(const std::string& file, const std::string& text, mode_t mode) {
    std::filesystem::create_directories(folder_.path("secrets"));
    folder_.write("secrets/" + file, text);
    ASSERT_EQ(::chmod(folder_.path("secrets/" + file).c_str(), mode), 0);
  }
  Result<std::string> resolve(const std::string& reference) { return resolve_secret(reference, folder_.path()); }

  config::TestFolder folder_;
};

TEST_F(Secrets, FileUnderTheDataFolderWithoutItsLineEnd) {
  put("a.key", "whsec_abc\r\n", 0600);
  EXPECT_EQ(resolve("file:secrets/a.key").value(), "whsec_abc");
  EXPECT_EQ(resolve("file:" + folder_.path("secrets/a.key")).value(), "whsec_abc");
}

TEST_F(Secrets, AGroupMayReadItOthersMayNot) {
  put("group.key", "s3cret", 0640);
  EXPECT_TRUE(resolve("file:secrets/group.key"));
  for (const mode_t open : {0604U, 0644U, 0601U, 0620U, 0602U}) {
    put("open.key", "s3cret", open);
    const auto text = resolve("file:secrets/open.key");
    ASSERT_FALSE(text) << std::oct << open;
    EXPECT_THAT(text.error().message, HasSubstr("chmod 600"));
    EXPECT_THAT(text.error().message, Not(HasSubstr("s3cret")));
  }
}

TEST_F(Secrets, EnvironmentVariable) {
  ASSERT_EQ(::setenv("FENGHUO_TEST_SECRET", "from-env", 1), 0);
  EXPECT_EQ(resolve("env:FENGHUO_TEST_SECRET").value(), "from-env");
  ASSERT_EQ(::setenv("FENGHUO_TEST_SECRET", "", 1), 0);
  EXPECT_FALSE(resolve("env:FENGHUO_TEST_SECRET"));
  ::unsetenv("FENGHUO_TEST_SECRET");
  EXPECT_THAT(resolve("env:FENGHUO_TEST_SECRET").error().message, HasSubstr("environment variable FENGHUO_TEST_SECRET is not set"));
}

TEST_F(Secrets, WhatCanGoWrongIsNamedAndNeverShown) {
  put("empty.key", "\n", 0600);
  put("long.key", std::string(70'000, 'x'), 0600);
  EXPECT_THAT(resolve("file:secrets/empty.key").error().message, HasSubstr("is empty"));
  EXPECT_THAT(resolve("file:secrets/long.key").error().message, HasSubstr("longer than 64 KiB"));
  EXPECT_THAT(resolve("file:secrets/absent.key").error().message, HasSubstr("secrets/absent.key can't be opened"));
  EXPECT_THAT(resolve("file:secrets").error().message, HasSubstr("is no plain file"));
  EXPECT_FALSE(resolve("file:../outside.key"));
  const auto raw = resolve("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
  ASSERT_FALSE(raw);
  EXPECT_THAT(raw.error().message, Not(HasSubstr("MfKQ")));
}

}  // namespace
}  // namespace fenghuo
