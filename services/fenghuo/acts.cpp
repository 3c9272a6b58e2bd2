// fenghuo matters ack|progress|…: a person's act at the terminal, decided like any other act (scope "cli", via "cli").
#include <CLI/CLI.hpp>

#include "services/fenghuo/perform.hpp"
#include "services/fenghuo/reference.hpp"

namespace fenghuo::cli {

namespace {

struct ActOptions {
  wire::ActionKind kind = wire::ACTION_UNSET;
  std::string matter, as, by, until, note, reason, evidence, to, level;
};

Result<wire::Action> action_of(Access& access, const ActOptions& options) {
  wire::Action action;
  action.set_kind(options.kind);
  action.set_party(options.as);
  action.set_by(options.by.empty() ? operator_name() : options.by);
  action.set_note(options.note);
  action.set_reason(options.reason);
  action.set_evidence(options.evidence);
  action.set_target_unit(options.to);
  action.set_level(options.level);
  action.set_via("cli");
  if (!options.until.empty()) {
    const auto status = access.status();  // "30m" counts on the ledger's clock
    if (!status) return tl::unexpected(status.error());
    const auto until = parse_until(options.until, instant(status->now()));
    if (!until) return fail("--until: " + until.error().message);
    action.set_until(to_ms(*until));
  }
  return action;
}

Result<int> act(Access& access, const ActOptions& options, bool as_json) {
  auto action = action_of(access, options);
  if (!action) return tl::unexpected(action.error());
  return perform(access, options.matter, std::move(*action), as_json);
}

// What an act asks for beside the matter, --by and --note. as: the party for whom it is made ("" = none).
struct Act {
  const char* name;
  const char* description;
  std::string ActOptions::*needed;  // an option of its own that must be there, or null
  const char* option;
  const char* option_help;
  wire::ActionKind kind;
  bool party;
};

const Act acts[] = {
    {"ack", "take the matter on: a commitment, who and until when", nullptr, "", "", wire::ACK, true},
    {"progress", "report (首报/续报): fulfils the commitment", nullptr, "", "", wire::PROGRESS, true},
    {"submit", "done, with evidence; waits for verification", &ActOptions::evidence, "--evidence",
     "document number, link or note; 严禁填写涉密内容和他人个人信息", wire::SUBMIT_DONE, true},
    {"verify", "verify and close (by another than the submitter)", nullptr, "", "", wire::VERIFY, true},
    {"return", "return what was submitted, with a reason", &ActOptions::reason, "--reason", "why; 严禁填写涉密内容和他人个人信息",
     wire::RETURN_BACK, true},
    {"transfer", "hand over to another unit, which is asked anew", &ActOptions::to, "--to", "unit id", wire::TRANSFER, true},
    {"decline", "\"not ours\": back to the dispatching office", &ActOptions::reason, "--reason", "why; 严禁填写涉密内容和他人个人信息",
     wire::DECLINE, true},
    {"urgent", "straight to the party committee's rung as well", &ActOptions::reason, "--reason", "why; 严禁填写涉密内容和他人个人信息",
     wire::URGENT, true},
    {"lower", "confirm or order a lower level", &ActOptions::level, "--level", "level id", wire::LOWER, true},
    {"confirm", "confirm the provider's cancel: closes the matter", nullptr, "", "", wire::CONFIRM, true},
    {"cancel", "end the matter, with a reason", &ActOptions::reason, "--reason", "why; 严禁填写涉密内容和他人个人信息", wire::CANCEL_MATTER,
     true},
    {"rebase", "climb the ladder that is in force now", nullptr, "", "", wire::REBASE, false},
};

void add_act(CLI::App& matters, Shared& shared, const Act& act_kind) {
  auto options = std::make_shared<ActOptions>();
  options->kind = act_kind.kind;
  CLI::App* leaf = add_leaf(matters, shared, act_kind.name, act_kind.description, [&shared, options] {
    return with_ledger(shared.common, [&](Access& access) { return act(access, *options, shared.common.json); });
  });
  leaf->add_option("matter", options->matter, "id, number (舆〔2027〕3号), key, or latest")->required();
  if (act_kind.party) leaf->add_option("--as", options->as, "for whom: role:ID or unit:ID")->required()->type_name("PARTY");
  leaf->add_option("--by", options->by, "who acts; the account at this terminal when left out")
      ->required(act_kind.kind == wire::ACK)
      ->type_name("NAME");
  leaf->add_option("--note", options->note, "a few words; 严禁填写涉密内容和他人个人信息")->type_name("TEXT");
  if (act_kind.kind == wire::ACK || act_kind.kind == wire::PROGRESS) {
    leaf->add_option("--until", options->until, "promised report time: 30m, 2h, or 2027-07-08T14:00:00+08:00")->type_name("TIME");
  }
  if (act_kind.needed != nullptr) leaf->add_option(act_kind.option, (*options).*act_kind.needed, act_kind.option_help)->required();
}

}  // namespace

void add_acts(CLI::App& matters, Shared& shared) {
  for (const auto& one : acts) add_act(matters, shared, one);
}

}  // namespace fenghuo::cli
