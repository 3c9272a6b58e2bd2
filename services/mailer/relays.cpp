#include "services/mailer/relays.hpp"

#include "common/base/bytes.hpp"
#include "common/log/log.hpp"
#include "common/mail/header.hpp"

namespace fenghuo::mailer {
namespace {

using namespace std::chrono_literals;

constexpr auto login_lives = 5s;
constexpr Millis usual_timeout{30'000};

Tls tls_of(const std::string& url, const std::string& word) {
  if (url.starts_with("smtps://")) return Tls::wrapped;
  return word == "none" ? Tls::none : Tls::starttls;
}

}  // namespace

Relays::Relays(std::shared_ptr<const wire::Bundle> bundle, Resolve resolve) : bundle_(std::move(bundle)), resolve_(std::move(resolve)) {
  for (const auto& one : bundle_->destinations()) destinations_.emplace(one.id(), &one);
}

Relay Relays::prepared(const std::string& url) const {
  const auto& mail = bundle_->mail();
  Relay relay;
  relay.url = url;
  relay.tls = tls_of(url, mail.tls());
  relay.name = mail_domain(mail.from());
  relay.timeout = mail.timeout_ms() > 0 ? Millis{mail.timeout_ms()} : usual_timeout;
  for (const auto& text : mail.allow_cidrs()) {
    if (const auto network = parse_cidr(text))
      relay.allow.push_back(*network);
    else
      log::warn("network_unreadable", {{"network", printable(text)}});
  }
  return relay;
}

Result<void> Relays::read_login(std::chrono::steady_clock::time_point now) {
  const auto& mail = bundle_->mail();
  if (mail.user().empty()) return {};
  if (now >= look_again_) {
    look_again_ = now + login_lives;
    const auto user = resolve_(mail.user()), password = resolve_(mail.password());
    login_fault_ = !user ? user.error().message : !password ? password.error().message : "";
    if (login_fault_.empty()) {
      user_ = *user;
      password_ = *password;
    }
  }
  if (!login_fault_.empty()) return fail("login: " + login_fault_);
  return {};
}

tl::expected<Mailbox, wire::SendOutcome> Relays::find(const std::string& destination, std::chrono::steady_clock::time_point now) {
  const auto found = destinations_.find(destination);
  if (found == destinations_.end())
    return tl::unexpected(rejected("the configuration in force has no destination " + printable(destination)));
  const wire::Destination& to = *found->second;
  if (to.channel() != "mail")
    return tl::unexpected(rejected("destination " + to.id() + " is of channel " + printable(to.channel()) + ", not mail"));
  if (bundle_->mail().from().empty()) return tl::unexpected(retry_later("the configuration in force has no mail.yaml"));
  if (const auto login = read_login(now); !login) return tl::unexpected(retry_later(login.error().message));
  const std::string& url = to.url().empty() ? bundle_->mail().relay() : to.url();
  auto relay = relays_.find(url);
  if (relay == relays_.end()) relay = relays_.emplace(url, prepared(url)).first;
  // The login is the relay's of mail.yaml; a mail server of a destination's own never hears it.
  const bool own = url == bundle_->mail().relay();
  relay->second.user = own ? user_ : "";
  relay->second.password = own ? password_ : "";
  return Mailbox{&relay->second, to.address()};
}

}  // namespace fenghuo::mailer
