#include "services/gateway/open_body.hpp"

#include "common/signals/test_bundle.hpp"

namespace fenghuo::gateway {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string fault(std::string_view body) {
  const auto request = read_opening(body);
  return request ? "taken" : request.error().message;
}

std::string event_with(std::string_view more) {
  return R"({"duty":"forum","event_at":"2027-07-08T14:00:00+08:00")" + std::string(more) + "}";
}

std::string by_hand_with(std::string_view more) {
  return R"({"title":"迎评材料汇总","basis":"会议议定","lead":"unit:hqbz","due_at":"2027-07-15T17:30:00+08:00")" + std::string(more) + "}";
}

TEST(OpenBody, ReadsAnEvent) {
  const auto request = read_opening(event_with(R"(,"party":"unit:hqbz","event":"论坛-3","field":"integrity")"));
  ASSERT_TRUE(request) << request.error().message;
  const auto& event = std::get<obligations::EventOpening>(*request);
  EXPECT_EQ(event.duty, "forum");
  EXPECT_EQ(event.party, "unit:hqbz");
  EXPECT_EQ(event.event, "论坛-3");
  EXPECT_EQ(event.field, "integrity");
  EXPECT_EQ(event.event_at, *parse_rfc3339("2027-07-08T06:00:00Z"));
}

TEST(OpenBody, ReadsAMatterOpenedByHand) {
  const auto request =
      read_opening(by_hand_with(R"(,"support":["unit:xcb"],"proof":["纪要","清单"],"verifier":"role:office","plan":"unit")"));
  ASSERT_TRUE(request) << request.error().message;
  const auto& opening = std::get<obligations::HandOpening>(*request);
  EXPECT_EQ(opening.title, "迎评材料汇总");
  EXPECT_EQ(opening.basis, "会议议定");
  EXPECT_EQ(opening.lead, "unit:hqbz");
  EXPECT_THAT(opening.support, testing::ElementsAre("unit:xcb"));
  EXPECT_THAT(opening.proof, testing::ElementsAre("纪要", "清单"));
  EXPECT_EQ(opening.verifier, "role:office");
  EXPECT_EQ(opening.plan, "unit");
  EXPECT_EQ(opening.due_at, *parse_rfc3339("2027-07-15T09:30:00Z"));
}

TEST(OpenBody, IsOneFormOrTheOther) {
  for (const char* body : {"{}", R"({"duty":"forum","title":"迎评"})", R"({"party":"unit:hqbz"})"})
    EXPECT_THAT(fault(body), HasSubstr("give either \"duty\"")) << body;
  EXPECT_THAT(fault(event_with(R"(,"basis":"会议议定")")), HasSubstr("unknown field"));
  EXPECT_THAT(fault(by_hand_with(R"(,"event":"1")")), HasSubstr("unknown field"));
}

TEST(OpenBody, RefusesOtherShapesWithoutRepeatingThem) {
  for (const char* body : {"", "[]", "nonsense", "{\"duty\":"}) EXPECT_THAT(fault(body), HasSubstr("JSON object")) << body;
  EXPECT_THAT(fault(event_with(R"(,"zhangsan":1)")), AllOf(HasSubstr("unknown field"), Not(HasSubstr("zhangsan"))));
  EXPECT_THAT(fault(R"({"duty":"forum"})"), HasSubstr("event_at: must be an RFC 3339 time"));
  EXPECT_THAT(fault(R"({"duty":"forum","event_at":"2027-07-08"})"), HasSubstr("event_at: must be an RFC 3339 time"));
  EXPECT_THAT(fault(R"({"duty":7,"event_at":"2027-07-08T14:00:00+08:00"})"), HasSubstr("duty: must be a string"));
  EXPECT_THAT(fault(R"({"title":"迎评","basis":"会议议定","lead":"unit:hqbz"})"), HasSubstr("due_at: must be an RFC 3339 time"));
  EXPECT_THAT(fault(by_hand_with(R"(,"support":"unit:xcb")")), HasSubstr("support: must be a list of at most 20"));
  EXPECT_THAT(fault(by_hand_with(R"(,"proof":[1])")), HasSubstr("proof: must be a string"));
  EXPECT_THAT(fault(by_hand_with(R"(,"proof":["1","2","3","4","5","6","7","8","9","10","11"])")),
              HasSubstr("proof: must be a list of at most 10"));
  EXPECT_THAT(fault(event_with(",\"event\":\"" + std::string(129, 'a') + "\"")), HasSubstr("event: longer than"));
}

TEST(OpenBody, NamesNobody) {
  const std::string phone = std::string("138") + "0013" + "8000";
  EXPECT_THAT(fault(event_with(",\"event\":\"" + phone + "\"")), HasSubstr("event: 疑似含手机号或学号，请删去后提交"));
  EXPECT_THAT(fault(by_hand_with(",\"proof\":[\"" + phone + "\"]")), HasSubstr("proof: 疑似"));
  EXPECT_THAT(fault(R"({"title":"迎评)" + phone + R"(","basis":"会议议定","lead":"unit:hqbz","due_at":"2027-07-15T17:30:00+08:00"})"),
              AllOf(HasSubstr("title: 疑似"), Not(HasSubstr(phone))));
}

wire::Bundle bundle() {
  wire::Bundle made;
  made.set_dispatch_role("office");
  made.set_supervision_unit("dxb");
  auto& duty = *made.add_roles();
  duty.set_id("duty");
  duty.set_office("xcb");
  for (const char* unit : {"dxb", "xcb", "hqbz"}) made.add_units()->set_id(unit);
  made.add_roles()->set_id("office");
  return made;
}

bool may(const char* token_party, const char* party, bool by_hand = false) {
  const OpenRequest request = by_hand ? OpenRequest(obligations::HandOpening{}) : OpenRequest(obligations::EventOpening{});
  return may_open(ApiToken{"t", "", {"act"}, token_party, ""}, request, party, bundle());
}

TEST(MayOpen, AUnitReportsItsOwnEvents) {
  EXPECT_TRUE(may("unit:xcb", "unit:xcb"));
  EXPECT_TRUE(may("unit:xcb", "role:duty")) << "the office of the role";
  EXPECT_FALSE(may("unit:xcb", "unit:hqbz"));
  EXPECT_FALSE(may("unit:xcb", "unit:xcb", true)) << "by hand opens the supervising office";
}

TEST(MayOpen, TheOfficeAndATokenWithoutAPartyOpenEverything) {
  for (const char* party : {"", "unit:dxb", "role:office"}) {
    EXPECT_TRUE(may(party, "unit:hqbz")) << party;
    EXPECT_TRUE(may(party, "unit:hqbz", true)) << party;
  }
}

}  // namespace
}  // namespace fenghuo::gateway
