#include "common/process/command_line.hpp"

namespace fenghuo {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Result<CommandLine> parse(std::vector<const char*> arguments) { return parse_command_line(arguments); }

TEST(CommandLine, TakesEveryOptionInBothSpellings) {
  const auto line = parse({"--config", "/etc/fenghuo", "--data=/var/lib/fenghuo", "--set", "ledger.clock=manual",
                           "--set=opinion.spool=/a=b", "--instance", "webhook-2", "--log-level", "debug"});
  ASSERT_TRUE(line) << line.error().message;
  EXPECT_EQ(line->config_dir, "/etc/fenghuo");
  EXPECT_EQ(line->data_dir, "/var/lib/fenghuo");
  EXPECT_THAT(line->overrides, ElementsAre("ledger.clock=manual", "opinion.spool=/a=b"));
  EXPECT_EQ(line->instance, "webhook-2");
  EXPECT_EQ(line->log_level, "debug");
  EXPECT_FALSE(line->help);
}

TEST(CommandLine, HelpAndVersionNeedNothingElse) {
  EXPECT_TRUE(parse({"--help"})->help);
  EXPECT_TRUE(parse({"-h"})->help);
  EXPECT_TRUE(parse({"--data", "d", "--version"})->version);
  for (const char* option : {"--config", "--data", "--set", "--instance", "--log-level"}) EXPECT_THAT(usage("ledger"), HasSubstr(option));
}

TEST(CommandLine, NamesWhatIsWrong) {
  const std::vector<std::pair<std::vector<const char*>, const char*>> wrong = {
      {{}, "--config DIR is missing"},
      {{"--config", "c"}, "--data DIR is missing"},
      {{"--config"}, "--config needs a value"},
      {{"--config", "c", "--data="}, "--data needs a value"},
      {{"--config", "c", "--data", "d", "extra"}, "unexpected argument extra"},
      {{"--config", "c", "--data", "d", "--port", "1"}, "unknown option --port"},
      {{"--config", "c", "--data", "d", "--set", "ledger.clock"}, "KEY=VALUE"},
      {{"--config", "c", "--data", "d", "--set", "=manual"}, "KEY=VALUE"},
      {{"--config", "c", "--data", "d", "--log-level", "loud"}, "--log-level loud"},
      {{"--config", "c", "--data", "d", "--instance", "a b"}, "--instance a b"},
  };
  for (const auto& [arguments, message] : wrong) {
    const auto line = parse(arguments);
    ASSERT_FALSE(line) << message;
    EXPECT_THAT(line.error().message, HasSubstr(message));
  }
}

}  // namespace
}  // namespace fenghuo
