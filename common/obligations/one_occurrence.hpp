// One occurrence of the catalogue, without those of other parties: what the catalogue says of a matter that it gave before.
// Pure. Thread: any; one expansion at a time per thread. A duty that can't be expanded is a fault in the answer.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "common/calendar/calendar.hpp"
#include "common/messages/frame.hpp"
#include "common/obligations/directory.hpp"

namespace fenghuo::obligations {

struct OneOccurrence {
  std::optional<wire::Occurrence> occurrence;  // none: nothing gives the key
  std::string fault;                           // the duty can't be expanded: what gives the key is not known
  std::size_t built = 0;                       // occurrences that were built to find it: its party's, however many parties there are
};

// The occurrence under `key` whose window opens when that of `like` does, of the party that `like` names. The same as expand_duty gives.
OneOccurrence one_occurrence(const Directory& directory, const wire::Duty& duty, const Calendar& calendar, std::string_view key,
                             const wire::Occurrence& like);

}  // namespace fenghuo::obligations
