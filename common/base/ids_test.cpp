#include "common/base/ids.hpp"

#include <rapidcheck/gtest.h>

#include <limits>

namespace fenghuo {
namespace {

using std::chrono::milliseconds;
using Time = std::chrono::sys_time<milliseconds>;

constexpr Time epoch{std::chrono::sys_days{std::chrono::year{2020} / 1 / 1}};

TEST(IdText, HasThirteenUpperCaseDigits) {
  EXPECT_EQ(id_text(0), "0000000000000");
  EXPECT_EQ(id_text(1), "0000000000001");
  EXPECT_EQ(id_text(31), "000000000000Z");
  EXPECT_EQ(id_text(32), "0000000000010");
  EXPECT_EQ(id_text(0x0123456789ABCDEF), "028T5CY4TQKFF");
  EXPECT_EQ(id_text(std::numeric_limits<std::uint64_t>::max()), "FZZZZZZZZZZZZ");
}

TEST(IdText, StandsInTheOrderOfTheIds) { EXPECT_LT(id_text(MatterId{0x1FFF}), id_text(MatterId{0x2000})); }

TEST(ParseId, TakesLowerCaseAndTheLettersPeopleMistakeForDigits) {
  EXPECT_EQ(parse_id("028t5cy4tqkff"), 0x0123456789ABCDEFU);
  EXPECT_EQ(parse_id("OoOoOoOoOoOo1"), 1U);
  EXPECT_EQ(parse_id("000000000000I"), 1U);
  EXPECT_EQ(parse_id("000000000000i"), 1U);
  EXPECT_EQ(parse_id("000000000000L"), 1U);
  EXPECT_EQ(parse_id("000000000000l"), 1U);
}

TEST(ParseId, RefusesWhatIsNoId) {
  for (const auto* text : {"", "000000000000", "00000000000000", "000000000000U", "000000000000u", "00000000000-1", "0000000000 01",
                           "G000000000000", "ZZZZZZZZZZZZZ", "00000000000\xC3\xA9"}) {
    EXPECT_EQ(parse_id(text), std::nullopt) << text;
  }
}

RC_GTEST_PROP(ParseId, ReadsBackEveryId, (std::uint64_t id)) { RC_ASSERT(parse_id(id_text(id)) == id); }

TEST(NotificationId, IsTheMessageIdWithItsPrefix) {
  EXPECT_EQ(notification_id(MessageId{31}), "msg_000000000000Z");
  EXPECT_EQ(parse_notification_id("msg_000000000000Z"), MessageId{31});
  EXPECT_EQ(parse_notification_id("000000000000Z"), std::nullopt);
  EXPECT_EQ(parse_notification_id("MSG_000000000000Z"), std::nullopt);
  EXPECT_EQ(parse_notification_id("msg_000000000000Z0"), std::nullopt);
}

TEST(IdMaker, BeginsWithTheTime) {
  IdMaker ids;
  EXPECT_EQ(ids.next(epoch + milliseconds{5}), 5ULL << 22U);
  EXPECT_EQ(ids.next(epoch + milliseconds{5}), (5ULL << 22U) + 1);
  EXPECT_EQ(ids.next(epoch + milliseconds{6}), 6ULL << 22U);
  EXPECT_EQ(ids.last(), 6ULL << 22U);
}

TEST(IdMaker, NeverMakesTheIdZero) {
  IdMaker ids;
  EXPECT_EQ(ids.next(epoch - std::chrono::hours{24}), 1U);
}

TEST(IdMaker, GoesOnAfterTheLastUsedWhenTheClockWentBack) {
  IdMaker ids(900ULL << 22U);
  EXPECT_EQ(ids.next(epoch + milliseconds{5}), (900ULL << 22U) + 1);
}

RC_GTEST_PROP(IdMaker, RisesWhateverTheClockDoes, (const std::vector<std::int32_t>& moves)) {
  IdMaker ids;
  Time now = epoch + std::chrono::days{2000};
  std::uint64_t before = 0;
  for (const std::int32_t move : moves) {
    now += milliseconds{move};
    const std::uint64_t id = ids.next(now);
    RC_ASSERT(id > before);
    before = id;
  }
}

}  // namespace
}  // namespace fenghuo
