// What a decision sends on to another matter: an entry of a brief, a count, evidence, a failed delivery. In the transaction of the
// decision.
#include "common/base/bytes.hpp"
#include "common/log/log.hpp"
#include "services/ledger/core.hpp"

namespace fenghuo::ledger {

// A matter that is there, by its id or number; by its key also one that this makes.
std::optional<MatterId> Core::forward_to(const wire::ToMatter& to, std::string& why) {
  if (to.matter_id() != 0) {
    if (const auto head = store_.matter_head(MatterId{to.matter_id()})) return head->id;
    why = "no matter has this id";
    return std::nullopt;
  }
  if (!to.matter_number().empty()) {
    if (const auto head = store_.matter_by_number(to.matter_number())) return head->id;
    why = "no matter has this number";
    return std::nullopt;
  }
  if (to.matter_key().empty()) {
    why = "it names no matter";
    return std::nullopt;
  }
  const auto latest = store_.latest_matter(to.matter_key());
  if (latest && (latest->open || to.unique_forever())) return latest->id;
  return make_matter(to.matter_key(), to.unique_forever(), latest ? latest->id : MatterId{});
}

// What would reach nobody is on record, and hinders nothing else of the decision.
void Core::forward(MatterId from, const wire::ToMatter& to) {
  std::string why;
  const auto target = forward_to(to, why);
  if (!target) {
    const std::string named = to.matter_id() != 0 ? id_text(MatterId{to.matter_id()}) : printable(to.matter_number(), 80);
    event(from, "forward_lost", "ledger", {{"to", named}, {"dedup", to.dedup()}, {"reason", why}});
    log::warn("forward_lost", {{"matter", id_text(from)}, {"to", named}, {"reason", why}});
    return;
  }
  wire::InboxBody body = to.body();
  // A digest names matters by their numbers; the sender's own may have been taken by this very decision.
  if (body.has_digest_entry() && body.digest_entry().number().empty()) body.mutable_digest_entry()->set_number(store_.matter(from)->number);
  submit_internal("matter/" + id_text(from), to.dedup(), *target, body, wire::WARNING);
}

}  // namespace fenghuo::ledger
