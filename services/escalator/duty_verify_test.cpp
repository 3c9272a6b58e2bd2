// Whoever handed a duty in never verifies it: neither the account, whatever name and party are typed with it, nor the name, nor the party.
#include "services/escalator/test_school.hpp"

namespace fenghuo::escalator::testing {
namespace {

School handed_in(const std::string& account) {
  School s(at("2026-06-02 10:00"));
  s.account = account;
  s.open(report_due()).act(wire::SUBMIT_DONE, "unit:hq", [](wire::Action& a) { a.set_evidence("校党〔2026〕12号"); });
  EXPECT_EQ(s.code(), wire::DONE) << s.outcome().detail();
  return s;
}

TEST(DutyVerify, NotByTheAccountThatHandedItInWhateverItSays) {
  for (const char* account : {"api/operator", "cli:zhang"}) {
    auto s = handed_in(account);
    s.act(wire::VERIFY, "role:office", [](wire::Action& a) { a.set_by("乙"); });
    EXPECT_EQ(s.code(), wire::REFUSED_RULE) << account;
    EXPECT_THAT(s.outcome().detail(), ::testing::HasSubstr("不能核验自己提交的材料"));
    s.account = "api/second";
    s.act(wire::VERIFY, "role:office", [](wire::Action& a) { a.set_by("乙"); });
    EXPECT_EQ(s.work(), wire::CLOSED) << account << ": " << s.outcome().detail();
  }
}

TEST(DutyVerify, ByAnotherPartysLink) {
  auto s = handed_in("link");
  s.act(wire::VERIFY, "unit:hq", [](wire::Action& a) { a.set_by("乙"); });
  EXPECT_EQ(s.code(), wire::REFUSED_RULE);
  s.act(wire::VERIFY, "role:office");
  EXPECT_EQ(s.work(), wire::CLOSED) << s.outcome().detail();
}

TEST(DutyVerify, AnAccountThatIsNotTheLastToHandItInMay) {
  auto s = handed_in("api/first");
  s.account = "api/second";
  s.act(wire::RETURN_BACK, "role:office", [](wire::Action& a) { a.set_reason("缺少签字页"); });
  s.act(wire::SUBMIT_DONE, "unit:hq", [](wire::Action& a) { a.set_evidence("校党〔2026〕13号"); });
  s.act(wire::VERIFY, "role:office");
  EXPECT_EQ(s.code(), wire::REFUSED_RULE) << "it handed the second one in";
  s.account = "api/first";
  s.act(wire::VERIFY, "role:office");
  EXPECT_EQ(s.work(), wire::CLOSED) << s.outcome().detail();
}

}  // namespace
}  // namespace fenghuo::escalator::testing
