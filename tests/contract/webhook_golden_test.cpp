// What leaves by webhook, byte for byte: one line a kind of message, on and off campus. Units' systems parse these.
#include "common/messages/frame.hpp"
#include "services/webhook/render.hpp"
#include "tests/contract/golden.hpp"

namespace fenghuo::contract {
namespace {

constexpr std::int64_t decided = 1'814'796'000'000;  // 2027-07-05T14:00:00Z
const webhook::Links links{"https://duty.example.edu.cn/", "a key for goldens alone"};

wire::SendJob job(const std::string& kind, bool ask) {
  wire::SendJob out;
  out.set_message_id(42);
  out.set_matter_id(7);
  out.set_matter_number("舆〔2027〕3号");
  auto& model = *out.mutable_model();
  model.set_matter_id(7);
  model.set_key("topic/p/t1");
  model.set_kind("warning");
  model.set_title("食堂晚餐价格");
  model.set_level("red");
  model.set_level_name("红色（一级）");
  model.set_lamp("normal");
  model.set_state("awaiting");
  model.set_due_at(decided + 1'800'000);
  model.set_clause("ladders.yaml:12");
  model.set_category("logistics");
  model.set_category_name("后勤保障");
  model.set_step(1);
  model.set_repeat(0);
  model.set_notice_kind(kind);
  model.set_reason("一个理由");
  model.set_role("xcb_duty");
  model.set_unit("xcb");
  model.set_party("role:xcb_duty");
  model.set_party_name("宣传部值班员");
  model.set_ask(ask);
  if (ask) model.set_ack_by(decided + 600'000);
  model.set_decided_at(decided);
  model.set_subject("【红色预警·尚未核实】{number}，请于22:10前签收");
  model.set_text("请您：①签收；②核实。");
  model.set_wording("notice");
  model.set_token_expires(decided + 86'400'000);
  return out;
}

std::string line(const wire::SendJob& one) { return webhook::render_body(one, links) + "\n"; }

TEST(Webhook, EveryKindOfMessage) {
  std::string out;
  out += line(job("warning", true));
  auto late = job("escalation", true);
  late.mutable_model()->set_late_batch(true);
  late.mutable_model()->set_wording("submit_up");
  out += line(late);
  out += line(job("notice", false));
  auto news = job("stand_down", false);
  news.mutable_model()->set_previous("舆〔2026〕9号");
  out += line(news);
  auto outside = job("warning", true);
  outside.mutable_model()->clear_title();
  outside.mutable_model()->clear_key();
  out += line(outside);
  auto digest = job("digest", false);
  digest.mutable_model()->set_kind("digest");
  auto& entry = *digest.mutable_model()->add_entries();
  entry.set_matter_id(9);
  entry.set_number("舆〔2027〕4号");
  entry.set_level("blue");
  entry.set_category("logistics");
  entry.set_title("自习室空调");
  entry.set_why("first_rung");
  out += line(digest);
  expect_golden("webhook.jsonl", out);
}

}  // namespace
}  // namespace fenghuo::contract
