#include "services/fenghuo/simulate_sources.hpp"

#include "common/obligations/expand.hpp"
#include "common/signals/signals.hpp"

namespace fenghuo::simulate {
namespace {

constexpr Millis a_slice = std::chrono::hours{24 * 7};
constexpr std::size_t most_faults = 50;

}  // namespace

Sources::Sources(const wire::Bundle& bundle, const Calendar& calendar, Instant from, Instant to, std::vector<TimedSignal> signals)
    : bundle_(bundle), calendar_(calendar), from_(from), to_(to), expanded_(from), signals_(std::move(signals)) {
  std::stable_sort(signals_.begin(), signals_.end(), [](const auto& a, const auto& b) { return a.at < b.at; });
  for (const auto& duty : bundle.duties()) obligations_[duty.id()] = &duty.obligation();
  if (!bundle.report_party().empty()) reports_ = reports_due(calendar, from, to);
  std::stable_sort(reports_.begin(), reports_.end(), [](const auto& a, const auto& b) { return a.from < b.from; });
  // What is open already and has not been due: in force from the first moment on.
  expand_range(from - obligations::longest_window, from, from);
}

void Sources::fault(std::string text) {
  if (faults_.size() < most_faults && std::find(faults_.begin(), faults_.end(), text) == faults_.end()) faults_.push_back(std::move(text));
}

void Sources::expand_range(Instant from, Instant to, Instant not_before) {
  const auto take = [&](const std::string& key, const wire::Occurrence& occurrence) {
    if (occurrence.due_at() <= to_ms(not_before)) return true;
    auto& opening = openings_.emplace_back();
    opening.at = std::max(not_before, instant(occurrence.window_from()));
    opening.key = key;
    opening.obligation = obligations_.at(occurrence.duty());
    opening.occurrence.set_duty(occurrence.duty());
    opening.occurrence.set_period(occurrence.period());
    opening.occurrence.set_party(occurrence.party());
    opening.occurrence.set_unit(occurrence.unit());
    opening.occurrence.set_field(occurrence.field());
    opening.occurrence.set_window_from(occurrence.window_from());
    opening.occurrence.set_due_at(occurrence.due_at());
    opening.occurrence.set_grace_ms(occurrence.grace_ms());
    opening.occurrence.set_event_at(occurrence.event_at());
    opening.occurrence.set_version(occurrence.version());
    return true;
  };
  const auto done = obligations::expand(bundle_, calendar_, from, to, take, obligations::Drafts::include);
  for (const auto& error : done.faults) fault(error.message);
}

void Sources::expand_more() {
  while (next_opening_ == openings_.size() && expanded_ < to_) {
    openings_.clear();
    next_opening_ = 0;
    const Instant end = std::min(to_, expanded_ + a_slice);
    expand_range(expanded_, end, expanded_);
    expanded_ = end;
    std::stable_sort(openings_.begin(), openings_.end(), [](const auto& a, const auto& b) { return a.at < b.at; });
  }
}

// As soon as its period has begun, which is all the live process's horizon changes.
Instant Sources::opens(const ReportPeriod& period) const { return std::max(period.from, from_); }

void Sources::submit_reports(Instant now, VirtualLedger& ledger) {
  for (; next_report_ < reports_.size() && opens(reports_[next_report_]) <= now; ++next_report_) {
    const auto& period = reports_[next_report_];
    Submission submission;
    submission.matter_key = report_key(period);
    submission.unique_forever = true;
    submission.intake_class = wire::EXPANSION;
    submission.body.set_actor("deadlines");
    auto& due = *submission.body.mutable_report_due();
    due.set_kind(period.kind);
    due.set_period(period.period);
    due.set_audience(bundle_.report_party());
    due.set_from(to_ms(period.from));
    due.set_to(to_ms(period.to));
    due.set_due_at(to_ms(period.due));
    ledger.submit(now, std::move(submission));
  }
}

std::optional<Instant> Sources::next() {
  expand_more();
  std::optional<Instant> first;
  if (next_opening_ < openings_.size()) first = openings_[next_opening_].at;
  if (next_signal_ < signals_.size()) first = std::min(first.value_or(Instant::max()), signals_[next_signal_].at);
  if (next_report_ < reports_.size()) first = std::min(first.value_or(Instant::max()), opens(reports_[next_report_]));
  return first;
}

void Sources::submit(Instant now, VirtualLedger& ledger) {
  submit_reports(now, ledger);
  for (; next_signal_ < signals_.size() && signals_[next_signal_].at <= now; ++next_signal_) {
    auto item = submit_item(std::move(signals_[next_signal_].signal), bundle_);
    const std::string id = item.key();
    Submission submission;
    submission.scope = item.body().actor();
    submission.key = item.key();
    submission.matter_key = item.matter_key();
    submission.intake_class = item.item_class();
    submission.body.Swap(item.mutable_body());
    const auto taken = ledger.submit(now, std::move(submission));
    if (taken == Taken::conflict)
      fault("信号 " + id + "（第" + std::to_string(signals_[next_signal_].line) + "行）编号已用于另一内容，未采用");
  }
  for (; next_opening_ < openings_.size() && openings_[next_opening_].at <= now; ++next_opening_) {
    auto& opening = openings_[next_opening_];
    Submission submission;
    submission.matter_key = std::move(opening.key);
    submission.unique_forever = true;
    submission.intake_class = wire::EXPANSION;
    submission.obligation = opening.obligation;
    submission.body.set_actor("deadlines");
    *submission.body.mutable_occurrence() = std::move(opening.occurrence);
    ledger.submit(now, std::move(submission));
  }
}

}  // namespace fenghuo::simulate
