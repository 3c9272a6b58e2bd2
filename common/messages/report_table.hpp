// A report's counts as a table that people read: one heading, one row for the total, each unit, duty line and field, in the order of the
// directory and never of the counts. Pure.
//
// Without `exact` small counts are hidden, for what is shown beyond the office that checks it: a cell of 1 or 2 reads ＜3, and where one
// could be had from a sum, of a column or of a row, a further cell or the sum reads — (small_counts.hpp). Hidden cells hold no person's
// duty up to anybody; the office's own copy is exact.
#pragma once

#include <string>
#include <vector>

#include "common/messages/frame.hpp"

namespace fenghuo {

using TextRow = std::vector<std::string>;

TextRow report_heading();
std::vector<TextRow> report_rows(const wire::Report& report, bool exact);
// Empty, or that more units have open matters than a report holds, and how many of these no row counts.
std::string cut_text(const wire::Report& report);

}  // namespace fenghuo
