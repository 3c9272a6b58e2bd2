// Who confirmed the catalogue's values, and when, is in the journal, in the commit that puts them in force.
#include <gmock/gmock.h>

#include "services/ledger/test_ledger.hpp"

namespace fenghuo::ledger {
namespace {

using testing::ElementsAre;

TEST(Confirmation, OneEntryOfTheJournalForEach) {
  TestLedger l;
  l.activate_bundle();
  wire::Bundle bundle;
  bundle.add_ladders()->set_level("red");
  bundle.set_label("confirmed");
  wire::Operate operate;
  operate.set_what("activate_bundle");
  operate.set_actor("cli:root");
  operate.set_blob(canonical_bytes(bundle));
  const auto add = [&](const char* name, const char* value) { add_field(operate.mutable_args(), name, value); };
  add("confirmed", "duty:cyzd-tuijin"), add("confirmed_by", "校党委常委会"), add("confirmed_on", "2027-01-08");
  add("confirmed", "plan:committee"), add("confirmed_by", "校党〔2027〕12号"), add("confirmed_on", "2027-01-09");
  for (int times = 0; times < 2; ++times)
    ASSERT_TRUE(l.commit([&] { l.core_->operate("cli", operate); }));  // once: the second changes nothing
  std::vector<std::string> found;
  for (const auto& event : l.events()) {
    if (event.kind() == "catalogue_confirmed")
      found.push_back(event.actor() + " " + std::string(field(event.fields(), "entry")) + " " + std::string(field(event.fields(), "by")) +
                      " " + std::string(field(event.fields(), "on")));
  }
  EXPECT_THAT(found,
              ElementsAre("cli:root duty:cyzd-tuijin 校党委常委会 2027-01-08", "cli:root plan:committee 校党〔2027〕12号 2027-01-09"));
}

}  // namespace
}  // namespace fenghuo::ledger
