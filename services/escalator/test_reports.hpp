// For tests of digests and reports: a school whose office reads them, and what of its messages they are.
#pragma once

#include "services/escalator/test_school.hpp"

namespace fenghuo::escalator::testing {

inline constexpr const char* clerk = "unit:dxb";

inline wire::Bundle report_rules() {
  auto bundle = duty_rules();
  bundle.set_report_party(clerk);
  unit_of(bundle, "hq").set_name("后勤保障处");
  bundle.set_phone("校内 0000");
  return bundle;
}

inline School with_reports(const std::string& start, const wire::Bundle& bundle = report_rules()) {
  School s(at(start), bundle);
  s.digests = true;
  return s;
}

inline std::vector<Sent> of_kind(School& s, const std::string& prefix, const std::string& party = {}) {
  std::vector<Sent> out;
  for (auto& one : s.take()) {
    if (one.key.starts_with(prefix) && (party.empty() || one.party == party)) out.push_back(std::move(one));
  }
  return out;
}
// "07-16 〔每日摘要〕7月16日：待您处理1件，逾期1件"
inline std::vector<std::string> digests_of(School& s, const std::string& party) {
  std::vector<std::string> out;
  for (const auto& one : of_kind(s, "daily/", party)) out.push_back(clock_text(one.at).substr(5, 5) + " " + one.subject);
  return out;
}

inline wire::InboxBody report_due_item(const std::string& kind, const std::string& period, const std::string& from, const std::string& to,
                                       const std::string& due) {
  wire::InboxBody body;
  body.set_actor("deadlines");
  auto& item = *body.mutable_report_due();
  item.set_kind(kind);
  item.set_period(period);
  item.set_audience(clerk);
  item.set_from(at(from));
  item.set_to(at(to));
  item.set_due_at(at(due));
  return body;
}

}  // namespace fenghuo::escalator::testing
