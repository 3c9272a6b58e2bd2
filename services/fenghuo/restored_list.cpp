#include "services/fenghuo/restored_list.hpp"

#include <algorithm>
#include <boost/json.hpp>

#include "common/base/ids.hpp"
#include "common/template/names.hpp"
#include "services/fenghuo/table.hpp"
#include "services/fenghuo/views.hpp"

namespace fenghuo::cli {

namespace json = boost::json;

namespace {

constexpr std::string_view mark = "restored";  // what the ledger puts among its pauses

std::string channel_name(const std::string& channel) { return channel == "mail" ? "邮件" : channel == "webhook" ? "系统接口" : channel; }

std::string kind_name(const std::string& kind) {
  static const std::map<std::string, const char*, std::less<>> names = {
      {"warning", "预警"}, {"escalation", "呈报"}, {"notice", "告知"},           {"reminder", "提醒"},
      {"digest", "摘要"},  {"brief", "呈阅"},      {"stand_down", "已有人处理"}, {"invitation", "会议邀请"}};
  const auto found = names.find(kind);
  return found == names.end() ? kind : found->second;
}

// What falls due, of which matter: "红色（一级）预警，已到第1级", or a duty's title.
std::string what_is_due(Access& access, const wire::MatterView& view) {
  const auto& row = view.row();
  if (row.kind() == "warning") {
    const std::string reached = row.rung() < 0 ? std::string("尚未上报") : "已到第" + std::to_string(row.rung() + 1) + "级";
    return level_name(access.bundle(), row.level()) + "预警，" + reached + "，" + work_name(row.work());
  }
  if (row.kind() == "digest") return "摘要：" + party_name(access.bundle(), view.body().audience());
  return (view.body().title().empty() ? row.kind() : view.body().title()) + "，" + work_name(row.work());
}

std::string name_of(const wire::MatterView& view) { return view.number().empty() ? id_text(view.id()) : view.number(); }

json::object due_json(Access& access, const wire::MatterView& view) {
  return {{"id", id_text(view.id())},
          {"number", view.number()},
          {"key", view.key()},
          {"kind", view.row().kind()},
          {"level", view.row().level()},
          {"rung", view.row().rung()},
          {"state", work_id(view.row().work())},
          {"due_since", access.time(view.row().next_at())},
          {"what", what_is_due(access, view)}};
}

json::object message_json(Access& access, const wire::DeliveryView& view) {
  return {{"id", notification_id(MessageId{view.id()})},
          {"matter", id_text(view.matter_id())},
          {"matter_number", view.matter_number()},
          {"party", view.party()},
          {"party_name", party_name(access.bundle(), view.party())},
          {"channel", view.channel()},
          {"destination", view.destination()},
          {"kind", view.kind()},
          {"attempts", view.attempts_size()},
          {"queued_at", access.time(view.queued_at())},
          {"due_at", access.time(view.due_at())}};
}

}  // namespace

bool held_after_restore(const wire::StatusView& status) {
  return std::any_of(status.pauses().begin(), status.pauses().end(), [](const auto& scope) { return scope == mark; });
}

Result<void> read_restored(Access& access, std::int64_t now, RestoredList& list) {
  auto done = access.each("deliveries", {{"state", "queued"}}, [&](const std::string& bytes) {
    wire::DeliveryView view;
    if (view.ParseFromString(bytes)) list.messages.push_back(std::move(view));
    return true;
  });
  if (!done) return done;
  done = access.each("matters", {{"open", "1"}}, [&](const std::string& bytes) {
    wire::MatterView view;
    const bool read = view.ParseFromString(bytes);
    if (read && view.row().next_at() > 0 && view.row().next_at() <= now) list.due.push_back(std::move(view));
    return true;
  });
  std::stable_sort(list.due.begin(), list.due.end(), [](const auto& a, const auto& b) { return a.row().next_at() < b.row().next_at(); });
  return done;
}

std::string restored_text(Access& access, const wire::StatusView& status, const RestoredList& list) {
  std::string out = "数据库是恢复的，一切发送和逐级上报已暂停，签收等照常受理。\n" + status.hold_reason() + "\n";
  out += "\n放行后将发出" + std::to_string(list.messages.size()) +
         "件（发出前逐件再核对，已不成立的撤回；编号不变，收过的系统可据此去重）：\n";
  Table messages({"文号", "对象", "渠道", "事由", "已试", "列入时间", "应发时间"});
  for (const auto& view : list.messages) {
    messages.add({view.matter_number().empty() ? id_text(view.matter_id()) : view.matter_number(),
                  party_name(access.bundle(), view.party()), channel_name(view.channel()), kind_name(view.kind()),
                  std::to_string(view.attempts_size()), access.time(view.queued_at()), access.time(view.due_at())});
  }
  if (!messages.empty()) out += messages.text();
  out += "\n放行后到点的步骤涉及" + std::to_string(list.due.size()) + "件（每个对象每件只收一条）：\n";
  Table due({"文号", "事项", "自何时到点"});
  for (const auto& view : list.due) due.add({name_of(view), what_is_due(access, view), access.time(view.row().next_at())});
  if (!due.empty()) out += due.text();
  return out + "\n核对后放行：fenghuo ledger restored --release\n";
}

json::object restored_json(Access& access, const wire::StatusView& status, bool held, const RestoredList& list) {
  json::array messages, due;
  for (const auto& view : list.messages) messages.push_back(message_json(access, view));
  for (const auto& view : list.due) due.push_back(due_json(access, view));
  return {{"held", held},
          {"hold_reason", held ? status.hold_reason() : std::string()},
          {"messages", std::move(messages)},
          {"due", std::move(due)}};
}

}  // namespace fenghuo::cli
