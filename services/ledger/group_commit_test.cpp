// A commit that fails, and the reading of memory that fails after it.
#include <gtest/gtest.h>

#include "services/ledger/test_ledger.hpp"

namespace fenghuo::ledger {
namespace {

using storage::StorageError;

TEST(GroupCommitTest, NothingIsTakenUntilMemoryIsWholeAgain) {
  TestLedger l;
  int reloads = 0, works = 0;
  bool readable = false;
  GroupCommit commit(*l.store_, *l.clock_, [&] {
    ++reloads;
    if (!readable) throw StorageError("cannot read", 10);
  });
  const auto work = [&] { ++works; };
  const auto dirty = [] { return false; };
  EXPECT_FALSE(commit.run([&] { throw StorageError("disk full", 13); }, dirty));
  EXPECT_TRUE(commit.must_reload());
  EXPECT_FALSE(commit.run(work, dirty));
  EXPECT_FALSE(commit.run(work, dirty));
  EXPECT_EQ(works, 0) << "half-loaded memory decides nothing";
  EXPECT_EQ(commit.error(), "cannot read");
  readable = true;
  EXPECT_TRUE(commit.run(work, dirty));
  EXPECT_EQ(works, 1);
  EXPECT_EQ(reloads, 4);
  EXPECT_EQ(commit.error(), "");
}

TEST(GroupCommitTest, WhatWasLostIsNeitherOnDiskNorInTheJournal) {
  TestLedger l;
  const auto seq = l.store_->last_seq();
  EXPECT_FALSE(l.commit([&] {
    l.store_->set_meta("lost", "1");
    wire::EventView event;
    event.set_kind("lost");
    l.store_->append(std::move(event), l.clock_->now());
    throw StorageError("disk full", 13);
  }));
  EXPECT_EQ(l.store_->meta("lost"), "");
  EXPECT_EQ(l.store_->last_seq(), seq);
  EXPECT_TRUE(l.events("lost").empty());
}

}  // namespace
}  // namespace fenghuo::ledger
