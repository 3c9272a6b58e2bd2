#include "services/gateway/visible.hpp"

namespace fenghuo::gateway {
namespace {

ApiToken token(const char* party) { return {"desk", "", {"read", "act"}, party, ""}; }

wire::Bundle bundle() {
  wire::Bundle made;
  auto* role = made.add_roles();
  role->set_id("xcb_duty");
  role->set_office("xcb");
  return made;
}

bool sees(const char* party, const wire::MatterView& view) { return may_see(token(party), view, bundle()); }

TEST(Visible, AUnitSeesWhatConcernsItAndNothingElse) {
  wire::MatterView led, supported, told, asked, asked_role, other;
  led.mutable_row()->set_unit("hqbz");
  supported.mutable_body()->add_units("jwc");
  supported.mutable_body()->add_units("hqbz");
  told.mutable_body()->add_told()->set_party("unit:hqbz");
  asked.mutable_body()->add_groups()->add_parties("unit:hqbz");
  asked_role.mutable_body()->add_groups()->add_parties("role:xcb_duty");
  other.mutable_row()->set_unit("jwc");
  for (const auto* view : {&led, &supported, &told, &asked}) EXPECT_TRUE(sees("unit:hqbz", *view));
  for (const auto* view : {&other, &asked_role}) EXPECT_FALSE(sees("unit:hqbz", *view));
  EXPECT_TRUE(sees("unit:xcb", asked_role)) << "the office of an asked role";
}

TEST(Visible, WhatItDeclinedIsNoLongerAsked) {
  wire::MatterView view;
  view.mutable_body()->add_groups()->add_parties("unit:hqbz");
  view.mutable_body()->mutable_groups(0)->set_dropped(true);
  EXPECT_FALSE(sees("unit:hqbz", view));
}

TEST(Visible, RolesAndOperatorsSeeAll) {
  EXPECT_TRUE(sees("", {}));
  EXPECT_TRUE(sees("role:xcb_duty", {}));
}

}  // namespace
}  // namespace fenghuo::gateway
