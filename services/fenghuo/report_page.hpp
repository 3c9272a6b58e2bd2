// A report as a file: text, one HTML page that needs nothing else, a spreadsheet, JSON. The same report gives the same bytes, whenever and
// wherever it is written. Pure; failure: an Error when the spreadsheet can't be made.
#pragma once

#include <string>

#include "common/base/result.hpp"
#include "common/clock/zone.hpp"
#include "common/messages/frame.hpp"

namespace fenghuo::cli {

struct ReportPage {
  const wire::Report& report;
  std::string title;
  const Zone& zone;
  bool exact = false;  // small counts too: for the office that checks it, not for showing
};

std::string report_text(const ReportPage& page);
std::string report_html(const ReportPage& page);
std::string report_json(const ReportPage& page);
Result<std::string> report_xlsx(const ReportPage& page);

}  // namespace fenghuo::cli
