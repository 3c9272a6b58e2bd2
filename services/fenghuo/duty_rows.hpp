// A duty's own lines in `fenghuo matters show`, and what its row in a list says. Pure, but for the names and the clock of access.
#pragma once

#include "services/fenghuo/access.hpp"
#include "services/fenghuo/table.hpp"

namespace fenghuo::cli {

// 截止, 督办灯, 会议, 文书, 延期 …; nothing for what is no duty.
void add_duty_rows(Access& access, const wire::MatterView& view, Table& table);

// ●正常 ◐临期 ◑将到期 ■已逾期, then how late: "■已逾期·督办中"; empty for what has no lamp.
std::string lamp_text(Access& access, const wire::MatterView& view);

}  // namespace fenghuo::cli
