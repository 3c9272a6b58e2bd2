#include "services/webhook/render.hpp"

#include <boost/json.hpp>

#include "common/base/ids.hpp"
#include "common/clock/clock.hpp"
#include "common/http/link_token.hpp"

namespace fenghuo::webhook {
namespace {

constexpr std::int64_t decided = 1'814'796'000'000;  // 2027-07-05T14:00:00Z

wire::SendJob job() {
  wire::SendJob out;
  out.set_message_id(42);
  out.set_matter_id(7);
  out.set_matter_number("舆〔2027〕3号");
  out.set_attempt(1);
  auto& model = *out.mutable_model();
  model.set_matter_id(7);
  model.set_key("topic/p/t1");
  model.set_kind("warning");
  model.set_title("食堂\"投诉\"");
  model.set_level("red");
  model.set_level_name("红色（一级）");
  model.set_lamp("red");
  model.set_state("awaiting");
  model.set_due_at(decided + 600'000);
  model.set_clause("三（五）");
  model.set_category("logistics");
  model.set_category_name("后勤保障");
  model.set_step(2);
  model.set_repeat(1);
  model.set_notice_kind("escalation");
  model.set_reason("10 min unacknowledged");
  model.set_role("duty");
  model.set_unit("hqbz");
  model.set_party("role:duty");
  model.set_party_name("宣传部值班员");
  model.set_ask(true);
  model.set_ack_by(decided + 600'000);
  model.set_decided_at(decided);
  model.set_subject("【红色预警·尚未核实】舆〔2027〕3号");
  model.set_text("请您签收");
  model.set_wording("submit_up");
  model.set_token_expires(decided + 86'400'000);
  return out;
}

const Links links{"https://duty.example.edu.cn/", "the key of the links"};

boost::json::value parsed(const wire::SendJob& of) { return boost::json::parse(render_body(of, links)); }
std::string text(const boost::json::value& root, std::string_view pointer) { return std::string{root.at_pointer(pointer).as_string()}; }

TEST(Render, IsTheContractsBody) {
  const auto root = parsed(job());
  EXPECT_EQ(text(root, "/type"), "matter.notified");
  EXPECT_EQ(text(root, "/timestamp"), "2027-07-05T14:00:00.000Z");
  EXPECT_EQ(text(root, "/data/matter/id"), id_text(MatterId{7}));
  EXPECT_EQ(text(root, "/data/matter/number"), "舆〔2027〕3号");
  EXPECT_EQ(text(root, "/data/matter/key"), "topic/p/t1");
  EXPECT_EQ(text(root, "/data/matter/kind"), "warning");
  EXPECT_EQ(text(root, "/data/matter/title"), "食堂\"投诉\"");
  EXPECT_EQ(text(root, "/data/matter/level"), "red");
  EXPECT_EQ(text(root, "/data/matter/lamp"), "red");
  EXPECT_EQ(text(root, "/data/matter/state"), "awaiting");
  EXPECT_EQ(text(root, "/data/matter/due_at"), "2027-07-05T14:10:00.000Z");
  EXPECT_EQ(text(root, "/data/matter/clause"), "三（五）");
  EXPECT_EQ(text(root, "/data/notification/id"), notification_id(MessageId{42}));
  EXPECT_EQ(root.at_pointer("/data/notification/step").to_number<int>(), 2);
  EXPECT_EQ(root.at_pointer("/data/notification/repeat").to_number<int>(), 1);
  EXPECT_EQ(text(root, "/data/notification/kind"), "escalation");
  EXPECT_EQ(text(root, "/data/notification/reason"), "10 min unacknowledged");
  EXPECT_EQ(text(root, "/data/recipient/role"), "duty");
  EXPECT_EQ(text(root, "/data/recipient/unit"), "hqbz");
  EXPECT_EQ(text(root, "/data/ack/callback_url"), "https://duty.example.edu.cn/api/v1/callbacks/ack");
  EXPECT_EQ(text(root, "/data/ack/by"), "2027-07-05T14:10:00.000Z");
  EXPECT_EQ(text(root, "/data/subject"), "【红色预警·尚未核实】舆〔2027〕3号");
}

TEST(Render, TheLinkIsForThisNotificationAndExpiresAsDecided) {
  const std::string url = text(parsed(job()), "/data/ack/url");
  ASSERT_THAT(url, testing::StartsWith("https://duty.example.edu.cn/a/"));
  const auto token = read_link_token(links.key, url.substr(url.rfind('/') + 1));
  ASSERT_TRUE(token);
  EXPECT_EQ(token->message, MessageId{42});
  EXPECT_EQ(token->expires, instant(decided + 86'400'000));
}

TEST(Render, EachEntryOfABriefHasALinkOfItsOwn) {
  auto brief = job();
  auto& model = *brief.mutable_model();
  model.set_notice_kind("brief");
  for (const std::uint64_t matter : {7, 8}) {
    auto& entry = *model.add_entries();
    entry.set_matter_id(matter);
    entry.set_kind("verify");
  }
  const std::string url = text(parsed(brief), "/data/entries/1/url");
  const auto token = read_link_token(links.key, url.substr(url.rfind('/') + 1));
  ASSERT_TRUE(token && token->entry);
  EXPECT_EQ(token->message, MessageId{42});
  EXPECT_EQ(token->entry->matter, MatterId{8});
  EXPECT_EQ(token->entry->place, 1);
  model.set_notice_kind("digest");
  EXPECT_FALSE(parsed(brief).at_pointer("/data/entries/1").as_object().contains("url"));
}

TEST(Render, EveryAttemptHasTheSameBytes) {
  auto later = job();
  later.set_attempt(3);
  later.set_expires_at(1);
  later.set_active_bundle("another");
  EXPECT_EQ(render_body(job(), links), render_body(later, links));
}

TEST(Render, WordsWrittenBeforeTheNumberWasTakenGetIt) {
  auto early = job();
  early.mutable_model()->set_subject("【红色预警·尚未核实】{number}，请签收{number}");
  early.mutable_model()->set_text("{number}");
  const auto root = parsed(early);
  EXPECT_EQ(text(root, "/data/subject"), "【红色预警·尚未核实】舆〔2027〕3号，请签收舆〔2027〕3号");
  EXPECT_EQ(text(root, "/data/text"), "舆〔2027〕3号");
}

TEST(Render, WhoIsOnlyToldGetsNoLink) {
  auto told = job();
  told.mutable_model()->set_ask(false);
  EXPECT_FALSE(parsed(told).at("data").as_object().contains("ack"));
}

TEST(Render, WhatIsNotSetIsNull) {
  auto bare = job();
  bare.mutable_model()->set_due_at(0);
  bare.mutable_model()->set_ack_by(0);
  const auto root = parsed(bare);
  EXPECT_TRUE(root.at_pointer("/data/matter/due_at").is_null());
  EXPECT_TRUE(root.at_pointer("/data/matter/previous").is_null());
  EXPECT_TRUE(root.at_pointer("/data/ack/by").is_null());
}

TEST(Render, ADigestListsItsEntries) {
  auto digest = job();
  for (int i = 1; i <= 2; ++i) {
    auto& entry = *digest.mutable_model()->add_entries();
    entry.set_matter_id(static_cast<std::uint64_t>(i));
    entry.set_number("舆〔2027〕" + std::to_string(i) + "号");
  }
  const auto root = parsed(digest);
  ASSERT_EQ(root.at_pointer("/data/entries").as_array().size(), 2U);
  EXPECT_EQ(text(root, "/data/entries/1/number"), "舆〔2027〕2号");
  EXPECT_EQ(text(root, "/data/entries/1/matter"), id_text(MatterId{2}));
}

// The exact bytes, so that a change of order or form is seen.
TEST(Render, Golden) {
  wire::SendJob small;
  small.set_message_id(1);
  small.mutable_model()->set_matter_id(1);
  small.mutable_model()->set_decided_at(decided);
  EXPECT_EQ(
      render_body(small, links),
      R"({"type":"matter.notified","timestamp":"2027-07-05T14:00:00.000Z","data":{"matter":{"id":"0000000000001","number":"","key":null,)"
      R"("kind":"","title":"","level":"","level_name":"","lamp":"","state":"","due_at":null,"clause":"","category":"","category_name":"",)"
      R"("previous":null},"notification":{"id":"msg_0000000000001","step":0,"repeat":0,"kind":"","reason":"","wording":"","late":false},)"
      R"("recipient":{"role":"","unit":"","party":"","name":""},"subject":"","text":""}})");
}

TEST(Render, SaysThatADutysValuesAwaitConfirmation) {
  auto duty = job();
  EXPECT_EQ(parsed(duty).at_pointer("/data/matter").as_object().if_contains("proposed"), nullptr);
  duty.mutable_model()->set_proposed(true);
  EXPECT_EQ(parsed(duty).at_pointer("/data/matter/proposed"), true);
}

}  // namespace
}  // namespace fenghuo::webhook
