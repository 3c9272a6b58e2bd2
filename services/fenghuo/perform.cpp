#include "services/fenghuo/perform.hpp"

#include <boost/json.hpp>
#include <iostream>

#include "common/base/bytes.hpp"
#include "common/base/crypto.hpp"
#include "common/base/ids.hpp"
#include "common/signals/typed_text.hpp"
#include "common/template/names.hpp"
#include "services/fenghuo/views.hpp"

namespace fenghuo::cli {

namespace {

namespace json = boost::json;
constexpr std::chrono::milliseconds decision_wait{5000};
constexpr std::size_t key_bytes = 16;

wire::SubmitItem item_of(std::uint64_t matter, wire::Action action) {
  wire::SubmitItem item;
  item.set_matter_id(matter);
  item.set_key(to_hex(crypto::random_bytes(key_bytes)));
  item.set_want_decided(true);
  item.set_item_class(wire::HUMAN);
  item.mutable_body()->set_actor(operator_name());
  *item.mutable_body()->mutable_action() = std::move(action);
  item.set_digest(digest_of(item.body()));
  return item;
}

bool went_well(wire::OutcomeCode code) {
  return code == wire::DONE || code == wire::ALREADY || code == wire::RECORDED || code == wire::OPENED || code == wire::UPDATED;
}

int print(Access& access, const LedgerClient::Done& done, bool as_json) {
  const wire::ItemOutcome outcome = done.outcome.value_or(wire::ItemOutcome{});
  const std::string name = outcome_name(outcome.code());
  if (as_json) {
    print_json(json::object{{"item", id_text(done.accepted.id())},
                            {"matter", id_text(done.accepted.matter_id())},
                            {"outcome", name},
                            {"detail", outcome.detail()},
                            {"party", outcome.party()},
                            {"at", access.time(outcome.at())},
                            {"until", access.time(outcome.until())}});
  } else {
    std::cout << (done.outcome
                      ? name
                      : "on record, the decision is pending: see `fenghuo matters show " + id_text(done.accepted.matter_id()) + "`");
    if (!outcome.detail().empty()) std::cout << ": " << outcome.detail();
    if (!outcome.party().empty()) std::cout << "  " << party_name(access.bundle(), outcome.party());
    if (outcome.at() != 0) std::cout << "  " << access.time(outcome.at());
    if (outcome.until() != 0) std::cout << "  until " << access.time(outcome.until());
    std::cout << '\n';
  }
  return !done.outcome || went_well(outcome.code()) ? exit_ok : exit_problems;
}

// The border that the HTTP interface has too. The account of this terminal is not typed.
Result<void> check(const wire::Action& action) {
  if (action.by() != operator_name()) return check_typed(action);
  wire::Action rest = action;
  rest.clear_by();
  return check_typed(rest);
}

}  // namespace

Result<int> perform(Access& access, const std::string& matter, wire::Action action, bool as_json) {
  if (const auto ok = check(action); !ok) return tl::unexpected(ok.error());
  const auto view = access.matter(matter);  // never by key: a key nobody knows would open a new matter
  if (!view) return tl::unexpected(view.error());
  const auto done = access.ledger().submit_and_wait("cli", item_of(view->id(), std::move(action)), decision_wait);
  if (!done) return tl::unexpected(access.explain(done.error()));
  if (done->accepted.status() == wire::NOT_ACCEPTED) {
    return fail("not accepted: " + done->accepted.reason());
  }
  return print(access, *done, as_json);
}

}  // namespace fenghuo::cli
