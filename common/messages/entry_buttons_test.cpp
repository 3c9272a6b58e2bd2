#include "common/messages/entry_buttons.hpp"

#include <gmock/gmock.h>

namespace fenghuo {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

wire::DigestEntry entry(const std::string& kind) {
  wire::DigestEntry out;
  out.set_matter_id(42);
  out.set_kind(kind);
  return out;
}

std::vector<std::string> shown(const wire::DigestEntry& entry) {
  std::vector<std::string> out;
  for (const auto& button : entry_buttons(entry)) out.push_back(button.text + (button.query.empty() ? "" : "?" + button.query));
  return out;
}

TEST(EntryButtons, AnInvitationHasThreeAnswersAndItsLiaisonTwo) {
  auto invited = entry("attend");
  invited.mutable_invitation()->set_method("REQUEST");
  EXPECT_THAT(shown(invited), ElementsAre("参加?answer=yes", "请假?answer=no", "由联络员答复?answer=by_liaison"));
  invited.set_owner("role:president");
  EXPECT_THAT(shown(invited), ElementsAre("参加?answer=yes", "请假?answer=no"));
  invited.mutable_invitation()->set_method("CANCEL");
  EXPECT_THAT(shown(invited), ElementsAre("查看")) << "there is nothing to answer";
}

TEST(EntryButtons, WhatIsToBeDoneOrDecidedIsOneButton) {
  EXPECT_THAT(shown(entry("verify")), ElementsAre("办理"));
  EXPECT_THAT(shown(entry("do")), ElementsAre("办理"));
  EXPECT_THAT(shown(entry("overdue")), ElementsAre("查看"));
  EXPECT_THAT(shown(entry("")), ElementsAre("查看"));
}

TEST(EntryButtons, AWarningHasNone) {
  auto warning = entry("");
  warning.set_level("blue");
  EXPECT_THAT(shown(warning), IsEmpty());
  EXPECT_THAT(shown({}), IsEmpty());
}

}  // namespace
}  // namespace fenghuo
