#include "services/escalator/duty_text.hpp"

#include <span>

#include "common/obligations/fixed_reasons.hpp"
#include "services/escalator/evidence.hpp"

namespace fenghuo::escalator {
namespace {

using Choices = std::vector<std::string_view>;

Choices joined(std::initializer_list<std::span<const std::string_view>> lists) {
  Choices out;
  for (const auto list : lists) {
    for (const auto one : list) {
      if (std::find(out.begin(), out.end(), one) == out.end()) out.push_back(one);
    }
  }
  return out;
}

Choices choices_of(wire::ActionKind kind) {
  switch (kind) {
    case wire::PROGRESS:
      return joined({reasons::progress});
    case wire::EXTEND:
      return joined({reasons::extend});
    case wire::REFUSE:
      return joined({reasons::refuse});
    case wire::DECLINE:
      return joined({reasons::decline});
    case wire::TRANSFER:
      return joined({reasons::transfer});
    case wire::SCHEDULE:  // why a meeting was not held
      return joined({reasons::explain});
    case wire::EXPLAIN:
      return joined({reasons::explain, reasons::undelivered, reasons::checked});
    case wire::RETURN_BACK:
      return joined({reasons::send_back});
    case wire::URGENT:
      return joined({reasons::urgent});
    case wire::CANCEL_MATTER:
      return joined({reasons::cancel});
    case wire::HOLD:
      return joined({reasons::hold});
    default:
      return {};
  }
}

std::string way_out(const Choices& choices) {
  std::string out = "此事项不收文字说明，只登记文号和日期";
  const char* between = "；也可从以下选一项：";
  for (const auto choice : choices) {
    out.append(between).append(choice);
    between = "、";
  }
  return out + "。";
}

// The id of a matter or its key: no text of a person.
bool names_a_matter(std::string_view text) {
  return is_document_number(text) || std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '/' || c == ':' ||
                  c == '_';
         });
}

}  // namespace

std::string text_fault(const wire::Obligation& obligation, const wire::Action& action) {
  if (!obligation.number_only()) return {};
  const auto choices = choices_of(action.kind());
  const auto allowed = [&](std::string_view text) {
    return text.empty() || is_document_number(text) || std::find(choices.begin(), choices.end(), text) != choices.end();
  };
  const bool merges = action.kind() == wire::MERGE;
  const bool evidence = action.kind() == wire::SUBMIT_DONE || (merges ? names_a_matter(action.evidence()) : allowed(action.evidence()));
  const bool reason = merges ? names_a_matter(action.reason()) : allowed(action.reason());
  if (evidence && reason && allowed(action.note()) && action.place().empty() && action.materials().empty()) return {};
  return way_out(choices);
}

}  // namespace fenghuo::escalator
