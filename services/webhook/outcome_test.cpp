#include "services/webhook/outcome.hpp"

namespace fenghuo::webhook {
namespace {

using testing::HasSubstr;

const Instant now = instant(1'800'000'000'000);  // Fri, 15 Jan 2027 08:00:00 GMT

HttpReply status(int code, std::string retry_after = "") {
  HttpReply reply;
  reply.status = code;
  reply.sent_in_full = true;
  reply.retry_after = std::move(retry_after);
  return reply;
}

HttpReply trouble(HttpTrouble what, bool sent_in_full, std::string reason = "why") {
  HttpReply reply;
  reply.trouble = what;
  reply.sent_in_full = sent_in_full;
  reply.reason = std::move(reason);
  return reply;
}

struct Row {
  HttpReply reply;
  wire::SendCode code;
};
class Outcome : public testing::TestWithParam<Row> {};
TEST_P(Outcome, IsOneOfFour) {
  const auto out = outcome_of(GetParam().reply, now);
  EXPECT_EQ(out.code(), GetParam().code) << GetParam().reply.status << " " << out.reason();
  EXPECT_EQ(out.status(), GetParam().reply.status);
  EXPECT_FALSE(out.reason().empty()) << "every outcome says why";
  EXPECT_EQ(out.disable_destination(), GetParam().reply.status == 410);
}
INSTANTIATE_TEST_SUITE_P(
    Table, Outcome,
    testing::Values(Row{status(200), wire::DELIVERED}, Row{status(202), wire::DELIVERED}, Row{status(204), wire::DELIVERED},
                    Row{status(299), wire::DELIVERED}, Row{status(301), wire::RETRY}, Row{status(304), wire::RETRY},
                    Row{status(308), wire::RETRY}, Row{status(400), wire::RETRY}, Row{status(401), wire::RETRY},
                    Row{status(404), wire::RETRY}, Row{status(410), wire::REJECT}, Row{status(413), wire::RETRY},
                    Row{status(422), wire::RETRY}, Row{status(429), wire::RETRY}, Row{status(500), wire::RETRY},
                    Row{status(503), wire::RETRY}, Row{status(999), wire::RETRY}, Row{trouble(HttpTrouble::refused, false), wire::REJECT},
                    Row{trouble(HttpTrouble::bad_url, false), wire::REJECT}, Row{trouble(HttpTrouble::unreachable, false), wire::RETRY},
                    Row{trouble(HttpTrouble::broken, false), wire::RETRY}, Row{trouble(HttpTrouble::broken, true), wire::AMBIGUOUS},
                    Row{trouble(HttpTrouble::cancelled, false), wire::RETRY}, Row{trouble(HttpTrouble::cancelled, true), wire::AMBIGUOUS}));

TEST(OutcomeOf, RetryAfterDelaysWhereItMeansSo) {
  for (const int code : {429, 502, 503, 504}) {
    EXPECT_EQ(outcome_of(status(code, "600"), now).retry_after_ms(), 600'000) << code;
    EXPECT_EQ(outcome_of(status(code), now).retry_after_ms(), 0) << code;
  }
  EXPECT_EQ(outcome_of(status(429, "Fri, 15 Jan 2027 08:10:00 GMT"), now).retry_after_ms(), 600'000);
  EXPECT_GE(outcome_of(status(429, "10000000"), now).retry_after_ms(), 600'000) << "the ledger caps it";
  for (const int code : {400, 404, 500, 301}) EXPECT_EQ(outcome_of(status(code, "600"), now).retry_after_ms(), 0) << code;
}

TEST(OutcomeOf, AWrongRetryAfterLeavesItToTheSchedule) {
  const auto out = outcome_of(status(429, "soon"), now);
  EXPECT_EQ(out.code(), wire::RETRY);
  EXPECT_EQ(out.retry_after_ms(), 0);
  EXPECT_THAT(out.reason(), HasSubstr("the schedule rules"));
  EXPECT_THAT(out.reason(), testing::Not(HasSubstr("soon"))) << "a receiver's words are not repeated";
}

TEST(OutcomeOf, ReasonsNameTheWayOut) {
  EXPECT_THAT(outcome_of(trouble(HttpTrouble::refused, false, "127.0.0.1 (loopback)"), now).reason(),
              testing::AllOf(testing::StartsWith("address not allowed: 127.0.0.1 (loopback)"), HasSubstr("allow_cidrs")));
  EXPECT_THAT(outcome_of(status(308), now).reason(), HasSubstr("final url"));
  EXPECT_THAT(outcome_of(trouble(HttpTrouble::broken, true), now).reason(), HasSubstr("may have arrived"));
}

}  // namespace
}  // namespace fenghuo::webhook
