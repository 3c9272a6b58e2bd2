// Deletion of texts: nothing of them is left in any byte of the file or its log, and the chain still verifies.
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "common/storage/journal_format.hpp"
#include "common/storage/reader.hpp"
#include "common/storage/store.hpp"

namespace fenghuo::storage {
namespace {

const Instant start = instant(1'804'000'000'000);
const MatterId gone{7}, kept{8};
const std::string secret = "SECRET-TEXT-OF-A-MATTER";

struct EraseTest : testing::Test {
  std::string folder, path;
  std::unique_ptr<Store> store;
  std::unique_ptr<Reader> reader;

  void SetUp() override {
    std::string pattern = std::filesystem::temp_directory_path() / "fenghuo-erase-XXXXXX";
    folder = ::mkdtemp(pattern.data());
    path = folder + "/ledger.db";
    auto opened = Store::open({path, 4, ""});
    ASSERT_TRUE(opened.has_value()) << opened.error().message;
    store = std::move(*opened);
    auto read = Reader::open(path, 4);
    ASSERT_TRUE(read.has_value()) << read.error().message;
    reader = std::move(*read);
  }
  void TearDown() override {
    reader.reset();
    store.reset();
    std::filesystem::remove_all(folder);
  }

  // The text stands in the matter, an item, an event and three messages: delivered, dead, waiting. Long ones fill pages of their own.
  void fill(MatterId matter, std::uint64_t id, const std::string& text, std::size_t times) {
    std::string long_text;
    for (std::size_t i = 0; i < times; ++i) long_text.append(text).append(" ");
    store->begin();
    store->insert_matter(matter, "topic/p/" + std::to_string(matter.value), false, {}, start);
    wire::InboxBody body;
    body.mutable_signal()->set_topic_title(long_text);
    const auto bytes = body.SerializeAsString();
    store->insert_item({ItemId{id}, "p", "k" + std::to_string(id), "d", matter, wire::WARNING, start, {}, bytes});
    wire::Matter m;
    m.set_title(long_text);
    update(matter, 0, m, true);
    wire::EventView e;
    e.set_matter_id(matter.value);
    e.set_kind("progress");
    e.set_text(long_text);
    store->append(e, start);
    for (std::uint64_t i = 1; i <= 3; ++i) {
      wire::OutMessage out;
      out.set_dedup(std::to_string(i));
      out.mutable_model()->set_text(long_text);
      ASSERT_TRUE(store->insert_message({MessageId{id + i}, matter, &out, start}));
    }
    for (std::uint32_t n = 1; n <= 2; ++n) {
      store->start_attempt({MessageId{id + n}, 1, 1, n, to_ms(start), "w"});
      store->end_attempt(MessageId{id + n}, 1, start, n == 1 ? "delivered" : "reject", "550 no such user <" + long_text + "@here>", 550);
    }
    store->set_message(MessageId{id + 1}, MessageState::delivered, 0, 1, "queued as 42 for " + long_text);
    store->set_message(MessageId{id + 2}, MessageState::dead, 0, 1, "550 no such user <" + long_text + ">");
    store->decide_item(ItemId{id}, already(long_text).SerializeAsString());
    store->commit();
  }
  static wire::ItemOutcome already(const std::string& who) {
    wire::ItemOutcome outcome;
    outcome.set_code(wire::ALREADY);
    outcome.set_party("unit:hq");
    outcome.set_at(to_ms(start));
    outcome.set_detail(who);
    return outcome;
  }
  void update(MatterId matter, std::uint64_t version, const wire::Matter& body, bool open) {
    wire::MatterRow row;
    row.set_open(open);
    row.set_next_at(open ? 5 : 0);
    ASSERT_TRUE(store->update_matter(matter, version, row, row.SerializeAsString(), body.SerializeAsString(), start));
  }
  wire::ItemOutcome outcome_of(const std::string& key) {
    wire::ItemOutcome outcome;
    EXPECT_TRUE(outcome.ParseFromString(store->find_item("p", key)->outcome));
    return outcome;
  }
  std::string bytes_on_disk() const {
    std::string all;
    for (const auto& file : std::filesystem::directory_iterator(folder)) {
      std::stringstream text;
      text << std::ifstream(file.path(), std::ios::binary).rdbuf();
      all += text.str();
    }
    return all;
  }
  Erased erase() {
    store->begin();
    update(gone, 1, {}, false);
    const auto erased = store->erase_texts(gone);
    store->commit();
    return erased;
  }
};

TEST_F(EraseTest, NoByteOfTheTextsIsLeft) {
  for (const std::size_t times : {std::size_t{1}, std::size_t{1000}}) {
    SCOPED_TRACE(times);
    const std::uint64_t id = 1000 * times;
    if (times > 1) {
      TearDown();
      SetUp();
    }
    fill(gone, id, secret, times);
    fill(kept, id + 100, "ANOTHER-TEXT", times);
    ASSERT_NE(bytes_on_disk().find(secret), std::string::npos);
    erase();
    ASSERT_TRUE(store->scrub());
    const auto bytes = bytes_on_disk();
    EXPECT_EQ(bytes.find(secret), std::string::npos);
    EXPECT_NE(bytes.find("ANOTHER-TEXT"), std::string::npos) << "other matters keep theirs";
  }
}

TEST_F(EraseTest, AnItemLosesItsBodyWhenItIsDecided) {
  fill(gone, 1000, secret, 1);
  EXPECT_FALSE(store->inbox_item(ItemId{1000}).body().has_signal());
  EXPECT_EQ(outcome_of("k1000").detail(), secret + " ") << "the same again is still a duplicate with its answer";
}

TEST_F(EraseTest, AnAnswerStaysWithoutTheName) {
  fill(gone, 1000, secret, 1);
  fill(kept, 2000, "ANOTHER-TEXT", 1);
  erase();
  const auto outcome = outcome_of("k1000");
  EXPECT_EQ(outcome.code(), wire::ALREADY);
  EXPECT_EQ(outcome.party(), "unit:hq");
  EXPECT_EQ(outcome.at(), to_ms(start));
  EXPECT_EQ(outcome.detail(), "");
  EXPECT_EQ(outcome_of("k2000").detail(), "ANOTHER-TEXT ");
}

TEST_F(EraseTest, OfAnAttemptStayItsTimesAndItsCode) {
  fill(gone, 1000, secret, 1);
  store->begin();
  store->start_attempt({MessageId{1003}, 1, 1, 9, to_ms(start), "w"});
  store->end_attempt(MessageId{1003}, 1, start, "lost", "lost in a restart", 0);
  store->commit();
  erase();
  const auto rows = reader->deliveries({gone, "", {}}, 0, 10).rows;
  ASSERT_EQ(rows.size(), 3U);
  std::vector<std::string> reasons;
  for (const auto& row : rows) {
    wire::DeliveryView view;
    ASSERT_TRUE(view.ParseFromString(row));
    ASSERT_EQ(view.attempts_size(), 1);
    EXPECT_EQ(view.attempts(0).status(), view.id() == 1003 ? 0 : 550);
    EXPECT_EQ(view.attempts(0).ended_at(), to_ms(start));
    EXPECT_EQ(view.reason(), "erased");
    reasons.push_back(view.attempts(0).reason());
  }
  EXPECT_EQ(reasons, (std::vector<std::string>{"erased", "erased", "lost in a restart"})) << "our own word stays";
}

TEST_F(EraseTest, TellsWhatItDid) {
  fill(gone, 1000, secret, 1);
  const auto erased = erase();
  EXPECT_EQ(erased.texts, 1U);
  EXPECT_EQ(erased.messages, 3U);
  EXPECT_EQ(erased.dead, 1U);
}

TEST_F(EraseTest, MessagesStayOnRecordAndCanNotLeaveAnyMore) {
  fill(gone, 1000, secret, 1);
  erase();
  EXPECT_EQ(store->message(MessageId{1001})->state, MessageState::delivered);
  EXPECT_EQ(store->message(MessageId{1002})->state, MessageState::withdrawn) << "a dead letter can't be sent again without its text";
  EXPECT_EQ(store->message(MessageId{1003})->state, MessageState::withdrawn);
  EXPECT_TRUE(store->message(MessageId{1001})->model.empty());
  EXPECT_TRUE(store->revivable("").empty());
}

TEST_F(EraseTest, TheChainStillVerifiesAndSaysThatATextWasThere) {
  fill(gone, 1000, secret, 1);
  erase();
  std::string previous = journal::genesis();
  std::map<std::uint64_t, wire::EventView> events;
  for (const auto& row : reader->journal(0, 1000).rows) {
    wire::EventView e;
    ASSERT_TRUE(e.ParseFromString(row));
    events[e.seq()] = e;
  }
  ASSERT_EQ(events.size(), 1U);
  EXPECT_TRUE(events[1].text().empty());
  EXPECT_TRUE(events[1].salt().empty()) << "with the salt a short text could be guessed from its digest";
  EXPECT_FALSE(events[1].text_digest().empty());
  for (const auto& row : reader->seals(0, 1000).rows) {
    wire::SealView seal;
    ASSERT_TRUE(seal.ParseFromString(row));
    journal::Sealer sealer(previous, seal.first_seq(), seal.last_seq(), seal.at());
    for (auto seq = seal.first_seq(); seq <= seal.last_seq(); ++seq) sealer.add(journal::event_bytes(events[seq]));
    previous = sealer.finish();
    EXPECT_EQ(previous, seal.hash());
  }
}

TEST_F(EraseTest, TheMattersRowStaysForEver) {
  fill(gone, 1000, secret, 1);
  erase();
  EXPECT_EQ(store->latest_matter("topic/p/7")->id, gone);
  EXPECT_FALSE(store->latest_matter("topic/p/7")->open);
}

TEST_F(EraseTest, AClosedMatterMayHaveANextStepOfItsOwn) {
  store->begin();
  store->insert_matter(gone, "topic/p/7", false, {}, start);
  wire::MatterRow row;
  row.set_next_at(to_ms(start) + 5);
  ASSERT_TRUE(store->update_matter(gone, 0, row, row.SerializeAsString(), "", start));
  store->commit();
  EXPECT_TRUE(store->due_matters(start, 10).empty());
  EXPECT_EQ(store->due_matters(start + Millis{5}, 10), std::vector<MatterId>{gone});
}

}  // namespace
}  // namespace fenghuo::storage
