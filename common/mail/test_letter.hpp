// For tests: a job that has everything, and a reader of composed mails that knows just enough MIME to look inside.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/bytes.hpp"
#include "common/mail/compose.hpp"

namespace fenghuo {

inline wire::Bundle letter_bundle() {
  wire::Bundle bundle;
  bundle.set_timezone("Asia/Shanghai");
  bundle.set_public_url("https://duty.example.edu.cn");
  bundle.set_phone("校内 0000");
  bundle.set_source_title("《实施办法》");
  auto& mail = *bundle.mutable_mail();
  mail.set_from("fenghuo@example.edu.cn");
  mail.set_from_name("履责提醒与舆情预警");
  mail.add_topic_domains("example.edu.cn");
  return bundle;
}

inline wire::SendJob warning_job() {
  wire::SendJob job;
  job.set_message_id(0x0123456789abcdef);
  job.set_matter_id(42);
  job.set_thread_id(42);
  job.set_matter_number("舆〔2027〕3号");
  auto& model = *job.mutable_model();
  model.set_kind("warning");
  model.set_title("第二食堂晚餐价格");
  model.set_level_name("红色（一级）");
  model.set_category_name("后勤保障");
  model.set_clause("ladders.yaml:12");
  model.set_party_name("后勤保障处");
  model.set_subject("【红色预警·尚未核实】{number}，请于02:24前签收");
  model.set_text(
      "【红色预警·尚未核实】{number}（第1次）类别：后勤保障。话题：第二食堂晚餐价格。请您：①签收；②核实。系统自动提醒，不代表对单位或个人的"
      "评价。");
  model.set_ask(true);
  model.set_ack_by(1'804'098'240'000);      // 2027-03-04 02:24 +08:00
  model.set_decided_at(1'804'097'640'000);  // 02:14
  model.set_token_expires(1'804'700'000'000);
  return job;
}

inline wire::Invitation meeting(std::uint32_t sequence = 0) {
  wire::Invitation invitation;
  invitation.set_method("REQUEST");
  invitation.set_uid("matter_0000000000042-role_president@example.edu.cn");
  invitation.set_sequence(sequence);
  invitation.set_begins(1'783'490'400'000);  // 2026-07-08 14:00 +08:00
  invitation.set_ends(1'783'495'800'000);
  invitation.set_summary("全面从严治党推进会议");
  invitation.set_place("行政楼，三层; 第一会议室");
  invitation.set_description("请准备：上半年落实情况汇报材料。\n依据：《实施办法》四（一）1\n联系：校内 0000");
  invitation.set_organizer("党委（校长）办公室");
  return invitation;
}

inline wire::SendJob meeting_job() {
  wire::SendJob job = warning_job();
  job.set_matter_number("督〔2026〕12号");
  auto& model = *job.mutable_model();
  model.set_kind("duty");
  model.clear_title();
  model.clear_level_name();
  model.clear_category_name();
  model.set_clause("四（一）1");
  model.set_party_name("校长");
  model.set_subject("〔会议〕7月8日（周三）14:00 全面从严治党推进会议");
  model.set_text("请您出席：7月8日14:00，行政楼，约90分钟。");
  *model.add_invitations() = meeting();
  return job;
}

inline std::string letter_bytes(const wire::SendJob& job, const wire::Bundle& bundle = letter_bundle(),
                                const std::string& address = "hqbz@example.edu.cn") {
  const auto letter = compose_mail(job, bundle, address, "a key of the links");
  EXPECT_TRUE(letter.has_value());
  return letter ? letter->bytes : std::string{};
}

// A MIME entity: its headers unfolded, and its parts or its decoded content.
struct Entity {
  std::map<std::string, std::string> headers;
  std::string content;
  std::vector<Entity> parts;

  static Entity read(std::string_view bytes) {
    Entity out;
    const auto end = bytes.find("\r\n\r\n");
    EXPECT_NE(end, std::string_view::npos);
    std::string name;
    for (std::string_view rest = bytes.substr(0, end); !rest.empty();) {
      const auto stop = std::min(rest.find("\r\n"), rest.size());
      const std::string_view line = rest.substr(0, stop);
      if (line.starts_with(' ') || line.starts_with('\t')) {
        out.headers[name] += std::string(" ") + std::string(line.substr(1));
      } else {
        name = line.substr(0, line.find(':'));
        EXPECT_FALSE(out.headers.contains(name)) << name << " stands twice";
        out.headers[name] = line.substr(std::min(line.size(), line.find(':') + 2));
      }
      rest.remove_prefix(std::min(rest.size(), stop + 2));
    }
    out.take(bytes.substr(end + 4));
    return out;
  }
  std::string type() const { return headers.contains("Content-Type") ? headers.at("Content-Type") : ""; }

 private:
  void take(std::string_view body) {
    const auto at = type().find("boundary=\"");
    if (at == std::string::npos) {
      std::string packed;
      for (const char c : body)
        if (c != '\r' && c != '\n') packed.push_back(c);
      content = from_base64(packed).value_or("not base64");
      return;
    }
    const std::string boundary = "--" + type().substr(at + 10, type().find('"', at + 10) - at - 10);
    auto begin = body.find(boundary + "\r\n");
    while (begin != std::string_view::npos) {
      begin += boundary.size() + 2;
      const auto next = body.find("\r\n" + boundary, begin);
      parts.push_back(read(body.substr(begin, next - begin)));
      begin = body.compare(next + 2 + boundary.size(), 2, "--") == 0 ? std::string_view::npos : next + 2;
    }
  }
};

}  // namespace fenghuo
