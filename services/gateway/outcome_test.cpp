#include "services/gateway/outcome.hpp"

#include <boost/json.hpp>

namespace fenghuo::gateway {
namespace {

using testing::Contains;
using testing::Pair;

Rules rules() { return Rules{{}, {}, *Zone::find("Asia/Shanghai"), {}, {}}; }

Response said(wire::AcceptStatus status, const char* reason, std::optional<wire::OutcomeCode> code, const char* detail = "",
              const char* party = "") {
  LedgerLink::Done done;
  done.accepted.set_status(status);
  done.accepted.set_id(7);
  done.accepted.set_reason(reason);
  if (code) {
    done.outcome.emplace();
    done.outcome->set_code(*code);
    done.outcome->set_detail(detail);
    done.outcome->set_at(1804529640000);
    done.outcome->set_party(party);
  }
  return outcome_response(done, wire::ACK, rules(), "/api/v1/items/x");
}

TEST(Outcome, EveryCodeHasItsStatus) {
  const std::pair<wire::OutcomeCode, int> table[] = {
      {wire::DONE, 200},    {wire::ALREADY, 200}, {wire::REFUSED_CLOSED, 409}, {wire::REFUSED_RULE, 422},  {wire::NOT_FOUND, 404},
      {wire::EXPIRED, 410}, {wire::REVOKED, 410}, {wire::UPDATED, 200},        {wire::OUTCOME_UNSET, 202}, {wire::RECORDED, 200}};
  for (const auto& [code, status] : table) EXPECT_EQ(said(wire::OK_ACCEPTED, "", code).status, status) << code;
}

TEST(Outcome, AlreadySaysByWhomAndWhen) {
  const auto body = boost::json::parse(said(wire::OK_ACCEPTED, "", wire::ALREADY, "duty1", "role:xcb_duty").body);
  EXPECT_EQ(body.at("outcome"), "already");
  EXPECT_EQ(body.at("by"), "duty1");
  EXPECT_EQ(body.at("at"), "2027-03-09T02:14:00+08:00");
}

TEST(Outcome, OnlyAnAccountIsSomebody) {
  const auto submitted = boost::json::parse(said(wire::OK_ACCEPTED, "", wire::ALREADY, "办理结果已报送，待核验").body);
  EXPECT_FALSE(submitted.as_object().contains("by"));
  EXPECT_EQ(submitted.at("reason"), "办理结果已报送，待核验");
  const auto third = boost::json::parse(said(wire::OK_ACCEPTED, "", wire::RECORDED, "承诺次数已用满", "role:xcb_duty").body);
  EXPECT_EQ(third.at("outcome"), "recorded") << "nothing was taken";
  EXPECT_FALSE(third.as_object().contains("by"));
  EXPECT_EQ(third.at("reason"), "承诺次数已用满");
  const auto closed = boost::json::parse(said(wire::OK_ACCEPTED, "", wire::REFUSED_CLOSED, "verified").body);
  EXPECT_EQ(closed.at("reason"), "verified");
}

TEST(Outcome, NotDecidedYetIsA202WithItsAddress) {
  const auto response = said(wire::OK_ACCEPTED, "", std::nullopt);
  EXPECT_EQ(response.status, 202);
  EXPECT_THAT(response.headers, Contains(Pair("Location", "/api/v1/items/x")));
}

TEST(Outcome, WhatTheLedgerDidNotTakeIsNeverASuccess) {
  EXPECT_EQ(said(wire::NOT_ACCEPTED, "not_found", std::nullopt).status, 404);
  EXPECT_EQ(said(wire::NOT_ACCEPTED, "conflict", std::nullopt).status, 409);
  EXPECT_EQ(said(wire::NOT_ACCEPTED, "full", std::nullopt).status, 503);
  EXPECT_EQ(said(wire::NOT_ACCEPTED, "storage: disk full", std::nullopt).status, 503);
  EXPECT_EQ(said(wire::NOT_ACCEPTED, "bad: key", std::nullopt).status, 422);
  const auto down = outcome_response(fail("no answer"), wire::ACK, rules(), "");
  EXPECT_EQ(down.status, 503);
  EXPECT_THAT(down.headers, Contains(Pair("Retry-After", testing::_)));
}

}  // namespace
}  // namespace fenghuo::gateway
