// fenghuo matters ack|progress|…: a person's act at the terminal, decided like any other act (scope "cli", via "cli").
#include <CLI/CLI.hpp>

#include "common/messages/matter_numbers.hpp"
#include "common/template/matter_reference.hpp"
#include "services/fenghuo/act_options.hpp"
#include "services/fenghuo/perform.hpp"

namespace fenghuo::cli {

namespace {

constexpr const char* time_forms = "30m, 2h, \"2027-07-08 14:00\" or 2027-07-08T14:00:00+08:00";

struct Option {
  const char* name;
  std::string ActOptions::*value;
  const char* type;
  std::string help;
  bool required = true;
};

// Beside the matter, --by and --note. party: the one for whom it is made.
enum class Party { none, optional, required };
struct Act {
  const char* name;
  const char* description;
  wire::ActionKind kind;
  Party party = Party::required;
  std::vector<Option> options = {};
};

// Beside every field that people fill in with words of their own.
std::string typed_text(const char* what) { return std::string(what) + "; 严禁填写涉密内容和他人个人信息"; }

Option why(bool required = true) { return {"--reason", &ActOptions::reason, "TEXT", typed_text("why"), required}; }
Option slip(const char* help) { return {"--slip", &ActOptions::slip, "SLIP", help, false}; }

std::vector<Act> acts_of_every_matter() {
  return {{"ack",
           "take the matter on: a commitment, who and until when",
           wire::ACK,
           Party::required,
           {{"--until", &ActOptions::until, "TIME", "promised report time", false}}},
          {"progress",
           "report (首报/续报): fulfils the commitment",
           wire::PROGRESS,
           Party::required,
           {{"--until", &ActOptions::until, "TIME", "when the next report comes", false}}},
          {"submit",
           "done, with evidence; waits for verification",
           wire::SUBMIT_DONE,
           Party::required,
           {{"--evidence", &ActOptions::evidence, "TEXT", typed_text("document number, link or note; may be repeated")}}},
          {"verify", "verify and close (by another than the submitter)", wire::VERIFY},
          {"return", "return what was submitted, with a reason", wire::RETURN_BACK, Party::required, {why()}},
          {"transfer",
           "hand over to another unit, which is asked anew",
           wire::TRANSFER,
           Party::required,
           {{"--to", &ActOptions::to, "UNIT", "unit id"}}},
          {"decline", "\"not ours\": back to the dispatching office", wire::DECLINE, Party::required, {why()}},
          {"urgent", "straight to the party committee's rung as well", wire::URGENT, Party::required, {why()}},
          {"lower", "confirm or order a lower level", wire::LOWER, Party::required, {{"--level", &ActOptions::level, "LEVEL", "level id"}}},
          {"confirm", "confirm the provider's cancel: closes the matter", wire::CONFIRM},
          {"cancel", "end the matter, with a reason", wire::CANCEL_MATTER, Party::required, {why()}},
          {"rebase", "climb the ladder that is in force now", wire::REBASE, Party::none},
          {"hold",
           "keep its texts past their retention (暂缓删除), with a reason",
           wire::HOLD,
           Party::required,
           {{"--until", &ActOptions::until, "TIME", "until when", false}, why()}}};
}

std::vector<Act> acts_of_duties() {
  return {{"extend",
           "ask for another date (申请延期); the old one holds until it is approved",
           wire::EXTEND,
           Party::required,
           {{"--until", &ActOptions::until, "TIME", "the date asked for"}, why()}},
          {"approve",
           "approve the extension that was asked for",
           wire::APPROVE,
           Party::required,
           {{"--until", &ActOptions::until, "TIME", "another date than the one asked for", false}, why(false)}},
          {"refuse", "refuse the extension that was asked for", wire::REFUSE, Party::required, {why(false)}},
          {"schedule",
           "fix a meeting's date (填写会期); changes it when it has one, with a reason also after a day on which it was not held",
           wire::SCHEDULE,
           Party::optional,
           {{"--at", &ActOptions::at, "TIME", "when it begins"},
            {"--place", &ActOptions::place, "TEXT", "where", false},
            {"--materials", &ActOptions::materials, "TEXT", typed_text("what to bring"), false},
            {"--materials-by", &ActOptions::materials_by, "TIME", "when the materials are due", false},
            why(false)}},
          {"attend", "answer an invitation", wire::ATTEND},
          {"issue",
           "sign (签发) the 督办单 that is drafted; --slip hint or urge sends 提示单 or 催办单 by hand",
           wire::ISSUE,
           Party::optional,
           {slip("id, number (督〔2027〕12号) or kind (hint, urge, order); the one draft when left out"),
            {"--until", &ActOptions::until, "TIME", "when it is to be answered", false}}},
          {"explain",
           "answer a slip (说明情况); without --slip: no reminder arrived (反映送达问题)",
           wire::EXPLAIN,
           Party::required,
           {why(), slip("id, number (督〔2027〕12号) or kind (hint, urge, order) of the slip")}},
          {"merge",
           "handle it together with another matter (合并办理)",
           wire::MERGE,
           Party::optional,
           {{"--into", &ActOptions::into, "MATTER", "the other matter: id, number or key"}}}};
}

Result<int> act(Access& access, const ActOptions& options, bool as_json) {
  const auto now = access.now();
  if (!now) return tl::unexpected(now.error());
  auto action = action_of(options, operator_name(), *now, access.bundle(), access.zone());
  if (!action) return tl::unexpected(action.error());
  const auto view = access.matter(options.matter);  // never by key: a key nobody knows would open a new matter
  if (!view) return tl::unexpected(view.error());
  if (options.kind == wire::MERGE) {
    const auto into = access.matter(options.into);
    if (!into) return fail("--into: " + into.error().message);
    if (const auto fault = merge_fault(*view, &*into); !fault.empty()) return fail(as_option(fault));
    action->set_evidence(name_of(*into));
  }
  if (options.kind == wire::SUBMIT_DONE) {
    for (const auto& number : numbers_named(action->evidence())) {
      if (!access.matter(number)) return fail(as_option(cites_fault(number)));
    }
  }
  return perform(access, *view, std::move(*action), as_json);
}

// Options that are no text.
void add_typed(CLI::App& leaf, ActOptions& options) {
  if (options.kind == wire::SCHEDULE)
    leaf.add_option("--minutes", options.minutes, "how long; 90 when left out")->check(CLI::Range(1U, 10080U))->type_name("N");
  if (options.kind == wire::ATTEND)
    leaf.add_option("--answer", options.answer, "yes 参加, no 请假, by_liaison 由联络员答复")
        ->required()
        ->check(CLI::IsMember({"yes", "no", "by_liaison"}))
        ->type_name("ANSWER");
  if (options.kind == wire::TRANSFER)
    leaf.add_option("--support", options.support, "a unit that supports (配合); may be repeated")
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
        ->type_name("UNIT");
  if (options.kind == wire::SUBMIT_DONE) {
    leaf.get_option("--evidence")->multi_option_policy(CLI::MultiOptionPolicy::Join);  // a line each
    leaf.add_option("--cites", options.cites, "number of a matter that serves as evidence (督〔2027〕3号); may be repeated")
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
        ->type_name("NUMBER");
  }
  if (options.kind == wire::HOLD) leaf.add_flag("--end", options.end, "end the hold");
}

void add_act(CLI::App& matters, Shared& shared, const Act& kind) {
  auto options = std::make_shared<ActOptions>();
  options->kind = kind.kind;
  CLI::App* leaf = add_leaf(matters, shared, kind.name, kind.description, [&shared, options] {
    return with_ledger(shared.common, [&](Access& access) { return act(access, *options, shared.common.json); });
  });
  leaf->add_option("matter", options->matter, "id, number (舆〔2027〕3号), key, or latest")->required();
  if (kind.party != Party::none) {
    const bool required = kind.party == Party::required;
    leaf->add_option("--as", options->as,
                     required ? "for whom: role:ID or unit:ID" : "for whom: role:ID or unit:ID; the operator when left out")
        ->required(required)
        ->type_name("PARTY");
  }
  leaf->add_option("--by", options->by, "who acts; the account at this terminal when left out")
      ->required(kind.kind == wire::ACK)
      ->type_name("NAME");
  leaf->add_option("--note", options->note, typed_text("a few words"))->type_name("TEXT");
  for (const auto& option : kind.options) {
    std::string help = option.help;
    if (std::string_view(option.type) == "TIME") help.append(": ").append(time_forms);
    leaf->add_option(option.name, (*options).*option.value, help)->required(option.required)->type_name(option.type);
  }
  add_typed(*leaf, *options);
}

}  // namespace

void add_acts(CLI::App& matters, Shared& shared) {
  for (const auto& one : acts_of_every_matter()) add_act(matters, shared, one);
  for (const auto& one : acts_of_duties()) add_act(matters, shared, one);
  add_open(matters, shared);
  add_urge(matters, shared);
}

}  // namespace fenghuo::cli
