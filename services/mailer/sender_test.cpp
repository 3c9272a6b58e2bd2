// Jobs in, outcomes out: which server, which address, which login, and what goes back unsent.
#include "services/mailer/sender.hpp"

#include "common/base/ids.hpp"
#include "services/mailer/test_server.hpp"

namespace fenghuo::mailer {
namespace {

using namespace std::chrono_literals;
using testing::Contains;
using testing::HasSubstr;
using testing::Not;

struct MailSenderTest : testing::Test {
  SmtpServer server;
  std::map<std::string, std::shared_ptr<wire::Bundle>> bundles;
  std::map<std::string, std::string> secrets{{"env:U", "office"}, {"env:P", "secret"}};
  Shelf shelf{[this](const std::string& hash) -> Result<Bundles::Bundle> {
    if (!bundles.contains(hash)) return fail("no bundle " + hash);
    return Bundles::Bundle{bundles.at(hash)};
  }};
  std::atomic<bool> stop{false};
  Sender sender{shelf,
                [this](const std::string& reference) -> Result<std::string> {
                  if (!secrets.contains(reference)) return fail(reference + " is not set");
                  return secrets.at(reference);
                },
                "link key", stop};
  std::uint64_t last = 0;

  MailSenderTest() { bundle("active"); }

  wire::Bundle& bundle(const std::string& hash) {
    auto made = std::make_shared<wire::Bundle>();
    made->set_timezone("Asia/Shanghai");
    made->set_public_url("https://" + hash + ".example.edu.cn");
    auto& mail = *made->mutable_mail();
    mail.set_from("fenghuo@example.edu.cn");
    mail.set_relay(server.url());
    mail.set_tls("none");
    mail.add_allow_cidrs("127.0.0.0/8");
    mail.set_timeout_ms(20'000);
    add(*made, "box", "mail").set_address("box@example.edu.cn");
    add(*made, "hook", "webhook");
    bundles[hash] = made;
    return *made;
  }
  static wire::Destination& add(wire::Bundle& bundle, const char* id, const char* channel) {
    auto& destination = *bundle.add_destinations();
    destination.set_id(id);
    destination.set_channel(channel);
    return destination;
  }
  wire::JobItem job(const std::string& destination = "box", const std::string& content = "active") {
    wire::JobItem item;
    item.set_lease_ms(60'000);
    auto& send = *item.mutable_send();
    send.set_message_id(++last);
    send.set_destination(destination);
    send.set_bundle(content);
    send.set_active_bundle("active");
    send.mutable_model()->set_subject("试");
    send.mutable_model()->set_ask(true);
    return item;
  }
  wire::SendOutcome sent(const wire::JobItem& item) { return sender.send(item).value(); }
};

TEST_F(MailSenderTest, SoftThenHardThenTakenUnderOneMessageId) {
  server.script(".", {"450 later", SmtpServer::Answer::drop()});
  const auto item = job();
  EXPECT_EQ(sent(item).code(), wire::RETRY);
  EXPECT_EQ(sent(item).code(), wire::AMBIGUOUS);
  EXPECT_EQ(sent(item).code(), wire::DELIVERED);
  const auto mails = server.mails();
  ASSERT_EQ(mails.size(), 3U);
  for (const auto& mail : mails) EXPECT_EQ(mail.data, mails[0].data);
  EXPECT_THAT(mails[0].data, HasSubstr("Message-ID: <" + notification_id(MessageId{item.send().message_id()}) + "@example.edu.cn>"));
  server.script("RCPT", {"550 nobody"});
  EXPECT_EQ(sent(job()).code(), wire::REJECT);
}

TEST_F(MailSenderTest, ContentIsOfItsOwnBundleAndTheMailboxOfTheOneInForce) {
  bundle("old").mutable_destinations(0)->set_address("gone@example.edu.cn");
  bundles["old"]->mutable_mail()->set_relay("smtp://127.0.0.1:1");
  EXPECT_EQ(sent(job("box", "old")).code(), wire::DELIVERED);
  EXPECT_THAT(server.mails().at(0).to, HasSubstr("<box@example.edu.cn>"));
}

TEST_F(MailSenderTest, AMailServerOfItsOwnNeverHearsTheLogin) {
  SmtpServer other;
  bundle("active").mutable_mail()->set_user("env:U");
  bundles["active"]->mutable_mail()->set_password("env:P");
  auto& away = add(*bundles["active"], "away", "mail");
  away.set_address("a@elsewhere.example");
  away.set_url(other.url());
  EXPECT_EQ(sent(job()).code(), wire::DELIVERED);
  EXPECT_EQ(sent(job("away")).code(), wire::DELIVERED);
  EXPECT_EQ(other.mails().size(), 1U);
  EXPECT_THAT(server.commands(), Contains("AUTH"));
  EXPECT_THAT(other.commands(), Not(Contains("AUTH")));
}

TEST_F(MailSenderTest, ALoginThatIsNotThereIsTriedLater) {
  bundle("active").mutable_mail()->set_user("env:U");
  bundles["active"]->mutable_mail()->set_password("env:MISSING");
  const auto outcome = sent(job());
  EXPECT_EQ(outcome.code(), wire::RETRY);
  EXPECT_EQ(outcome.reason(), "login: env:MISSING is not set");
  EXPECT_EQ(server.connections(), 0U);
}

TEST_F(MailSenderTest, WhatIsNoMailboxIsRejected) {
  EXPECT_EQ(sent(job("nowhere")).code(), wire::REJECT);
  EXPECT_EQ(sent(job("hook")).code(), wire::REJECT);
}

TEST_F(MailSenderTest, WhatItCantDoGoesBack) {
  EXPECT_EQ(sender.send(job("box", "lost")).error().message, "bundle of the message: no bundle lost");
  auto item = job();
  item.mutable_send()->set_active_bundle("lost");
  EXPECT_EQ(sender.send(item).error().message, "bundle in force: no bundle lost");
  wire::JobItem decide;
  decide.mutable_decide();
  EXPECT_FALSE(sender.send(decide).has_value());
}

TEST(WithinLease, AnAttemptEndsBeforeItsLease) {
  EXPECT_EQ(within_lease(30s, 60s), 30s);
  EXPECT_EQ(within_lease(5min, 60s), 54s);
  EXPECT_EQ(within_lease(30s, 2s), 1s);
  EXPECT_EQ(within_lease(30s, 0s), 30s);
}

}  // namespace
}  // namespace fenghuo::mailer
