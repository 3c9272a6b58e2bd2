#include "common/obligations/transitions.hpp"

namespace fenghuo::obligations {
namespace {

constexpr std::array<wire::Work, 9> states = {wire::PLANNED, wire::AWAITING, wire::IN_PROGRESS, wire::SUBMITTED, wire::RETURNED,
                                              wire::CLOSED,  wire::ARCHIVED, wire::MERGED,      wire::CANCELLED};

using Cell = Transition;
constexpr Cell P{wire::PLANNED}, A{wire::AWAITING}, I{wire::IN_PROGRESS}, S{wire::SUBMITTED}, R{wire::RETURNED}, C{wire::CLOSED},
    M{wire::MERGED}, X{wire::CANCELLED};
constexpr Cell early{wire::WORK_UNSET, "尚未到办理时间。"};
constexpr Cell empty{wire::WORK_UNSET, "尚未报送办理结果。"};
constexpr Cell waits{wire::WORK_UNSET, "办理结果已报送，待核验。"};
constexpr Cell ended{wire::WORK_UNSET, "事项已办结，不再变更。"};
constexpr Cell filed{wire::WORK_UNSET, "事项已归档，不再变更。"};
constexpr Cell joined{wire::WORK_UNSET, "事项已合并办理，请在合并后的事项上操作。"};
constexpr Cell called{wire::WORK_UNSET, "事项已终止，不再变更。"};

struct Row {
  wire::ActionKind act;
  std::array<Cell, 9> cells;
};

// Read a line as: this act, on a matter that is …, makes it …
// clang-format off
constexpr std::array<Row, 18> table = {{
    //                      已立项  待签收  办理中  待核验  已退回  已办结  已归档  合并    已终止
    {wire::ACK,            {I,      I,      I,      waits,  I,      ended,  filed,  joined, called}},
    {wire::PROGRESS,       {I,      I,      I,      waits,  I,      ended,  filed,  joined, called}},
    {wire::SUBMIT_DONE,    {S,      S,      S,      waits,  S,      ended,  filed,  joined, called}},
    {wire::VERIFY,         {empty,  empty,  empty,  C,      empty,  ended,  filed,  joined, called}},
    {wire::RETURN_BACK,    {empty,  empty,  empty,  R,      empty,  ended,  filed,  joined, called}},
    {wire::EXTEND,         {P,      A,      I,      waits,  R,      ended,  filed,  joined, called}},
    {wire::APPROVE,        {P,      A,      I,      S,      R,      ended,  filed,  joined, called}},
    {wire::REFUSE,         {P,      A,      I,      S,      R,      ended,  filed,  joined, called}},
    {wire::TRANSFER,       {P,      A,      A,      waits,  A,      ended,  filed,  joined, called}},
    {wire::DECLINE,        {P,      A,      A,      waits,  A,      ended,  filed,  joined, called}},
    {wire::URGENT,         {P,      A,      I,      S,      R,      ended,  filed,  joined, called}},
    {wire::SCHEDULE,       {P,      A,      I,      waits,  R,      ended,  filed,  joined, called}},
    {wire::ATTEND,         {P,      A,      I,      S,      R,      ended,  filed,  joined, called}},
    {wire::ISSUE,          {early,  A,      I,      waits,  R,      ended,  filed,  joined, called}},
    {wire::EXPLAIN,        {P,      A,      I,      S,      R,      ended,  filed,  joined, called}},
    {wire::MERGE,          {M,      M,      M,      M,      M,      ended,  filed,  joined, called}},
    {wire::CANCEL_MATTER,  {X,      X,      X,      X,      X,      ended,  filed,  joined, called}},
    {wire::REBASE,         {P,      A,      I,      S,      R,      ended,  filed,  joined, called}},
}};
// clang-format on

constexpr std::array<wire::ActionKind, 18> acts = [] {
  std::array<wire::ActionKind, 18> out{};
  for (std::size_t i = 0; i < table.size(); ++i) out[i] = table[i].act;
  return out;
}();

}  // namespace

Transition transition(wire::Work from, wire::ActionKind act) {
  const auto column = std::find(states.begin(), states.end(), from);
  if (column == states.end()) return {wire::WORK_UNSET, "没有这件事项。"};
  for (const auto& row : table) {
    if (row.act == act) return row.cells[static_cast<std::size_t>(column - states.begin())];
  }
  return {wire::WORK_UNSET, "任务没有这种操作。"};  // levels and quarantined titles are a warning's
}

std::span<const wire::Work> duty_states() { return states; }
std::span<const wire::ActionKind> duty_acts() { return acts; }

bool duty_finished(wire::Work work) {
  return work == wire::CLOSED || work == wire::ARCHIVED || work == wire::MERGED || work == wire::CANCELLED;
}

}  // namespace fenghuo::obligations
