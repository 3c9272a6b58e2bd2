#include "services/fenghuo/simulate_people.hpp"

#include "common/obligations/directory.hpp"

namespace fenghuo::simulate {
namespace {

constexpr Millis soon = std::chrono::minutes{5};
constexpr Millis a_minute = std::chrono::minutes{1};
constexpr int morning = 10 * 60, afternoon = 14 * 60;  // minutes of the day
constexpr unsigned before_deadline = 5;                // working days between a meeting and its papers' deadline
constexpr std::size_t most_refusals = 20;

wire::Action action_of(wire::ActionKind kind, const std::string& party) {
  wire::Action action;
  action.set_kind(kind);
  action.set_party(party);
  action.set_by("模拟：" + party);
  action.set_via("cli");
  return action;
}

// "role:x 签收："
std::string name_of(const wire::Action& action) {
  const char* what = action.kind() == wire::ACK           ? "签收"
                     : action.kind() == wire::SUBMIT_DONE ? "报送"
                     : action.kind() == wire::VERIFY      ? "核验"
                     : action.kind() == wire::SCHEDULE    ? "定会期"
                                                          : "操作";
  return action.party() + (action.party().empty() ? "" : " ") + what + "：";
}

// As the decision resolves it: 分管校领导 is whoever is in charge of the unit; whom nobody names is the dispatching office.
std::string verifier_of(const wire::Bundle& bundle, const wire::Occurrence& occurrence, const std::string& owner) {
  std::string named = occurrence.obligation().verifier();
  if (named == "role:leader_in_charge")
    named = obligations::Directory(bundle).leader_in_charge(owner.starts_with("unit:") ? owner.substr(5) : occurrence.unit());
  return named.empty() || named == owner ? "role:" + bundle.dispatch_role() : named;
}

bool asks_to_verify(const wire::OutMessage& message) {
  const auto& work = message.valid_while().work();
  return work.size() == 1 && work.Get(0) == wire::SUBMITTED;
}

}  // namespace

People::People(const wire::Bundle& bundle, const Calendar& calendar, Acts acts, std::vector<WrittenAct> written)
    : bundle_(bundle), calendar_(calendar), acts_(acts), written_(std::move(written)) {
  std::stable_sort(written_.begin(), written_.end(), [](const auto& a, const auto& b) { return a.at < b.at; });
  for (const auto& role : bundle.roles()) {
    if (!role.office().empty()) {
      office_of_["role:" + role.id()] = "unit:" + role.office();
      role_of_.try_emplace("unit:" + role.office(), "role:" + role.id());
    }
    if (role.may_confirm() && confirmer_.empty()) confirmer_ = "role:" + role.id();
  }
  if (confirmer_.empty() && !bundle.dispatch_role().empty()) confirmer_ = "role:" + bundle.dispatch_role();
}

void People::plan(Instant at, std::uint64_t matter, wire::Action action) { planned_.push({at, ++order_, matter, std::move(action)}); }

// 10:00 of the last working day; an hour before the deadline where that is too late, soon where the window is shorter.
Instant People::morning_of_last_day(Instant now, Instant due) const {
  const Instant usual = calendar_.instant_at(calendar_.working_day_on_or_before(calendar_.date_of(due - Millis{1})), morning);
  if (usual > now && usual < due) return usual;
  const Instant late = due - std::chrono::hours{1};
  return late > now ? late : now + a_minute;
}

// The verifier is never the submitter: where the rules name one for both, the role's office verifies, or a role of the office.
std::string People::another_than(const std::string& submitter, const std::string& verifier) const {
  if (verifier != submitter) return verifier;
  const auto& others = verifier.starts_with("unit:") ? role_of_ : office_of_;
  const auto other = others.find(verifier);
  return other == others.end() ? verifier : other->second;
}

void People::hears(const Leaving& leaving) {
  const auto& message = leaving.message;
  if (next_written_ < written_.size() && !leaving.from.number.empty()) numbers_[leaving.from.number] = leaving.from.name.key;
  if (acts_ != Acts::all) return;
  const auto found = known_.find(leaving.from.id);
  if (found == known_.end()) return;
  auto& known = found->second;
  if (known.meeting && !known.dated && message.kind() == "reminder" && !message.model().ask()) return fix_date(leaving, known);
  if (!message.model().ask() || asks_to_verify(message)) return;  // whoever verifies does so after the submission, asked or not
  if (std::find(known.asked.begin(), known.asked.end(), message.party()) != known.asked.end()) return;
  known.asked.push_back(message.party());
  plan(leaving.at + soon, leaving.from.id, action_of(wire::ACK, message.party()));
}

void People::fix_date(const Leaving& leaving, Known& known) {
  const Instant due = instant(known.due_at), now = leaving.at;
  Instant begins = calendar_.instant_at(calendar_.date_of(calendar_.subtract_working_days(due, before_deadline)), afternoon);
  if (begins <= now + std::chrono::hours{24})
    begins = calendar_.instant_at(calendar_.date_of(calendar_.add_working_days(now, 1)), afternoon);
  known.dated = true;
  if (begins >= due) return;
  auto action = action_of(wire::SCHEDULE, leaving.message.party());
  action.set_at(to_ms(begins));
  action.set_minutes(90);
  action.set_place("会议室");
  plan(now + soon, leaving.from.id, std::move(action));
}

void People::opened(const Answer& answer) {
  if (answer.item.has_signal()) {
    known_.try_emplace(answer.from.id);
    return;
  }
  if (!answer.item.has_occurrence()) return;
  const auto& occurrence = answer.item.occurrence();
  auto& known = known_[answer.from.id];
  known.meeting = occurrence.obligation().meeting();
  known.due_at = occurrence.due_at();
  known.owner = occurrence.party().empty() ? "unit:" + occurrence.unit() : occurrence.party();
  known.verifier = verifier_of(bundle_, occurrence, known.owner);
  auto action = action_of(wire::SUBMIT_DONE, known.owner);
  const int year = calendar_.zone().local(instant(occurrence.due_at())).year;
  action.set_evidence("校办〔" + std::to_string(year) + "〕1号");
  plan(morning_of_last_day(answer.at, instant(occurrence.due_at())), answer.from.id, std::move(action));
}

void People::answered(const Answer& answer) {
  const auto code = answer.outcome.code();
  const bool refused = code == wire::REFUSED_RULE || code == wire::REFUSED_CLOSED || code == wire::NOT_FOUND || code == wire::EXPIRED;
  if (refused && answer.item.has_action())
    remember_refusal(static_cast<std::size_t>(answer.tag), answer.from.name.key,
                     name_of(answer.item.action()) + (answer.outcome.detail().empty() ? "没有生效" : answer.outcome.detail()));
  if (acts_ != Acts::all) return;
  if (code == wire::OPENED) opened(answer);
  if (code != wire::DONE || !answer.item.has_action()) return;
  const auto found = known_.find(answer.from.id);
  if (found == known_.end()) return;
  auto& known = found->second;
  const auto& action = answer.item.action();
  if (action.kind() == wire::ACK && known.due_at == 0 && !known.handed_in && answer.outcome.until() > 0) {
    known.handed_in = true;
    auto done = action_of(wire::SUBMIT_DONE, action.party());
    done.set_evidence("校办〔" + std::to_string(calendar_.zone().local(answer.at).year) + "〕1号");
    plan(std::max(answer.at + a_minute, instant(answer.outcome.until()) - a_minute), answer.from.id, std::move(done));
  } else if (action.kind() == wire::SUBMIT_DONE) {
    plan(answer.at + soon, answer.from.id,
         action_of(wire::VERIFY,
                   known.due_at == 0 ? another_than(action.party(), confirmer_) : another_than(action.party(), known.verifier)));
  } else if (action.kind() == wire::VERIFY) {
    known_.erase(found);
  }
}

std::optional<Instant> People::next() const {
  std::optional<Instant> first;
  if (!planned_.empty()) first = planned_.top().at;
  if (next_written_ < written_.size()) first = std::min(first.value_or(Instant::max()), written_[next_written_].at);
  return first;
}

void People::act(Instant now, VirtualLedger& ledger) {
  for (; next_written_ < written_.size() && written_[next_written_].at <= now; ++next_written_) {
    const auto& written = written_[next_written_];
    Submission submission;
    submission.matter_key = written.matter;
    if (const auto key = numbers_.find(written.matter); key != numbers_.end()) submission.matter_key = key->second;
    submission.opens = false;
    submission.intake_class = wire::HUMAN;
    submission.tag = written.line;
    submission.body.set_actor(written.action.by());
    *submission.body.mutable_action() = written.action;
    const auto taken = ledger.submit(now, std::move(submission));
    if (taken == Taken::no_such_matter)
      remember_refusal(written.line, written.matter,
                       "此时没有这件事项；写 --format jsonl 输出里的 matter，或编号如 舆〔2027〕3号 (no such matter at that time)");
    if (taken == Taken::closed) remember_refusal(written.line, written.matter, "事项此时已结束 (it has ended by then)");
  }
  while (!planned_.empty() && planned_.top().at <= now) {
    const auto& planned = planned_.top();
    Submission submission;
    submission.matter_id = planned.matter;
    submission.intake_class = wire::HUMAN;
    submission.body.set_actor(planned.action.by());
    *submission.body.mutable_action() = planned.action;
    if (ledger.submit(now, std::move(submission)) == Taken::closed) known_.erase(planned.matter);
    planned_.pop();
  }
}

void People::remember_refusal(std::size_t line, const std::string& matter, std::string why) {
  ++refused_;
  if (refusals_.size() < most_refusals) refusals_.push_back({line, matter, std::move(why)});
}

}  // namespace fenghuo::simulate
