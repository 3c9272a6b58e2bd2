// The tables of a 办理单 that say what happened: acts, deliveries, the story, and the place in the journal.
#include "common/base/bytes.hpp"
#include "common/messages/signed_text.hpp"
#include "common/paper/matter_words.hpp"
#include "common/template/story.hpp"

namespace fenghuo::paper {
namespace {

std::int64_t time_of(const wire::EventView& event) { return event.occurred_at() == 0 ? event.recorded_at() : event.occurred_at(); }

// The account it came by, and who signed it as long as names are kept.
std::string who_acted(const Desk& desk, const wire::EventView& event) {
  const auto signer = signer_in(event.text());
  const auto account = desk.account(event.actor());
  return cell_text(signer.empty() ? account : std::string(signer) + "（" + account + "）");
}

// Acts of persons and of their systems that carry a matter on.
const char* act_words(std::string_view kind) {
  static constexpr std::array<std::pair<std::string_view, const char*>, 14> words = {{{"acknowledged", "签收"},
                                                                                      {"third_commitment", "再次签收"},
                                                                                      {"takeover_offered", "申请接手"},
                                                                                      {"transferred", "转办"},
                                                                                      {"declined", "非我单位职责"},
                                                                                      {"progress", "填写进展"},
                                                                                      {"submitted", "报送"},
                                                                                      {"verified", "核验通过"},
                                                                                      {"returned", "退回"},
                                                                                      {"explained", "说明情况"},
                                                                                      {"extension_asked", "申请延期"},
                                                                                      {"extended", "批准延期"},
                                                                                      {"extension_refused", "未批准延期"},
                                                                                      {"urgent", "加急直报"}}};
  for (const auto& [known, word] : words) {
    if (known == kind) return word;
  }
  return nullptr;
}

std::string party_cell(const Desk& desk, const wire::EventView& event) {
  const bool liaison = !field(event.fields(), "by_liaison").empty();
  return desk.name(field(event.fields(), "party")) + (liaison ? "（由联络员代签）" : "");
}

std::string attempt_line(const Desk& desk, const wire::AttemptView& attempt) {
  std::string line =
      "第" + std::to_string(attempt.n()) + "次 " + desk.moment(attempt.started_at()) + " " + attempt_words(attempt.outcome());
  if (!attempt.reason().empty()) line += "（" + printable(attempt.reason(), 80) + "）";
  return line;
}

std::string way_cell(const wire::DeliveryView& delivery) {
  return channel_words(delivery.channel()) + " · " + message_words(delivery.kind()) + "\n" + delivery.destination();
}

constexpr int most_attempts = 12;  // of one delivery; the first and the last of more

std::string outcome_cell(const Desk& desk, const wire::DeliveryView& delivery) {
  std::string out = delivery_words(delivery.state());
  const int n = delivery.attempts_size();
  for (int i = 0; i < n; ++i) {
    if (n > most_attempts && i == most_attempts / 2) {
      out.append("\n……其间").append(std::to_string(n - most_attempts)).append("次");
      i = n - most_attempts / 2;
    }
    out.append("\n").append(attempt_line(desk, delivery.attempts(i)));
  }
  return out;
}

}  // namespace

PaperTable acts(const Desk& desk) {
  PaperTable table{"承办与核验", {22, 18, 26, 34}, {"时间", "环节", "一方", "账号"}, {}};
  for (const auto& event : desk.file.events) {
    const char* word = act_words(event.kind());
    if (word == nullptr) continue;
    table.rows.push_back({desk.moment(time_of(event)), word, cell_text(party_cell(desk, event)), who_acted(desk, event)});
  }
  return table;
}

PaperTable told(const Desk& desk) {
  PaperTable table{"告知与送达", {20, 19, 17, 44}, {"时间", "对象", "渠道和事由", "结果"}, {}};
  table.rows.reserve(desk.file.deliveries.size());
  for (const auto& delivery : desk.file.deliveries) {
    table.rows.push_back({desk.moment(delivery.queued_at()), cell_text(desk.name(delivery.party())), cell_text(way_cell(delivery)),
                          cell_text(outcome_cell(desk, delivery))});
  }
  return table;
}

PaperTable timeline(const Desk& desk) {
  PaperTable table{"办理过程", {20, 10, 51, 19}, {"时间", "流水号", "经过", "经办"}, {}};
  table.rows.reserve(desk.file.events.size() + 1);
  for (const auto& event : desk.file.events) {
    std::string told_as;
    if (desk.number_only() && !note_in(event.text()).empty()) {
      wire::EventView bare = event;
      bare.clear_text();
      told_as = story(bare, desk.bundle, desk.zone);
    } else {
      told_as = story(event, desk.bundle, desk.zone);
    }
    table.rows.push_back({desk.moment(time_of(event)), std::to_string(event.seq()), cell_text(told_as), who_acted(desk, event)});
  }
  if (desk.file.cut) table.rows.push_back({"", "", "（此处只列前面部分，全部见：fenghuo matters show）", ""});
  return table;
}

std::string head_position(const wire::HeadView& head) {
  return (head.stream().empty() ? "main" : head.stream()) + ":" + std::to_string(head.seq()) + ":" + to_hex(head.hash());
}

PaperTable journal(const Desk& desk) {
  PaperTable table{"留痕核验", {17, 83}, {}, {}};
  const auto& events = desk.file.events;
  const std::string range = events.empty() ? "无"
                                           : std::to_string(events.front().seq()) + "–" + std::to_string(events.back().seq()) + "（本件" +
                                                 std::to_string(events.size()) + "条）";
  table.rows.push_back({"流水号", range});
  table.rows.push_back({"链首", "第" + std::to_string(desk.file.head.seq()) + "条，" + desk.moment(desk.file.head.at()) + "\n" +
                                    to_hex(desk.file.head.hash())});
  table.rows.push_back({"核验命令", "fenghuo ledger verify --against " + head_position(desk.file.head)});
  return table;
}

}  // namespace fenghuo::paper
