// Who may do what, on one duty of an office, seen by each who has to do with it.
#include "common/obligations/permits.hpp"

#include <gmock/gmock.h>

namespace fenghuo::obligations {
namespace {

struct School {
  wire::Bundle bundle;
  wire::Duty entry;
  wire::Plan plan;
  wire::Matter matter;

  School() {
    for (const auto* id : {"logistics", "security", "office"}) bundle.add_units()->set_id(id);
    for (const auto* id : {"clerk", "vice", "president", "liaison"}) bundle.add_roles()->set_id(id);
    bundle.mutable_roles(0)->set_office("office");
    for (const int n : {1, 2}) bundle.mutable_roles(n)->set_leader(true);
    bundle.mutable_roles(2)->set_liaison("liaison");
    bundle.set_dispatch_role("clerk");
    bundle.set_supervision_unit("office");
    plan.set_approver("role:leader_in_charge");
    matter.set_work(wire::AWAITING);
    owned_by("unit:logistics");
  }
  void owned_by(const char* party) {
    matter.clear_groups();
    matter.add_groups()->add_parties(party);
  }
  wire::DutyState& state() { return *matter.mutable_duty(); }
  wire::Obligation& obligation() { return *state().mutable_occurrence()->mutable_obligation(); }

  Permit may(wire::ActionKind kind, const char* party, const char* account = "api/one") const {
    const Directory directory(bundle);
    const Participants people(directory, &entry, plan, matter);
    wire::Action action;
    action.set_kind(kind);
    action.set_party(party);
    action.set_by(std::string("somebody of ") + party);
    return permit(people, {action, account, Instant{}});
  }
  bool granted(wire::ActionKind kind, const char* party) const { return may(kind, party).granted(); }
  // Of the president, by the liaison.
  bool granted_by_liaison(wire::ActionKind kind) const {
    const Directory directory(bundle);
    wire::Action action;
    action.set_kind(kind);
    action.set_party("role:president");
    action.set_by("self-reported:role:liaison");
    action.set_by_liaison(true);
    return permit(Participants(directory, &entry, plan, matter), {action, "link", Instant{}}).granted();
  }
  std::string approver() const {
    const Directory directory(bundle);
    return Participants(directory, &entry, plan, matter).approver();
  }
  std::string verifier() const {
    const Directory directory(bundle);
    return Participants(directory, &entry, plan, matter).verifier();
  }
};

TEST(Permits, AUnitDoesNotVerifyItsOwn) {
  School s;
  s.obligation().set_verifier("unit:logistics");
  EXPECT_EQ(s.verifier(), "role:clerk") << "the duty of every unit that one of them verifies";
  EXPECT_FALSE(s.granted(wire::VERIFY, "unit:logistics"));
  EXPECT_TRUE(s.granted(wire::VERIFY, "role:clerk"));
  s.owned_by("unit:security");
  EXPECT_TRUE(s.granted(wire::VERIFY, "unit:logistics"));
}

TEST(Permits, WhoHandedItInVerifiesByNoDoor) {
  School s;
  s.matter.set_submitted_by("unit:logistics");
  s.matter.set_submitted_account("api/one");
  s.state().set_submitted_account("somebody else");
  EXPECT_FALSE(s.may(wire::VERIFY, "role:clerk", "api/one").granted()) << "the same token under another name";
  EXPECT_TRUE(s.may(wire::VERIFY, "role:clerk", "api/two").granted());
  s.state().set_submitted_account("somebody of role:clerk");
  EXPECT_FALSE(s.may(wire::VERIFY, "role:clerk", "api/two").granted()) << "the same name by another token";
}

TEST(Permits, AnExtensionIsApprovedByTheLeaderInChargeHoweverTheDirectorySaysWho) {
  School s;
  s.state().add_extensions()->set_asked_by("unit:logistics");
  EXPECT_EQ(s.approver(), "role:clerk") << "nobody is in charge";
  s.bundle.mutable_units(0)->set_leader("vice");
  EXPECT_EQ(s.approver(), "role:vice") << "the unit names its leader";
  s.bundle.mutable_roles(2)->add_portfolio("logistics");
  EXPECT_EQ(s.approver(), "role:president") << "a portfolio comes first";
  EXPECT_TRUE(s.granted(wire::APPROVE, "role:president"));
  EXPECT_FALSE(s.granted(wire::APPROVE, "role:vice"));
  EXPECT_FALSE(s.granted(wire::REFUSE, "unit:logistics"));
  EXPECT_EQ(s.may(wire::EXTEND, "unit:logistics").kind, Permit::Kind::already);
}

TEST(Permits, TheLeaderInChargeVerifiesAsItApproves) {
  School s;
  s.obligation().set_verifier("role:leader_in_charge");
  EXPECT_EQ(s.verifier(), "role:clerk") << "nobody is in charge";
  s.bundle.mutable_units(0)->set_leader("vice");
  EXPECT_EQ(s.verifier(), "role:vice");
  s.bundle.mutable_roles(2)->add_portfolio("logistics");
  EXPECT_EQ(s.verifier(), "role:president");
  EXPECT_EQ(s.verifier(), s.approver());
  EXPECT_TRUE(s.granted(wire::VERIFY, "role:president"));
  EXPECT_FALSE(s.granted(wire::VERIFY, "role:leader_in_charge"));
  s.owned_by("role:president");
  s.state().mutable_occurrence()->set_unit("logistics");
  EXPECT_EQ(s.verifier(), "role:clerk") << "its own it does not verify";
}

// The leaders' liaison sits in an office, and the office has duties.
TEST(Permits, WhatALiaisonsOfficeAskedForOrHandedInIsNotDecidedByTheLiaison) {
  School s;
  s.bundle.mutable_roles(3)->set_office("office");
  for (const auto* unit : {"office", "logistics"}) s.bundle.mutable_roles(2)->add_portfolio(unit);
  s.obligation().set_verifier("role:leader_in_charge");
  auto& extension = *s.state().add_extensions();
  const auto by = [&](const char* party) {
    extension.set_asked_by(party);
    s.matter.set_submitted_by(party);
  };
  for (const auto* party : {"unit:office", "role:clerk", "role:liaison", "role:president"}) {
    s.owned_by("unit:office");
    by(party);
    for (const auto kind : {wire::APPROVE, wire::REFUSE, wire::VERIFY, wire::RETURN_BACK})
      EXPECT_FALSE(s.granted_by_liaison(kind)) << party << " " << kind;
  }
  by("unit:office");
  for (const auto kind : {wire::APPROVE, wire::VERIFY}) EXPECT_TRUE(s.granted(kind, "role:president")) << kind << ": in person";
  s.owned_by("unit:logistics");
  by("unit:logistics");
  for (const auto kind : {wire::APPROVE, wire::REFUSE, wire::VERIFY, wire::RETURN_BACK})
    EXPECT_TRUE(s.granted_by_liaison(kind)) << kind << ": of another unit";
}

TEST(Permits, ALeadersDutyIsAlsoItsLeadUnitsAndLiaisons) {
  School s;
  s.owned_by("role:president");
  s.entry.set_lead("office");
  for (const auto* party : {"role:president", "role:liaison", "unit:office"}) {
    EXPECT_TRUE(s.granted(wire::SUBMIT_DONE, party)) << party;
    EXPECT_TRUE(s.granted(wire::ACK, party)) << party;
  }
  EXPECT_FALSE(s.granted(wire::SUBMIT_DONE, "unit:security"));
  s.owned_by("unit:logistics");
  EXPECT_FALSE(s.granted(wire::SUBMIT_DONE, "unit:office")) << "a unit's duty is its own";
}

TEST(Permits, SupportersReportAndTheOfficeSupervises) {
  School s;
  auto& support = *s.matter.add_groups();
  support.add_parties("unit:security");
  support.set_since_rung(1);
  EXPECT_TRUE(s.granted(wire::PROGRESS, "unit:security"));
  EXPECT_FALSE(s.granted(wire::SUBMIT_DONE, "unit:security"));
  EXPECT_TRUE(s.granted(wire::DECLINE, "unit:security"));
  EXPECT_FALSE(s.granted(wire::DECLINE, "unit:office"));
  for (const auto kind : {wire::TRANSFER, wire::MERGE, wire::CANCEL_MATTER, wire::RETURN_BACK}) {
    EXPECT_TRUE(s.granted(kind, "unit:office")) << kind;
    EXPECT_FALSE(s.granted(kind, "unit:security")) << kind;
  }
  support.set_dropped(true);
  EXPECT_FALSE(s.granted(wire::PROGRESS, "unit:security"));
}

TEST(Permits, AnOrderIsIssuedOnceByTheOffice) {
  School s;
  EXPECT_FALSE(s.granted(wire::ISSUE, "role:clerk")) << "none is drafted";
  auto& order = *s.state().add_slips();
  order.set_id("order");
  order.set_kind("order");
  EXPECT_TRUE(s.granted(wire::ISSUE, "role:clerk"));
  EXPECT_FALSE(s.granted(wire::ISSUE, "unit:logistics"));
  order.set_issued_at(1);
  EXPECT_EQ(s.may(wire::ISSUE, "role:clerk").kind, Permit::Kind::already);
  s.state().add_extensions()->set_approved(true);
  EXPECT_EQ(s.may(wire::ISSUE, "role:clerk").kind, Permit::Kind::no) << "an extension begins a new series";
}

TEST(Permits, OnlyTheInvitedAnswerUntilItBegins) {
  School s;
  s.obligation().set_meeting(true);
  s.state().add_attending("role:vice=invited");
  EXPECT_FALSE(s.granted(wire::ATTEND, "role:vice")) << "it has no date";
  s.state().set_scheduled_at(1);
  EXPECT_TRUE(s.granted(wire::ATTEND, "role:vice"));
  EXPECT_FALSE(s.granted(wire::ATTEND, "role:vic"));
  EXPECT_TRUE(s.granted(wire::SCHEDULE, "unit:office"));
  s.state().set_scheduled_at(-1);
  EXPECT_TRUE(s.granted(wire::SCHEDULE, "unit:office")) << "its day went by, and nothing says that they met";
  s.state().add_evidence("校党〔2026〕12号");
  EXPECT_FALSE(s.granted(wire::SCHEDULE, "unit:office"));
  EXPECT_FALSE(s.granted(wire::SCHEDULE, "role:vice"));
}

}  // namespace
}  // namespace fenghuo::obligations
