#include "services/deadlines/open_matters.hpp"

#include <algorithm>

namespace fenghuo::deadlines {
namespace {

constexpr std::uint32_t rows_a_page = 500;
constexpr const char* retracted = "retracted";  // why such a matter was closed

OpenMatter summary(const wire::MatterView& view) {
  const auto& duty = view.body().duty();
  const auto& occurrence = duty.occurrence();
  return {view.id(), view.version(), occurrence.version(), occurrence.window_from(),
          !occurrence.duty().empty() && occurrence.event_at() == 0 && !duty.retracted()};
}

using Filter = std::vector<std::pair<const char*, const char*>>;

Result<void> read_matters(const Query& query, const Filter& filter, const std::string& prefix,
                          const std::function<void(const wire::MatterView&)>& take) {
  std::uint64_t cursor = 0;
  do {
    wire::Query ask;
    ask.set_what("matters");
    for (const auto& [name, value] : filter) add_field(ask.mutable_filter(), name, value);
    add_field(ask.mutable_filter(), "q", prefix);
    ask.set_cursor(cursor);
    ask.set_limit(rows_a_page);
    auto rows = query(std::move(ask));
    if (!rows) return tl::unexpected(rows.error());
    for (const auto& row : rows->rows()) {
      wire::MatterView view;
      if (!view.ParseFromString(row)) return fail("the ledger's list of matters can't be read; are both programs of one version?");
      if (view.key().starts_with(prefix)) take(view);
    }
    cursor = rows->next();
  } while (cursor != 0);
  return {};
}

// Nothing but the catalogue ended it. What a person ended stays so.
bool ended_by_catalogue(const wire::MatterView& view) {
  const auto& m = view.body();
  return m.work() == wire::CANCELLED && m.duty().retracted() && m.close_reason() == retracted;
}

// A row of before the state was kept: as its dates say.
bool slept_at_its_end(const wire::Matter& m) {
  const auto stood = m.duty().before_retraction();
  return stood == wire::PLANNED || (stood == wire::WORK_UNSET && m.duty().occurrence().window_from() > m.closed_at());
}

RetractedMatter retracted_summary(const wire::MatterView& view) {
  RetractedMatter out{view.version(), 0, slept_at_its_end(view.body())};
  for (const auto& extension : view.body().duty().extensions()) {
    if (extension.approved()) out.extended_to = std::max(out.extended_to, extension.to());
  }
  return out;
}

}  // namespace

Result<RetractedMatters> read_retracted_matters(const Query& query, Instant from) {
  RetractedMatters found;
  // The word stands in the body of each, and in few others: the store need not take those apart.
  const Filter filter = {{"state", "cancelled"}, {"kind", "duty"}, {"mention", retracted}};
  auto read = read_matters(query, filter, "duty/", [&](const wire::MatterView& view) {
    if (ended_by_catalogue(view) && view.body().duty().occurrence().window_from() >= to_ms(from))
      found.emplace(view.key(), retracted_summary(view));
  });
  if (!read) return tl::unexpected(read.error());
  return found;
}

Result<OpenMatters> read_open_matters(const Query& query) {
  OpenMatters found;
  if (auto read =
          read_matters(query, {{"open", "1"}}, "duty/", [&](const wire::MatterView& view) { found.emplace(view.key(), summary(view)); });
      !read)
    return tl::unexpected(read.error());
  return found;
}

Result<std::set<std::string>> read_open_reports(const Query& query) {
  std::set<std::string> found;
  if (auto read = read_matters(query, {{"open", "1"}}, "report/", [&](const wire::MatterView& view) { found.insert(view.key()); }); !read)
    return tl::unexpected(read.error());
  return found;
}

}  // namespace fenghuo::deadlines
