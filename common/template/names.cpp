#include "common/template/names.hpp"

namespace fenghuo {
namespace {

template <class List>
auto find_id(const List& list, std::string_view id) {
  return std::find_if(list.begin(), list.end(), [&](const auto& entry) { return entry.id() == id; });
}

template <class List>
std::string name_in(const List& list, std::string_view id) {
  const auto found = find_id(list, id);
  return found == list.end() || found->name().empty() ? std::string(id) : found->name();
}

struct WorkWords {
  wire::Work work;
  const char* id;
  const char* name;
};
constexpr std::array<WorkWords, 9> works = {{{wire::PLANNED, "planned", "已立项"},
                                             {wire::AWAITING, "awaiting", "待签收"},
                                             {wire::IN_PROGRESS, "in_progress", "办理中"},
                                             {wire::SUBMITTED, "submitted", "待核验"},
                                             {wire::CLOSED, "closed", "已办结"},
                                             {wire::ARCHIVED, "archived", "已归档"},
                                             {wire::RETURNED, "returned", "已退回"},
                                             {wire::MERGED, "merged", "合并办理"},
                                             {wire::CANCELLED, "cancelled", "已终止"}}};

}  // namespace

std::string party_name(const wire::Bundle& bundle, std::string_view party) {
  if (party.starts_with("role:")) return name_in(bundle.roles(), party.substr(5));
  if (party.starts_with("unit:")) return unit_name(bundle, party.substr(5));
  return std::string(party);
}

std::string party_names(const wire::Bundle& bundle, std::string_view parties) {
  std::string out;
  while (!parties.empty()) {
    const auto end = std::min(parties.find(','), parties.size());
    if (end > 0) out += (out.empty() ? "" : "、") + party_name(bundle, parties.substr(0, end));
    parties.remove_prefix(std::min(end + 1, parties.size()));
  }
  return out;
}

std::string unit_name(const wire::Bundle& bundle, std::string_view unit) { return name_in(bundle.units(), unit); }
std::string level_name(const wire::Bundle& bundle, std::string_view level) { return name_in(bundle.levels(), level); }

std::string category_name(const wire::Bundle& bundle, std::string_view category) {
  const bool known = find_id(bundle.categories(), category) != bundle.categories().end();
  return name_in(bundle.categories(), known ? category : std::string_view(bundle.default_category()));
}

std::string work_id(wire::Work work) {
  for (const auto& words : works) {
    if (words.work == work) return words.id;
  }
  return "unknown";
}

std::string work_name(wire::Work work) {
  for (const auto& words : works) {
    if (words.work == work) return words.name;
  }
  return "未知";
}

}  // namespace fenghuo
