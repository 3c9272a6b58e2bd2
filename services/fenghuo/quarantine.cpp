// fenghuo quarantine list|release|redact: titles that wait for a person (an identifier-like string was found), and matters whose decision
// kept failing.
#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <iostream>

#include "common/base/ids.hpp"
#include "common/template/names.hpp"
#include "services/fenghuo/operated.hpp"
#include "services/fenghuo/perform.hpp"
#include "services/fenghuo/table.hpp"
#include "services/fenghuo/views.hpp"

namespace fenghuo::cli {

namespace {

struct ReleaseOptions {
  std::string matter, by, note;
};

// Matters whose decision failed, and open ones whose title waits.
Result<std::vector<wire::MatterView>> fetch(Access& access) {
  std::vector<wire::MatterView> views;
  const auto take = [&](bool titles) {
    return [&views, titles](const std::string& bytes) {
      wire::MatterView view;
      const bool wanted =
          view.ParseFromString(bytes) && (titles ? view.body().title_quarantined() && !view.quarantined() : view.quarantined());
      if (wanted) views.push_back(std::move(view));
      return true;
    };
  };
  if (auto done = access.each("quarantine", {}, take(false)); !done) return tl::unexpected(done.error());
  if (auto done = access.each("matters", {{"open", "1"}}, take(true)); !done) return tl::unexpected(done.error());
  return views;
}

Result<int> list(Access& access, bool as_json) {
  const auto views = fetch(access);
  if (!views) return tl::unexpected(views.error());
  boost::json::array rows;
  Table table({"NUMBER", "ID", "LEVEL", "WHAT"});
  for (const auto& view : *views) {
    const char* what = view.quarantined() ? "decision" : "title";
    auto row = matter_json(access, view);
    row["what"] = what;
    rows.push_back(std::move(row));
    table.add({view.number(), id_text(view.id()), level_name(access.bundle(), view.row().level()), what});
  }
  if (as_json) {
    print_json(boost::json::object{{"items", std::move(rows)}});
  } else {
    std::cout << (table.empty() ? "nothing in quarantine\n" : table.text());
  }
  return exit_ok;
}

Result<int> title_act(Access& access, const ReleaseOptions& options, wire::ActionKind kind, bool as_json) {
  const auto view = access.matter(options.matter);  // never by key: a key nobody knows would open a new matter
  if (!view) return tl::unexpected(view.error());
  wire::Action action;
  action.set_kind(kind);
  action.set_by(options.by.empty() ? operator_name() : options.by);
  action.set_note(options.note);
  action.set_via("cli");
  return perform(access, *view, std::move(action), as_json);
}

Result<int> release(Access& access, const ReleaseOptions& options, bool as_json) {
  const auto view = access.matter(options.matter);
  if (!view) return tl::unexpected(view.error());
  if (view->quarantined()) {
    return say_operated(access.operate("release_quarantine", {{"matter", id_text(view->id())}}), "released: it is decided again", as_json);
  }
  if (!view->body().title_quarantined()) return fail(options.matter + " is not in quarantine; see: fenghuo quarantine list");
  return title_act(access, options, wire::RELEASE_TITLE, as_json);
}

void add_options(CLI::App* leaf, const std::shared_ptr<ReleaseOptions>& options) {
  leaf->add_option("matter", options->matter, "id, number (舆〔2027〕3号), key, or latest")->required();
  leaf->add_option("--by", options->by, "who acts; the account at this terminal when left out")->type_name("NAME");
}

}  // namespace

void add_quarantine(CLI::App& app, Shared& shared) {
  CLI::App* quarantine =
      add_group(app, "quarantine", "what waits for a person: titles with identifier-like strings, matters whose decision failed");
  add_leaf(*quarantine, shared, "list", "matters in quarantine",
           [&shared] { return with_ledger(shared.common, [&](Access& access) { return list(access, shared.common.json); }); });
  auto released = std::make_shared<ReleaseOptions>();
  add_options(add_leaf(*quarantine, shared, "release", "show the title after all, or decide the matter again",
                       [&shared, released] {
                         return with_ledger(shared.common, [&](Access& access) { return release(access, *released, shared.common.json); });
                       }),
              released);
  auto redacted = std::make_shared<ReleaseOptions>();
  CLI::App* redact = add_leaf(*quarantine, shared, "redact", "replace the title", [&shared, redacted] {
    return with_ledger(shared.common, [&](Access& access) { return title_act(access, *redacted, wire::REDACT_TITLE, shared.common.json); });
  });
  add_options(redact, redacted);
  redact->add_option("--title", redacted->note, "the new title, at most 40 characters; 严禁填写涉密内容和他人个人信息")
      ->required()
      ->type_name("TEXT");
}

}  // namespace fenghuo::cli
