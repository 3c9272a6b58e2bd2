#include "services/gateway/action_body.hpp"

#include "common/signals/test_bundle.hpp"

namespace fenghuo::gateway {
namespace {

using testing::HasSubstr;

wire::Bundle bundle() {
  auto made = test::border_bundle();
  made.add_units()->set_id("hqbz");
  made.add_roles()->set_id("xcb_duty");
  return made;
}

ApiToken token(const char* party = "") { return {"desk", "", {"act"}, party, ""}; }

std::string fault(wire::ActionKind kind, std::string_view body, const char* party = "role:xcb_duty") {
  const auto action = read_action(kind, body, bundle(), token(party));
  return action ? "" : action.error().message;
}

TEST(ActionBody, EveryActHasItsKind) {
  for (const char* name :
       {"ack", "progress", "submit", "verify", "return", "transfer", "decline", "urgent", "lower", "confirm", "cancel"}) {
    EXPECT_TRUE(action_of(name)) << name;
  }
  EXPECT_FALSE(action_of("delete"));
  EXPECT_FALSE(action_of(""));
}

TEST(ActionBody, ReadsAnAcknowledgement) {
  const auto action = read_action(wire::ACK, R"({"party":"unit:hqbz","by":"duty1","until":"2027-03-09T03:00:00+08:00","note":"已派人"})",
                                  bundle(), token());
  ASSERT_TRUE(action);
  EXPECT_EQ(action->party(), "unit:hqbz");
  EXPECT_EQ(action->by(), "duty1");
  EXPECT_EQ(action->until(), to_ms(*parse_rfc3339("2027-03-08T19:00:00Z")));
  EXPECT_EQ(action->note(), "已派人");
  EXPECT_EQ(action->via(), "api");
}

TEST(ActionBody, TheTokenSaysWhoActs) {
  const auto action = read_action(wire::ACK, "", bundle(), token("role:xcb_duty"));
  ASSERT_TRUE(action);
  EXPECT_EQ(action->party(), "role:xcb_duty");
  EXPECT_EQ(action->by(), "desk");
  EXPECT_THAT(fault(wire::ACK, R"({"party":"unit:hqbz"})"), HasSubstr("another party"));
  EXPECT_THAT(fault(wire::ACK, "{}", ""), HasSubstr("party: say for whom"));
  EXPECT_THAT(fault(wire::ACK, R"({"party":"role:nobody"})", ""), HasSubstr("of the directory"));
}

TEST(ActionBody, EachActNeedsWhatItNeeds) {
  EXPECT_THAT(fault(wire::SUBMIT_DONE, "{}"), HasSubstr("请填写文号、链接或说明之一。"));
  EXPECT_EQ(fault(wire::SUBMIT_DONE, R"({"evidence":"https://news.school.invalid/a"})"), "");
  for (const auto kind : {wire::RETURN_BACK, wire::DECLINE, wire::URGENT, wire::CANCEL_MATTER}) {
    EXPECT_THAT(fault(kind, "{}"), HasSubstr("请写明原因"));
    EXPECT_EQ(fault(kind, R"({"reason":"非我单位职责"})"), "");
  }
  EXPECT_THAT(fault(wire::TRANSFER, R"({"target_unit":"nowhere"})"), HasSubstr("target_unit"));
  EXPECT_EQ(fault(wire::TRANSFER, R"({"target_unit":"hqbz"})"), "");
  EXPECT_THAT(fault(wire::LOWER, R"({"level":"purple"})"), HasSubstr("level"));
}

TEST(ActionBody, FreeTextNamesNobody) {
  for (const char* body : {R"({"note":"打13800138000"})", R"({"reason":"学号20271234"})", R"({"evidence":"a@b.invalid"})"}) {
    EXPECT_THAT(fault(wire::URGENT, body), HasSubstr("疑似含手机号或学号，请删去后提交")) << body;
  }
}

TEST(ActionBody, WhoActsNamesNobodysNumberEither) {
  EXPECT_THAT(fault(wire::ACK, R"({"by":"13800138000"})"), HasSubstr("by: 疑似含手机号或学号"));
  EXPECT_FALSE(read_callback(R"({"type":"matter.acknowledged","data":{"matter":"x","unit":"u","by":"a@b.invalid"}})"));
}

TEST(ActionBody, WhatAPersonHasToAnswerForNamesARole) {
  for (const auto kind : {wire::VERIFY, wire::CONFIRM, wire::LOWER}) {
    EXPECT_THAT(fault(kind, "{}", ""), HasSubstr("party: say in whose name"));
    EXPECT_EQ(fault(kind, R"({"party":"role:xcb_duty"})", ""), "");
  }
}

TEST(ActionBody, RefusesOtherShapesWithoutRepeatingThem) {
  EXPECT_THAT(fault(wire::ACK, "[]"), HasSubstr("JSON object"));
  EXPECT_THAT(fault(wire::ACK, R"({"zhangsan":1})"), HasSubstr("unknown field"));
  EXPECT_THAT(fault(wire::ACK, R"({"zhangsan":1})"), testing::Not(HasSubstr("zhangsan")));
  EXPECT_THAT(fault(wire::ACK, R"({"until":"soon"})"), HasSubstr("until: must be an RFC 3339"));
  EXPECT_THAT(fault(wire::ACK, R"({"by":7})"), HasSubstr("by: must be a string"));
  EXPECT_THAT(fault(wire::ACK, "{\"note\":\"" + std::string(1001, 'a') + "\"}"), HasSubstr("note: longer than"));
}

constexpr const char* callback =
    R"({"type":"matter.acknowledged","data":{"matter":"舆〔2027〕3号","unit":"hqbz","by":"oa-duty","until":"2027-03-09T03:00:00Z","note":"收到"}})";

TEST(CallbackBody, NamesItsUnitBeforeAnythingElseIsLookedAt) {
  EXPECT_EQ(callback_unit(callback), "hqbz");
  EXPECT_EQ(callback_unit(R"({"data":{"unit":"x","junk":1}})"), "x");
  for (const char* body : {"", "[]", "{}", R"({"data":1})", R"({"data":{"unit":7}})"}) EXPECT_FALSE(callback_unit(body)) << body;
}

TEST(CallbackBody, IsAnAcknowledgementOfTheUnit) {
  const auto read = read_callback(callback);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->matter, "舆〔2027〕3号");
  EXPECT_EQ(read->action.kind(), wire::ACK);
  EXPECT_EQ(read->action.party(), "unit:hqbz");
  EXPECT_EQ(read->action.via(), "callback");
  EXPECT_NE(read->action.until(), 0);
}

TEST(CallbackBody, RefusesOtherShapes) {
  for (const char* body :
       {R"({"type":"other","data":{"matter":"x","unit":"u","by":"b"}})", R"({"type":"matter.acknowledged","data":{"unit":"u","by":"b"}})",
        R"({"type":"matter.acknowledged","data":{"matter":"x","unit":"u"}})", R"({"type":"matter.acknowledged"})",
        R"({"type":"matter.acknowledged","data":{"matter":"x","unit":"u","by":"b","note":"13800138000"}})",
        R"({"type":"matter.acknowledged","data":{"matter":"x","unit":"u","by":"b","until":"later"}})"}) {
    EXPECT_FALSE(read_callback(body)) << body;
  }
}

TEST(ActionItem, TheDigestIsOfTheActionAlone) {
  wire::Action action;
  action.set_kind(wire::ACK);
  const auto a = action_item("k", action, "callback/a"), b = action_item("other", action, "callback/b");
  EXPECT_EQ(a.digest(), b.digest());
  EXPECT_TRUE(a.want_decided());
  action.set_note("x");
  EXPECT_NE(a.digest(), action_item("k", action, "callback/a").digest());
}

TEST(ActionItem, AimsByIdOrNumber) {
  wire::SubmitItem item;
  aim(item, "0000000000007");
  EXPECT_EQ(item.matter_id(), 7U);
  aim(item, "舆〔2027〕3号");
  EXPECT_EQ(item.matter_number(), "舆〔2027〕3号");
}

TEST(ActionItem, TheSameKeyForAnotherMatterIsAnotherItem) {
  wire::Action action;
  action.set_kind(wire::ACK);
  auto a = action_item("k", action, "api/desk"), b = a, again = a;
  aim(a, "0000000000007");
  aim(b, "0000000000008");
  aim(again, "0000000000007");
  EXPECT_NE(a.digest(), b.digest());
  EXPECT_EQ(a.digest(), again.digest());
}

}  // namespace
}  // namespace fenghuo::gateway
