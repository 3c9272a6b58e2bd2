#include "services/fenghuo/simulate_sums.hpp"

namespace fenghuo::simulate {
namespace {

void count(Load& load, std::size_t kind, int month, std::chrono::sys_days day) {
  ++load.total;
  ++load.by_kind.at(kind);
  ++load.by_month[month];
  load.of_today = load.today == day ? load.of_today + 1 : 1;
  load.today = day;
  if (load.of_today <= load.of_busiest) return;
  load.of_busiest = load.of_today;
  load.busiest = day;
}

}  // namespace

int month_of(Instant t, const Calendar& calendar) {
  const auto local = calendar.zone().local(t);
  return local.year * 12 + static_cast<int>(local.month) - 1;
}

void Sums::add(const Message& message, const Calendar& calendar) {
  const auto found = std::find(kinds_in_order.begin(), kinds_in_order.end(), message.kind);
  const auto kind = found == kinds_in_order.end() ? std::size_t{3} : static_cast<std::size_t>(found - kinds_in_order.begin());
  const int month = month_of(message.at, calendar);
  ++total;
  ++by_kind.at(kind);
  drafts += message.draft ? 1 : 0;
  const std::chrono::sys_days day{calendar.date_of(message.at)};
  count(days[day], kind, month, day);
  auto& party = parties[message.party];
  if (party.name.empty()) party.name = message.party_name.empty() ? message.party : message.party_name;
  count(party, kind, month, day);
  if (first.size() < most_listed) first.push_back(message);
}

void Sums::add(const Nobody& gap) {
  auto& silence = nobody[gap.source + '\n' + gap.party + '\n' + gap.step];
  if (silence.times++ == 0) {
    silence.source = gap.source;
    silence.party_name = gap.party_name;
    silence.step = gap.step;
    silence.first = gap.at;
    silence.draft = gap.draft;
  }
  silence.last = gap.at;
}

}  // namespace fenghuo::simulate
