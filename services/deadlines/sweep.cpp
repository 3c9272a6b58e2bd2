#include "services/deadlines/sweep.hpp"

#include "common/base/bytes.hpp"
#include "common/log/log.hpp"
#include "common/obligations/expand.hpp"
#include "services/deadlines/open_matters.hpp"
#include "services/deadlines/report_items.hpp"

namespace fenghuo::deadlines {
namespace {

constexpr std::size_t hash_bytes_in_keys = 8;

bool store_trouble(const std::string& reason) { return reason.starts_with("full") || reason.starts_with("storage"); }

wire::SubmitItem item_of(const std::string& key, const wire::Occurrence& occurrence) {
  wire::SubmitItem item;
  item.set_key(key + "/" + to_hex(occurrence.version()));
  item.set_matter_key(key);
  item.set_unique_forever(true);
  item.mutable_body()->set_actor(std::string(scope));
  *item.mutable_body()->mutable_occurrence() = occurrence;
  return item;
}

// The id in "duty/<id>/…".
std::string_view duty_in(std::string_view key) {
  const auto from = key.find('/') + 1;
  return key.substr(from, key.find('/', from) - from);
}

class Pass {
 public:
  // What a whole pass compares with; nothing of it: one that submits alone.
  struct Known {
    OpenMatters open;
    RetractedMatters retracted;
    std::set<std::string> reports;
  };

  Pass(const Catalogue& catalogue, const Range& range, const Doors& doors, std::optional<Known> known)
      : catalogue_(catalogue), range_(range), doors_(doors), whole_(known.has_value()) {
    if (known) open_ = std::move(known->open), retracted_ = std::move(known->retracted), open_reports_ = std::move(known->reports);
  }

  Result<Counts> run() {
    const auto expansion =
        obligations::expand(catalogue_.bundle, catalogue_.calendar, range_.from, range_.to,
                            [this](const std::string& key, const wire::Occurrence& occurrence) { return take(key, occurrence); });
    for (const auto& fault : expansion.faults) {
      log::warn("duty_left_out", {{"reason", fault.message}, {"remedy", "fenghuo check"}});
      left_out_.insert(fault.duty);
    }
    if (trouble_) return tl::unexpected(*trouble_);
    counts_.finished = expansion.finished && reports() && send();
    if (counts_.finished && whole_) counts_.finished = retract() && send();
    if (trouble_) return tl::unexpected(*trouble_);
    return counts_;
  }

 private:
  // What becomes of an item's answer.
  struct Purpose {
    enum { open, amend, retract, reopen, report } what = open;
    std::uint64_t row_version = 0;  // amend: of the matter it was compared with
  };

  bool take(const std::string& key, const wire::Occurrence& occurrence) {
    const auto open = open_.find(key);
    if (const auto ended = retracted_.find(key); ended != retracted_.end()) {
      if (open != open_.end()) open_.erase(open);  // it was read before it ended
      return reopen(key, occurrence, ended->second);
    }
    if (open == open_.end()) {
      if (instant(occurrence.due_at()) < range_.late && instant(occurrence.window_from()) < range_.unseen) return true;
      return add(item_of(key, occurrence), {});
    }
    const OpenMatter matter = open->second;
    open_.erase(open);
    if (matter.occurrence_version == occurrence.version()) {
      ++counts_.known;
      return true;
    }
    return add(item_of(key, occurrence), {Purpose::amend, matter.row_version});
  }

  bool reopen(const std::string& key, const wire::Occurrence& occurrence, const RetractedMatter& ended) {
    const auto due = std::max(occurrence.due_at(), ended.extended_to) + std::max<std::int64_t>(0, occurrence.grace_ms());
    if (ended.slept && instant(due) <= range_.late) {
      ++counts_.past;
      return true;
    }
    auto item = item_of(key, occurrence);
    item.set_key(item.key() + "/" + std::to_string(ended.row_version));
    return add(std::move(item), {Purpose::reopen, 0});
  }

  bool reports() {
    const ReportRange range{std::min(range_.late, range_.unseen), range_.to, range_.late};
    for (auto& item : report_items(catalogue_.bundle, catalogue_.calendar, range, open_reports_)) {
      if (!add(std::move(item), {Purpose::report, 0})) return false;
    }
    return true;
  }

  // What is left of the open matters is not in the catalogue any more. One whose window lies outside the range was not asked for.
  bool retract() {
    for (const auto& [key, matter] : open_) {
      // One that was decided and holds no occurrence is a count that waits for its duty.
      if (matter.occurrence_version.empty() && matter.row_version == 0) counts_.undecided = true;
      if (left_out_.contains(duty_in(key))) {
        ++counts_.known;
        continue;
      }
      if (!matter.by_calendar || instant(matter.window_from) < range_.from || instant(matter.window_from) >= range_.to) continue;
      wire::SubmitItem item;
      // With the row's version: what was retracted, and put back, may be retracted by the same catalogue again.
      item.set_key(key + "/retracted/" + to_hex(catalogue_.hash.substr(0, hash_bytes_in_keys)) + "/" + std::to_string(matter.row_version));
      item.set_matter_id(matter.id);
      item.mutable_body()->set_actor(std::string(scope));
      item.mutable_body()->mutable_retraction()->set_reason("现行职责清单中已无此事项");
      if (!add(std::move(item), {Purpose::retract, 0})) return false;
    }
    return true;
  }

