// Lists page by the rows they look at, know what is under way, and never count without end.
#include "common/storage/reader.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>

#include "common/storage/store.hpp"

namespace fenghuo::storage {
namespace {

const Instant t0 = instant(1'804'000'000'000);

struct ReaderTest : testing::Test {
  std::string folder = [] {
    std::string pattern = std::filesystem::temp_directory_path() / "fenghuo-reader-XXXXXX";
    return std::string(::mkdtemp(pattern.data()));
  }();
  std::unique_ptr<Store> store = std::move(*Store::open({folder + "/ledger.db", 4, ""}));
  std::unique_ptr<Reader> reader;
  std::uint64_t last = 0;

  void SetUp() override {
    store->begin();
    store->insert_matter(MatterId{1}, "m", false, {}, t0);
  }
  void TearDown() override { std::filesystem::remove_all(folder); }
  MessageId message(MessageState state) {
    const MessageId id{100 + ++last};
    wire::OutMessage out;
    out.set_dedup(std::to_string(last));
    out.set_destination("a");
    store->insert_message({id, MatterId{1}, &out, t0});
    if (state != MessageState::queued && state != MessageState::started) store->set_message(id, state, 0, 0, "");
    if (state == MessageState::started) store->start_attempt({id, 1, 1, 1, to_ms(t0), "w"});
    return id;
  }
  void open_reader() {
    store->commit();
    reader = std::move(*Reader::open(folder + "/ledger.db", 4));
  }
  // Every row of the list, page after page.
  std::vector<std::uint64_t> all(const DeliveryFilter& filter, std::uint32_t limit) {
    std::vector<std::uint64_t> ids;
    std::uint64_t cursor = 0;
    do {
      const auto page = reader->deliveries(filter, cursor, limit);
      for (const auto& row : page.rows) {
        wire::DeliveryView view;
        EXPECT_TRUE(view.ParseFromString(row));
        ids.push_back(view.id() - 100);
      }
      cursor = page.next;
    } while (cursor != 0);
    return ids;
  }
};

TEST_F(ReaderTest, AFilterOfMatterAndStateFindsWhatStandsOnLaterPages) {
  for (int i = 0; i < 10; ++i) message(i % 5 == 4 ? MessageState::dead : MessageState::delivered);
  open_reader();
  EXPECT_EQ(all({MatterId{1}, "dead", {}}, 2), (std::vector<std::uint64_t>{5, 10}));
  EXPECT_EQ(all({MatterId{1}, "delivered", {}}, 3).size(), 8U);
  EXPECT_EQ(all({{}, "delivered", {}}, 3).size(), 8U);
  EXPECT_EQ(all({{}, "dead", {}}, 1).size(), 2U);
  EXPECT_EQ(all({{}, "", {}}, 3).size(), 10U);
}

TEST_F(ReaderTest, StartedIsWhatHasAnOpenAttempt) {
  message(MessageState::queued);
  message(MessageState::started);
  message(MessageState::held);
  open_reader();
  EXPECT_EQ(all({{}, "queued", {}}, 10), std::vector<std::uint64_t>{1});
  EXPECT_EQ(all({{}, "started", {}}, 10), std::vector<std::uint64_t>{2});
  EXPECT_EQ(all({{}, "held", {}}, 10), std::vector<std::uint64_t>{3});
  EXPECT_EQ(all({MatterId{1}, "started", {}}, 10), std::vector<std::uint64_t>{2});
}

TEST_F(ReaderTest, TheStatesThatFiltersKnowAreNamed) {
  EXPECT_THAT(delivery_states(), testing::ElementsAre("queued", "started", "delivered", "dead", "withdrawn", "expired", "held"));
  EXPECT_THAT(matter_states(), testing::IsSupersetOf({"awaiting", "in_progress", "submitted", "closed", "cancelled"}));
}

TEST_F(ReaderTest, CountsAreExactWhileTheyAreSmall) {
  for (int i = 0; i < 3; ++i) message(MessageState::queued);
  for (int i = 0; i < 2; ++i) {
    wire::EventView event;
    event.set_kind("accepted");
    store->append(std::move(event), t0);
  }
  open_reader();
  std::map<std::string, std::string> counts;
  for (const auto& field : reader->stats()) counts[field.name()] = field.value();
  EXPECT_EQ(counts["message"], "3");
  EXPECT_EQ(counts["matter"], "1");
  EXPECT_EQ(counts["event"], "2");
  EXPECT_EQ(counts["attempt"], "0");
}

}  // namespace
}  // namespace fenghuo::storage
