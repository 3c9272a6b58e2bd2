#include "common/obligations/permits.hpp"

#include <algorithm>

namespace fenghuo::obligations {
namespace {

using People = Participants;

constexpr const char* not_asked = "未请该方签收，也未告知该方。";
constexpr const char* another_verifies = "不能核验自己提交的材料，请另一人核验。";

Permit no(std::string why) { return {Permit::Kind::no, std::move(why)}; }
Permit already(std::string why) { return {Permit::Kind::already, std::move(why)}; }

Permit take_on(const People& people, const Acting& acting) {
  const auto& party = acting.action.party();
  const auto* group = people.group_of(party);
  if (group == nullptr && people.acts_for_owner(party)) group = people.lead_group();
  if (group == nullptr) return no(not_asked);
  const bool again = group->since_rung() == 0 && people.matter().work() == wire::RETURNED;
  return group->taken_by().empty() || again ? Permit{} : already("已签收。");
}

Permit report(const People& people, const Acting& acting) {
  const auto& party = acting.action.party();
  return people.acts_for_owner(party) || people.is_supporter(party) ? Permit{} : no(not_asked);
}

Permit hand_in(const People& people, const Acting& acting) {
  const auto& party = acting.action.party();
  if (people.acts_for_owner(party)) return {};
  return no(people.is_supporter(party) ? "办理结果由牵头单位报送，配合单位请填写进展。" : not_asked);
}

Permit verified_by_another(const People& people) { return no("此事项由" + people.directory().party_name(people.verifier()) + "核验。"); }

// Whoever handed it in: the account, which nobody can type, the name, or the party. Its own office may 归档确认, another party and account.
bool handed_in_by(const People& people, const Acting& acting) {
  const auto& matter = people.matter();
  const auto account = account_of(acting);
  return (!account.empty() && account == matter.submitted_account()) ||
         (!acting.action.by().empty() && acting.action.by() == people.state().submitted_account()) ||
         (!acting.action.party().empty() && acting.action.party() == matter.submitted_by());
}

Permit verify(const People& people, const Acting& acting) {
  if (acting.action.by().empty() || acting.action.party().empty()) return no("请写明核验人和核验方。");
  if (handed_in_by(people, acting)) return no(another_verifies);
  return people.directory().same_side(acting.action.party(), people.verifier()) ? Permit{} : verified_by_another(people);
}

// Whoever supervises may return it too.
Permit send_back(const People& people, const Acting& acting) {
  if (!acting.action.by().empty() && acting.action.by() == people.state().submitted_account()) return no(another_verifies);
  const auto& party = acting.action.party();
  return people.directory().same_side(party, people.verifier()) || people.is_office(party) ? Permit{} : verified_by_another(people);
}

Permit ask_extension(const People& people, const Acting& acting) {
  if (people.pending_extension() != nullptr) return already("已有一项延期申请待批。");
  if (!people.acts_for_owner(acting.action.party())) return no("延期由承办单位申请。");
  return people.approver().empty() ? no("没有可批准延期的角色，请联系督办部门。") : Permit{};
}

Permit decide_extension(const People& people, const Acting& acting) {
  const auto* asked = people.pending_extension();
  if (asked == nullptr) return no("没有待批的延期申请。");
  const auto& party = acting.action.party();
  const auto& directory = people.directory();
  const auto approver = people.approver();
  if (directory.same_side(party, asked->asked_by()) || !directory.same_side(party, approver))
    return no("延期须经" + directory.party_name(approver) + "批准，批准前原期限有效。");
  return {};
}

Permit pass_on(const People& people, const Acting& acting) {
  return people.by_office(acting.action) || people.acts_for_owner(acting.action.party()) ? Permit{} : no(not_asked);
}

Permit hand_back(const People& people, const Acting& acting) {
  if (people.group_of(acting.action.party()) == nullptr) return no(not_asked);
  const auto office = people.dispatcher();
  if (people.directory().same_side(acting.action.party(), office)) return no("分办单位请用转办。");
  return office.empty() ? no("没有分办单位，请联系督办部门。") : Permit{};
}

Permit press(const People& people, const Acting& acting) {
  const auto& party = acting.action.party();
  const bool may =
      people.by_office(acting.action) || people.is_owner(party) || people.is_supporter(party) || people.directory().is_leader(party);
  if (!may) return no(not_asked);
  return people.matter().urgent() ? already("已加急直报。") : Permit{};
}

Permit schedule(const People& people, const Acting& acting) {
  if (!people.obligation().meeting()) return no("此事项不是会议，没有会期。");
  const auto& party = acting.action.party();
  const bool may = people.by_office(acting.action) || people.is_owner(party) || people.is_supporter(party);
  if (!may) return no("会期由督办部门或承办单位填写。");
  const auto& state = people.state();
  const bool begun = state.scheduled_at() != 0 && state.scheduled_at() <= to_ms(acting.at);
  const bool handed_in = !people.matter().submitted_by().empty() || state.evidence_size() > 0 || state.returns() > 0;
  return begun && handed_in ? no("会议已开过，材料已报送过，不能改期。") : Permit{};
}

Permit attend(const People& people, const Acting& acting) {
  const auto& all = people.state().attending();
  const std::string_view party = acting.action.party();
  const bool invited = std::any_of(all.begin(), all.end(), [&](const std::string& entry) {
    return entry.size() > party.size() && std::string_view(entry).starts_with(party) && entry[party.size()] == '=';
  });
  if (!invited) return no("未邀请该方出席。");
  return people.state().scheduled_at() <= to_ms(acting.at) ? no("会议已开始。") : Permit{};
}

Permit issue(const People& people, const Acting& acting) {
  if (!people.by_office(acting.action)) return no("督办文书由督办部门签发。");
  const std::string_view id = acting.action.slip();
  const auto kind = id.substr(id.rfind('/') == std::string_view::npos ? 0 : id.rfind('/') + 1);
  if (kind == "hint" || kind == "urge") return {};
  const auto* order = people.slip("order");
  if (order == nullptr) return no("截止前只发提示单和催办单，督办单须在逾期后签发。");
  return order->issued_at() != 0 ? already("督办单已签发。") : Permit{};
}

// Whoever does it answers; the supervising office says what came of a delivery fault, and why a meeting has no date yet.
Permit explain(const People& people, const Acting& acting) {
  const auto& party = acting.action.party();
  const bool date_open = people.obligation().meeting() && people.state().scheduled_at() == 0;
  if (people.is_office(party) && (people.state().clock_stopped_at() != 0 || date_open)) return {};
  return people.acts_for_owner(party) || people.is_supporter(party) ? Permit{} : no(not_asked);
}

// The liaison itself, somebody of its own office, or a leader for whom it answers too.
bool on_the_side_of(const Directory& directory, const std::string& liaison, const std::string& party) {
  const auto* role = directory.role(std::string_view(liaison).substr(5));
  const std::string office = role == nullptr || role->office().empty() ? liaison : "unit:" + role->office();
  return directory.same_side(party, liaison) || directory.same_side(party, office) || directory.liaison_of(party) == liaison;
}

// What was asked or handed in on a liaison's side is not decided by its hand: the leader decides in person.
Permit by_liaison(const People& people, const wire::Action& action) {
  const auto& directory = people.directory();
  const auto liaison = directory.liaison_of(action.party());
  if (liaison.empty()) return no("该角色没有联络员，请由本人办理。");
  const bool decides = action.kind() == wire::APPROVE || action.kind() == wire::REFUSE;
  const bool verifies = action.kind() == wire::VERIFY || action.kind() == wire::RETURN_BACK;
  const auto* asked = people.pending_extension();
  if (decides && asked != nullptr && on_the_side_of(directory, liaison, asked->asked_by()))
    return no("申请和批准不能由同一方或同一联络员经手，请由批准人本人办理。");
  if (verifies && on_the_side_of(directory, liaison, people.matter().submitted_by()))
    return no("报送和核验不能由同一方或同一联络员经手，请由核验人本人办理。");
  return {};
}

Permit of_act(const People& people, const Acting& acting) {
  switch (acting.action.kind()) {
    case wire::ACK:
      return take_on(people, acting);
    case wire::PROGRESS:
      return report(people, acting);
    case wire::SUBMIT_DONE:
      return hand_in(people, acting);
    case wire::VERIFY:
      return verify(people, acting);
    case wire::RETURN_BACK:
      return send_back(people, acting);
    case wire::EXTEND:
      return ask_extension(people, acting);
    case wire::APPROVE:
    case wire::REFUSE:
      return decide_extension(people, acting);
    case wire::TRANSFER:
      return pass_on(people, acting);
    case wire::DECLINE:
      return hand_back(people, acting);
    case wire::URGENT:
      return press(people, acting);
    case wire::SCHEDULE:
      return schedule(people, acting);
    case wire::ATTEND:
      return attend(people, acting);
    case wire::ISSUE:
      return issue(people, acting);
    case wire::EXPLAIN:
      return explain(people, acting);
    case wire::MERGE:
      return people.by_office(acting.action) ? Permit{} : no("合并办理由督办部门决定。");
    case wire::CANCEL_MATTER:
      return people.by_office(acting.action) ? Permit{} : no("事项由督办部门终止。");
    default:
      return {};
  }
}

}  // namespace

std::string account_of(const Acting& acting) {
  return acting.account == "link" ? "link/" + acting.action.party() : std::string(acting.account);
}

Permit permit(const Participants& people, const Acting& acting) {
  if (acting.action.by_liaison()) {
    if (auto may = by_liaison(people, acting.action); !may.granted()) return may;
  }
  return of_act(people, acting);
}

}  // namespace fenghuo::obligations
