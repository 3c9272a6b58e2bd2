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
  for (const char* name : {"ack",    "progress", "submit",  "verify", "return",   "transfer", "decline", "urgent",  "lower", "confirm",
                           "cancel", "extend",   "approve", "refuse", "schedule", "attend",   "issue",   "explain", "merge", "hold"}) {
    EXPECT_TRUE(action_of(name)) << name;
  }
  EXPECT_EQ(act_names().size(), 20U);
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

// ---- acts on duties

TEST(DutyActs, AMeetingsDateHasItsParts) {
  const auto action =
      read_action(wire::SCHEDULE,
                  R"({"party":"unit:hqbz","at":"2027-07-08T14:00:00+08:00","minutes":90,"place":"行政楼","materials":"自查表",
                                      "materials_by":"2027-07-06T17:30:00+08:00"})",
                  bundle(), token());
  ASSERT_TRUE(action) << action.error().message;
  EXPECT_EQ(action->at(), to_ms(*parse_rfc3339("2027-07-08T06:00:00Z")));
  EXPECT_EQ(action->minutes(), 90U);
  EXPECT_EQ(action->place(), "行政楼");
  EXPECT_EQ(action->materials(), "自查表");
  EXPECT_EQ(action->materials_by(), to_ms(*parse_rfc3339("2027-07-06T09:30:00Z")));
  EXPECT_THAT(fault(wire::SCHEDULE, "{}"), HasSubstr("at: must be an RFC 3339 time"));
  EXPECT_THAT(fault(wire::SCHEDULE, R"({"at":"2027-07-08 14:00"})"), HasSubstr("at: must be an RFC 3339 time"));
  for (const char* minutes : {"0", "-1", "10081", "1.5", "\"90\""})
    EXPECT_THAT(fault(wire::SCHEDULE, std::string(R"({"at":"2027-07-08T14:00:00+08:00","minutes":)") + minutes + "}"),
                HasSubstr("minutes: must be a whole number from 1 to 10080"))
        << minutes;
  EXPECT_THAT(fault(wire::SCHEDULE, R"({"at":"2027-07-08T14:00:00+08:00","place":"打13800138000"})"), HasSubstr("place: 疑似"));
  EXPECT_THAT(fault(wire::SCHEDULE, R"({"at":"2027-07-08T14:00:00+08:00","materials":"找a@b.invalid"})"), HasSubstr("materials: 疑似"));
}

TEST(DutyActs, AnExtensionIsAskedForWithADateAndAReason) {
  EXPECT_THAT(fault(wire::EXTEND, R"({"reason":"审计未结束"})"), HasSubstr("until: must be an RFC 3339 time"));
  EXPECT_THAT(fault(wire::EXTEND, R"({"until":"2027-07-30T17:30:00+08:00"})"), HasSubstr("reason: 请写明延期理由"));
  EXPECT_EQ(fault(wire::EXTEND, R"({"until":"2027-07-30T17:30:00+08:00","reason":"审计未结束"})"), "");
}

TEST(DutyActs, WhoDecidesNamesARole) {
  for (const auto kind : {wire::APPROVE, wire::REFUSE, wire::ISSUE}) {
    EXPECT_THAT(fault(kind, "{}", ""), HasSubstr("party: say in whose name"));
    EXPECT_EQ(fault(kind, "{}"), "");
  }
  for (const auto kind : {wire::EXTEND, wire::SCHEDULE, wire::ATTEND, wire::EXPLAIN, wire::MERGE, wire::HOLD})
    EXPECT_THAT(fault(kind, "{}", ""), HasSubstr("party: say for whom"));
}

TEST(DutyActs, AnInvitationHasThreeAnswers) {
  for (const char* answer : {"yes", "no", "by_liaison"}) {
    const auto action = read_action(wire::ATTEND, std::string(R"({"answer":")") + answer + "\"}", bundle(), token("role:xcb_duty"));
    ASSERT_TRUE(action);
    EXPECT_EQ(action->level(), answer);
  }
  for (const char* body : {"{}", R"({"answer":"maybe"})", R"({"level":"yes"})"})
    EXPECT_THAT(fault(wire::ATTEND, body), HasSubstr("answer: must be yes")) << body;
}

