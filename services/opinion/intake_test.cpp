#include "services/opinion/intake.hpp"

#include "common/signals/test_bundle.hpp"

namespace fenghuo::opinion {
namespace {

using test::signal_json;
using testing::HasSubstr;

Result<wire::Accepted> take_all(const wire::Submit& submit) {
  wire::Accepted accepted;
  for (const auto& item : submit.items()) {
    auto* answer = accepted.add_items();
    answer->set_status(item.key() == "old" ? wire::OK_DUPLICATE : item.key() == "clash" ? wire::NOT_ACCEPTED : wire::OK_ACCEPTED);
    if (item.key() == "clash") answer->set_reason("conflict");
  }
  return accepted;
}

std::string with_id(const char* id) { return signal_json({{"signal_id", "\"" + std::string(id) + "\""}}); }

TEST(SpoolIntake, TellsEachRefusedSignalByItsPlace) {
  const std::string lines = with_id("a") + "\n" + signal_json({{"author", "1"}}) + "\n" + with_id("old") + "\n" + with_id("clash") + "\n";
  const auto taken = take_text(lines, true, test::border_bundle(), "provider_demo", take_all);
  ASSERT_TRUE(taken);
  EXPECT_EQ(taken->accepted, 1U);
  EXPECT_EQ(taken->duplicate, 1U);
  EXPECT_EQ(taken->refused, 2U);
  EXPECT_THAT(taken->why, HasSubstr("2 s-1: forbidden field: author\n"));
  EXPECT_THAT(taken->why, HasSubstr("4 clash: conflict"));
  EXPECT_EQ(taken->reasons.at("forbidden field: author"), 1U);
}

TEST(SpoolIntake, SubmitsForTheFoldersProviderInBatches) {
  std::string lines;
  for (int i = 0; i < 1200; ++i) lines += with_id(("s" + std::to_string(i)).c_str()) + "\n";
  std::vector<int> sizes;
  const auto taken = take_text(lines, true, test::border_bundle(), "provider_demo", [&](const wire::Submit& submit) {
    EXPECT_EQ(submit.scope(), "provider/provider_demo");
    sizes.push_back(submit.items_size());
    return take_all(submit);
  });
  ASSERT_TRUE(taken);
  EXPECT_EQ(taken->accepted, 1200U);
  EXPECT_EQ(sizes, (std::vector<int>{500, 500, 200}));
}

TEST(SpoolIntake, AnotherProvidersSignalIsRefused) {
  const auto taken = take_text(signal_json({{"provider", "\"provider_other\""}}), false, test::border_bundle(), "provider_demo", take_all);
  ASSERT_TRUE(taken);
  EXPECT_EQ(taken->refused, 1U);
}

TEST(SpoolIntake, AFileThatIsNoJsonIsRefusedWhole) {
  const auto taken = take_text("nonsense", false, test::border_bundle(), "provider_demo", take_all);
  ASSERT_TRUE(taken);
  EXPECT_THAT(taken->why, HasSubstr("the whole file"));
}

TEST(SpoolIntake, WithoutAnAnswerTheFileWaits) {
  const auto silent = [](const wire::Submit&) -> Result<wire::Accepted> { return fail("no answer"); };
  EXPECT_FALSE(take_text(signal_json(), false, test::border_bundle(), "provider_demo", silent));
  const auto full = [](const wire::Submit&) -> Result<wire::Accepted> {
    wire::Accepted accepted;
    accepted.add_items()->set_status(wire::NOT_ACCEPTED);
    accepted.mutable_items(0)->set_reason("storage: disk full");
    return accepted;
  };
  EXPECT_FALSE(take_text(signal_json(), false, test::border_bundle(), "provider_demo", full));
}

}  // namespace
}  // namespace fenghuo::opinion
