// Properties of duties over random plans, calendars and sequences of acts: what holds for any rules, not just the shipped ones. The school
// itself checks every decision: a next step ahead, nothing queued twice, nothing on a day off, no second mail a day to a leader.
#include <rapidcheck.h>

#include "services/escalator/test_edits.hpp"

namespace fenghuo::escalator::testing {
namespace {

const std::vector<std::string> parties = {"unit:hq",   "unit:bw",        "unit:dxb",      "role:office",
                                          "role:vice", "role:secretary", "role:minister", ""};
const std::vector<std::string> accounts = {"a", "b", "c", ""};
const std::vector<std::string> specs = {"owner",          "lead",    "support",        "leader_in_charge", "attendees",
                                        "role:secretary", "unit:bw", "body:committee", "role:ghost"};
constexpr std::int64_t day = 24 * hour;

std::int64_t between(std::int64_t from, std::int64_t to) { return *rc::gen::inRange<std::int64_t>(from, to); }
bool one_in(std::int64_t n) { return between(0, n) == 0; }
std::string any(const std::vector<std::string>& list) { return *rc::gen::elementOf(list); }

wire::Plan random_plan() {
  wire::Plan plan;
  plan.set_id("obligations");
  int n = 0;
  for (auto left = between(0, 8); left > 0; --left)
    add_step(plan, "r" + std::to_string(++n), static_cast<int>(-between(0, 40)), "reminder", {any(specs), any(specs)}, false, one_in(4));
  for (const char* kind : {"hint", "urge", "order"}) {
    if (!one_in(4)) add_step(plan, kind, 0, kind, {"owner"});
  }
  for (auto left = between(0, 3); left > 0; --left)
    add_step(plan, "u" + std::to_string(++n), static_cast<int>(between(0, 10)), one_in(2) ? "list" : "report_up", {any(specs)});
  for (auto left = between(0, 3); left > 0; --left)
    add_step(plan, "m" + std::to_string(++n), static_cast<int>(-between(0, 10)), "reminder", {"attendees"}, true);
  plan.set_approver(one_in(3) ? "" : "role:vice");
  plan.set_monthly_to(one_in(3) ? "" : any({"body:committee", "role:secretary", "unit:bw"}));
  plan.set_grace_ms(one_in(2) ? 0 : between(0, 3) * hour);
  plan.mutable_hint_answer()->set_working_days(static_cast<std::uint32_t>(between(0, 4)));
  return plan;
}

wire::Bundle random_bundle() {
  auto bundle = duty_rules();
  *bundle.mutable_plans(0) = random_plan();
  if (one_in(2)) add_break(bundle, "暑假", "2026-07-13", "2026-08-30");
  for (auto& unit : *bundle.mutable_units()) unit.set_kind(one_in(2) ? "college" : "office");
  if (one_in(3)) bundle.mutable_calendar()->clear_days_off();
  for (auto& role : *bundle.mutable_roles()) {
    if (one_in(8)) role.clear_contacts();
    if (one_in(8)) role.set_leader(!role.leader());
  }
  for (auto& unit : *bundle.mutable_units()) {
    if (one_in(8)) unit.clear_contacts();
  }
  if (one_in(6)) bundle.set_supervision_unit("");
  if (one_in(6)) bundle.set_dispatch_role("");
  return bundle;
}

wire::Occurrence random_occurrence() {
  auto occurrence = one_in(2) ? meeting_due() : report_due();
  const auto from = at("2026-05-25 00:00") + between(0, 30) * day;
  occurrence.set_window_from(from);
  occurrence.set_due_at(from + between(1, 60) * day + between(0, 24) * hour);
  occurrence.set_grace_ms(one_in(2) ? 0 : between(0, 30) * hour);
  occurrence.set_party(any({"unit:hq", "unit:bw", "role:office", "role:vice", "role:ghost"}));
  if (one_in(2)) occurrence.mutable_obligation()->add_support("unit:xx");
  if (one_in(3)) occurrence.mutable_obligation()->set_verifier("role:minister");
  if (one_in(4)) occurrence.set_event_at(from);
  return occurrence;
}

void fill(School& s, wire::Action& a) {
  if (one_in(2)) a.set_by(any(accounts));
  a.set_until(s.now() + between(-2, 60) * day);
  a.set_at(s.now() + between(-2, 40) * day);
  a.set_minutes(static_cast<std::uint32_t>(between(0, 200)));
  a.set_place(any({"甲", "乙"}));
  a.set_reason(one_in(3) ? "" : "理由");
  a.set_note(one_in(3) ? "" : "说明");
  a.set_evidence(one_in(3) ? "" : "校党〔2026〕12号");
  a.set_level(any({"yes", "no", "by_liaison", ""}));
  a.set_target_unit(any({"hq", "bw", "xx", "?"}));
  a.set_slip(any({"order", "hint", "urge", "", "x1/order"}));
}

constexpr int kinds = 23;  // and one that does not exist

void act_randomly(School& s) {
  const auto kind = static_cast<wire::ActionKind>(between(1, kinds + 1));
  s.act(kind, any(parties), [&](wire::Action& a) { fill(s, a); });
  if (kind != wire::VERIFY || s.code() != wire::DONE) return;
  RC_ASSERT(s.work() == wire::CLOSED);
  RC_ASSERT(s.duty().submitted_account() != "");
}

void pull_randomly(School& s, wire::Occurrence& occurrence) {
  switch (between(0, 8)) {
    case 0:
      occurrence.set_due_at(occurrence.due_at() + between(-20, 20) * day);
      occurrence.mutable_obligation()->set_title(any({"甲事", "乙事"}));
      s.open(occurrence);
      break;
    case 1:
      s.fail(any(parties));
      break;
    case 2:
      s.poke();
      break;
    case 3:
      s.jump(clock_text(s.now() + between(0, 20) * day)).settle();
      break;
    case 4:
      s.until(s.now() + between(0, 20) * day);
      break;
    default:
      act_randomly(s);
  }
}

TEST(DutyProperty, EveryDecisionIsWholeForAnyRulesAndAnySequence) {
  EXPECT_TRUE(rc::check("every decision is whole", [] {
    School s(at("2026-05-20 09:00") + between(0, 20 * 24) * hour, random_bundle());
    auto occurrence = random_occurrence();
    s.open(occurrence);
    for (auto steps = between(0, 25); steps > 0; --steps) {
      pull_randomly(s, occurrence);
      RC_ASSERT(s.broken == "");
    }
    s.until(s.now() + 200 * day);
    RC_ASSERT(s.broken == "");
  }));
}

// Whoever may act and whatever he claims: the one who handed in is never the one who verifies.
TEST(DutyProperty, SubmittedIsNeverVerifiedByItsSubmitter) {
  EXPECT_TRUE(rc::check("two people", [] {
    School s(at("2026-06-02 09:00"));
    auto occurrence = report_due();
    occurrence.mutable_obligation()->set_verifier(any({"", "role:minister", "unit:hq", "role:office"}));
    s.open(occurrence);
    for (auto steps = between(1, 12); steps > 0; --steps) {
      const auto kind =
          *rc::gen::elementOf(std::vector<wire::ActionKind>{wire::SUBMIT_DONE, wire::VERIFY, wire::RETURN_BACK, wire::TRANSFER});
      const auto party = any(parties), by = any(accounts);
      s.act(kind, party, [&](wire::Action& a) {
        fill(s, a);
        a.set_by(by);
        a.set_evidence("校党〔2026〕12号");
      });
      if (kind == wire::VERIFY && s.code() == wire::DONE) {
        RC_ASSERT(by != s.duty().submitted_account());
        RC_ASSERT(party != s.slot().matter.submitted_by());
      }
    }
  }));
}

std::vector<std::string> lines(School& s) {
  std::vector<std::string> out;
  for (const auto& one : s.take()) out.push_back(clock_text(one.at) + " " + one.party + " " + one.serial);
  std::sort(out.begin(), out.end());
  return out;
}

// Decisions without a reason, at any time, change nothing of what is said.
TEST(DutyProperty, TicksAndRestartsInAnyOrderGiveTheSameMessages) {
  EXPECT_TRUE(rc::check("the same messages", [] {
    const auto bundle = random_bundle();
    const auto occurrence = random_occurrence();
    const auto start = at("2026-05-20 09:00");
    School calm(start, bundle), restless(start, bundle);
    calm.open(occurrence);
    restless.open(occurrence);
    auto t = start;
    for (auto steps = between(1, 20); steps > 0; --steps) {
      t += between(0, 10 * 24 * 60) * minute;
      restless.until(t);
      for (auto n = between(1, 4); n > 0; --n) restless.poke();
    }
    t += 60 * day;
    calm.until(t);
    restless.until(t);
    RC_ASSERT(calm.broken == "");
    RC_ASSERT(restless.broken == "");
    RC_ASSERT(lines(calm) == lines(restless));
  }));
}

// A catalogue that is edited again and again says no step a second time (the ids of what was said are unique for ever).
TEST(DutyProperty, AnAmendedDutyResendsNothing) {
  EXPECT_TRUE(rc::check("once each", [] {
    School s(at("2026-05-20 09:00"), random_bundle());
    auto occurrence = random_occurrence();
    s.open(occurrence);
    std::set<std::string> said;
    for (auto steps = between(1, 10); steps > 0; --steps) {
      s.until(s.now() + between(0, 15) * day);
      occurrence.set_due_at(occurrence.due_at() + between(-10, 11) * day);
      s.open(occurrence);
      for (const auto& one : s.take()) {
        const auto step = one.serial.substr(one.serial.rfind(':') + 1);
        if (one.kind == "brief" || step.starts_with("date_moved") || step.find("chase") != std::string::npos) continue;
        RC_ASSERT(said.insert(one.party + "|" + step).second);
      }
    }
    RC_ASSERT(s.broken == "");
  }));
}

// An owner, a unit that leads, others that support or attend, a text, a date, a draft and back, or the whole entry.
void edit_randomly(EditedSchool& e) {
  switch (between(0, 9)) {
    case 0:
      return e.remove();
    case 1:
      return e.restore();
    case 2:
      return e.edit([](wire::Duty& duty) { duty.set_owner(any({"unit:hq", "unit:bw", "role:office", "role:vice", "role:ghost"})); });
    case 3:
      return e.edit([](wire::Duty& duty) { duty.set_lead(any({"", "hq", "bw", "dxb"})); });
    case 4:
      return e.edit([](wire::Duty& duty) {
        duty.mutable_obligation()->clear_support();
        for (auto n = between(0, 3); n > 0; --n) duty.mutable_obligation()->add_support(any({"unit:hq", "unit:bw", "unit:xx"}));
      });
    case 5:
      return e.edit([](wire::Duty& duty) {
        duty.mutable_obligation()->clear_attendees();
        for (auto n = between(0, 4); n > 0; --n)
          duty.mutable_obligation()->add_attendees(any({"role:secretary", "role:vice", "unit:bw", "unit:xx"}));
      });
    case 6:
      return e.edit([](wire::Duty& duty) { duty.mutable_obligation()->set_draft(!duty.obligation().draft()); });
    case 7:
      return e.edit([](wire::Duty& duty) { duty.mutable_when()->set_to_day(static_cast<std::uint32_t>(between(705, 731))); });
    default:
      return e.edit([](wire::Duty& duty) { duty.mutable_obligation()->set_title(any({"甲事", "乙事"})); });
  }
}

// What an edit itself says names the item that brought it.
bool of_an_edit(std::string_view step) {
  for (const auto* head : {"goes_on/", "verify/", "finished/", "handed_over/", "assigned/", "lead/", "support/"}) {
    if (step.starts_with(head)) return true;
  }
  return step.find("chase") != std::string_view::npos;
}

void resends_nothing(School& s, std::set<std::string>& said) {
  for (const auto& one : s.take()) {
    const auto step = one.serial.substr(one.serial.rfind(':') + 1);
    if (one.kind != "brief" && !of_an_edit(step)) RC_ASSERT(said.insert(one.party + "|" + step).second);
  }
}

// Whatever is edited and edited back: what the catalogue gives is one matter, open, or ended by somebody other than the catalogue, or it
// slept when it was taken out and is past; and nothing is said twice.
TEST(DutyProperty, AnEditedDutyIsOneMatterAndResendsNothing) {
  EXPECT_TRUE(rc::check("one matter", [] {
    EditedSchool e(entry_for(one_in(2) ? meeting_due() : report_due()), "2026-05-20 09:00", random_bundle());
    auto& s = e.school;
    std::set<std::string> said;
    for (auto steps = between(1, 25); steps > 0; --steps) {
      if (one_in(3)) s.until(s.now() + between(0, 15) * day);
      one_in(4) ? act_randomly(s) : edit_randomly(e);
      RC_ASSERT(s.broken == "");
      RC_ASSERT(s.at_key("duty/" + e.duty.id() + "/2026").version > 0);
      const auto given = e.given();
      const auto& m = s.slot().matter;
      const bool by_catalogue = m.work() == wire::CANCELLED && m.close_reason() == "retracted";
      const bool slept = s.duty().before_retraction() == wire::PLANNED;
      if (given) RC_ASSERT(!by_catalogue || (slept && given->due_at() <= s.now()));
      if (!given) RC_ASSERT(!s.slot().open());
      resends_nothing(s, said);
    }
    const auto keys = s.keys();
    RC_ASSERT(std::count_if(keys.begin(), keys.end(), [](const auto& key) { return key.starts_with("duty/"); }) == 1);
    s.until(s.now() + 100 * day);
    resends_nothing(s, said);
    RC_ASSERT(s.broken == "");
  }));
}

}  // namespace
}  // namespace fenghuo::escalator::testing
