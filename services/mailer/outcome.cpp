#include "services/mailer/outcome.hpp"

namespace fenghuo::mailer {
namespace {

constexpr int start_mail_input = 354;

std::string said(const SmtpReply& reply) {
  std::string text = "SMTP " + std::to_string(reply.code);
  if (!reply.text.empty()) text.append(": ").append(reply.text);
  return text;
}

bool wants_a_login(int code) { return code == 530 || code == 534 || code == 535 || code == 538; }

wire::SendOutcome answered(const SmtpReply& reply) {
  const bool hard = reply.code >= 500 && reply.code < 600;
  if (!hard) return retry_later(said(reply));
  if (wants_a_login(reply.code)) return retry_later("the mail server asks for another login or TLS; " + said(reply));
  if (!reply.envelope) return retry_later("the mail server takes no mail from us; " + said(reply));
  return rejected(said(reply));
}

wire::SendOutcome meaning(const SmtpReply& reply) {
  switch (reply.trouble) {
    case SmtpTrouble::none:
      return send_outcome(wire::DELIVERED, said(reply));
    case SmtpTrouble::refused:
      return rejected("address not allowed: " + reply.text + "; if it is right, add its network to allow_cidrs of mail.yaml");
    case SmtpTrouble::unreachable:
      return retry_later("not reached: " + reply.text);
    case SmtpTrouble::login:
      return retry_later("the mail server does not take our login; " + said(reply));
    case SmtpTrouble::answered:
      return answered(reply);
    case SmtpTrouble::broken:
      break;
  }
  if (reply.code == start_mail_input && reply.body_whole) return send_outcome(wire::AMBIGUOUS, "may have arrived: " + reply.text);
  return retry_later("broke off: " + reply.text);
}

}  // namespace

wire::SendOutcome outcome_of(const SmtpReply& reply) {
  auto out = meaning(reply);
  out.set_status(reply.code);
  out.set_took_ms(reply.took.count());
  return out;
}

}  // namespace fenghuo::mailer
