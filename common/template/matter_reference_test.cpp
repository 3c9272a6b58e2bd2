#include "common/template/matter_reference.hpp"

#include <gmock/gmock.h>

namespace fenghuo {
namespace {

using testing::HasSubstr;

wire::Matter with_slips() {
  wire::Matter matter;
  const auto add = [&](const char* id, const char* kind, const char* number) {
    auto& slip = *matter.mutable_duty()->add_slips();
    slip.set_id(id);
    slip.set_kind(kind);
    slip.set_number(number);
  };
  add("hint", "hint", "");
  add("order", "order", "督〔2027〕1号");
  add("x1/order", "order", "督〔2027〕2号");
  add("x1/hint", "hint", "");
  return matter;
}

std::string settled(wire::ActionKind kind, const std::string& slip, const wire::Matter& matter = with_slips()) {
  wire::Action action;
  action.set_kind(kind);
  action.set_slip(slip);
  const auto ok = settle_slip(action, matter);
  return ok ? action.slip() : ok.error().message;
}

TEST(FindSlip, ByIdByNumberAndTheLatestOfAKind) {
  const auto matter = with_slips();
  EXPECT_EQ(find_slip(matter, "order")->id(), "order") << "an id is exact";
  EXPECT_EQ(find_slip(matter, "督〔2027〕2号")->id(), "x1/order");
  EXPECT_EQ(find_slip(matter, "urge"), nullptr);
  EXPECT_EQ(find_slip(matter, ""), nullptr) << "nothing names no slip, not the one without a number";
}

TEST(SettleSlip, AnActCarriesTheSlipsId) {
  EXPECT_EQ(settled(wire::EXPLAIN, "督〔2027〕1号"), "order");
  EXPECT_EQ(settled(wire::ISSUE, "x1/order"), "x1/order");
  EXPECT_EQ(settled(wire::EXPLAIN, ""), "");
}

TEST(SettleSlip, OnlyAPersonWhoIssuesMayNameAPaperThatIsNotThereYet) {
  EXPECT_EQ(settled(wire::ISSUE, "urge"), "urge");
  EXPECT_THAT(settled(wire::EXPLAIN, "urge"), AllOf(HasSubstr("slip: this matter has no such slip"), HasSubstr("督〔2027〕1号")));
  EXPECT_THAT(settled(wire::ISSUE, "督〔2027〕9号"), HasSubstr("slip: "));
  EXPECT_THAT(settled(wire::EXPLAIN, "order", {}), HasSubstr("none yet"));
}

TEST(Merge, IntoAnotherOpenMatter) {
  wire::MatterView a, b;
  a.set_id(7);
  b.set_id(8);
  b.mutable_row()->set_open(true);
  EXPECT_THAT(merge_fault(a, &b), HasSubstr("only a duty"));
  a.mutable_row()->set_kind("duty"), b.mutable_row()->set_kind("duty");
  EXPECT_EQ(merge_fault(a, &b), "");
  EXPECT_THAT(merge_fault(a, nullptr), HasSubstr("no such matter"));
  EXPECT_THAT(merge_fault(a, &a), HasSubstr("into itself"));
  b.mutable_row()->set_open(false);
  EXPECT_THAT(merge_fault(a, &b), HasSubstr("finished"));
  EXPECT_EQ(name_of(b), "0000000000008");
  b.set_number("督〔2027〕3号");
  EXPECT_EQ(name_of(b), "督〔2027〕3号");
}

}  // namespace
}  // namespace fenghuo
