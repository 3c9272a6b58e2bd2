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

}  // namespace

Result<OpenMatters> read_open_matters(const Query& query) {
  OpenMatters found;
  std::uint64_t cursor = 0;
  do {
    wire::Query ask;
    ask.set_what("matters");
    add_field(ask.mutable_filter(), "open", "1");
    add_field(ask.mutable_filter(), "q", "duty/");
    ask.set_cursor(cursor);
    ask.set_limit(rows_a_page);
    auto rows = query(std::move(ask));
    if (!rows) return tl::unexpected(rows.error());
    for (const auto& row : rows->rows()) {
      wire::MatterView view;
      if (!view.ParseFromString(row)) return fail("the ledger's list of matters can't be read; are both programs of one version?");
      if (view.key().starts_with("duty/")) found.emplace(view.key(), summary(view));
    }
    cursor = rows->next();
  } while (cursor != 0);
  return found;
}

}  // namespace fenghuo::deadlines
