// A matter as a 办理单, the paper an inspector files: what it is, who did what, who was told, the whole story, and where it stands in the
// journal. Pure: times come from what is given, names from the bundle.
//
// A title that waits for review is not shown; of a duty that registers number and date alone (number_only) no person's text is.
// What was told is said as 已送达 or 未送达 and so on, never as read.
#pragma once

#include <vector>

#include "common/clock/zone.hpp"
#include "common/messages/frame.hpp"
#include "common/paper/paper.hpp"

namespace fenghuo {

// All that the ledger tells of one matter.
struct MatterFile {
  wire::MatterView view;
  std::vector<wire::EventView> events;  // in order of seq
  std::vector<wire::DeliveryView> deliveries;
  wire::HeadView head;
  bool cut = false;  // there are more events or deliveries than these
};

Paper matter_paper(const MatterFile& file, const wire::Bundle& bundle, const Zone& zone);

}  // namespace fenghuo
