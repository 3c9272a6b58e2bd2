// fenghuo matters urge: 催办单 to the units of many duties at once, each issued (签发) by the person at this terminal before its deadline.
#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <iostream>

#include "common/base/ids.hpp"
#include "common/calendar/lamp.hpp"
#include "common/template/duty_json.hpp"
#include "common/template/matter_reference.hpp"
#include "common/template/names.hpp"
#include "services/fenghuo/act_options.hpp"
#include "services/fenghuo/perform.hpp"
#include "services/fenghuo/table.hpp"
#include "services/fenghuo/views.hpp"

namespace fenghuo::cli {

namespace {

struct UrgeOptions {
  std::vector<std::string> matters;
  std::string lamp, unit, as, by;
};

bool in_hand(wire::Work work) { return work == wire::AWAITING || work == wire::IN_PROGRESS || work == wire::RETURNED; }

// Those that were named, or the open ones that the filters leave. A paper before the deadline is no paper for what is overdue.
Result<std::vector<wire::MatterView>> chosen(Access& access, const UrgeOptions& options) {
  std::vector<wire::MatterView> out;
  out.reserve(options.matters.size());
  for (const auto& reference : options.matters) {
    auto view = access.matter(reference);
    if (!view) return tl::unexpected(view.error());
    out.push_back(std::move(*view));
  }
  if (!options.matters.empty()) return out;
  const auto calendar = access.calendar();
  const auto now = access.now();
  if (!calendar) return tl::unexpected(calendar.error());
  if (!now) return tl::unexpected(now.error());
  auto done = access.each("matters", {{"open", "1"}, {"unit", options.unit}}, [&](const std::string& bytes) {
    wire::MatterView view;
    if (!view.ParseFromString(bytes) || view.row().kind() != "duty" || !in_hand(view.row().work())) return true;
    const auto lamp = lamp_of(view, **calendar, *now);
    if (lamp != "overdue" && (options.lamp.empty() || lamp == options.lamp)) out.push_back(std::move(view));
    return true;
  });
  if (!done) return tl::unexpected(done.error());
  return out;
}

wire::Action urge_by(const UrgeOptions& options) {
  wire::Action action;
  action.set_kind(wire::ISSUE);
  action.set_slip("urge");
  action.set_party(options.as);
  action.set_by(options.by.empty() ? operator_name() : options.by);
  action.set_via("cli");
  return action;
}

Result<int> urge(Access& access, const UrgeOptions& options, bool as_json) {
  if (const auto ok = check_party("--as", options.as, access.bundle()); !ok) return tl::unexpected(ok.error());
  const auto views = chosen(access, options);
  if (!views) return tl::unexpected(views.error());
  boost::json::array rows;
  Table table({"MATTER", "TO", "OUTCOME", "TITLE"});
  bool all_well = true;
  for (const auto& view : *views) {
    const auto done = submit_act(access, view, urge_by(options));
    if (!done) return tl::unexpected(done.error());
    const std::string lead = lead_of(view.body());
    all_well = went_well(*done) && all_well;
    rows.push_back(boost::json::object{{"matter", id_text(view.id())},
                                       {"party", lead},
                                       {"outcome", done->outcome ? outcome_name(done->outcome->code()) : "pending"},
                                       {"detail", done->outcome ? done->outcome->detail() : std::string()}});
    table.add({name_of(view), party_name(access.bundle(), lead), outcome_text(access, *done), view.body().title()});
  }
  if (as_json) {
    print_json(boost::json::object{{"items", std::move(rows)}});
  } else {
    std::cout << (table.empty() ? "no matters to urge\n" : table.text());
  }
  return all_well ? exit_ok : exit_problems;
}

}  // namespace

void add_urge(CLI::App& matters, Shared& shared) {
  auto options = std::make_shared<UrgeOptions>();
  CLI::App* leaf =
      add_leaf(matters, shared, "urge", "send 催办单 to many at once: those named, or the open ones by lamp and unit", [&shared, options] {
        if (options->matters.empty() && options->lamp.empty() && options->unit.empty()) {
          complain("say which: matters by id, number or key, or --lamp approaching|imminent, or --unit UNIT");
          return exit_usage;
        }
        return with_ledger(shared.common, [&](Access& access) { return urge(access, *options, shared.common.json); });
      });
  auto* named = leaf->add_option("matters", options->matters, "ids, numbers or keys");
  leaf->add_option("--lamp", options->lamp, "all with this lamp: approaching ◐临期 or imminent ◑将到期")
      ->check(CLI::IsMember({"approaching", "imminent"}))
      ->type_name("LAMP")
      ->excludes(named);
  leaf->add_option("--unit", options->unit, "all of this lead unit")->type_name("UNIT")->excludes(named);
  leaf->add_option("--as", options->as, "who issues: role:ID or unit:ID; the operator when left out")->type_name("PARTY");
  leaf->add_option("--by", options->by, "who signs; the account at this terminal when left out")->type_name("NAME");
}

}  // namespace fenghuo::cli
