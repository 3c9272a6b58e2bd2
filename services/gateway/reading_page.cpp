// The page of a link that asks nothing: a digest, a leader's brief, a report.
#include "common/template/names.hpp"
#include "services/gateway/duty_dates.hpp"
#include "services/gateway/duty_view.hpp"

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

bool meets(const wire::DigestEntry& entry) { return entry.has_invitation(); }

}  // namespace

DutyPage reading_page(const wire::LinkView& link, const Rules& rules) {
  const auto& matter = link.matter().body();
  const Instant now = instant(link.now());
  DutyPage page;
  page.title = matter.kind() == "report" ? "报表" : "每日摘要";
  page.number = link.matter().number();
  page.phone = rules.bundle.phone();
  const auto& entries = matter.entries();
  page.entries.reserve(static_cast<std::size_t>(std::min(entries.size(), most_entries)));
  for (int i = 0; i < std::min(entries.size(), most_entries); ++i)
    page.entries.push_back(entry_text(entries[i], rules.bundle, now, rules.zone));
  const int more = static_cast<int>(matter.entries_total()) - static_cast<int>(page.entries.size());
  if (more > 0) page.entries.push_back("另有" + std::to_string(more) + "件，请登录查看。");
  const std::string call = page.phone.empty() ? "联系值班人员" : "拨值班电话";
  if (std::any_of(entries.begin(), entries.end(), meets))
    page.lead = "此页供您阅知。不能出席的，请" + call + "或由联络员答复；需批示的，请登录查看后办理。";
  else
    page.lead = entries.empty() ? "此页供您阅知，您无需操作。" : "此页供您阅知。需批示或办理的，请登录查看后办理，或" + call + "。";
  return page;
}

}  // namespace fenghuo::gateway
