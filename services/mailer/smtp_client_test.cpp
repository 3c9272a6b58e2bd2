// The client against a real socket that answers as told.
#include "services/mailer/smtp_client.hpp"

#include "common/base/bytes.hpp"
#include "services/mailer/test_server.hpp"

namespace fenghuo::mailer {
namespace {

using namespace std::chrono_literals;
using testing::Contains;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;
using Answer = SmtpServer::Answer;

struct SmtpClientTest : testing::Test {
  SmtpServer server;
  std::atomic<bool> stop{false};
  SmtpClient client{stop};

  Relay relay() const {
    Relay relay;
    relay.url = server.url();
    relay.tls = Tls::none;
    relay.name = "example.edu.cn";
    relay.allow = {parse_cidr("127.0.0.0/8").value()};
    relay.timeout = 20s;
    return relay;
  }
  static Mail mail(const std::string& body = "Subject: x\r\n\r\nhello\r\n.starts with a dot\r\n") {
    return {"from@example.edu.cn", "to@example.edu.cn", body};
  }
  SmtpReply send() { return client.send(relay(), mail()); }
};

TEST_F(SmtpClientTest, OneMailOneRecipient) {
  const auto reply = send();
  EXPECT_EQ(reply.trouble, SmtpTrouble::none);
  EXPECT_EQ(reply.code, 250);
  EXPECT_EQ(reply.text, "2.0.0 Ok: queued");
  const auto mails = server.mails();
  ASSERT_EQ(mails.size(), 1U);
  EXPECT_EQ(mails[0].helo, "example.edu.cn");
  EXPECT_THAT(mails[0].from, StartsWith("MAIL FROM:<from@example.edu.cn>"));
  EXPECT_THAT(mails[0].to, StartsWith("RCPT TO:<to@example.edu.cn>"));
  EXPECT_EQ(mails[0].data, "Subject: x\r\n\r\nhello\r\n..starts with a dot");
  EXPECT_THAT(server.commands(), Not(Contains("AUTH")));
}

TEST_F(SmtpClientTest, TheConnectionIsKept) {
  for (int i = 0; i < 3; ++i) EXPECT_EQ(send().trouble, SmtpTrouble::none);
  EXPECT_EQ(server.connections(), 1U);
}

TEST_F(SmtpClientTest, SoftAndHardAnswersAreToldApartByTheirCode) {
  server.script("RCPT", {"450 4.2.0 later", "550 5.1.1 nobody"});
  const auto soft = send(), hard = send();
  EXPECT_EQ(soft.trouble, SmtpTrouble::answered);
  EXPECT_EQ(soft.code, 450);
  EXPECT_EQ(soft.text, "4.2.0 later");
  EXPECT_EQ(hard.code, 550);
  EXPECT_TRUE(hard.envelope);
  EXPECT_EQ(send().trouble, SmtpTrouble::none);
  EXPECT_EQ(server.mails().size(), 1U);
}

TEST_F(SmtpClientTest, ARefusalAfterTheDotIsAnAnswer) {
  server.script(".", {"554 5.7.1 no", "452 4.3.1 full"});
  const auto hard = send(), soft = send();
  EXPECT_EQ(hard.trouble, SmtpTrouble::answered);
  EXPECT_EQ(hard.code, 554);
  EXPECT_TRUE(hard.body_whole);
  EXPECT_EQ(soft.code, 452);
}

TEST_F(SmtpClientTest, AConnectionLostAfterTheDotLeaves354) {
  server.script(".", {Answer::drop()});
  const auto reply = send();
  EXPECT_EQ(reply.trouble, SmtpTrouble::broken);
  EXPECT_EQ(reply.code, 354);
  EXPECT_TRUE(reply.body_whole);
}

TEST_F(SmtpClientTest, ALostConnectionBeforeTheMailIsNo354) {
  server.script("DATA", {Answer::drop()});
  const auto reply = send();
  EXPECT_EQ(reply.trouble, SmtpTrouble::broken);
  EXPECT_NE(reply.code, 354);
}

TEST_F(SmtpClientTest, NobodyThereAndNoGreeting) {
  auto nowhere = relay();
  nowhere.url = "smtp://127.0.0.1:1";
  EXPECT_EQ(client.send(nowhere, mail()).trouble, SmtpTrouble::unreachable);
  server.script("greeting", {Answer::drop(), "554 no service", "421 busy"});
  EXPECT_EQ(send().trouble, SmtpTrouble::unreachable);
  const auto closed_shop = send();
  EXPECT_EQ(closed_shop.trouble, SmtpTrouble::answered);
  EXPECT_EQ(closed_shop.code, 554);
  EXPECT_FALSE(closed_shop.envelope);
  EXPECT_EQ(send().code, 421);
}

// A server that answers the final dot late, beyond our patience. The test lets it go afterwards.
TEST_F(SmtpClientTest, ALateAnswerToTheDotIsNotWaitedForBeyondTheTimeout) {
  server.script(".", {Answer::slow("250 at last")});
  auto hasty = relay();
  hasty.timeout = 300ms;
  const auto reply = client.send(hasty, mail());
  EXPECT_EQ(reply.trouble, SmtpTrouble::broken);
  EXPECT_EQ(reply.code, 354);
  EXPECT_EQ(reply.text, "no answer in time");
  server.release();
}

// libcurl would keep the connection and take the late answer for one of the next mail's.
TEST_F(SmtpClientTest, ALateAnswerIsNeverTakenForTheNextMails) {
  server.script(".", {Answer::slow("250 at last")});
  auto hasty = relay();
  hasty.timeout = 300ms;
  EXPECT_EQ(client.send(hasty, mail()).code, 354);
  server.release();
  EXPECT_EQ(send().text, "2.0.0 Ok: queued");
  EXPECT_EQ(server.connections(), 2U);
}

TEST_F(SmtpClientTest, StopEndsWhatIsUnderWay) {
  server.script(".", {Answer::slow("250 at last")});
  std::thread stopper{[this] {
    server.wait_for_mails(1);
    stop = true;
  }};
  const auto reply = send();
  stopper.join();
  EXPECT_EQ(reply.trouble, SmtpTrouble::broken);
  EXPECT_EQ(reply.text, "stopped");
}

TEST_F(SmtpClientTest, AClosedConnectionIsReplacedInSilence) {
  EXPECT_EQ(send().trouble, SmtpTrouble::none);
  server.script("MAIL", {Answer{"421 4.4.2 idle too long", true}});
  EXPECT_EQ(send().trouble, SmtpTrouble::none);
  EXPECT_EQ(server.connections(), 2U);
  server.script("MAIL", {Answer::drop()});
  EXPECT_EQ(send().trouble, SmtpTrouble::none);
  EXPECT_EQ(server.connections(), 3U);
  EXPECT_EQ(server.mails().size(), 3U);
}

// Tried again on a new connection the mail would arrive, after the lease has ended and another has it.
TEST_F(SmtpClientTest, AKeptConnectionThatHangsIsNotTriedAgain) {
  EXPECT_EQ(send().trouble, SmtpTrouble::none);
  server.script("MAIL", {Answer::slow("250 at last")});
  auto hasty = relay();
  hasty.timeout = 300ms;
  const auto reply = client.send(hasty, mail());
  EXPECT_EQ(reply.trouble, SmtpTrouble::broken);
  EXPECT_EQ(reply.text, "no answer in time");
  EXPECT_EQ(server.connections(), 1U);
  EXPECT_EQ(server.mails().size(), 1U);
  server.release();
}

TEST_F(SmtpClientTest, ASecondTryHasOnlyWhatIsLeftOfTheTimeout) {
  EXPECT_EQ(send().trouble, SmtpTrouble::none);
  server.script("MAIL", {Answer::drop_after(1500ms), Answer::silence()});
  auto hasty = relay();
  hasty.timeout = 2s;
  const auto reply = client.send(hasty, mail());
  EXPECT_EQ(reply.text, "no answer in time");
  EXPECT_EQ(server.connections(), 2U);
  EXPECT_LT(reply.took, 1500ms + hasty.timeout) << "a whole time-out more";
}

TEST_F(SmtpClientTest, AForbiddenAddressIsNotDialled) {
  auto strict = relay();
  strict.allow.clear();
  const auto reply = client.send(strict, mail());
  EXPECT_EQ(reply.trouble, SmtpTrouble::refused);
  EXPECT_EQ(reply.text, "127.0.0.1 (loopback)");
  EXPECT_EQ(server.connections(), 0U);
}

TEST_F(SmtpClientTest, AKeptConnectionIsJudgedAnew) {
  EXPECT_EQ(send().trouble, SmtpTrouble::none);
  auto strict = relay();
  strict.allow.clear();
  EXPECT_EQ(client.send(strict, mail()).trouble, SmtpTrouble::refused);
  EXPECT_EQ(server.mails().size(), 1U);
}

TEST_F(SmtpClientTest, LogsIn) {
  auto account = relay();
  account.user = "office";
  account.password = "secret";
  EXPECT_EQ(client.send(account, mail()).trouble, SmtpTrouble::none);
  EXPECT_THAT(server.commands(), Contains("AUTH"));
}

TEST_F(SmtpClientTest, ARefusedLoginIsNoFaultOfTheMail) {
  server.script("AUTH", {"535 5.7.8 no"});
  auto account = relay();
  account.user = "office";
  account.password = "wrong";
  const auto reply = client.send(account, mail());
  EXPECT_EQ(reply.trouble, SmtpTrouble::login);
  EXPECT_EQ(reply.code, 535);
  EXPECT_TRUE(server.mails().empty());
}

TEST_F(SmtpClientTest, WithoutTheTlsItAsksForNothingLeaves) {
  auto safe = relay();
  safe.tls = Tls::starttls;
  const auto reply = client.send(safe, mail());
  EXPECT_EQ(reply.trouble, SmtpTrouble::unreachable);
  EXPECT_THAT(server.commands(), Not(Contains("MAIL")));
}

TEST_F(SmtpClientTest, WhatTheServerSaysIsBoundedAndPrintable) {
  server.script("RCPT", {Answer{"550 \x1b[31m" + std::string(1000, 'x')}});
  const auto reply = send();
  EXPECT_EQ(reply.code, 550);
  EXPECT_LE(reply.text.size(), 210U);
  EXPECT_THAT(reply.text, StartsWith("?[31mxxx"));
}

TEST_F(SmtpClientTest, ABigMailArrivesWhole) {
  std::string body = "Subject: big\r\n\r\n";
  for (int i = 0; i < 20'000; ++i) body += "line " + std::to_string(i) + " of a long mail\r\n";
  EXPECT_EQ(client.send(relay(), mail(body)).trouble, SmtpTrouble::none);
  EXPECT_EQ(server.mails().at(0).data + "\r\n", body);
}

}  // namespace
}  // namespace fenghuo::mailer
