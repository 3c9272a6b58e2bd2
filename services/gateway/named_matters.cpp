#include "services/gateway/named_matters.hpp"

#include "common/messages/matter_numbers.hpp"

namespace fenghuo::gateway {

Task<Result<std::string>> unknown_number(App& app, const wire::Action& action) {
  if (action.kind() != wire::SUBMIT_DONE) co_return std::string();
  for (const auto& number : numbers_named(action.evidence())) {
    wire::Query question = make_query("matter", {{"number", number}});
    const auto rows = co_await app.ledger().query(std::move(question));
    if (!rows) co_return tl::unexpected(rows.error());
    if (rows->rows_size() == 0) co_return number;
  }
  co_return std::string();
}

}  // namespace fenghuo::gateway
