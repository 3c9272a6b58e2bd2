// Text that a person replaced stays replaced.
#include "services/escalator/test_world.hpp"

namespace fenghuo::escalator::testing {
namespace {

using ::testing::Contains;

void redact(World& w) {
  w.act(wire::REDACT_TITLE, "role:minister", [](wire::Action& a) { a.set_note("某食堂"); });
}

TEST(Redaction, IsNotUndoneByTheProvidersNextUpdate) {
  World w;
  w.topic.set_title_quarantined(true);
  w.alert("orange");
  redact(w);
  w.signal("red");
  EXPECT_EQ(w.matter.title(), "某食堂");
  EXPECT_FALSE(w.matter.title_quarantined());
  EXPECT_EQ(w.matter.SerializeAsString().find("食堂价格"), std::string::npos) << "nor does the text come back into the matter";
  for (const auto& message : w.last.queue()) EXPECT_EQ(message.model().title(), "某食堂");
  redact(w);
  w.signal("red");
  EXPECT_EQ(w.matter.title(), "某食堂") << "replaced twice, it is still the provider's text that is remembered";
}

TEST(Redaction, AnotherTextOfTheProviderIsTakenAsItComes) {
  World w;
  w.topic.set_title_quarantined(true);
  w.alert("red");
  redact(w);
  w.topic.set_topic_title("另一个说法");
  w.signal("red");
  EXPECT_EQ(w.matter.title(), "另一个说法");
  EXPECT_TRUE(w.matter.title_quarantined());
  EXPECT_THAT(w.events(), Contains("title_quarantined"));
}

}  // namespace
}  // namespace fenghuo::escalator::testing
