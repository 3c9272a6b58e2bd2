// The table of outcome.hpp.
#include "services/mailer/outcome.hpp"

namespace fenghuo::mailer {
namespace {

struct Row {
  const char* name;
  SmtpReply reply;
  wire::SendCode code;
  const char* reason;
};

SmtpReply reply(SmtpTrouble trouble, int code, bool envelope, bool whole, const char* text) {
  return {trouble, code, envelope, whole, text, Millis{7}};
}

class Outcomes : public testing::TestWithParam<Row> {};

TEST_P(Outcomes, AreTheTables) {
  const auto out = outcome_of(GetParam().reply);
  EXPECT_EQ(out.code(), GetParam().code);
  EXPECT_EQ(out.reason(), GetParam().reason);
  EXPECT_EQ(out.status(), GetParam().reply.code);
  EXPECT_EQ(out.took_ms(), 7);
  EXPECT_FALSE(out.disable_destination());
}

constexpr auto none = SmtpTrouble::none, answered = SmtpTrouble::answered, broken = SmtpTrouble::broken;

INSTANTIATE_TEST_SUITE_P(
    Table, Outcomes,
    testing::Values(Row{"taken", reply(none, 250, true, true, "2.0.0 Ok: queued"), wire::DELIVERED, "SMTP 250: 2.0.0 Ok: queued"},
                    Row{"greylisted", reply(answered, 450, true, false, "4.2.0 greylisted"), wire::RETRY, "SMTP 450: 4.2.0 greylisted"},
                    Row{"closing", reply(answered, 421, true, false, "bye"), wire::RETRY, "SMTP 421: bye"},
                    Row{"full_after_the_dot", reply(answered, 452, true, true, "full"), wire::RETRY, "SMTP 452: full"},
                    Row{"no_such_mailbox", reply(answered, 550, true, false, "5.1.1 unknown"), wire::REJECT, "SMTP 550: 5.1.1 unknown"},
                    Row{"refused_after_the_dot", reply(answered, 554, true, true, "spam"), wire::REJECT, "SMTP 554: spam"},
                    Row{"no_text", reply(answered, 550, true, false, ""), wire::REJECT, "SMTP 550"},
                    Row{"no_service", reply(answered, 554, false, false, "go away"), wire::RETRY,
                        "the mail server takes no mail from us; SMTP 554: go away"},
                    Row{"login_wanted", reply(answered, 530, true, false, "auth first"), wire::RETRY,
                        "the mail server asks for another login or TLS; SMTP 530: auth first"},
                    Row{"login_refused", reply(SmtpTrouble::login, 535, false, false, "no"), wire::RETRY,
                        "the mail server does not take our login; SMTP 535: no"},
                    Row{"lost_after_the_dot", reply(broken, 354, true, true, "reset"), wire::AMBIGUOUS, "may have arrived: reset"},
                    Row{"lost_before_the_dot", reply(broken, 354, true, false, "reset"), wire::RETRY, "broke off: reset"},
                    Row{"lost_in_the_envelope", reply(broken, 250, true, true, "reset"), wire::RETRY, "broke off: reset"},
                    Row{"not_reached", reply(SmtpTrouble::unreachable, 0, false, false, "refused"), wire::RETRY, "not reached: refused"},
                    Row{"guarded", reply(SmtpTrouble::refused, 0, false, false, "127.0.0.1 (loopback)"), wire::REJECT,
                        "address not allowed: 127.0.0.1 (loopback); if it is right, add its network to allow_cidrs of mail.yaml"}),
    [](const auto& row) { return std::string(row.param.name); });

}  // namespace
}  // namespace fenghuo::mailer
