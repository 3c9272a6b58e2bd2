// The link of one entry of a brief: the ledger answers with that entry's matter, and with nothing for one that the brief does not list.
#include <gmock/gmock.h>

#include "services/ledger/test_ledger.hpp"

namespace fenghuo::ledger {
namespace {

struct EntryLink : testing::Test {
  TestLedger l;
  void SetUp() override {
    l.activate_bundle();
    l.worker("decide", "e");
  }
  MessageId message_of(MatterId matter) {
    const auto reader = storage::Reader::open(l.folder_ + "/ledger.db", 4);
    wire::DeliveryView view;
    EXPECT_TRUE(view.ParseFromString((*reader)->deliveries({matter, "", {}}, 0, 10).rows.at(0)));
    return MessageId{view.id()};
  }
  std::optional<wire::LinkView> link(MessageId message, MatterId entry = {}) {
    const auto reader = storage::Reader::open(l.folder_ + "/ledger.db", 4);
    return (*reader)->link(message, entry);
  }
};

TEST_F(EntryLink, ShowsTheMatterOfAnEntryAndNoOther) {
  const auto listed = l.told("listed"), other = l.told("other");
  const auto brief = l.told("brief", "b", [&](wire::Decision& d) {
    d.mutable_matter()->set_audience("role:b");
    d.mutable_matter()->add_entries()->set_matter_id(listed.value);
  });
  const auto message = message_of(brief);
  EXPECT_EQ(link(message)->matter().id(), brief.value);
  const auto entry = link(message, listed);
  ASSERT_TRUE(entry);
  EXPECT_EQ(entry->matter().id(), listed.value);
  EXPECT_EQ(entry->message().id(), message.value) << "it lives and dies with the brief's message";
  EXPECT_EQ(entry->message().party(), "role:b");
  EXPECT_FALSE(link(message, other));
  EXPECT_FALSE(link(message, brief));
  EXPECT_FALSE(link(message_of(listed), other)) << "a message that lists nothing";
  ASSERT_TRUE(l.operate("revoke_token", {{"message", notification_id(message)}}).ok());
  EXPECT_TRUE(link(message, listed)->revoked());
}

}  // namespace
}  // namespace fenghuo::ledger
