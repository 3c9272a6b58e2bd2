#include "services/gateway/reading_page.hpp"

#include "common/messages/entry_buttons.hpp"
#include "common/template/names.hpp"
#include "services/gateway/duty_dates.hpp"

namespace fenghuo::gateway {
namespace {

constexpr int most_entries = 50;

const char* wanted(const wire::DigestEntry& entry) {
  static constexpr std::array<std::pair<std::string_view, const char*>, 5> kinds = {
      {{"attend", "请出席："}, {"verify", "请阅示："}, {"do", "请办理："}, {"overdue", "呈报："}, {"read", "请阅："}}};
  for (const auto& [kind, words] : kinds) {
    if (entry.kind() == kind) return words;
  }
  return "";
}

std::string meeting_of(const wire::Invitation& meeting, Instant now, const Zone& zone) {
  std::string out = meeting.method() == "CANCEL" ? "（取消）" : "";
  out += moment_words(instant(meeting.begins()), now, zone);
  if (!meeting.place().empty()) out += "，" + meeting.place();
  return out;
}

// A warning's topic is for the campus network: here it is its number, level and category.
std::string entry_text(const wire::DigestEntry& entry, const wire::Bundle& bundle, Instant now, const Zone& zone) {
  std::string out = wanted(entry);
  const auto say = [&out](const std::string& more) {
    if (!more.empty()) out.append(out.empty() || out.ends_with("：") ? "" : "　").append(more);
  };
  say(entry.number());
  if (!entry.level().empty()) {
    say(level_name(bundle, entry.level()) + "预警");
    say(category_name(bundle, entry.category()));
    return out;
  }
  say(entry.title());
  if (entry.has_invitation()) say(meeting_of(entry.invitation(), now, zone));
  if (!entry.has_invitation() && entry.due_at() > 0) say("截止" + due_words(instant(entry.due_at()), now, zone));
  say(entry.why());
  say(entry.clause());
  return out;
}

// Whose it is stands before everything else.
std::string line_of(const wire::DigestEntry& entry, const wire::Bundle& bundle, Instant now, const Zone& zone) {
  const std::string whose = entry.owner().empty() ? "" : "【代" + party_name(bundle, entry.owner()) + "办理】";
  return whose + entry_text(entry, bundle, now, zone);
}

}  // namespace

DutyPage reading_page(const wire::LinkView& link, const Rules& rules, const std::function<std::string(LinkEntry)>& address) {
  const auto& matter = link.matter().body();
  const Instant now = instant(link.now());
  DutyPage page;
  page.title = matter.kind() == "report" ? "报表" : matter.key().starts_with("brief/") ? "每日呈阅" : "每日摘要";
  page.number = link.matter().number();
  page.phone = rules.bundle.phone();
  const auto& entries = matter.entries();
  page.entries.reserve(static_cast<std::size_t>(std::min(entries.size(), most_entries)));
  for (int i = 0; i < std::min(entries.size(), most_entries); ++i) {
    PageEntry line{line_of(entries[i], rules.bundle, now, rules.zone), {}};
    for (const auto& button : entry_buttons(entries[i]))
      line.buttons.emplace_back(button.text, button.address(address({MatterId{entries[i].matter_id()}, static_cast<std::uint16_t>(i)})));
    page.entries.push_back(std::move(line));
  }
  const auto has_buttons = [](const PageEntry& entry) { return !entry.buttons.empty(); };
  const bool pressable = std::any_of(page.entries.begin(), page.entries.end(), has_buttons);
  const int more = static_cast<int>(matter.entries_total()) - static_cast<int>(page.entries.size());
  if (more > 0) page.entries.push_back({"另有" + std::to_string(more) + "件未列出，请向督办部门查询。", {}});
  const std::string call = page.phone.empty() ? "联系值班人员" : "拨值班电话";
  page.lead = pressable ? "请点各件后的按钮办理或答复；打不开的，请" + call + "。" : "此页供您阅知，您无需操作。";
  return page;
}

}  // namespace fenghuo::gateway
