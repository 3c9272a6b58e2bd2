#include "common/template/matter_reference.hpp"

#include <algorithm>

#include "common/base/ids.hpp"

namespace fenghuo {
namespace {

bool is_kind(std::string_view text) { return text == "hint" || text == "urge" || text == "order"; }

}  // namespace

const wire::Slip* find_slip(const wire::Matter& matter, std::string_view named) {
  if (named.empty()) return nullptr;
  const auto& slips = matter.duty().slips();
  const auto by_name =
      std::find_if(slips.begin(), slips.end(), [&](const wire::Slip& slip) { return slip.id() == named || slip.number() == named; });
  if (by_name != slips.end()) return &*by_name;
  for (int i = slips.size() - 1; i >= 0; --i) {
    if (slips[i].kind() == named) return &slips[i];
  }
  return nullptr;
}

Result<void> settle_slip(wire::Action& action, const wire::Matter& matter) {
  const bool issue = action.kind() == wire::ISSUE;
  if (action.slip().empty() || (!issue && action.kind() != wire::EXPLAIN)) return {};
  if (const auto* slip = find_slip(matter, action.slip())) {
    action.set_slip(slip->id());
    return {};
  }
  if (issue && is_kind(action.slip())) return {};
  std::string there;
  for (const auto& slip : matter.duty().slips())
    there.append(there.empty() ? "" : ", ").append(slip.number().empty() ? slip.id() : slip.number());
  return fail("slip: this matter has no such slip; it has " + (there.empty() ? std::string("none yet") : there));
}

std::string merge_fault(const wire::MatterView& matter, const wire::MatterView* into) {
  if (into == nullptr) return "into: there is no such matter, or it is not yours to see";
  if (into->id() == matter.id()) return "into: a matter is not merged into itself";
  if (matter.row().kind() != "duty" || into->row().kind() != "duty") return "into: only a duty is merged, and into a duty";
  if (!into->row().open()) return "into: that matter is finished; name one that is still open";
  return {};
}

std::string cites_fault(std::string_view number) {
  return "evidence: 没有" + std::string(number) + "这件事项，请核对编号；办理材料未报送。";
}

std::string name_of(const wire::MatterView& matter) { return matter.number().empty() ? id_text(matter.id()) : matter.number(); }

}  // namespace fenghuo