TEST(DutyActs, AnExplanationSaysSomething) {
  EXPECT_THAT(fault(wire::EXPLAIN, R"({"slip":"order"})"), HasSubstr("reason: 请写明情况"));
  EXPECT_EQ(fault(wire::EXPLAIN, R"({"slip":"order","reason":"材料在途"})"), "");
  EXPECT_EQ(fault(wire::EXPLAIN, R"({"note":"未收到提醒"})"), "");
}

TEST(DutyActs, NamedMattersBecomePiecesOfTheEvidence) {
  const auto action = read_action(wire::SUBMIT_DONE, R"({"evidence":"后勤〔2027〕3号","cites":["督〔2027〕3号","舆〔2027〕4号"]})",
                                  bundle(), token("role:xcb_duty"));
  ASSERT_TRUE(action.has_value()) << action.error().message;
  EXPECT_EQ(action->evidence(), "后勤〔2027〕3号\n督〔2027〕3号\n舆〔2027〕4号");
  for (const char* body : {R"({"evidence":"x","cites":["校督〔2027〕3号"]})", R"({"evidence":"x","cites":["7"]})"})
    EXPECT_THAT(fault(wire::SUBMIT_DONE, body), HasSubstr("cites: must be numbers of matters"));
  EXPECT_THAT(fault(wire::VERIFY, R"({"cites":["督〔2027〕3号"]})"), HasSubstr("cites: not a field of this act"));
}

TEST(DutyActs, AMergeNamesTheOtherMatter) {
  EXPECT_THAT(fault(wire::MERGE, "{}"), HasSubstr("into: the id or the number"));
  const auto action = read_action(wire::MERGE, R"({"into":"0000000000007"})", bundle(), token("role:xcb_duty"));
  ASSERT_TRUE(action) << action.error().message;
  EXPECT_EQ(action->evidence(), "0000000000007");
}

TEST(DutyActs, AHoldHasAnEndOrEnds) {
  EXPECT_THAT(fault(wire::HOLD, R"({"until":"2028-01-01T00:00:00+08:00"})"), HasSubstr("reason: 请写明原因"));
  EXPECT_THAT(fault(wire::HOLD, R"({"reason":"巡视期间"})"), HasSubstr("until: say until when, or"));
  EXPECT_THAT(fault(wire::HOLD, R"({"reason":"巡视期间","until":"2028-01-01T00:00:00+08:00","end":true})"), HasSubstr("until: say"));
  EXPECT_THAT(fault(wire::HOLD, R"({"reason":"巡视期间","end":"yes"})"), HasSubstr("end: must be true or false"));
  EXPECT_EQ(fault(wire::HOLD, R"({"reason":"巡视期间","until":"2028-01-01T00:00:00+08:00"})"), "");
  EXPECT_EQ(fault(wire::HOLD, R"({"reason":"巡视结束","end":true})"), "");
}

TEST(DutyActs, ATransferMayNameSupportingUnits) {
  const auto action =
      read_action(wire::TRANSFER, R"({"target_unit":"hqbz","support":["unit:hqbz","hqbz"]})", bundle(), token("role:xcb_duty"));
  ASSERT_TRUE(action) << action.error().message;
  EXPECT_EQ(action->support_size(), 2);
  EXPECT_THAT(fault(wire::TRANSFER, R"({"target_unit":"hqbz","support":["nowhere"]})"), HasSubstr("support: must be ids of units"));
  EXPECT_THAT(fault(wire::TRANSFER, R"({"target_unit":"hqbz","support":"hqbz"})"), HasSubstr("support: must be a list"));
  std::string many = R"({"target_unit":"hqbz","support":["hqbz")";
  for (int i = 0; i < 20; ++i) many += R"(,"hqbz")";
  EXPECT_THAT(fault(wire::TRANSFER, many + "]}"), HasSubstr("support: must be a list of at most 20"));
}

TEST(DutyActs, AnotherActsFieldIsAMistakeAndNoSecret) {
  EXPECT_THAT(fault(wire::ACK, R"({"minutes":90})"), HasSubstr("minutes: not a field of this act"));
  EXPECT_THAT(fault(wire::DECLINE, R"({"reason":"非我单位职责","slip":"order"})"), HasSubstr("slip: not a field of this act"));
  EXPECT_THAT(fault(wire::CANCEL_MATTER, R"({"reason":"撤销","into":"0000000000007"})"), HasSubstr("into: not a field of this act"));
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
