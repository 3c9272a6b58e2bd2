// How a simulation is written down. Messages go out as they come; only the page keeps sums. The same run gives the same bytes.
#pragma once

#include <iosfwd>
#include <memory>
#include <string>

#include "common/messages/frame.hpp"
#include "services/fenghuo/simulate_run.hpp"

namespace fenghuo::simulate {

struct Period {
  Instant from, to;
  const wire::Bundle* bundle = nullptr;
  const Calendar* calendar = nullptr;
  std::string acts;  // what people do, in words
};

class Writer : public Sink {
 public:
  virtual void finish() = 0;  // once, after the last message
};

// out and what the period points at outlive the writer.
std::unique_ptr<Writer> table_writer(std::ostream& out, Period period);
std::unique_ptr<Writer> jsonl_writer(std::ostream& out, Period period);
std::unique_ptr<Writer> ics_writer(std::ostream& out, Period period);
std::unique_ptr<Writer> html_writer(std::ostream& out, Period period);

std::string kind_name(const std::string& kind);        // 提醒, 预警 …
std::string mark_of(const Message& m);                 // （草案，待校党委确认）
std::string step_name(const Message& message);         // 第2级, t-7
std::string step_words(std::string step);              // of a duty's step that was not said: 会前 m-7（呈阅）
std::string minute_text(Instant t, const Zone& zone);  // 2026-03-09 08:12
std::string json_line(const Message& message, const Zone& zone);

}  // namespace fenghuo::simulate
