#include "common/messages/matter_numbers.hpp"

#include <gmock/gmock.h>

namespace fenghuo {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(MatterNumbers, FoundInWhatPeopleWrite) {
  EXPECT_THAT(numbers_named("见督〔2026〕12号和舆〔2026〕3号，督〔2026〕12号"), ElementsAre("督〔2026〕12号", "舆〔2026〕3号"));
  EXPECT_THAT(numbers_named("校党〔2026〕5号\n督〔2026〕12号之二"), ElementsAre("督〔2026〕12号"));
  EXPECT_THAT(numbers_named("督〔2026〕1号督〔2026〕2号"), ElementsAre("督〔2026〕1号", "督〔2026〕2号"));
  EXPECT_EQ(matters_named("督〔2026〕1号、舆〔2026〕2号"), "督〔2026〕1号,舆〔2026〕2号");
}

TEST(MatterNumbers, AnotherOfficesNumberIsNone) {
  EXPECT_THAT(numbers_named("校党〔2026〕12号 校督〔2026〕3号 市委督〔2026〕4号 X督〔2026〕5号"), IsEmpty());
  EXPECT_THAT(numbers_named("督〔2026〕号 督〔26〕3号 督[2026]3号 〔〔〔 督〔2026〕123456号"), IsEmpty());
}

TEST(MatterNumbers, NoMoreThanAReaderTakesIn) {
  std::string many;
  for (int n = 1; n <= 40; ++n) many.append("督〔2026〕").append(std::to_string(n)).append("号 ");
  EXPECT_EQ(numbers_named(many).size(), most_numbers_named);
}

TEST(MatterNumbers, LaterPapersAreToldApart) {
  EXPECT_EQ(slip_suffix(0), "");
  EXPECT_EQ(slip_suffix(1), "");
  EXPECT_EQ(slip_suffix(2), "之二");
  EXPECT_EQ(slip_suffix(10), "之十");
  EXPECT_EQ(slip_suffix(11), "之十一");
  EXPECT_EQ(slip_suffix(20), "之二十");
  EXPECT_EQ(slip_suffix(32), "之三十二");
  EXPECT_EQ(matter_of_slip("督〔2026〕12号之二"), "督〔2026〕12号");
  EXPECT_EQ(matter_of_slip("督〔2026〕12号"), "督〔2026〕12号");
  EXPECT_EQ(matter_of_slip("topic/之二"), "topic/之二");
}

TEST(MatterNumbers, OrdersTakeTheMattersNumberInTheOrderOfTheirIssue) {
  wire::DutyState duty;
  const auto add = [&](const char* kind, std::int64_t issued) {
    auto& slip = *duty.add_slips();
    slip.set_kind(kind);
    slip.set_issued_at(issued);
  };
  add("hint", 1), add("order", 2), add("order", 3), add("order", 0);
  number_orders(*duty.mutable_slips(), "");
  EXPECT_EQ(last_order_number(duty), "");
  number_orders(*duty.mutable_slips(), "督〔2026〕12号");
  number_orders(*duty.mutable_slips(), "督〔2026〕99号");  // taken once
  EXPECT_EQ(duty.slips(0).number(), "");
  EXPECT_EQ(duty.slips(1).number(), "督〔2026〕12号");
  EXPECT_EQ(duty.slips(2).number(), "督〔2026〕12号之二");
  EXPECT_EQ(duty.slips(3).number(), "");
  EXPECT_EQ(orders_issued(duty.slips()), 2U);
  EXPECT_EQ(last_order_number(duty), "督〔2026〕12号之二");
}

}  // namespace
}  // namespace fenghuo
