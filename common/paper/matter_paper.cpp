#include "common/paper/matter_paper.hpp"

#include "common/base/ids.hpp"
#include "common/paper/matter_words.hpp"

namespace fenghuo {

Paper matter_paper(const MatterFile& file, const wire::Bundle& bundle, const Zone& zone) {
  const paper::Desk desk{file, bundle, zone};
  Paper out;
  out.title = "办理单";
  out.number = file.view.number().empty() ? id_text(file.view.id()) : cell_text(file.view.number());
  // When the matter last changed: it never depends on when the paper is printed.
  out.made = instant(file.view.updated_at());
  static constexpr std::array<const char*, 9> ordinals = {"一", "二", "三", "四", "五", "六", "七", "八", "九"};
  for (const auto make : {paper::basics, paper::extensions, paper::slips, paper::meeting, paper::evidence, paper::acts, paper::told,
                          paper::timeline, paper::journal}) {
    auto table = make(desk);
    if (table.rows.empty()) continue;
    table.heading = std::string(ordinals.at(out.tables.size())) + "、" + table.heading;
    out.tables.push_back(std::move(table));
  }
  const auto& events = file.events;
  const std::string range = events.empty() ? "无" : std::to_string(events.front().seq()) + "–" + std::to_string(events.back().seq());
  out.foot = {out.number + "　本件流水号" + range + "　时间均为" + (zone.name() == "Asia/Shanghai" ? "北京时间" : zone.name()) +
                  "　系统自动提醒，不代表对单位或个人的评价",
              "链首 " + paper::head_position(file.head) + "　核验：fenghuo ledger verify --against（见末页）"};
  return out;
}

}  // namespace fenghuo
