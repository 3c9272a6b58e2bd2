// fenghuo report: the weekly brief or the monthly draft from its matter, as text, a page, a spreadsheet or JSON; fenghuo report --issue: a
// person signs the monthly one.
#include <CLI/CLI.hpp>
#include <fstream>
#include <iostream>

#include "common/base/bytes.hpp"
#include "common/base/ids.hpp"
#include "common/calendar/report_period.hpp"
#include "services/fenghuo/access.hpp"
#include "services/fenghuo/perform.hpp"
#include "services/fenghuo/report_page.hpp"

namespace fenghuo::cli {
namespace {

struct ReportOptions {
  std::string kind = "weekly", period, format = "text", out, by;
  bool exact = false, issue = false;
};

// The one of that period, or the latest that was made.
Result<wire::MatterView> find_report(Access& access, const ReportOptions& options) {
  std::optional<wire::MatterView> found;
  const std::string key = report_key(options.kind, options.period);
  const auto done = access.each("matters", {{"q", key}}, [&](const std::string& bytes) {
    wire::MatterView view;
    if (!view.ParseFromString(bytes) || !view.body().has_report()) return true;
    const auto& report = view.body().report();
    const bool wanted = options.period.empty() ? view.key().starts_with(key) && report.made_at() > 0 : view.key() == key;
    if (wanted && (!found || found->body().report().due_at() < report.due_at())) found = std::move(view);
    return true;
  });
  if (!done) return tl::unexpected(done.error());
  if (found) return std::move(*found);
  const bool any = options.period.empty();
  return fail("no " + options.kind + " report" + (any ? " was made yet" : " of " + printable(options.period, 40)) +
              "; name a period with --period (2026-W48, 2026-11), and see that policy.yaml has a report_party");
}

Result<void> put(const std::string& bytes, const std::string& path) {
  if (path.empty() || path == "-") {
    std::cout << bytes << std::flush;
    return {};
  }
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  out << bytes;
  out.close();
  if (!out) return fail("--out " + path + ": can't be written; choose a folder that exists and is yours");
  return {};
}

Result<std::string> written(const ReportPage& page, const std::string& format) {
  if (format == "html") return report_html(page);
  if (format == "xlsx") return report_xlsx(page);
  return format == "json" ? report_json(page) : report_text(page);
}

Result<int> show(Access& access, const ReportOptions& options) {
  const auto view = find_report(access, options);
  if (!view) return tl::unexpected(view.error());
  const auto zone = Zone::find(access.bundle().timezone());
  if (!zone) return tl::unexpected(zone.error());
  const auto bytes = written({view->body().report(), view->body().title(), *zone, options.exact}, options.format);
  if (!bytes) return tl::unexpected(bytes.error());
  if (auto done = put(*bytes, options.out); !done) return tl::unexpected(done.error());
  return exit_ok;
}

Result<int> issue(Access& access, const ReportOptions& options, bool as_json) {
  if (options.kind != monthly || options.period.empty()) return fail("--issue: name the draft, --kind monthly --period 2026-11");
  wire::Action action;
  action.set_kind(wire::ISSUE);
  action.set_by(options.by.empty() ? operator_name() : options.by);
  action.set_via("cli");
  const auto view = find_report(access, options);
  if (!view) return tl::unexpected(view.error());
  return perform(access, *view, std::move(action), as_json);
}

}  // namespace

void add_report(CLI::App& app, Shared& shared) {
  auto options = std::make_shared<ReportOptions>();
  CLI::App* leaf =
      add_leaf(app, shared, "report", "the weekly brief (督办周报) or the monthly draft (督查通报), counts by unit, lamp, line and field",
               [&shared, options] {
                 return with_ledger(shared.common, [&](Access& access) {
                   if (shared.common.json) options->format = "json";
                   return options->issue ? issue(access, *options, shared.common.json) : show(access, *options);
                 });
               });
  leaf->add_option("--kind", options->kind, "weekly or monthly")->check(CLI::IsMember({"weekly", "monthly"}))->capture_default_str();
  leaf->add_option("--period", options->period, "2026-W48 or 2026-11; the latest that was made when left out")->type_name("PERIOD");
  leaf->add_option("--format", options->format, "text, html, xlsx or json")
      ->check(CLI::IsMember({"text", "html", "xlsx", "json"}))
      ->capture_default_str();
  leaf->add_option("--out", options->out, "the file, - for stdout")->type_name("FILE");
  leaf->add_flag("--exact", options->exact, "small counts too: for checking, not for showing");
  leaf->add_flag("--issue", options->issue, "sign the monthly draft; it is frozen then");
  leaf->add_option("--by", options->by, "who issues it; the account at this terminal when left out")->type_name("NAME");
}

}  // namespace fenghuo::cli
