#include "services/deadlines/open_matters.hpp"

namespace fenghuo::deadlines {
namespace {

constexpr std::uint32_t rows_a_page = 500;

OpenMatter summary(const wire::MatterView& view) {
  const auto& duty = view.body().duty();
  const auto& occurrence = duty.occurrence();
  return {view.id(), view.version(), occurrence.version(), occurrence.window_from(),
          !occurrence.duty().empty() && occurrence.event_at() == 0 && !duty.retracted()};
}

Result<void> read_open(const Query& query, const char* prefix, const std::function<void(const wire::MatterView&)>& take) {
  std::uint64_t cursor = 0;
  do {
    wire::Query ask;
    ask.set_what("matters");
    add_field(ask.mutable_filter(), "open", "1");
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

}  // namespace

Result<OpenMatters> read_open_matters(const Query& query) {
  OpenMatters found;
  if (auto read = read_open(query, "duty/", [&](const wire::MatterView& view) { found.emplace(view.key(), summary(view)); }); !read)
    return tl::unexpected(read.error());
  return found;
}

Result<std::set<std::string>> read_open_reports(const Query& query) {
  std::set<std::string> found;
  if (auto read = read_open(query, "report/", [&](const wire::MatterView& view) { found.insert(view.key()); }); !read)
    return tl::unexpected(read.error());
  return found;
}

}  // namespace fenghuo::deadlines
