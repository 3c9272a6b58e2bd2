// What stays on record of a duty and between duties: the numbers of its orders, what its evidence names, what was merged into it, and that
// its values await confirmation.
#include <gmock/gmock.h>

#include "common/base/ids.hpp"
#include "services/escalator/test_school.hpp"

namespace fenghuo::escalator {
namespace {

using namespace testing;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const std::string unit = "unit:hq", office = "role:office";

std::vector<std::string> list(const google::protobuf::RepeatedPtrField<std::string>& values) { return {values.begin(), values.end()}; }

wire::Occurrence another(const std::string& duty, const std::string& owner = "bw") {
  auto occurrence = report_due("2026-08-28 17:30");
  occurrence.set_duty(duty);
  occurrence.set_party("unit:" + owner);
  occurrence.set_unit(owner);
  occurrence.mutable_obligation()->set_title("另一件事项");
  return occurrence;
}

void sign(School& s) {
  s.act(wire::ISSUE, office, [](wire::Action& a) { a.set_slip("order"), a.set_by("党校办负责人"); });
  ASSERT_EQ(s.code(), wire::DONE) << s.outcome().detail();
}

const Sent* last_to(const std::vector<Sent>& sent, const std::string& party) {
  const Sent* out = nullptr;
  for (const auto& one : sent) {
    if (one.party == party) out = &one;
  }
  return out;
}

// ---- papers

TEST(DutyRecord, ASecondOrderHasANumberOfItsOwn) {
  School s(at("2026-06-01 09:00"));
  s.open(report_due()).until("2026-07-16 10:00");
  sign(s);
  s.act(wire::EXTEND, unit, [](wire::Action& a) { a.set_until(at("2026-08-20 17:30")), a.set_reason("设备未到货"); });
  s.act(wire::APPROVE, "role:vice", [](wire::Action& a) { a.set_by("分管校领导"); });
  ASSERT_EQ(s.code(), wire::DONE) << s.outcome().detail();
  s.until("2026-08-21 10:00").take();
  sign(s);
  std::vector<std::string> numbers;
  for (const auto& slip : s.duty().slips()) {
    if (slip.kind() == "order") numbers.push_back(slip.number());
  }
  EXPECT_THAT(numbers, ElementsAre("督〔2026〕12号", "督〔2026〕12号之二"));
  EXPECT_EQ(s.slot().number, "督〔2026〕12号") << "the series of matters goes on without a gap";
  const auto sent = s.take();
  const auto* letter = last_to(sent, unit);
  ASSERT_NE(letter, nullptr);
  EXPECT_THAT(letter->subject, HasSubstr("督〔2026〕12号之二：")) << letter->subject;
  EXPECT_EQ(s.broken, "");
}

// ---- evidence

TEST(DutyRecord, EvidenceNamesOtherMattersAndTheyKnow) {
  School s(at("2026-06-01 09:00"));
  s.open(report_due()).until("2026-07-16 10:00");
  sign(s);  // 督〔2026〕12号
  const auto first = School::key_of(report_due());
  s.open(another("other"));
  const auto other = School::key_of(another("other"));
  s.act(wire::SUBMIT_DONE, "unit:bw", [](wire::Action& a) { a.set_evidence("校党〔2026〕12号\n纪要，见督〔2026〕12号\n督〔2026〕12号"); });
  ASSERT_EQ(s.code(), wire::DONE) << s.outcome().detail();
  EXPECT_THAT(list(s.duty().evidence()), ElementsAre("校党〔2026〕12号", "纪要，见督〔2026〕12号", "督〔2026〕12号"));
  EXPECT_THAT(list(s.duty().cites()), ElementsAre("督〔2026〕12号"));
  EXPECT_EQ(s.event_field("submitted", "matters"), "督〔2026〕12号");
  const auto id = s.slot().id;
  s.use(first);
  EXPECT_THAT(list(s.duty().cited_by()), ElementsAre(id_text(id))) << "that matter has no number yet";
  EXPECT_EQ(s.event_field("cited", "by"), id_text(id));
  s.use(other).act(wire::RETURN_BACK, office, [](wire::Action& a) { a.set_reason("请补充"); });
  s.act(wire::SUBMIT_DONE, "unit:bw", [](wire::Action& a) { a.set_evidence("督〔2026〕12号"); });
  EXPECT_THAT(list(s.duty().cites()), ElementsAre("督〔2026〕12号")) << "told once";
  EXPECT_EQ(s.broken, "");
}

TEST(DutyRecord, AMatterThatIsFinishedIsNamedToo) {
  School s(at("2026-06-01 09:00"));
  s.open(report_due()).until("2026-07-16 10:00");
  sign(s);
  s.act(wire::SUBMIT_DONE, unit, [](wire::Action& a) { a.set_evidence("答复督〔2026〕12号、校党〔2026〕3号"); });
  EXPECT_THAT(list(s.duty().cites()), IsEmpty()) << "its own number is no other matter";
  s.act(wire::VERIFY, office, [](wire::Action& a) { a.set_by("另一人"); });
  ASSERT_EQ(s.work(), wire::CLOSED);
  s.open(another("other")).act(wire::SUBMIT_DONE, "unit:bw", [](wire::Action& a) { a.set_evidence("督〔2026〕12号"); });
  s.use(School::key_of(report_due()));
  EXPECT_EQ(s.duty().cited_by_size(), 1);
  EXPECT_EQ(s.work(), wire::CLOSED);
  EXPECT_EQ(s.broken, "");
}

// ---- merging

struct Two {
  School s{at("2026-06-01 09:00")};
  std::string a = School::key_of(report_due()), b = School::key_of(another("other"));

