// mail.yaml and mailboxes: what is refused, and where topics may go.
#include <gmock/gmock.h>

#include "common/config/bundle_files.hpp"
#include "common/config/bundle_loader.hpp"
#include "common/config/test_folder.hpp"

namespace fenghuo::config {
namespace {

std::string faults_of(const TestFolder& folder) {
  auto draft = load_draft(folder.path(), 2025);
  return report(draft.faults.take(), folder.path());
}

struct Change {
  const char *name, *file, *from, *to, *at, *fault;
};

class MailFault : public testing::TestWithParam<Change> {};

TEST_P(MailFault, IsTheOnlyOneAndHasItsPlace) {
  const Change& change = GetParam();
  const auto folder = TestFolder::shipped();
  folder.replace(change.file, change.from, change.to);
  const std::string place = std::string(change.file) + ":" + folder.place_of(change.file, change.at) + ": ";
  EXPECT_EQ(faults_of(folder), place + change.fault + "\n");
}

constexpr const char *mail = "mail.yaml", *destinations = "destinations.yaml",
                     *box = "{id: dxb_mail, channel: mail, address: dxb@campus.invalid}";

INSTANTIATE_TEST_SUITE_P(
    Table, MailFault,
    testing::Values(
        Change{"no_address", mail, "from: fenghuo@campus.invalid", "from: fenghuo", "fenghuo  ",
               "from is \"fenghuo\"; write a mail address like office@example.edu.cn"},
        Change{"two_addresses", mail, "from: fenghuo@campus.invalid", "from: \"a@b.cn, c@d.cn\"", "\"a@b.cn",
               "from is \"a@b.cn, c@d.cn\"; write a mail address like office@example.edu.cn"},
        Change{"no_relay", mail, "smtp://127.0.0.1:8025", "127.0.0.1:25", "127.0.0.1:25",
               "relay is \"127.0.0.1:25\"; write smtp://HOST:PORT or smtps://HOST:PORT"},
        Change{"login_in_the_relay", mail, "smtp://127.0.0.1:8025", "smtp://me:secret@127.0.0.1:25", "smtp://me",
               "relay is \"smtp://me:secret@127.0.0.1:25\"; write smtp://HOST:PORT or smtps://HOST:PORT"},
        Change{"two_ways_of_tls", mail, "smtp://127.0.0.1:8025", "smtps://127.0.0.1:465", "none",
               "relay is smtps://127.0.0.1:465 and tls is none; write tls: smtps"},
        Change{"tls_without_its_relay", mail, "tls: none", "tls: smtps", "smtps ",
               "relay is smtp://127.0.0.1:8025 and tls is smtps; write smtps://… for TLS from the first byte, or tls: starttls"},
        Change{"in_the_clear", mail, "smtp://127.0.0.1:8025", "smtp://mail.example.edu.cn:25", "smtp://mail",
               "warning: mail leaves this machine in the clear: everybody on the way can read along; write tls: starttls, or smtps"},
        Change{"user_alone", mail, "tls: none", "user: env:U\ntls: none", "env:U", "user and password go together; give both, or neither"},
        Change{"password_itself", mail, "tls: none", "user: env:U\npassword: hunter2\ntls: none", "hunter2",
               "password is a text (not shown here); write a reference, env:NAME or file:PATH (never the secret itself)"},
        Change{"mailbox_without_address", destinations, box, "{id: dxb_mail, channel: mail}", "{id: dxb_mail",
               "destination \"dxb_mail\" of channel mail has no \"address\"; add \"address: \" with a mail address like "
               "office@example.edu.cn"},
        Change{"mailbox_with_url", destinations, box, "{id: dxb_mail, channel: mail, address: a@b.cn, url: \"http://x/\"}", "\"http://x/\"",
               "destination \"dxb_mail\" is of channel mail, which has no \"url\"; take it out, or write channel: webhook"},
        Change{"hook_with_address", destinations, "{id: dxb, url", "{id: dxb, address: a@b.cn, url", "a@b.cn",
               "destination \"dxb\" is of channel webhook, which has no \"address\"; take it out, or write channel: mail"},
        Change{"hook_without_secrets", destinations, box, "{id: dxb_mail, url: \"http://127.0.0.1:1/\"}", "{id: dxb_mail",
               "destination \"dxb_mail\" of channel webhook has no \"secrets\"; add \"secrets: \" with a list of references to signing "
               "secrets"}),
    [](const auto& test) { return std::string(test.param.name); });

TEST(MailFile, APasswordNeverLeavesInTheClear) {
  const auto folder = TestFolder::shipped();
  folder.replace(mail, "tls: none", "user: env:U\npassword: env:P\ntls: none");
  EXPECT_EQ(faults_of(folder), "") << "on this machine";
  folder.replace(mail, "smtp://127.0.0.1:8025", "smtp://mail.example.edu.cn:25");
  EXPECT_THAT(faults_of(folder), testing::HasSubstr("the password would leave this machine in the clear; write tls: starttls, or smtps"));
}

TEST(MailFile, WithoutItThereAreNoMailboxes) {
  const auto folder = TestFolder::shipped();
  std::filesystem::remove(folder.path() + "/mail.yaml");
  const auto faults = faults_of(folder);
  EXPECT_THAT(faults, testing::HasSubstr("destination \"dxb_mail\" is a mailbox, and there is no mail.yaml to say how mail leaves; add "
                                         "mail.yaml with from, from_name and relay"));
  const std::string file = folder.read(destinations), kind = "channel: mail, address:";
  std::ptrdiff_t mailboxes = 0;
  for (auto i = file.find(kind); i != std::string::npos; i = file.find(kind, i + 1)) ++mailboxes;
  ASSERT_GT(mailboxes, 0);
  EXPECT_EQ(std::count(faults.begin(), faults.end(), '\n'), mailboxes) << "each is named, and nothing else";
}

TEST(MailFile, TopicsGoToListedDomainsAlone) {
  const auto folder = TestFolder::shipped();
  folder.replace(mail, "topic_domains: [campus.invalid]", "topic_domains: [Campus.Invalid]");
  folder.replace(destinations, box, "{id: dxb_mail, channel: mail, address: dxb@hosted.example}");
  const auto draft = load_draft(folder.path(), 2025);
  for (const auto& one : draft.bundle.destinations()) EXPECT_EQ(one.on_campus(), one.id() != "dxb_mail") << one.id();
}

TEST(MailFile, ItsValuesReachTheBundle) {
  const auto folder = TestFolder::shipped();
  folder.replace(mail, "# user: env:FENGHUO_MAIL_USER", "user: env:FENGHUO_MAIL_USER");
  folder.replace(mail, "# password: file:secrets/mail.password", "password: file:secrets/mail.password");
  folder.replace(mail, "# organizer_address: dxb@campus.invalid", "organizer_address: dxb@campus.invalid");
  const auto bundle = load_draft(folder.path(), 2025).bundle;
  EXPECT_EQ(bundle.mail().user(), "env:FENGHUO_MAIL_USER");
  EXPECT_EQ(bundle.mail().password(), "file:secrets/mail.password");
  EXPECT_EQ(bundle.mail().organizer_address(), "dxb@campus.invalid");
  EXPECT_EQ(bundle.mail().timeout_ms(), 30'000);
  EXPECT_EQ(bundle.mail().concurrency(), 8U);
  EXPECT_EQ(bundle.mail().allow_cidrs(0), "127.0.0.0/8");
}

}  // namespace
}  // namespace fenghuo::config
