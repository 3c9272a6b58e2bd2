// fenghuo matters list|show: reading. What changes a matter is in acts.cpp.
#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <iostream>

#include "common/base/ids.hpp"
#include "common/calendar/lamp.hpp"
#include "common/template/names.hpp"
#include "services/fenghuo/duty_rows.hpp"
#include "services/fenghuo/table.hpp"
#include "services/fenghuo/views.hpp"

namespace fenghuo::cli {

namespace {

namespace json = boost::json;

struct ListOptions {
  std::string state, level, unit, query, kind, lamp;
  std::size_t limit = 50;
};

std::vector<std::string> state_names() {
  std::vector<std::string> names = {"open"};
  for (int work = wire::PLANNED; work <= wire::CANCELLED; ++work) names.push_back(work_id(static_cast<wire::Work>(work)));
  return names;
}

Access::Filters filters_of(const ListOptions& options) {
  Access::Filters filters;
  const auto add = [&](const char* name, const std::string& value) {
    if (!value.empty()) filters.emplace_back(name, value);
  };
  if (options.state == "open") {
    filters.emplace_back("open", "1");
  } else {
    add("state", options.state);
  }
  add("level", options.level);
  add("unit", options.unit);
  add("q", options.query);
  return filters;
}

// What the ledger does not select by.
bool wanted(const wire::MatterView& view, const ListOptions& options, const Calendar* calendar, Instant now) {
  const auto& kind = view.row().kind();
  if (!options.kind.empty() && kind != options.kind) return false;
  // A year of reports lies ahead: they would hide what people work on.
  if (options.kind.empty() && options.query.empty() && (kind == "digest" || kind == "report")) return false;
  return options.lamp.empty() || (calendar != nullptr && lamp_of(view, *calendar, now) == options.lamp);
}

Result<int> list(Access& access, const ListOptions& options, bool as_json) {
  json::array rows;
  Table table({"NUMBER", "ID", "KIND", "LEVEL", "LAMP", "STATE", "RUNG", "UNIT", "OPENED", "DUE", "NEXT", "TITLE"});
  std::size_t count = 0;
  const auto now = access.now();
  if (!now) return tl::unexpected(now.error());
  const auto calendar = access.calendar();
  auto done = access.each("matters", filters_of(options), [&](const std::string& bytes) {
    wire::MatterView view;
    if (!view.ParseFromString(bytes) || !wanted(view, options, calendar ? calendar->get() : nullptr, *now)) return true;
    if (as_json) {
      rows.push_back(matter_json(access, view));
    } else {
      const auto& row = view.row();
      const std::string title = view.body().title_quarantined() ? "（待核）" : view.body().title();
      table.add({view.number(), id_text(view.id()), row.kind(), level_name(access.bundle(), row.level()), lamp_text(access, view),
                 work_name(row.work()), row.kind() == "duty" ? "" : std::to_string(row.rung()), unit_name(access.bundle(), row.unit()),
                 access.time(view.body().opened_at()), access.time(view.body().duty().due_at()), access.time(row.next_at()), title});
    }
    return ++count < options.limit;
  });
  if (!done) return tl::unexpected(done.error());
  if (as_json) {
    print_json(json::object{{"items", std::move(rows)}});
  } else if (table.empty()) {
    std::cout << "no matters\n";
  } else {
    std::cout << table.text();
  }
  return exit_ok;
}

template <class View>
Result<std::vector<View>> rows_of(Access& access, const char* what, std::uint64_t matter) {
  std::vector<View> views;
  auto done = access.each(what, {{"matter", std::to_string(matter)}}, [&](const std::string& bytes) {
    View view;
    if (view.ParseFromString(bytes)) views.push_back(std::move(view));
    return true;
  });
  if (!done) return tl::unexpected(done.error());
  return views;
}

void print_header(Access& access, const wire::MatterView& view) {
  const auto& bundle = access.bundle();
  const auto& body = view.body();
  std::cout << (view.number().empty() ? id_text(view.id()) : view.number()) << "  "
            << (body.title_quarantined() ? "（标题待核）" : body.title()) << '\n';
  Table table({"", ""});
  table.add({"编号 id", id_text(view.id())});
  table.add({"键 key", view.key()});
  const bool duty = view.row().kind() == "duty";
  if (!duty) table.add({"级别 level", level_name(bundle, view.row().level())});
  table.add({"状态 state", work_name(view.row().work())});
  if (!duty) table.add({"梯级 rung", std::to_string(view.row().rung())});
  for (const auto& unit : body.units()) table.add({"单位 unit", unit_name(bundle, unit)});
  for (const auto& group : body.groups()) {
    if (!group.dropped() && !group.taken_by().empty())
      table.add({"签收 taken", party_name(bundle, group.taken_by()) + "  " + group.taken_account() + "  " + access.time(group.taken_at())});
  }
  add_duty_rows(access, view, table);
  table.add({"立项 opened", access.time(body.opened_at())});
  if (body.has_hold())
    table.add({"暂缓删除 hold", "至 " + access.time(body.hold().until()) + "  " + body.hold().by() + "  " + body.hold().reason()});
  if (body.erased_at() != 0) table.add({"文本已删 erased", access.time(body.erased_at())});
  if (view.row().next_at() != 0) table.add({"下一步 next", access.time(view.row().next_at())});
  if (!body.pending_level().empty()) table.add({"待确认 pending", "→ " + level_name(bundle, body.pending_level())});
  if (body.pending_cancel()) table.add({"待确认 pending", "解除预警 cancel"});
  const std::string text = table.text();
  std::cout << text.substr(text.find('\n') + 1);
}

Result<int> show(Access& access, const std::string& reference, bool as_json) {
  const auto view = access.matter(reference);
  if (!view) return tl::unexpected(view.error());
  const auto events = rows_of<wire::EventView>(access, "timeline", view->id());
  if (!events) return tl::unexpected(events.error());
  const auto deliveries = rows_of<wire::DeliveryView>(access, "deliveries", view->id());
  if (!deliveries) return tl::unexpected(deliveries.error());
  if (as_json) {
    json::object object = matter_json(access, *view);
    json::array timeline, sent;
    for (const auto& event : *events) timeline.push_back(event_json(access, event));
    for (const auto& delivery : *deliveries) sent.push_back(delivery_json(access, delivery));
    object["timeline"] = std::move(timeline);
    object["deliveries"] = std::move(sent);
    print_json(object);
    return exit_ok;
  }
  print_header(access, *view);
  std::cout << '\n';
  for (const auto& event : *events) {
    std::cout << access.time(event.occurred_at() == 0 ? event.recorded_at() : event.occurred_at()) << "  " << access.story(event) << '\n';
  }
  return exit_ok;
}

}  // namespace

void add_matters(CLI::App& app, Shared& shared) {
  CLI::App* matters = add_group(app, "matters", "list and show matters, and act on them");
  auto options = std::make_shared<ListOptions>();
  CLI::App* list_leaf = add_leaf(*matters, shared, "list", "matters, newest first", [&shared, options] {
    return with_ledger(shared.common, [&](Access& access) { return list(access, *options, shared.common.json); });
  });
  list_leaf->add_option("--state", options->state, "open, or one state alone")->check(CLI::IsMember(state_names()))->type_name("STATE");
  list_leaf->add_option("--level", options->level, "level id, e.g. red")->type_name("LEVEL");
  list_leaf->add_option("--kind", options->kind, "warning, duty, digest or report; without it and without -q: warnings and duties")
      ->check(CLI::IsMember({"warning", "duty", "digest", "report"}))
      ->type_name("KIND");
  list_leaf->add_option("--lamp", options->lamp, "duties by their lamp: normal ●正常, approaching ◐临期, imminent ◑将到期, overdue ■已逾期")
      ->check(CLI::IsMember({"normal", "approaching", "imminent", "overdue"}))
      ->type_name("LAMP");
  list_leaf->add_option("--unit", options->unit, "lead unit's id")->type_name("UNIT");
  list_leaf->add_option("-q,--query", options->query, "part of the number or key")->type_name("TEXT");
  list_leaf->add_option("--limit", options->limit, "at most so many")
      ->capture_default_str()
      ->check(CLI::Range(std::size_t{1}, std::size_t{1000000}));

  auto reference = std::make_shared<std::string>();
  CLI::App* show_leaf = add_leaf(*matters, shared, "show", "one matter with its whole timeline", [&shared, reference] {
    return with_ledger(shared.common, [&](Access& access) { return show(access, *reference, shared.common.json); });
  });
  show_leaf->add_option("matter", *reference, "id, number (舆〔2027〕3号), key, or latest")->required();
  add_print(*matters, shared);
  add_acts(*matters, shared);
}

}  // namespace fenghuo::cli
