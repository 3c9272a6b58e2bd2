#include "services/gateway/signal_batch.hpp"

#include <boost/json.hpp>

#include "common/signals/test_bundle.hpp"

namespace fenghuo::gateway {
namespace {

using test::signal_json;

const wire::Bundle& bundle() {
  static const wire::Bundle made = test::border_bundle();
  return made;
}

SignalBatch batch_of(const std::string& body, std::string_view key = "", std::string_view provider = "provider_demo") {
  auto batch = make_signal_batch(body, key, bundle(), provider);
  EXPECT_TRUE(batch);
  return *batch;
}

wire::AcceptedItem answer(wire::AcceptStatus status, std::uint64_t id, const char* reason = "") {
  wire::AcceptedItem item;
  item.set_status(status);
  item.set_id(id);
  item.set_matter_id(id == 0 ? 0 : id + 100);
  item.set_reason(reason);
  return item;
}

boost::json::array items_of(const Response& response) { return boost::json::parse(response.body).at("items").as_array(); }

TEST(SignalBatchTest, AnswersEachSignalInItsPlace) {
  const std::string body = "[" + signal_json({{"author", "1"}}) + "," + signal_json({{"signal_id", "\"s-2\""}}) + "," +
                           signal_json({{"signal_id", "\"s-3\""}}) + "]";
  auto batch = batch_of(body);
  ASSERT_EQ(batch.groups.size(), 1U);
  EXPECT_EQ(batch.groups[0].submit.scope(), "provider/provider_demo");
  EXPECT_EQ(batch.groups[0].submit.items_size(), 2);
  wire::Accepted accepted;
  *accepted.add_items() = answer(wire::OK_ACCEPTED, 7);
  *accepted.add_items() = answer(wire::NOT_ACCEPTED, 0, "conflict: this key was used before with another content");
  take_answer(batch, batch.groups[0], accepted);
  const Response response = signals_response(batch);
  EXPECT_EQ(response.status, 202);
  const auto items = items_of(response);
  EXPECT_EQ(items[0].at("status"), "refused");
  EXPECT_EQ(items[0].at("reason"), "forbidden field: author");
  EXPECT_EQ(items[1].at("status"), "accepted");
  EXPECT_EQ(items[1].at("id"), "0000000000007");
  EXPECT_EQ(items[1].at("matter"), "000000000003B");
  EXPECT_EQ(items[2].at("reason"), "conflict: the same signal_id with another content");
}

TEST(SignalBatchTest, EveryOneRefusedIsA422WithTheSameItems) {
  const Response response = signals_response(batch_of(signal_json({{"phone", "1"}})));
  EXPECT_EQ(response.status, 422);
  EXPECT_EQ(response.content_type, "application/problem+json");
  EXPECT_EQ(items_of(response)[0].at("signal_id"), "s-1");
}

TEST(SignalBatchTest, AStoreThatTakesNothingIsA503) {
  auto batch = batch_of(signal_json());
  wire::Accepted accepted;
  *accepted.add_items() = answer(wire::NOT_ACCEPTED, 0, "storage: disk full");
  take_answer(batch, batch.groups[0], accepted);
  const Response response = signals_response(batch);
  EXPECT_EQ(response.status, 503);
  EXPECT_THAT(response.headers, testing::Contains(testing::Pair("Retry-After", testing::_)));
}

TEST(SignalBatchTest, AMissingAnswerClaimsNothing) {
  auto batch = batch_of(signal_json());
  take_answer(batch, batch.groups[0], {});
  EXPECT_EQ(batch.replies[0].status, "refused");
}

TEST(SignalBatchTest, OneSubmitAProvider) {
  const auto batch = batch_of(
      "[" + signal_json() + "," + signal_json({{"provider", "\"provider_other\""}}) + "," + signal_json({{"signal_id", "\"s-9\""}}) + "]",
      "", "");
  ASSERT_EQ(batch.groups.size(), 2U);
  EXPECT_EQ(batch.groups[0].places, (std::vector<std::size_t>{0, 2}));
  EXPECT_EQ(batch.groups[1].submit.scope(), "provider/provider_other");
}

TEST(SignalBatchTest, TheIdempotencyKeyIsScopedAndTheBodyDigested) {
  const auto a = batch_of(signal_json(), "k"), again = batch_of(signal_json(), "k");
  const auto other_body = batch_of(signal_json({{"trend", "\"down\""}}), "k");
  const auto other_scope = batch_of(signal_json({{"provider", "\"provider_other\""}}), "k", "");
  EXPECT_EQ(a.groups[0].submit.idempotency().size(), 32U);
  EXPECT_EQ(a.groups[0].submit.idempotency(), again.groups[0].submit.idempotency());
  EXPECT_EQ(a.groups[0].submit.request_digest(), again.groups[0].submit.request_digest());
  EXPECT_EQ(a.groups[0].submit.idempotency(), other_body.groups[0].submit.idempotency());
  EXPECT_NE(a.groups[0].submit.request_digest(), other_body.groups[0].submit.request_digest());
  EXPECT_NE(a.groups[0].submit.idempotency(), other_scope.groups[0].submit.idempotency());
  EXPECT_TRUE(batch_of(signal_json()).groups[0].submit.idempotency().empty());
}

}  // namespace
}  // namespace fenghuo::gateway
