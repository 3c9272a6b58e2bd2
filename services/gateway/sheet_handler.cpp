// GET /api/v1/matters/{id}/sheet.pdf: one matter as a 办理单. It is drawn on a thread of its own, one at a time, so that a long one delays
// nobody's acknowledgement.
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "common/base/ids.hpp"
#include "common/paper/matter_paper.hpp"
#include "common/paper/pdf.hpp"
#include "services/gateway/handlers.hpp"
#include "services/gateway/problem.hpp"
#include "services/gateway/visible.hpp"

namespace fenghuo::gateway {
namespace {

namespace asio = boost::asio;

constexpr std::uint32_t page_rows = 500;
constexpr int most_pages = 20;   // of events, and of deliveries
constexpr int most_waiting = 8;  // papers asked for and not answered

// Counts the papers under way; the loop's thread alone.
struct Turn {
  static int waiting;
  Turn() { ++waiting; }
  ~Turn() { --waiting; }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;
};
int Turn::waiting = 0;

template <class View>
Task<Result<bool>> gather(App& app, const char* what, const wire::Rows& seen, std::uint64_t matter, std::vector<View>& into) {
  std::uint64_t cursor = 0;
  for (int page = 0; page < most_pages; ++page) {
    wire::Query question = make_query(what, {{"matter", std::to_string(matter)}}, page_rows);
    question.set_at_least(seen.seq());
    question.set_cursor(cursor);
    const auto rows = co_await app.ledger().query(std::move(question));
    if (!rows) co_return tl::unexpected(rows.error());
    for (const auto& row : rows->rows()) {
      View view;
      if (view.ParseFromString(row)) into.push_back(std::move(view));
    }
    cursor = rows->next();
    if (cursor == 0) break;
  }
  co_return cursor != 0;
}

// The rest of the matter's file; its view is there already.
Task<Result<void>> fill(App& app, const wire::Rows& seen, MatterFile& file) {
  const auto events = co_await gather(app, "timeline", seen, file.view.id(), file.events);
  if (!events) co_return tl::unexpected(events.error());
  const auto deliveries = co_await gather(app, "deliveries", seen, file.view.id(), file.deliveries);
  if (!deliveries) co_return tl::unexpected(deliveries.error());
  file.cut = *events || *deliveries;
  wire::Query question = make_query("head");
  const auto head = co_await app.ledger().query(std::move(question));
  if (!head) co_return tl::unexpected(head.error());
  if (head->rows_size() > 0) file.head.ParseFromString(head->rows(0));
  co_return Result<void>{};
}

Task<Result<Pdf>> draw(Paper paper) { co_return render_pdf(paper); }

std::string file_name(const wire::MatterView& view) {
  const std::string name = "办理单-" + (view.number().empty() ? id_text(view.id()) : view.number()) + ".pdf";
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    const bool bare =
        (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '-' || byte == '.';
    if (bare)
      out += c;
    else
      out.append("%").append(1, digits[byte >> 4U]).append(1, digits[byte & 15U]);
  }
  return out;
}

}  // namespace

Task<Response> get_sheet(App& app, const Request& request) {
  const auto rules = app.rules();
  if (rules == nullptr) co_return unavailable("No rules are active yet.");
  if (Turn::waiting >= most_waiting) co_return unavailable("Other sheets are being drawn.");
  const Turn turn;
  const auto& which = request.params[0];
  const auto id = parse_id(which);
  wire::Query question = id ? make_query("matter", {{"id", std::to_string(*id)}}) : make_query("matter", {{"number", which}});
  const auto seen = co_await app.ledger().query(std::move(question));
  if (!seen) co_return unavailable(seen.error().message);
  MatterFile file;
  if (seen->rows_size() == 0 || !file.view.ParseFromString(seen->rows(0)) || !may_see(*request.token, file.view, rules->bundle))
    co_return problem(404, "Not found", "There is no such matter, or this token may not see it.");
  const auto filled = co_await fill(app, *seen, file);
  if (!filled) co_return unavailable(filled.error().message);
  Paper paper = matter_paper(file, rules->bundle, rules->zone);
  auto pdf = co_await asio::co_spawn(app.drawing_thread().get_executor(), draw(std::move(paper)), asio::use_awaitable);
  if (!pdf) co_return problem(500, "Error", pdf.error().message);
  co_return Response{200,
                     "application/pdf",
                     std::move(pdf->bytes),
                     {{"Content-Disposition", "inline; filename=\"sheet.pdf\"; filename*=UTF-8''" + file_name(file.view)}}};
}

}  // namespace fenghuo::gateway
