// A database that was put in another's place is noticed.
#include "services/ledger/marker.hpp"

#include <gmock/gmock.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>

namespace fenghuo::ledger {
namespace {

using ::testing::HasSubstr;

struct MarkerTest : testing::Test {
  std::string folder, path;
  void SetUp() override {
    std::string pattern = std::filesystem::temp_directory_path() / "fenghuo-marker-XXXXXX";
    folder = ::mkdtemp(pattern.data());
    path = folder + "/ledger.mark";
  }
  void TearDown() override { std::filesystem::remove_all(folder); }
};

TEST_F(MarkerTest, IsReadAsItWasWritten) {
  EXPECT_FALSE(Marker(path).read().has_value());
  Marker marker(path);
  for (const std::uint64_t seq : {123456789ULL, 7ULL}) {
    marker.write({"ab12", seq});
    EXPECT_EQ(Marker(path).read(), (Mark{"ab12", seq}));
  }
}

TEST_F(MarkerTest, WhatCanNotBeReadIsNone) {
  std::ofstream(path) << "fenghuo-ledger ab12 12x4\n";
  EXPECT_FALSE(Marker(path).read().has_value());
  std::ofstream(path) << "something else entirely\n";
  EXPECT_FALSE(Marker(path).read().has_value());
}

TEST_F(MarkerTest, AFolderThatIsGoneDoesNotStopTheLedger) {
  Marker marker(folder + "/no/ledger.mark");
  marker.write({"ab12", 1});
  EXPECT_FALSE(marker.read().has_value());
}

TEST(Foreign, TheSameOneMayHaveGoneOnButNotBack) {
  EXPECT_EQ(foreign(Mark{"a", 5}, {"a", 5}), "");
  EXPECT_EQ(foreign(Mark{"a", 5}, {"a", 9}), "") << "the marker is written after the commit";
  EXPECT_THAT(foreign(Mark{"a", 5}, {"a", 4}), HasSubstr("ends at event 4, but event 5"));
}

TEST(Foreign, AnotherOneIsForeign) {
  EXPECT_THAT(foreign(Mark{"a", 5}, {"b", 9}), HasSubstr("another ledger's"));
  EXPECT_THAT(foreign(std::nullopt, {"b", 9}), HasSubstr("no ledger has run"));
  EXPECT_THAT(foreign(Mark{"a", 5}, {"", 0}), HasSubstr("ends at event 0")) << "an empty one in the place of one that was not";
  EXPECT_THAT(foreign(Mark{"a", 5}, {"", 3}), HasSubstr("ends at event 3")) << "one of an older program";
}

TEST(Foreign, AFirstStartIsNot) {
  EXPECT_EQ(foreign(std::nullopt, {"", 0}), "");
  EXPECT_EQ(foreign(std::nullopt, {"", 1000}), "") << "of an older program, which left no marker";
}

}  // namespace
}  // namespace fenghuo::ledger
