#include "common/messages/frame.hpp"

#include "common/base/crypto.hpp"

namespace fenghuo {
namespace {

wire::Signal signal_with_channels(const std::vector<std::pair<std::string, double>>& channels) {
  wire::Signal signal;
  signal.set_topic_id("t-1");
  for (const auto& [name, share] : channels) (*signal.mutable_channel_mix())[name] = share;
  return signal;
}

TEST(CanonicalBytes, DoNotDependOnTheOrderOfAMap) {
  std::vector<std::pair<std::string, double>> channels;
  channels.reserve(50);
  for (int i = 0; i < 50; ++i) channels.emplace_back("channel-" + std::to_string(i), i);
  const wire::Signal forwards = signal_with_channels(channels);
  std::reverse(channels.begin(), channels.end());
  const wire::Signal backwards = signal_with_channels(channels);
  EXPECT_EQ(canonical_bytes(forwards), canonical_bytes(backwards));
  EXPECT_EQ(digest_of(forwards), digest_of(backwards));
}

TEST(CanonicalBytes, AreTheMessage) {
  const wire::Signal signal = signal_with_channels({{"weibo", 0.5}});
  wire::Signal read;
  ASSERT_TRUE(read.ParseFromString(canonical_bytes(signal)));
  EXPECT_EQ(read.topic_id(), "t-1");
  EXPECT_EQ(read.channel_mix().at("weibo"), 0.5);
  EXPECT_EQ(canonical_bytes(wire::Signal()), "");
}

TEST(DigestOf, IsTheHashOfTheCanonicalBytes) {
  const wire::Signal signal = signal_with_channels({{"weibo", 0.5}});
  EXPECT_EQ(digest_of(signal), crypto::sha256(canonical_bytes(signal)));
  EXPECT_NE(digest_of(signal), digest_of(signal_with_channels({{"weibo", 0.6}})));
}

TEST(Field, IsFoundByItsName) {
  wire::Query query;
  add_field(query.mutable_filter(), "level", "red");
  add_field(query.mutable_filter(), "unit", "hqbz");
  add_field(query.mutable_filter(), "unit", "second");
  EXPECT_EQ(field(query.filter(), "unit"), "hqbz") << "the first of a name";
  EXPECT_EQ(field(query.filter(), "category"), "");
  EXPECT_EQ(field(wire::Query().filter(), "level"), "");
}

TEST(ToJson, UsesTheNamesOfTheProto) {
  wire::MatterRow row;
  row.set_work(wire::AWAITING);
  row.set_next_at(1798000000000);
  row.add_taken("unit:hqbz");
  EXPECT_EQ(to_json(row), R"({"work":"AWAITING","next_at":"1798000000000","taken":["unit:hqbz"]})");
}

}  // namespace
}  // namespace fenghuo
