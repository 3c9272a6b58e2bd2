// The words of a leader's daily brief: what is wanted of me, by when. One meeting alone is announced as such.
#include "services/escalator/duty_time.hpp"
#include "services/escalator/duty_words.hpp"
#include "services/escalator/words.hpp"

namespace fenghuo::escalator {
namespace {

struct Kind {
  const char* id;
  const char* head;   // in the subject
  const char* start;  // of a line
};
constexpr std::array<Kind, 5> kinds = {{{"attend", "请出席", "请出席："},
                                        {"verify", "请阅示", "请阅示："},
                                        {"do", "请办理", "请办理："},
                                        {"overdue", "逾期", "呈报："},
                                        {"read", "请阅", "请阅："}}};

// One line of the mail, whatever people typed into a title.
std::string one_line(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c == '\n' || c == '\r'; }, ' ');
  return text;
}

bool all_on_behalf(const wire::Matter& brief) {
  const auto& entries = brief.entries();
  return !entries.empty() && std::none_of(entries.begin(), entries.end(), [](const auto& entry) { return entry.owner().empty(); });
}

std::string meeting_line(const Context& ctx, const wire::DigestEntry& entry) {
  const auto& meeting = entry.invitation();
  if (meeting.method() == "CANCEL") return "取消：" + moment_of(ctx, instant(meeting.begins())) + " " + entry.title() + "，请勿前往";
  const auto minutes = (meeting.ends() - meeting.begins()) / 60'000;
  std::string out = moment_of(ctx, instant(meeting.begins())) + " " + entry.title();
  if (entry.why() == "会议改期") out += "（改期）";
  if (!meeting.place().empty()) out += "，" + meeting.place();
  if (minutes > 0) out += "，约" + std::to_string(minutes) + "分钟";
  std::string_view more = meeting.description();  // whole sentences; the line closes with its own stop
  while (more.ends_with("。")) more.remove_suffix(std::string_view("。").size());
  if (!more.empty()) out.append("。").append(more);
  return out;
}

std::string line_of(const Context& ctx, const wire::DigestEntry& entry) {
  std::string out = entry.has_invitation() ? meeting_line(ctx, entry) : entry.title();
  if (!entry.has_invitation()) {
    const auto unit = entry.category().empty() ? "" : ctx.active.party_name("unit:" + entry.category());
    if (!unit.empty()) out += "（" + unit + "）";
    if (entry.due_at() > 0) out += "，" + deadline_of(ctx, instant(entry.due_at())) + "止";
    if (!entry.why().empty()) out += "，" + entry.why();
  }
  if (!entry.number().empty()) out = entry.number() + " " + out;
  if (!entry.clause().empty()) out += "。依据：" + entry.clause();
  const std::string whose = entry.owner().empty() ? "" : "【代" + ctx.active.party_name(entry.owner()) + "办理】";
  return one_line(whose + kinds[rank_of(entry)].start + out + "。");
}

std::string only_subject(const Context& ctx, const wire::DigestEntry& entry) {
  if (!entry.has_invitation())
    return "〔呈阅〕" + entry.title() + (entry.due_at() > 0 ? "，" + deadline_of(ctx, instant(entry.due_at())) + "止" : "");
  const bool cancelled = entry.invitation().method() == "CANCEL";
  const char* head = cancelled ? "会议取消" : entry.why() == "会议改期" ? "会议改期" : "会议";
  return "〔" + std::string(head) + "〕" + moment_of(ctx, instant(entry.invitation().begins())) + " " + entry.title();
}

std::string subject_of(const Context& ctx) {
  const auto& entries = ctx.m.entries();
  const bool on_behalf = all_on_behalf(ctx.m);
  if (ctx.m.entries_total() == 1 && entries.size() == 1)
    return (on_behalf ? "〔代" + ctx.active.party_name(entries[0].owner()) + "办理〕" : "") + only_subject(ctx, entries[0]);
  std::string counts;
  for (std::size_t rank = 0; rank < kinds.size(); ++rank) {
    const auto n = std::count_if(entries.begin(), entries.end(), [&](const auto& entry) { return rank_of(entry) == rank; });
    if (n > 0) counts.append(counts.empty() ? "" : "，").append(kinds[rank].head).append(std::to_string(n)).append("件");
  }
  const auto all = ctx.m.entries_total();
  if (all > static_cast<std::uint32_t>(entries.size())) counts += "，共" + std::to_string(all) + "件";
  const std::string day = day_of(ctx, ctx.now);
  return (on_behalf ? "〔联络员代办〕" : "〔每日呈阅〕") + day.substr(0, day.find("（")) + "：" + counts;
}

}  // namespace

std::size_t rank_of(const wire::DigestEntry& entry) {
  const auto found = std::find_if(kinds.begin(), kinds.end(), [&](const Kind& kind) { return entry.kind() == kind.id; });
  return static_cast<std::size_t>(std::min(found - kinds.begin(), std::ssize(kinds) - 1));
}

void order_entries(wire::Matter& brief) {
  auto& entries = *brief.mutable_entries();
  const auto by_rank = [](const auto& a, const auto& b) { return rank_of(a) < rank_of(b); };
  const auto by_reader = [](const auto& a, const auto& b) { return std::pair(a.owner(), rank_of(a)) < std::pair(b.owner(), rank_of(b)); };
  std::stable_sort(entries.begin(), entries.end(), by_rank);
  const auto listed = entries.begin() + std::min(entries.size(), most_listed);
  std::stable_sort(entries.begin(), listed, by_reader);
  std::stable_sort(listed, entries.end(), by_reader);
}

std::string read_on_behalf(const wire::Matter& brief) {
  std::vector<std::string> leaders;
  for (const auto& entry : brief.entries()) {
    if (!entry.owner().empty() && std::find(leaders.begin(), leaders.end(), entry.owner()) == leaders.end())
      leaders.push_back(entry.owner());
  }
  return joined(leaders);
}

Words brief_words(const Context& ctx) {
  std::string text;
  const int listed = std::min(ctx.m.entries_size(), most_listed);
  for (int i = 0; i < listed; ++i) text.append(line_of(ctx, ctx.m.entries(i))).append("\n");
  const auto more = ctx.m.entries_total() - std::min(ctx.m.entries_total(), static_cast<std::uint32_t>(listed));
  if (more > 0) text += "另有" + std::to_string(more) + "件未列出，请向督办部门查询。\n";
  if (all_on_behalf(ctx.m)) text += "您代为办理的，记为“由联络员代签”。\n";
  const auto& phone = ctx.active.bundle().phone();
  return said(subject_of(ctx), text + (phone.empty() ? "" : "联系：" + phone + "。") + footer);
}

}  // namespace fenghuo::escalator
