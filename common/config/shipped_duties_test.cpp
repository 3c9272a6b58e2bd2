// The shipped duties as the domain asks for them: whose they are, when, by which plan, and what is still our proposal.
#include <gmock/gmock.h>

#include "common/config/bundle_files.hpp"
#include "common/config/test_folder.hpp"

namespace fenghuo::config {
namespace {

using testing::ElementsAre;
using testing::UnorderedElementsAre;

const wire::Bundle& shipped() {
  static const wire::Bundle bundle = load_draft(shipped_config, 2025).bundle;
  return bundle;
}

const wire::Duty& duty(const std::string& id) {
  for (const auto& one : shipped().duties()) {
    if (one.id() == id) return one;
  }
  throw std::runtime_error("no duty " + id);
}

const wire::Plan& plan(const std::string& id) {
  for (const auto& one : shipped().plans()) {
    if (one.id() == id) return one;
  }
  throw std::runtime_error("no plan " + id);
}

// "-30 reminder>owner", "hint>owner", "+1 report_up>leader_in_charge"
std::vector<std::string> steps(const google::protobuf::RepeatedPtrField<wire::PlanStep>& list) {
  std::vector<std::string> texts;
  for (const auto& step : list) {
    std::string text = step.working_days() == 0 ? "" : (step.working_days() > 0 ? "+" : "") + std::to_string(step.working_days()) + " ";
    text += step.kind() + ">";
    for (const auto& to : step.to()) text += (text.ends_with('>') ? "" : " ") + to;
    texts.push_back(text);
    EXPECT_FALSE(step.natural());
  }
  return texts;
}

std::string days(const wire::When& when) {
  return std::to_string(when.from_day()) + "-" + std::to_string(when.to_day()) + (when.year_shift() > 0 ? " next year" : "");
}

TEST(ShippedDuties, NothingIsInForceThatNobodyHasConfirmed) {
  for (const auto& one : shipped().duties()) {
    EXPECT_FALSE(one.confirmed()) << one.id();
    EXPECT_TRUE(one.confirmed_by().empty()) << one.id();
    EXPECT_TRUE(one.obligation().draft()) << one.id();
    EXPECT_TRUE(one.obligation().proposed()) << one.id();
    EXPECT_THAT(one.proposed(), testing::Contains("when").Times(one.id() == "cyzd-3n" ? 0 : 1))
        << one.id() << ": three a year is the source's, no other day is";
  }
  for (const char* id : {"cyzd-bushu", "cyzd-tuijin", "cyzd-zongjie"})
    EXPECT_THAT(duty(id).proposed(), UnorderedElementsAre("when", "proof", "verifier", "audience", "attendees")) << id;
}

TEST(ShippedDuties, EachCarriesWhatTheCatalogueNames) {
  for (const auto& one : shipped().duties()) {
    const auto& obligation = one.obligation();
    EXPECT_FALSE(obligation.title().empty() || obligation.clause().empty() || obligation.proof().empty()) << one.id();
    EXPECT_NE(one.owner().empty(), one.each().empty()) << one.id();
    EXPECT_FALSE(one.audience().empty() || one.when().kind().empty()) << one.id();
    EXPECT_FALSE(obligation.line().empty() || obligation.fields().empty() || obligation.plan().empty()) << one.id();
    EXPECT_EQ(one.version(), 1U) << one.id();
    EXPECT_EQ(obligation.edition(), "2018") << one.id();
    EXPECT_EQ(one.in_force_from(), "2026-01-01") << one.id();
    EXPECT_THAT(one.place(), testing::MatchesRegex("obligations/(fixed|interval|event)\\.yaml:[0-9]+"));
  }
  EXPECT_EQ(shipped().edition(), "2018");
  EXPECT_EQ(shipped().source_title(), "《实施办法》");
  EXPECT_EQ(shipped().supervision_unit(), "dxb");
  EXPECT_EQ(shipped().report_party(), "unit:dxb");
}

TEST(ShippedDuties, TheYearsWindows) {
  EXPECT_EQ(days(duty("cyzd-bushu").when()), "101-331");
  EXPECT_EQ(days(duty("cyzd-tuijin").when()), "601-715");
  EXPECT_EQ(days(duty("cyzd-zongjie").when()), "1115-1231");
  EXPECT_EQ(days(duty("sanbao-shuji").when()), "101-331 next year");
  for (const char* id : {"sihui-fenxi", "sihui-shenyi", "sishu-chengnuo", "sishu-jihua", "sishu-xiangmu", "fengong-fangan"})
    EXPECT_EQ(days(duty(id).when()), "101-331") << id;
  EXPECT_EQ(days(duty("sihui-tuijin").when()), "601-715");
  for (const char* id :
       {"sihui-pingyi", "sishu-pingyi", "sanbao-shangji", "dudao-nianzhong", "kaohe-shuzhi", "yishi-ducha", "shuang-jiwei", "erji-baogao"})
    EXPECT_EQ(days(duty(id).when()), "1115-1231") << id;
}

TEST(ShippedDuties, ThreeMeetingsAYearAreCounted) {
  const auto& count = duty("cyzd-3n");
  EXPECT_EQ(count.when().kind(), "count");
  EXPECT_EQ(count.when().at_least(), 3U);
  EXPECT_EQ(count.obligation().at_least(), 3U);
  EXPECT_EQ(days(count.when()), "101-1231");
  EXPECT_THAT(count.when().counts(), ElementsAre("cyzd-bushu", "cyzd-tuijin", "cyzd-zongjie", "cyzd-n"));
  EXPECT_THAT(count.obligation().counts(), ElementsAre("cyzd-bushu", "cyzd-tuijin", "cyzd-zongjie", "cyzd-n"));
  EXPECT_EQ(duty("cyzd-n").when().kind(), "event");
}

TEST(ShippedDuties, MeetingsHaveGuests) {
  for (const char* id :
       {"cyzd-bushu", "cyzd-tuijin", "cyzd-zongjie", "cyzd-n", "sihui-fenxi", "sihui-shenyi", "sihui-tuijin", "sihui-pingyi"}) {
    EXPECT_TRUE(duty(id).obligation().meeting()) << id;
    EXPECT_FALSE(duty(id).obligation().attendees().empty()) << id;
    EXPECT_EQ(duty(id).lead(), "dxb") << id;
  }
}

TEST(ShippedDuties, NumbersOnlyWhereNothingMoreMayBeWritten) {
  std::vector<std::string> found;
  for (const auto& one : shipped().duties()) {
    if (one.obligation().number_only()) found.push_back(one.id());
  }
  // The catalogue's own, and conversations and a person's party life, which are of the same kind.
  EXPECT_THAT(found, UnorderedElementsAre("lianzheng-dangan", "zuzhi-shenghuo", "yihui-yibao", "yihui-yibao-jingwai", "jingwai-caifang",
                                          "mingan-qingshi", "tanhua", "wenze", "shuji-duban", "banzi-goutong", "banzi-goutong-xueyuan",
                                          "jiwei-goutong", "shuangchong-shenghuo"));
}

TEST(ShippedDuties, ExpandedOverTheirParties) {
  EXPECT_EQ(duty("sishu-jihua").each(), "member");
  EXPECT_EQ(duty("sanbao-minzhu").each(), "member");
  EXPECT_EQ(duty("sihui-fenxi").owner(), "role:leading_group");
  EXPECT_EQ(duty("sihui-fenxi-chengyuan").each(), "member_field");
  EXPECT_EQ(duty("erji-baogao").each(), "party_org");
  EXPECT_EQ(duty("fengxian-paicha").each(), "party_org");
  EXPECT_EQ(duty("fengxian-paicha-bumen").each(), "unit");
  EXPECT_EQ(duty("gongtong-yanjiu").owner(), "role:leading_group");
  EXPECT_EQ(duty("gongtong-yanjiu-xueyuan").each(), "college");
}

// The party committee's, the discipline commission's and the leaders' own are filed (归档确认), not verified by an office below them; and
// their lateness sends nobody an order.
TEST(ShippedDuties, NobodyBelowVerifiesThoseAbove) {
  for (const auto& one : shipped().duties()) {
    const bool above = one.each().starts_with("member") || one.owner().starts_with("role:");
    EXPECT_EQ(one.obligation().verifier().empty(), above) << one.id();
    EXPECT_EQ(one.obligation().plan() == "obligations", !above) << one.id();
    EXPECT_TRUE(above || one.obligation().verifier() != one.owner()) << one.id();
  }
}

TEST(ShippedDuties, PlansAreTheDomains) {
  EXPECT_THAT(steps(plan("obligations").steps()),
              ElementsAre("-30 reminder>owner", "-14 reminder>owner", "-7 reminder>owner", "-3 reminder>owner", "-1 reminder>owner",
                          "hint>owner", "urge>owner", "order>owner", "+1 report_up>leader_in_charge", "+3 list>role:party_secretary"));
  EXPECT_THAT(steps(plan("leaders").steps()), ElementsAre("-7 reminder>owner", "-1 reminder>owner", "+3 list>role:party_secretary"));
  EXPECT_THAT(steps(plan("committee").steps()), ElementsAre("-30 reminder>lead", "-14 reminder>lead", "-7 reminder>lead owner",
                                                            "-3 reminder>lead", "-1 reminder>lead owner"));
  for (const auto& one : shipped().plans()) {
    EXPECT_FALSE(one.confirmed()) << "the numbers await the party committee";
    EXPECT_THAT(steps(one.meeting_steps()), ElementsAre("-7 reminder>attendees", "-1 reminder>attendees")) << one.id();
    EXPECT_EQ(one.hint_answer().working_days(), 2U);
    for (const auto& step : one.steps()) EXPECT_EQ(step.wording() == "submit_up", step.working_days() > 0) << step.id();
  }
  EXPECT_EQ(plan("obligations").monthly_to(), "body:party_committee");
  EXPECT_EQ(plan("committee").monthly_to(), "") << "the committee's own lateness is a line in the yearly list";
}

}  // namespace
}  // namespace fenghuo::config
