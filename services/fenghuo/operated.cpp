#include "services/fenghuo/operated.hpp"

#include <boost/json.hpp>
#include <iostream>

#include "services/fenghuo/views.hpp"

namespace fenghuo::cli {

Result<int> say_operated(const Result<wire::Operated>& answer, const std::string& done, bool as_json) {
  if (!answer) return tl::unexpected(answer.error());
  boost::json::object info;
  std::string words;
  for (const auto& one : answer->info()) {
    info[one.name()] = one.value();
    words += "  " + one.name() + "=" + one.value();
  }
  if (as_json) {
    print_json(boost::json::object{{"ok", answer->ok()}, {"reason", answer->reason()}, {"info", std::move(info)}});
  } else if (answer->ok()) {
    std::cout << done << words << '\n';
  }
  if (!answer->ok() && !as_json) return fail("the ledger refuses: " + answer->reason());
  return answer->ok() ? exit_ok : exit_problems;
}

}  // namespace fenghuo::cli
