#include "services/gateway/ack_form.hpp"

#include "common/signals/test_bundle.hpp"

namespace fenghuo::gateway {
namespace {

using testing::HasSubstr;

const Zone& zone() {
  static const Zone shanghai = *Zone::find("Asia/Shanghai");
  return shanghai;
}

const Instant now = instant(1804529640000);  // 2027-03-09T02:14+08:00

AckForm form(std::string_view body) { return read_ack_form(body, now, zone(), false); }

TEST(AckFormTest, TurnsAChoiceIntoAnInstant) {
  ASSERT_EQ(rfc3339(now, zone()), "2027-03-09T02:14:00+08:00");
  EXPECT_EQ(form("until=30").until, now + std::chrono::minutes{30});
  EXPECT_EQ(form("until=60").until, now + std::chrono::hours{1});
  EXPECT_EQ(rfc3339(form("until=today").until, zone()), "2027-03-09T17:30:00+08:00");
  EXPECT_EQ(rfc3339(form("until=custom&until_at=2027-03-09T08%3A00").until, zone()), "2027-03-09T08:00:00+08:00");
}

TEST(AckFormTest, AnEmptyFormLeavesTheTimeToTheRules) {
  EXPECT_EQ(form("").until, Instant{});
  EXPECT_EQ(form("").problem, "");
}

TEST(AckFormTest, RefusesATimeThatIsPastOrNone) {
  for (const char* body :
       {"until=custom", "until=custom&until_at=2027-03-08T08:00", "until=custom&until_at=2027-13-08T08:00",
        "until=custom&until_at=2027-02-30T08:00", "until=custom&until_at=nonsense-nonsense", "until=custom&until_at=2027-03-10T25:00"}) {
    EXPECT_THAT(form(body).problem, HasSubstr("请选择一个尚未到来的反馈时间")) << body;
  }
  EXPECT_FALSE(read_ack_form("until=today", now + std::chrono::hours{16}, zone(), false).problem.empty());
}

TEST(AckFormTest, ANoteNamesNobodyAndComesBackToBeEdited) {
  const auto refused = form("until=60&note=%E6%89%9313800138000");
  EXPECT_THAT(refused.problem, HasSubstr("疑似含手机号或学号，请删去后提交"));
  EXPECT_EQ(refused.note, "打13800138000");
  EXPECT_EQ(refused.chosen, "60");
  EXPECT_EQ(form("note=" + std::string(201, 'a')).problem, "备注不能超过200字。");
}

TEST(AckFormTest, WhoSignsIsOnDutyOrTypedIn) {
  EXPECT_EQ(form("until=30").signer, "duty");
  const auto other = form("signer=other&signer_name=%E5%80%BC%E7%8F%AD%E4%BA%8C%E7%BB%84");
  EXPECT_EQ(other.problem, "");
  EXPECT_EQ(other.signer_name, "值班二组");
  EXPECT_EQ(form("signer=other").problem, "请填写签收人。");
  EXPECT_EQ(form("signer=other&signer_name=" + std::string(21, 'a')).problem, "签收人不能超过20字。");
  EXPECT_THAT(form("signer=other&signer_name=13800138000").problem, HasSubstr("疑似含手机号或学号"));
  EXPECT_EQ(form("signer=duty&signer_name=13800138000").problem, "") << "what was not chosen does not count";
}

// ---- the page of a link

std::shared_ptr<const Rules> rules() {
  auto bundle = test::border_bundle();
  auto* role = bundle.add_roles();
  role->set_id("xcb_duty");
  role->set_name("宣传部值班");
  auto* unit = bundle.add_units();
  unit->set_id("hqbz");
  unit->set_name("后勤保障处");
  auto* ladder = bundle.add_ladders();
  ladder->set_level("red");
  ladder->set_ack_within_ms(600000);
  bundle.set_phone("65980000");
  return std::make_shared<Rules>(Rules{std::move(bundle), {}, zone(), {}, {}});
}

wire::LinkView link(const char* party) {
  wire::LinkView view;
  view.set_now(to_ms(now));
  auto& matter = *view.mutable_matter();
  matter.set_number("舆〔2027〕3号");
  matter.mutable_row()->set_open(true);
  matter.mutable_row()->set_level("red");
  matter.mutable_row()->set_category("logistics");
  matter.mutable_body()->set_level("red");
  matter.mutable_body()->set_title("二食堂饭菜质量");
  matter.mutable_body()->set_ladder_base(to_ms(now));
  view.mutable_message()->set_party(party);
  auto* duty = matter.mutable_body()->add_groups();
  duty->add_parties("role:xcb_duty");
  auto* unit = matter.mutable_body()->add_groups();
  unit->add_parties("unit:hqbz");
  return view;
}

void take(wire::LinkView& view, int group, const char* party) {
  auto* taken = view.mutable_matter()->mutable_body()->mutable_groups(group);
  taken->set_taken_by(party);
  taken->set_taken_account("duty1");
  taken->set_taken_at(to_ms(now));
}

TEST(LinkAction, ATypedNameIsTextThatCanBeDeletedNotAnActor) {
  AckForm chosen = form("until=30&signer=other&signer_name=%E5%80%BC%E7%8F%AD%E4%BA%8C%E7%BB%84&note=ok");
  const auto other = link_action(link("role:xcb_duty"), chosen);
  EXPECT_EQ(other.kind(), wire::ACK);
  EXPECT_EQ(other.by(), "self-reported:other");
  EXPECT_EQ(other.note(), "签收人：值班二组。ok");
  const auto duty = link_action(link("role:xcb_duty"), form("until=30&note=ok"));
  EXPECT_EQ(duty.by(), "self-reported:role:xcb_duty");
  EXPECT_EQ(duty.note(), "ok");
  EXPECT_EQ(duty.via(), "link");
}

TEST(LinkAction, TheOtherButtonOffersToTakeOver) {
  const auto action = link_action(link("role:xcb_duty"), form("do=take_over&until=nonsense"));
  EXPECT_EQ(action.kind(), wire::TAKE_OVER);
  EXPECT_EQ(form("do=take_over&until=nonsense").problem, "");
}

TEST(LinkPage, AsksAndShowsNoTopic) {
  auto view = link("role:xcb_duty");
  view.set_ack_by(to_ms(now + std::chrono::minutes{10}));
  const auto page = link_page(view, *rules(), false);
  EXPECT_EQ(page.state, AckState::ask);
  EXPECT_EQ(page.party, "宣传部值班");
  EXPECT_EQ(page.ack_by, now + std::chrono::minutes{10});
  EXPECT_THAT(render_ack_page(page, zone()), testing::Not(HasSubstr("二食堂")));
}

TEST(LinkPage, AnotherUnitsTakingDoesNotAnswerForOurs) {
  auto view = link("unit:hqbz");
  take(view, 0, "role:xcb_duty");
  EXPECT_EQ(link_page(view, *rules(), false).state, AckState::ask);
  take(view, 1, "unit:hqbz");
  const auto page = link_page(view, *rules(), false);
  EXPECT_EQ(page.state, AckState::already);
  EXPECT_EQ(page.taken_by, "后勤保障处");  // a unit or role, never the account
  EXPECT_EQ(page.taken_at, now);
  EXPECT_FALSE(page.may_offer) << "it has it itself";
}

TEST(LinkPage, AnotherPartysMatterMayBeOfferedFor) {
  auto view = link("role:secretary");
  take(view, 0, "role:xcb_duty");
  take(view, 1, "unit:hqbz");
  EXPECT_TRUE(link_page(view, *rules(), false).may_offer);
}

TEST(LinkPage, ProgressSaysWhoHasItAndHowFarItWent) {
  auto view = link("role:secretary");
  EXPECT_THAT(progress_page(view, *rules(), false).progress, testing::Contains("尚无人签收。"));
  take(view, 0, "role:xcb_duty");
  view.mutable_matter()->mutable_body()->mutable_groups(0)->set_until(to_ms(now + std::chrono::minutes{30}));
  view.mutable_matter()->mutable_body()->set_rung(1);
  view.mutable_matter()->mutable_body()->set_reports(2);
  const auto page = progress_page(view, *rules(), false);
  EXPECT_EQ(page.state, AckState::progress);
  EXPECT_THAT(page.progress, testing::ElementsAre("宣传部值班02:14签收，承诺02:44前反馈。", "已收到进展2次。", "已报至第2级。"));
  EXPECT_THAT(render_ack_page(page, zone()), testing::Not(HasSubstr("二食堂")));
}

TEST(LinkPage, TheTimeIsTheMessagesAlsoAfterTheRulesChanged) {
  auto view = link("role:xcb_duty");
  view.set_ack_by(to_ms(now + std::chrono::minutes{7}));  // the rules in force say 10
  EXPECT_EQ(link_page(view, *rules(), false).ack_by, now + std::chrono::minutes{7});
  view.set_ack_by(0);  // it asked for no answer
  EXPECT_EQ(link_page(view, *rules(), false).ack_by, Instant{});
}

TEST(LinkPage, WhoWasOnlyInformedSeesItTakenOnceEveryGroupIs) {
  auto view = link("role:secretary");
  take(view, 0, "role:xcb_duty");
  EXPECT_EQ(link_page(view, *rules(), false).state, AckState::ask);
  take(view, 1, "unit:hqbz");
  EXPECT_EQ(link_page(view, *rules(), false).state, AckState::already);
}

TEST(LinkPage, AClosedMatterAsksNothing) {
  auto view = link("role:xcb_duty");
  view.mutable_matter()->mutable_row()->set_open(false);
  EXPECT_EQ(link_page(view, *rules(), false).state, AckState::closed);
}

TEST(LinkPage, ATimeThatIsPastIsNotPromised) {
  auto view = link("role:xcb_duty");
  view.set_ack_by(to_ms(now));
  view.set_now(to_ms(now + std::chrono::hours{1}));
  EXPECT_EQ(link_page(view, *rules(), false).ack_by, Instant{});
}

}  // namespace
}  // namespace fenghuo::gateway
