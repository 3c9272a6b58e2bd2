// mail.yaml: how mail leaves. Without the file there is none; then no destination may be of channel mail.
#include <algorithm>

#include "common/base/bytes.hpp"
#include "common/config/bundle_parts.hpp"
#include "common/config/shapes.hpp"
#include "common/config/values.hpp"

namespace fenghuo::config {
namespace {

constexpr auto may = Need::may;
constexpr auto must = Need::must;

std::string host_of(std::string_view relay) {
  const auto begin = relay.find("://");
  return begin == std::string_view::npos ? std::string{} : std::string{relay.substr(begin + 3)};
}

std::string domain_of(const std::string& address) {
  std::string domain = address.substr(address.rfind('@') + 1);
  std::transform(domain.begin(), domain.end(), domain.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return domain;
}

void check_ways(const Node& root, const wire::Mail& mail, FaultList& faults) {
  if (!valid_relay(mail.relay())) return;
  const bool wrapped = mail.relay().starts_with("smtps://");
  if (wrapped != (mail.tls() == "smtps")) {
    faults.error(place_at(root, "tls"), "relay is " + printable(mail.relay(), 80) + " and tls is " + mail.tls(),
                 wrapped ? "write tls: smtps" : "write smtps://… for TLS from the first byte, or tls: starttls");
  }
  if (mail.user().empty() != mail.password().empty())
    faults.error(place_at(root, mail.user().empty() ? "password" : "user"), "user and password go together", "give both, or neither");
  if (mail.tls() != "none" || loopback(host_of(mail.relay()))) return;
  if (!mail.password().empty())
    faults.error(place_at(root, "tls"), "the password would leave this machine in the clear", "write tls: starttls, or smtps");
  else
    faults.warning(place_at(root, "relay"), "mail leaves this machine in the clear: everybody on the way can read along",
                   "write tls: starttls, or smtps");
}

// A warning's topic goes to listed mail domains alone, whatever the destination says of itself.
void keep_topics_in(wire::Bundle& bundle) {
  const auto& listed = bundle.mail().topic_domains();
  for (auto& destination : *bundle.mutable_destinations()) {
    if (destination.channel() != "mail" || !destination.on_campus()) continue;
    destination.set_on_campus(std::find(listed.begin(), listed.end(), domain_of(destination.address())) != listed.end());
  }
}

}  // namespace

const Shape& mail_shape() {
  static const Shape shape = map_of({
      {"from", must, value(Form::mail_address), "Sender's address; bounces come here too"},
      {"from_name", must, text(40), "Sender's name as mail programs show it"},
      {"organizer_address", may, value(Form::mail_address), "Who invites to meetings; absent = from"},
      {"relay", must, value(Form::relay), "The mail server that takes what we send"},
      {"tls", may, one_of({"none", "starttls", "smtps"}), "none, STARTTLS, or TLS from the first byte"},
      {"user", may, value(Form::secret), "Reference to the account's name at the relay; absent = no login"},
      {"password", may, value(Form::secret), "Reference to its password"},
      {"allow_cidrs", may, list_of(value(Form::cidr), 50), "Address ranges mail servers may resolve to; absent = public addresses only"},
      {"topic_domains", may, list_of(value(Form::host), 50), "Mail domains of the campus: only there a warning's topic may be written"},
      {"concurrency", may, whole(1, 256), "Most mails under way at once to one mail server"},
      {"timeout", may, span(std::chrono::seconds{1}, std::chrono::minutes{5}), "Longest time for one attempt; shorter than ledger.lease"},
  });
  return shape;
}

void read_mail(const Node& root, Draft& draft) {
  const bool there = root.kind != Node::Kind::null;
  for (const auto& destination : draft.bundle.destinations()) {
    if (there || destination.channel() != "mail") continue;
    draft.faults.error(draft.names.place("destination", destination.id()),
                       "destination \"" + destination.id() + "\" is a mailbox, and there is no mail.yaml to say how mail leaves",
                       "add mail.yaml with from, from_name and relay");
  }
  if (!there) return;
  auto& mail = *draft.bundle.mutable_mail();
  mail.set_from(text_at(root, "from"));
  mail.set_from_name(text_at(root, "from_name"));
  mail.set_organizer_address(text_at(root, "organizer_address", mail.from()));
  mail.set_relay(text_at(root, "relay"));
  mail.set_tls(text_at(root, "tls", mail.relay().starts_with("smtps://") ? "smtps" : "starttls"));
  mail.set_user(text_at(root, "user"));
  mail.set_password(text_at(root, "password"));
  for (const auto& range : texts_at(root, "allow_cidrs")) mail.add_allow_cidrs(range);
  for (const auto& domain : texts_at(root, "topic_domains")) mail.add_topic_domains(domain_of(domain));
  mail.set_concurrency(static_cast<std::uint32_t>(whole_at(root, "concurrency", 8)));
  mail.set_timeout_ms(span_at(root, "timeout", std::chrono::seconds{30}).count());
  check_ways(root, mail, draft.faults);
  keep_topics_in(draft.bundle);
}

}  // namespace fenghuo::config
