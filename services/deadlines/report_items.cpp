#include "services/deadlines/report_items.hpp"

#include "common/calendar/report_period.hpp"
#include "services/deadlines/sweep.hpp"

namespace fenghuo::deadlines {

namespace {

constexpr std::chrono::days longest{120};  // from a period's first day to its report: more than a month and any holiday

std::vector<ReportPeriod> periods_of(const Calendar& calendar, const ReportRange& range, const std::set<std::string>& open) {
  auto periods = reports_due(calendar, range.late, std::max(range.to, range.late) + longest);
  std::erase_if(periods, [&](const ReportPeriod& period) {
    return period.from >= range.to || (period.from < range.from && !open.contains(report_key(period)));
  });
  return periods;
}

}  // namespace

std::vector<wire::SubmitItem> report_items(const wire::Bundle& bundle, const Calendar& calendar, const ReportRange& range,
                                           const std::set<std::string>& open) {
  std::vector<wire::SubmitItem> items;
  if (bundle.report_party().empty()) return items;
  const auto periods = periods_of(calendar, range, open);
  items.reserve(periods.size());
  for (const auto& period : periods) {
    auto& item = items.emplace_back();
    item.set_matter_key(report_key(period));
    // Another calendar or reader is another item: the report takes the newer until it is made.
    item.set_key(report_key(period) + "/" + bundle.report_party() + "/" + std::to_string(to_ms(period.due)));
    item.set_unique_forever(true);
    item.mutable_body()->set_actor(std::string(scope));
    auto& due = *item.mutable_body()->mutable_report_due();
    due.set_kind(period.kind);
    due.set_period(period.period);
    due.set_audience(bundle.report_party());
    due.set_from(to_ms(period.from));
    due.set_to(to_ms(period.to));
    due.set_due_at(to_ms(period.due));
  }
  return items;
}

}  // namespace fenghuo::deadlines
