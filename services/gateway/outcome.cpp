#include "services/gateway/outcome.hpp"

#include <boost/json.hpp>

#include "common/base/bytes.hpp"
#include "common/base/ids.hpp"
#include "common/template/names.hpp"
#include "services/gateway/json_out.hpp"
#include "services/gateway/problem.hpp"

namespace fenghuo::gateway {
namespace {

namespace json = boost::json;

Response not_accepted(const std::string& reason) {
  if (reason.starts_with("not_found")) return problem(404, "Not found", "There is no such matter.");
  if (reason.starts_with("conflict")) return problem(409, "Conflict", "The same key was used before with another content; use a new one.");
  if (reason.starts_with("full") || reason.starts_with("storage"))
    return unavailable("The ledger can't store it now. Nothing was taken; send it again.");
  return problem(422, "Not accepted", printable(reason, 200));
}

Response pending(const wire::AcceptedItem& accepted, const std::string& status_url) {
  Response response =
      json_response(202, json::object{{"outcome", "pending"}, {"item", id_text(accepted.id())}, {"status_url", status_url}});
  response.headers.emplace_back("Location", status_url);
  response.headers.emplace_back("Retry-After", "1");
  return response;
}

json::object said(const wire::AcceptedItem& accepted, const wire::ItemOutcome& outcome, const Rules& rules) {
  json::object out{{"item", id_text(accepted.id())}};
  if (accepted.matter_id() != 0) out["matter"] = id_text(accepted.matter_id());
  if (!outcome.party().empty()) {
    out["party"] = outcome.party();
    out["party_name"] = party_name(rules.bundle, outcome.party());
  }
  if (!outcome.detail().empty()) out[names_an_account(outcome) ? "by" : "reason"] = outcome.detail();
  if (outcome.at() != 0) out["at"] = time_json(outcome.at(), rules);
  if (outcome.until() != 0) out["until"] = time_json(outcome.until(), rules);
  return out;
}

}  // namespace

Response outcome_response(const Result<LedgerLink::Done>& done, wire::ActionKind kind, const Rules& rules, const std::string& status_url) {
  if (!done)
    return unavailable("The ledger can't be reached: " + done.error().message + ". Send the same request again; it is not taken twice.");
  if (done->accepted.status() == wire::NOT_ACCEPTED) return not_accepted(done->accepted.reason());
  if (!done->outcome) return pending(done->accepted, status_url);
  const auto& outcome = *done->outcome;
  auto body = said(done->accepted, outcome, rules);
  switch (outcome.code()) {
    case wire::DONE:
    case wire::OPENED:
    case wire::UPDATED:
      body["outcome"] = kind == wire::ACK ? "acknowledged" : "done";
      return json_response(200, body);
    case wire::RECORDED:
      body["outcome"] = "recorded";
      return json_response(200, body);
    case wire::ALREADY:
      body["outcome"] = "already";
      return json_response(200, body);
    case wire::REFUSED_CLOSED:
      body["outcome"] = "closed";
      return problem(409, "Closed", "此件已办结，无需操作。", body);
    case wire::NOT_FOUND:
      return problem(404, "Not found", "There is no such matter.");
    case wire::EXPIRED:
    case wire::REVOKED:
      return problem(410, "Gone", "链接已失效，事项仍在办理。");
    case wire::REFUSED_RULE:
      body.erase("reason");  // the problem's detail says it
      body["outcome"] = "refused";
      return problem(
          422, "Not accepted",
          outcome.detail().empty() ? "The rules don't allow it in the matter's present state." : printable(outcome.detail(), 300), body);
    default:
      return pending(done->accepted, status_url);
  }
}

}  // namespace fenghuo::gateway