  bool add(wire::SubmitItem item, Purpose purpose) {
    *submit_.add_items() = std::move(item);
    purposes_.push_back(purpose);
    return purposes_.size() < doors_.batch || send();
  }

  bool send() {
    if (purposes_.empty()) return true;
    if (!doors_.go_on()) return false;
    wire::Submit again;  // edits that lead back to an earlier version of a matter
    if (!deliver(submit_, purposes_, &again)) return false;
    purposes_.assign(static_cast<std::size_t>(again.items_size()), {Purpose::amend, 0});
    const bool sent = purposes_.empty() || deliver(again, purposes_, nullptr);
    purposes_.clear();
    submit_.Clear();
    return sent;
  }

  bool deliver(wire::Submit& submit, const std::vector<Purpose>& purposes, wire::Submit* again) {
    submit.set_scope(std::string(scope));
    submit.set_intake_class(wire::EXPANSION);
    const auto accepted = doors_.submit(submit);
    if (!accepted) return stop(accepted.error().message);
    if (accepted->items_size() != submit.items_size()) return stop("the ledger answered for another number of occurrences");
    for (int i = 0; i < accepted->items_size(); ++i) {
      if (accepted->items(i).status() == wire::NOT_ACCEPTED && store_trouble(accepted->items(i).reason()))
        return stop("the ledger can't store it now: " + printable(accepted->items(i).reason(), 200));
    }
    for (int i = 0; i < accepted->items_size(); ++i)
      count(submit.items(i), accepted->items(i), purposes.at(static_cast<std::size_t>(i)), again);
    return true;
  }

  // A duplicate of an amendment is an edit taken back: the matter holds another version, yet this one came before. The matter's own version
  // makes it a new item; should the first one only wait for its decision, saying it twice changes nothing.
  void count(const wire::SubmitItem& item, const wire::AcceptedItem& answer, const Purpose& purpose, wire::Submit* again) {
    if (answer.status() == wire::NOT_ACCEPTED) {
      ++counts_.refused;
      log::warn("occurrence_refused", {{"item", printable(item.key(), 200)}, {"reason", printable(answer.reason(), 200)}});
    } else if (answer.status() == wire::OK_DUPLICATE && purpose.what == Purpose::amend && purpose.row_version > 0 && again != nullptr) {
      auto* repeated = again->add_items();
      *repeated = item;
      repeated->set_key(item.key() + "/" + std::to_string(purpose.row_version));
    } else if (answer.status() == wire::OK_DUPLICATE) {
      ++counts_.known;
      // Submitted before this pass could have been: the matter may have been retracted since, which a whole pass sees.
      if (!whole_ && purpose.what == Purpose::open) counts_.undecided = true;
    } else {
      ++counter(purpose.what);
    }
  }

  std::size_t& counter(decltype(Purpose::what) what) {
    if (what == Purpose::reopen) return counts_.reopened;
    if (what == Purpose::retract) return counts_.retracted;
    return what == Purpose::amend ? counts_.amended : counts_.opened;
  }

  bool stop(std::string why) {
    trouble_ = Error{std::move(why)};
    return false;
  }

  const Catalogue& catalogue_;
  const Range& range_;
  const Doors& doors_;
  const bool whole_;
  OpenMatters open_;
  RetractedMatters retracted_;
  std::set<std::string> open_reports_;
  std::set<std::string, std::less<>> left_out_;  // duties that can't be expanded
  Counts counts_;
  wire::Submit submit_;
  std::vector<Purpose> purposes_;
  std::optional<Error> trouble_;
};

}  // namespace

Result<Counts> whole_pass(const Catalogue& catalogue, const Range& range, const Doors& doors) {
  auto open = read_open_matters(doors.query);
  if (!open) return tl::unexpected(open.error());
  auto retracted = read_retracted_matters(doors.query, range.from);  // after the open ones: what ends between the two is seen
  if (!retracted) return tl::unexpected(retracted.error());
  auto reports = read_open_reports(doors.query);
  if (!reports) return tl::unexpected(reports.error());
  return Pass(catalogue, range, doors, Pass::Known{std::move(*open), std::move(*retracted), std::move(*reports)}).run();
}

Result<Counts> next_pass(const Catalogue& catalogue, const Range& range, const Doors& doors) {
  return Pass(catalogue, range, doors, std::nullopt).run();
}

}  // namespace fenghuo::deadlines
