// What the reports say in a mail: subject and text. Pure; the weekly one's counts are exact, it stays in the office that supervises; the
// monthly draft shows what may be shown (report_table.hpp).
#pragma once

#include "services/escalator/notify.hpp"
#include "services/escalator/report_rows.hpp"

namespace fenghuo::escalator {

std::string report_title(const Context& ctx);  // 督办周报（2026-W48） | 11月督查通报

Words weekly_words(const Context& ctx, const LateList& late);
Words monthly_words(const Context& ctx);
Words not_issued_words(const Context& ctx);

}  // namespace fenghuo::escalator