  explicit Two(bool number_only = false) {
    auto into = another("other");
    into.mutable_obligation()->set_number_only(number_only);
    into.mutable_obligation()->set_title("合并后的事项");
    auto from = report_due();
    from.mutable_obligation()->add_support("unit:xx");
    s.open(into).open(from).until("2026-07-10 10:00").take();
    s.act(wire::SUBMIT_DONE, unit, [](wire::Action& x) { x.set_evidence("校党〔2026〕12号\n整改情况说明"); });
    s.act(wire::RETURN_BACK, office, [](wire::Action& x) { x.set_reason("请补充"); });
    EXPECT_EQ(s.work(), wire::RETURNED) << s.outcome().detail();
    s.take();
  }
  void merge() {
    const auto into = id_text(s.at_key(b).id);
    s.use(a).act(wire::MERGE, office, [&](wire::Action& x) { x.set_evidence(into); });
  }
  std::string id_of(const std::string& key) const { return id_text(s.at_key(key).id); }
};

TEST(DutyMerge, SupportersAndEvidenceGoOnInTheOther) {
  Two two;
  auto& s = two.s;
  two.merge();
  ASSERT_EQ(s.code(), wire::DONE) << s.outcome().detail();
  EXPECT_EQ(s.work(), wire::MERGED);
  const auto sent = s.take();
  const auto* told = last_to(sent, unit);
  ASSERT_NE(told, nullptr);
  bool heard = false;
  for (const auto& one : sent)
    heard = heard || (one.key == two.a && one.party == unit && one.text.find("并入" + two.id_of(two.b) + "合并办理") != std::string::npos);
  EXPECT_TRUE(heard) << "whoever was told hears where it went";
  s.use(two.b);
  EXPECT_TRUE(s.slot().open());
  EXPECT_THAT(list(s.duty().merged_from()), ElementsAre(two.id_of(two.a)));
  EXPECT_THAT(list(s.duty().evidence()), ElementsAre("校党〔2026〕12号", "整改情况说明"));
  std::vector<std::string> support;
  for (const auto& group : s.slot().matter.groups()) {
    if (group.since_rung() > 0) support.push_back(group.parties(0));
  }
  EXPECT_THAT(support, Contains(unit));
  EXPECT_THAT(support, Contains("unit:xx"));
  bool asked = false;
  for (const auto& one : sent) asked = asked || (one.key == two.b && one.party == unit && one.model.ask());
  EXPECT_TRUE(asked) << "and is asked to support";
  EXPECT_EQ(s.broken, "");
}

TEST(DutyMerge, ADutyThatTakesNoTextTakesNumbersAlone) {
  Two two(true);
  two.merge();
  two.s.use(two.b);
  EXPECT_THAT(list(two.s.duty().evidence()), ElementsAre("校党〔2026〕12号"));
}

TEST(DutyMerge, HandedBackByOneThatHadEnded) {
  Two two;
  auto& s = two.s;
  s.use(two.b).act(wire::CANCEL_MATTER, office, [](wire::Action& x) { x.set_reason("不再需要"); });
  ASSERT_EQ(s.work(), wire::CANCELLED);
  s.take();
  two.merge();  // the door would have refused it; the other one ended in between
  s.use(two.a);
  EXPECT_EQ(s.work(), wire::RETURNED) << "it goes on where it stood";
  EXPECT_TRUE(s.slot().open());
  EXPECT_EQ(s.slot().matter.closed_at(), 0);
  EXPECT_EQ(s.event_field("merge_refused", "matter"), two.id_of(two.a));
  EXPECT_EQ(s.event_field("merge_undone", "matter"), two.id_of(two.b));
  const auto sent = s.take();
  const auto* told = last_to(sent, unit);
  ASSERT_NE(told, nullptr);
  EXPECT_THAT(told->subject, HasSubstr("〔恢复办理〕责任落实报告"));
  s.use(two.b);
  EXPECT_THAT(list(s.duty().merged_from()), IsEmpty());
  s.use(two.a).until("2026-07-16 10:00");
  EXPECT_EQ(s.duty().late(), "overdue") << "and its clock runs on";
  EXPECT_EQ(s.broken, "");
}

TEST(DutyMerge, NeverIntoItselfNorInACircle) {
  Two two;
  auto& s = two.s;
  s.use(two.a).act(wire::MERGE, office, [&](wire::Action& x) { x.set_evidence(two.id_of(two.a)); });
  EXPECT_EQ(s.code(), wire::REFUSED_RULE);
  EXPECT_TRUE(s.slot().open());
  two.merge();
  s.use(two.b).act(wire::MERGE, office, [&](wire::Action& x) { x.set_evidence(two.id_of(two.a)); });
  EXPECT_TRUE(s.use(two.b).slot().open()) << "the other is merged into this one: handed back";
  EXPECT_EQ(s.use(two.a).work(), wire::MERGED);
  EXPECT_EQ(s.broken, "");
}

TEST(DutyMerge, SaysInto) {
  Two two;
  two.s.use(two.a).act(wire::MERGE, office, [](wire::Action& x) { x.set_reason("和另一件一起办"); });
  EXPECT_EQ(two.s.code(), wire::REFUSED_RULE);
  EXPECT_THAT(two.s.outcome().detail(), HasSubstr("编号"));
}

// ---- 待校党委确认

TEST(DutyRecord, UnconfirmedValuesAreSaidInEveryMessage) {
  for (const bool proposed : {true, false}) {
    School s(at("2026-06-01 09:00"));
    auto occurrence = report_due();
    occurrence.mutable_obligation()->set_proposed(proposed);
    s.open(occurrence).until("2026-07-20 10:00");
    std::size_t messages = 0, leaders = 0;
    for (const auto& one : s.take()) {
      if (one.key.starts_with("brief/")) {
        ++leaders;
        EXPECT_EQ(one.text.find("待校党委确认") != std::string::npos, proposed) << one.text;
        continue;
      }
      ++messages;
      EXPECT_EQ(one.model.proposed(), proposed) << one.subject;
      EXPECT_EQ(one.text.find("（默认值待校党委确认）") != std::string::npos, proposed) << one.text;
    }
    EXPECT_GT(messages, 3U);
    EXPECT_GT(leaders, 0U);
  }
}

}  // namespace
}  // namespace fenghuo::escalator
