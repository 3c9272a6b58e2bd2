#include "common/signals/typed_text.hpp"

#include "common/signals/identifying.hpp"

namespace fenghuo {
namespace {

using testing::HasSubstr;
using testing::Not;

const std::string phone = std::string("138") + "0013" + "8000";

using Set = void (*)(wire::Action&, const std::string&);

std::string refusal(wire::ActionKind kind, Set set, const std::string& text) {
  wire::Action action;
  action.set_kind(kind);
  action.set_by("值班员");
  action.set_note("已派人查看");
  set(action, text);
  const auto checked = check_typed(action);
  return checked ? "taken" : checked.error().message;
}

struct Field {
  const char* name;
  Set set;
};
const Field fields[] = {{"by", [](wire::Action& a, const std::string& text) { a.set_by(text); }},
                        {"note", [](wire::Action& a, const std::string& text) { a.set_note(text); }},
                        {"reason", [](wire::Action& a, const std::string& text) { a.set_reason(text); }},
                        {"place", [](wire::Action& a, const std::string& text) { a.set_place(text); }},
                        {"materials", [](wire::Action& a, const std::string& text) { a.set_materials(text); }},
                        {"evidence", [](wire::Action& a, const std::string& text) { a.set_evidence(text); }}};

TEST(TypedText, EveryFieldIsHeldAgainstTheSameBorderAndNoValueComesBack) {
  for (const auto& field : fields) {
    const auto said = refusal(wire::PROGRESS, field.set, "请联系" + phone);
    EXPECT_EQ(said, std::string(field.name) + ": 疑似含手机号或学号，请删去后提交");
    EXPECT_THAT(said, Not(HasSubstr(phone)));
    EXPECT_THAT(refusal(wire::PROGRESS, field.set, std::string(1001, 'a')), HasSubstr(std::string(field.name) + ": longer than"));
    EXPECT_THAT(refusal(wire::PROGRESS, field.set, "a\x01"), HasSubstr("control characters"));
    EXPECT_EQ(refusal(wire::PROGRESS, field.set, "后勤值班"), "taken");
  }
}

TEST(TypedText, OnlyEvidenceMayBeALink) {
  const std::string link = "https://news.example.edu.cn/2027/answer.html";
  for (const auto& field : fields)
    EXPECT_EQ(refusal(wire::SUBMIT_DONE, field.set, link) == "taken", std::string(field.name) == "evidence") << field.name;
}

TEST(TypedText, ATitleThatReplacesAnotherIsATitle) {
  std::string forty;
  for (int i = 0; i < 40; ++i) forty += "食";
  const auto note = fields[1].set;
  EXPECT_EQ(refusal(wire::REDACT_TITLE, note, forty), "taken");
  EXPECT_EQ(refusal(wire::REDACT_TITLE, note, forty + "堂"), "title: longer than 40 characters");
  EXPECT_EQ(refusal(wire::REDACT_TITLE, note, "电话" + phone), "title: 疑似含手机号或学号，请删去后提交");
  EXPECT_EQ(refusal(wire::REDACT_TITLE, note, ""), "title: must not be empty");
}

TEST(TypedText, ASignerIsAShortName) {
  EXPECT_TRUE(check_signer("值班二组"));
  EXPECT_EQ(check_signer("").error().message, "请填写签收人。");
  EXPECT_EQ(check_signer(std::string(21, 'a')).error().message, "签收人不能超过20字。");
  EXPECT_EQ(check_signer(phone).error().message, "疑似含手机号或学号，请删去后提交。");
}

TEST(TypedText, AMatterOpenedByHandIsHeldAgainstItToo) {
  wire::Obligation obligation;
  obligation.set_title("迎评材料汇总");
  obligation.set_basis("会议议定");
  obligation.add_proof("纪要");
  EXPECT_TRUE(check_typed(obligation));
  obligation.set_proof(0, "联系" + phone);
  EXPECT_EQ(check_typed(obligation).error().message, "proof: 疑似含手机号或学号，请删去后提交");
  obligation.set_basis("联系" + phone);
  EXPECT_EQ(check_typed(obligation).error().message, "basis: 疑似含手机号或学号，请删去后提交");
  obligation.set_title("https://post.example/1");
  EXPECT_THAT(check_typed(obligation).error().message, HasSubstr("title: "));
}

TEST(TypedText, AnEventsNumberIsNobodysNumber) {
  for (const std::string number : {"2027-0001", "论坛-3", "2027-07-08T1400"}) EXPECT_TRUE(check_event_number(number)) << number;
  EXPECT_EQ(check_event_number(phone).error().message, "event: 疑似含手机号或学号，请删去后提交");
  EXPECT_THAT(check_event_number(std::string(129, 'a')).error().message, HasSubstr("event: longer than"));
}

TEST(ProvidersIds, MayCarrySerialNumbersButNobodysNumber) {
  for (const std::string id : {"t-canteen", "sig-20270309-000123", "s-1804529640000", "550e8400-e29b-41d4-a716-446655440000", "2027-0001",
                               "T0001-20270309", "123456", "1234567890123456789"})
    EXPECT_FALSE(id_looks_identifying(id)) << id;
  for (const std::string& id : {phone, "t-" + phone, "t_86" + phone, std::string("138-0013-8000"), std::string("a@example.org"),
                                std::string("021-65980000"), std::string("2021123456"), std::string("31010120010101123x"),
                                std::string("wxid_abcdef"), std::string("https://post.example/1"), std::string("10.1.2.3")})
    EXPECT_TRUE(id_looks_identifying(id)) << id;
}

}  // namespace
}  // namespace fenghuo
