// fenghuo matters open: an event of the catalogue came about, or a matter is opened by hand (立项). One matter; its number comes with its
// first paper.
#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <iostream>

#include "common/base/bytes.hpp"
#include "common/base/crypto.hpp"
#include "common/base/ids.hpp"
#include "common/obligations/opening.hpp"
#include "common/signals/typed_text.hpp"
#include "services/fenghuo/act_options.hpp"
#include "services/fenghuo/perform.hpp"
#include "services/fenghuo/reference.hpp"
#include "services/fenghuo/views.hpp"

namespace fenghuo::cli {

namespace {

constexpr std::chrono::milliseconds decision_wait{5000};
constexpr std::size_t key_bytes = 32, id_digits = 24;

struct OpenOptions {
  obligations::EventOpening event;
  obligations::HandOpening by_hand;
  std::string event_at, due, key;
};

// Two fields have shorter names here.
std::string said(const Error& error) { return as_option(error.message, {{"due_at", "due"}, {"party", "as"}}); }

Result<void> check_text(const OpenOptions& options) {
  wire::Obligation typed;
  typed.set_title(options.by_hand.title);
  typed.set_basis(options.by_hand.basis);
  for (const auto& one : options.by_hand.proof) typed.add_proof(one);
  if (auto ok = check_typed(typed); !ok) return ok;
  return check_event_number(options.event.event);
}

// Of this submission. The same --key is the same submission; without one each is its own.
std::string key_of(const OpenOptions& options) {
  return to_hex(options.key.empty() ? crypto::random_bytes(key_bytes) : crypto::Sha256().add("cli\n").add(options.key).finish());
}

struct Request {
  obligations::Opening opening;
  std::string digest;
};

Result<Request> request_of(Access& access, OpenOptions options, const std::string& key) {
  if (const auto ok = check_text(options); !ok) return fail(said(ok.error()));
  const auto now = access.now();
  if (!now) return tl::unexpected(now.error());
  const auto calendar = access.calendar();
  if (!calendar) return tl::unexpected(calendar.error());
  const bool event = !options.event.duty.empty();
  const auto at = parse_time(event ? options.event_at : options.due, *now, access.zone());
  if (!at) return fail((event ? "--event-at: " : "--due: ") + at.error().message);
  Result<obligations::Opening> opening;
  std::string digest;
  if (event) {
    options.event.event_at = *at;
    digest = obligations::request_digest(options.event);
    opening = obligations::open_event(access.bundle(), **calendar, options.event, *now);
  } else {
    options.by_hand.due_at = *at;
    digest = obligations::request_digest(options.by_hand);
    opening = obligations::open_by_hand(access.bundle(), **calendar, options.by_hand, key.substr(0, id_digits), *now);
  }
  if (!opening) return fail(said(opening.error()));
  return Request{std::move(*opening), std::move(digest)};
}

std::string outcome_of(const LedgerClient::Done& done) {
  if (!done.outcome) return "pending";
  if (done.outcome->code() != wire::UPDATED) return outcome_name(done.outcome->code());
  return done.outcome->detail().empty() ? "updated" : "already";
}

void print(Access& access, const LedgerClient::Done& done, const std::string& key, bool as_json) {
  const std::string id = id_text(done.accepted.matter_id()), outcome = outcome_of(done);
  if (as_json) {
    print_json(boost::json::object{{"item", id_text(done.accepted.id())},
                                   {"matter", id},
                                   {"key", key},
                                   {"outcome", outcome},
                                   {"detail", went_well(done) || !done.outcome ? "" : done.outcome->detail()}});
  } else if (!done.outcome || !went_well(done)) {
    std::cout << outcome_text(access, done) << '\n';
  } else {
    std::cout << outcome << "  " << id << "  " << key << '\n';
  }
}

Result<int> open(Access& access, const OpenOptions& options, bool as_json) {
  const std::string key = key_of(options);
  auto request = request_of(access, options, key);
  if (!request) return tl::unexpected(request.error());
  const std::string matter_key = request->opening.key;
  auto item = obligations::opening_item(std::move(request->opening), key, std::move(request->digest), operator_name());
  const auto done = access.ledger().submit_and_wait("cli", std::move(item), decision_wait);
  if (!done) return tl::unexpected(access.explain(done.error()));
  if (done->accepted.status() == wire::NOT_ACCEPTED) {
    const std::string& why = done->accepted.reason();
    return fail(why.starts_with("conflict") ? "--key: it was used before for another matter; use a new one" : "not accepted: " + why);
  }
  print(access, *done, matter_key, as_json);
  return went_well(*done) ? exit_ok : exit_problems;
}

CLI::Option* add_list(CLI::App& leaf, const char* name, std::vector<std::string>& into, const char* help, const char* type) {
  return leaf.add_option(name, into, help)->expected(1)->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)->type_name(type);
}

void add_event(CLI::App& leaf, OpenOptions& options) {
  auto* at = leaf.add_option("--event-at", options.event_at, "when the event was or will be: 2h, \"2027-07-08 14:00\", RFC 3339")
                 ->type_name("TIME");
  leaf.add_option("--duty", options.event.duty, "an event of the catalogue came about: id of its duty")->type_name("ID")->needs(at);
  at->needs("--duty");
  leaf.add_option("--as", options.event.party, "for whom: role:ID or unit:ID; may be left out where the duty is one party's")
      ->type_name("PARTY")
      ->needs("--duty");
  leaf.add_option("--field", options.event.field, "where the duty is one for each member and field")->type_name("FIELD")->needs("--duty");
  leaf.add_option("--event", options.event.event, "number of the event, no spaces and no \"/\"; its local time when left out")
      ->type_name("NUMBER")
      ->needs("--duty");
}

void add_by_hand(CLI::App& leaf, OpenOptions& options) {
  auto& wanted = options.by_hand;
  auto* basis = leaf.add_option("--basis", wanted.basis, "领导批示, 会议议定, 上级来文 …")->type_name("TEXT");
  auto* lead = leaf.add_option("--lead", wanted.lead, "who leads (牵头): role:ID or unit:ID")->type_name("PARTY");
  auto* due = leaf.add_option("--due", options.due, "the deadline: \"2027-07-08 17:30\", 48h, RFC 3339")->type_name("TIME");
  auto* title = leaf.add_option("--title", wanted.title, "by hand (立项): what is to be done; 严禁填写涉密内容和他人个人信息");
  title->type_name("TEXT")->needs(basis)->needs(lead)->needs(due)->excludes("--duty");
  auto* support = add_list(leaf, "--support", wanted.support, "who supports (配合): role:ID or unit:ID; may be repeated", "PARTY");
  auto* proof = add_list(leaf, "--proof", wanted.proof, "what proves completion; may be repeated", "TEXT");
  auto* verifier = leaf.add_option("--verifier", wanted.verifier, "who verifies; the dispatching office when left out")->type_name("PARTY");
  auto* plan = leaf.add_option("--plan", wanted.plan, "id of a reminder plan; the built-in one when left out")->type_name("PLAN");
  for (auto* one : {basis, lead, due, support, proof, verifier, plan}) one->needs(title);
}

}  // namespace

void add_open(CLI::App& matters, Shared& shared) {
  auto options = std::make_shared<OpenOptions>();
  CLI::App* leaf =
      add_leaf(matters, shared, "open", "open a matter: an event of the catalogue (--duty), or by hand (--title)", [&shared, options] {
        if (options->event.duty.empty() && options->by_hand.title.empty()) {
          complain("say what is opened: --duty ID --event-at TIME, or --title TEXT --basis TEXT --lead PARTY --due TIME");
          return exit_usage;
        }
        return with_ledger(shared.common, [&](Access& access) { return open(access, *options, shared.common.json); });
      });
  add_event(*leaf, *options);
  add_by_hand(*leaf, *options);
  leaf->add_option("--key", options->key, "makes a repetition harmless: the same key is the same matter; write absolute times with it")
      ->type_name("TEXT");
}

}  // namespace fenghuo::cli
