#include "services/fenghuo/perform.hpp"

#include <boost/json.hpp>
#include <iostream>

#include "common/base/bytes.hpp"
#include "common/base/crypto.hpp"
#include "common/base/ids.hpp"
#include "common/signals/typed_text.hpp"
#include "common/template/matter_reference.hpp"
#include "common/template/names.hpp"
#include "services/fenghuo/act_options.hpp"
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

// The border that the HTTP interface has too. The account of this terminal is not typed; what another matter is merged into was looked up.
Result<void> check(const wire::Action& action) {
  wire::Action typed = action;
  if (action.by() == operator_name()) typed.clear_by();
  if (action.kind() == wire::MERGE) typed.clear_evidence();
  return check_typed(typed);
}

json::object outcome_json(Access& access, const LedgerClient::Done& done) {
  const wire::ItemOutcome outcome = done.outcome.value_or(wire::ItemOutcome{});
  return {{"item", id_text(done.accepted.id())},
          {"matter", id_text(done.accepted.matter_id())},
          {"outcome", outcome_name(outcome.code())},
          {"detail", outcome.detail()},
          {"party", outcome.party()},
          {"at", access.time(outcome.at())},
          {"until", access.time(outcome.until())}};
}

}  // namespace

bool went_well(const LedgerClient::Done& done) {
  if (!done.outcome) return true;
  const auto code = done.outcome->code();
  return code == wire::DONE || code == wire::ALREADY || code == wire::RECORDED || code == wire::OPENED || code == wire::UPDATED;
}

std::string outcome_text(Access& access, const LedgerClient::Done& done) {
  if (!done.outcome) return "on record, the decision is pending: see `fenghuo matters show " + id_text(done.accepted.matter_id()) + "`";
  const auto& outcome = *done.outcome;
  std::string text = outcome_name(outcome.code());
  if (!outcome.detail().empty()) text.append(": ").append(outcome.detail());
  if (!outcome.party().empty()) text.append("  ").append(party_name(access.bundle(), outcome.party()));
  if (outcome.at() != 0) text.append("  ").append(access.time(outcome.at()));
  if (outcome.until() != 0) text.append("  until ").append(access.time(outcome.until()));
  return text;
}

Result<LedgerClient::Done> submit_act(Access& access, const wire::MatterView& view, wire::Action action) {
  if (const auto ok = check(action); !ok) return fail(as_option(ok.error().message));
  if (const auto ok = settle_slip(action, view.body()); !ok) return fail(as_option(ok.error().message));
  auto done = access.ledger().submit_and_wait("cli", item_of(view.id(), std::move(action)), decision_wait);
  if (!done) return tl::unexpected(access.explain(done.error()));
  if (done->accepted.status() == wire::NOT_ACCEPTED) return fail("not accepted: " + done->accepted.reason());
  return done;
}

Result<int> perform(Access& access, const wire::MatterView& view, wire::Action action, bool as_json) {
  const auto done = submit_act(access, view, std::move(action));
  if (!done) return tl::unexpected(done.error());
  if (as_json) {
    print_json(outcome_json(access, *done));
  } else {
    std::cout << outcome_text(access, *done) << '\n';
  }
  return went_well(*done) ? exit_ok : exit_problems;
}

}  // namespace fenghuo::cli
