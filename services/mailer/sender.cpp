#include "services/mailer/sender.hpp"

#include "common/base/ids.hpp"
#include "common/log/log.hpp"
#include "common/mail/compose.hpp"
#include "services/mailer/outcome.hpp"

namespace fenghuo::mailer {
namespace {

void log_sent(const wire::SendJob& job, const wire::SendOutcome& outcome) {
  log::write(outcome.code() == wire::DELIVERED ? log::Level::debug : log::Level::warn, "sent",
             {{"message", notification_id(MessageId{job.message_id()})},
              {"destination", job.destination()},
              {"attempt", job.attempt()},
              {"outcome", outcome_name(outcome.code())},
              {"reason", outcome.reason()},
              {"took_ms", outcome.took_ms()}});
}

}  // namespace

Millis within_lease(Millis timeout, Millis lease) {
  if (lease <= Millis{0}) return timeout;
  const Millis margin = std::max(Millis{1000}, lease / 10);
  return std::max(std::min(timeout, lease - margin), std::min(timeout, lease / 2));
}

Result<Bundles::Bundle> Shelf::get(const std::string& hash) {
  const std::lock_guard lock{mutex_};
  return bundles_.get(hash, steady_now());
}

// Mail servers, addresses and logins are those in force now, whatever the message was decided with.
Result<Relays*> Sender::relays_of(const std::string& hash) {
  if (!relays_ || hash != active_hash_) {
    auto bundle = shelf_.get(hash);
    if (!bundle) return tl::unexpected(bundle.error());
    relays_ = std::make_unique<Relays>(std::move(*bundle), resolve_);
    active_hash_ = hash;
  }
  return relays_.get();
}

Result<wire::SendOutcome> Sender::send(const wire::JobItem& item) {
  if (!item.has_send()) return fail("not a message to send");
  const wire::SendJob& job = item.send();
  if (job.active_bundle().empty()) return fail("the job names no bundle in force");
  const auto relays = relays_of(job.active_bundle());
  if (!relays) return fail("bundle in force: " + relays.error().message);
  const auto content = shelf_.get(job.bundle().empty() ? job.active_bundle() : job.bundle());
  if (!content) return fail("bundle of the message: " + content.error().message);

  wire::SendOutcome outcome;
  if (const auto mailbox = (*relays)->find(job.destination(), steady_now())) {
    auto letter = compose_mail(job, **content, mailbox->address, link_key_);
    if (!letter) return fail("can't be written: " + letter.error().message);
    Relay relay = *mailbox->relay;
    relay.ca_file = ca_file_;
    relay.timeout = within_lease(relay.timeout, Millis{item.lease_ms()});
    outcome = outcome_of(client_.send(relay, {letter->from, mailbox->address, std::move(letter->bytes)}));
  } else {
    outcome = mailbox.error();
  }
  log_sent(job, outcome);
  return outcome;
}

}  // namespace fenghuo::mailer
