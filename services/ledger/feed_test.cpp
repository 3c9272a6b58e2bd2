// Calendar feeds in the ledger: made and revoked by recorded acts; the token's digest is all that is kept.
#include "common/base/bytes.hpp"
#include "services/ledger/test_ledger.hpp"

namespace fenghuo::ledger {
namespace {

const std::string digest = to_hex(crypto::sha256("token"));

struct Feeds : testing::Test {
  TestLedger ledger;
  void SetUp() override {
    ledger.activate_bundle([](wire::Bundle& bundle) { bundle.add_units()->set_id("logistics"); });
  }
  wire::Operated operate(const char* what, const std::vector<std::pair<std::string, std::string>>& args) {
    return ledger.operate(what, args);
  }
  std::unique_ptr<storage::Reader> reader() const {
    auto opened = storage::Reader::open(ledger.folder_ + "/ledger.db", 4);
    return opened ? std::move(*opened) : nullptr;
  }
  std::string make() {
    const auto made = operate("make_feed", {{"party", "unit:logistics"}, {"token_digest", digest}});
    EXPECT_TRUE(made.ok()) << made.reason();
    return std::string(field(made.info(), "feed"));
  }
  std::optional<FeedRow> read() { return reader()->feed(*from_hex(digest)); }
};

TEST_F(Feeds, AreFoundByTheDigestAfterARestart) {
  const auto id = make();
  ledger.restart();
  const auto feed = read();
  ASSERT_TRUE(feed);
  EXPECT_EQ(feed_id_text(feed->id), id);
  EXPECT_EQ(feed->party, "unit:logistics");
  EXPECT_EQ(feed->made_by, "operator");
  EXPECT_EQ(feed->revoked_at, 0);
  EXPECT_FALSE(reader()->feed(crypto::sha256("another")));
}

TEST_F(Feeds, AreRevokedOnce) {
  const auto id = make();
  EXPECT_TRUE(operate("revoke_feed", {{"feed", id}}).ok());
  EXPECT_GT(read()->revoked_at, 0);
  EXPECT_THAT(operate("revoke_feed", {{"feed", id}}).reason(), testing::HasSubstr("already"));
  EXPECT_THAT(operate("revoke_feed", {{"feed", "feed_0000000000001"}}).reason(), testing::StartsWith("not_found"));
}

TEST_F(Feeds, AreForKnownPartiesAlone) {
  EXPECT_THAT(operate("make_feed", {{"party", "unit:nowhere"}, {"token_digest", digest}}).reason(), testing::StartsWith("not_found"));
  EXPECT_THAT(operate("make_feed", {{"party", "logistics"}, {"token_digest", digest}}).reason(), testing::HasSubstr("role:ID or unit:ID"));
  EXPECT_THAT(operate("make_feed", {{"party", "unit:logistics"}, {"token_digest", "token"}}).reason(), testing::HasSubstr("SHA-256"));
}

TEST_F(Feeds, AreListedAndTheirActsAreInTheJournalWithoutTheDigest) {
  const auto id = make();
  operate("revoke_feed", {{"feed", id}});
  const auto page = reader()->feeds(0, 10);
  ASSERT_EQ(page.rows.size(), 1U);
  EXPECT_EQ(read_feed_row(page.rows[0])->party, "unit:logistics");
  EXPECT_EQ(ledger.events("feed_made").size(), 1U);
  EXPECT_EQ(ledger.events("feed_revoked").size(), 1U);
  for (const auto& event : ledger.events()) {
    const auto bytes = event.SerializeAsString();
    EXPECT_EQ(bytes.find(digest), std::string::npos);
    EXPECT_EQ(bytes.find(*from_hex(digest)), std::string::npos);
  }
}

}  // namespace
}  // namespace fenghuo::ledger
