#include "services/fenghuo/activation.hpp"

#include <gmock/gmock.h>

namespace fenghuo::cli {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

void add_duty(wire::Bundle& bundle, const char* id, bool confirmed, const char* by = "", const char* on = "") {
  auto& duty = *bundle.add_duties();
  duty.set_id(id);
  duty.set_confirmed(confirmed);
  duty.set_confirmed_by(by);
  duty.set_confirmed_on(on);
}

TEST(Confirmations, OnlyWhatIsNew) {
  wire::Bundle before, after;
  add_duty(before, "a", false);
  add_duty(before, "b", true, "校党委常委会", "2027-01-08");
  add_duty(before, "c", true, "校党委常委会", "2027-01-08");
  add_duty(after, "a", true, "校党〔2027〕12号", "2027-03-01");
  add_duty(after, "b", true, "校党委常委会", "2027-01-08");  // as before
  add_duty(after, "c", true, "校党委常委会", "2027-03-01");  // confirmed anew
  add_duty(after, "d", false, "校党委常委会", "2027-03-01");
  auto& plan = *after.add_plans();
  plan.set_id("committee");
  plan.set_confirmed(true);
  plan.set_confirmed_by("校党委常委会");
  plan.set_confirmed_on("2027-03-02");
  EXPECT_THAT(confirmations(before, after),
              ElementsAre(Pair("confirmed", "duty:a"), Pair("confirmed_by", "校党〔2027〕12号"), Pair("confirmed_on", "2027-03-01"),
                          Pair("confirmed", "duty:c"), Pair("confirmed_by", "校党委常委会"), Pair("confirmed_on", "2027-03-01"),
                          Pair("confirmed", "plan:committee"), Pair("confirmed_by", "校党委常委会"), Pair("confirmed_on", "2027-03-02")));
  EXPECT_THAT(confirmations(after, after), IsEmpty());
}

}  // namespace
}  // namespace fenghuo::cli
