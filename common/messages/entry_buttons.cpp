#include "common/messages/entry_buttons.hpp"

namespace fenghuo {

std::string EntryButton::address(std::string link) const {
  if (!query.empty()) link.append("?").append(query);
  return link;
}

std::vector<EntryButton> entry_buttons(const wire::DigestEntry& entry) {
  if (entry.matter_id() == 0 || !entry.level().empty()) return {};
  const bool invites = entry.kind() == "attend" && entry.invitation().method() == "REQUEST";
  if (!invites) return {{entry.kind() == "do" || entry.kind() == "verify" ? "办理" : "查看", ""}};
  std::vector<EntryButton> answers = {{"参加", "answer=yes"}, {"请假", "answer=no"}};
  if (entry.owner().empty()) answers.push_back({"由联络员答复", "answer=by_liaison"});  // else it is the liaison who reads
  return answers;
}

}  // namespace fenghuo
