#include "services/gateway/json_out.hpp"

#include <boost/json.hpp>

namespace fenghuo::gateway {
namespace {

Rules rules() { return Rules{{}, {}, *Zone::find("Asia/Shanghai"), {}, {}}; }

wire::MatterView view() {
  wire::MatterView made;
  made.set_id(7);
  made.set_number("舆〔2027〕3号");
  made.mutable_row()->set_work(wire::AWAITING);
  made.mutable_row()->set_level("red");
  made.mutable_row()->set_next_at(1804529640000);
  made.mutable_body()->set_title("二食堂饭菜质量");
  return made;
}

TEST(JsonOut, AMatterHasItsNames) {
  const auto matter = matter_json(view(), rules(), instant(0));
  EXPECT_EQ(matter.at("id"), "0000000000007");
  EXPECT_EQ(matter.at("state"), "awaiting");
  EXPECT_EQ(matter.at("title"), "二食堂饭菜质量");
  EXPECT_EQ(matter.at("next_at"), "2027-03-09T02:14:00+08:00");
  EXPECT_TRUE(matter.at("pending").is_null());
  EXPECT_TRUE(matter.at("previous").is_null());
  EXPECT_TRUE(matter.at("taken_by").as_array().empty());
}

TEST(JsonOut, ADutyHasItsDeadlineAndItsLamp) {
  auto made = view();
  made.set_key("duty/risk/unit:hqbz/2027");
  made.mutable_row()->set_kind("duty");
  made.mutable_row()->set_open(true);
  made.mutable_body()->mutable_duty()->set_due_at(to_ms(*parse_rfc3339("2027-03-31T17:30:00+08:00")));
  made.mutable_body()->mutable_duty()->set_late("overdue");
  auto known = rules();
  known.calendar = std::make_shared<const Calendar>(*Calendar::make({}, known.zone));
  const auto matter = matter_json(made, known, instant(0));
  EXPECT_EQ(matter.at("due_at"), "2027-03-31T17:30:00+08:00");
  EXPECT_EQ(matter.at("lamp"), "overdue");
  EXPECT_TRUE(matter_json(view(), known, instant(0)).at("lamp").is_null()) << "a warning has a level and no lamp";
}

TEST(JsonOut, AHeldBackTitleIsNotShown) {
  auto made = view();
  made.mutable_body()->set_title_quarantined(true);
  const auto matter = matter_json(made, rules(), instant(0));
  EXPECT_TRUE(matter.at("title").is_null());
  EXPECT_EQ(boost::json::serialize(matter).find("二食堂"), std::string::npos);
}

TEST(JsonOut, WhatWaitsForAPersonIsSaid) {
  auto made = view();
  made.mutable_body()->set_pending_level("blue");
  EXPECT_EQ(matter_json(made, rules(), instant(0)).at("pending").at("level"), "blue");
  made.mutable_body()->set_pending_cancel(true);
  EXPECT_EQ(matter_json(made, rules(), instant(0)).at("pending").at("kind"), "cancel");
}

TEST(JsonOut, AnUndecidedItemIsPending) {
  wire::ItemView item;
  item.set_id(9);
  EXPECT_EQ(item_json(item, rules()).at("outcome"), "pending");
  item.set_decided(true);
  item.mutable_outcome()->set_code(wire::DONE);
  EXPECT_EQ(item_json(item, rules()).at("outcome"), "done");
}

TEST(JsonOut, OnlyAnAccountIsSomebody) {
  wire::ItemView item;
  item.set_decided(true);
  item.mutable_outcome()->set_code(wire::ALREADY);
  item.mutable_outcome()->set_detail("办理结果已报送，待核验");
  EXPECT_EQ(item_json(item, rules()).at("by"), "");
  EXPECT_EQ(item_json(item, rules()).at("reason"), "办理结果已报送，待核验");
  item.mutable_outcome()->set_party("unit:hqbz");
  item.mutable_outcome()->set_detail("duty1");
  EXPECT_EQ(item_json(item, rules()).at("by"), "duty1");
}

TEST(JsonOut, ADeliveryIsNamedAsItsReceiverSeesIt) {
  wire::DeliveryView delivery;
  delivery.set_id(5);
  delivery.add_attempts()->set_n(1);
  const auto out = delivery_json(delivery, rules());
  EXPECT_EQ(out.at("id"), "msg_0000000000005");
  EXPECT_EQ(out.at("attempts").at(0).at("n"), 1);
}

}  // namespace
}  // namespace fenghuo::gateway
