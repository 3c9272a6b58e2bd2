// What comes in at the intake door: items, each accepted once, in the order of arrival; answered after the commit that holds them.
#include "common/base/bytes.hpp"
#include "common/log/log.hpp"
#include "services/ledger/core.hpp"

namespace fenghuo::ledger {
namespace {

constexpr std::size_t max_key = 256;
constexpr std::size_t max_body = 64U << 10U;

const char* class_name(wire::IntakeClass c) {
  if (c == wire::HUMAN) return "human";
  return c == wire::EXPANSION ? "expansion" : "warning";
}

wire::AcceptedItem no(std::string reason) {
  wire::AcceptedItem answer;
  answer.set_status(wire::NOT_ACCEPTED);
  answer.set_reason(std::move(reason));
  return answer;
}

}  // namespace

void Core::submit(const std::string& identity, const wire::Submit& submit) {
  wire::Accepted answer;
  answer.set_request(submit.request());
  bool repeated = false;
  if (!submit.idempotency().empty()) {
    dirty_ = true;
    if (!store_.remember_idempotency(submit.idempotency(), submit.request_digest(), now(), repeated)) {
      for (int i = 0; i < submit.items_size(); ++i)
        *answer.add_items() = no("conflict: this Idempotency-Key was used with another request");
      say(Door::intake, identity, wire::ACCEPTED, answer);
      return;
    }
  }
  for (const auto& item : submit.items()) {
    const auto intake_class = item.item_class() != wire::CLASS_UNSET       ? item.item_class()
                              : submit.intake_class() != wire::CLASS_UNSET ? submit.intake_class()
                                                                           : wire::WARNING;
    *answer.add_items() = accept(submit.scope(), item, intake_class, {identity, submit.request()}, repeated);
  }
  answer.set_seq(store_.last_seq());
  say(Door::intake, identity, wire::ACCEPTED, answer);
}

wire::AcceptedItem Core::accept(const std::string& scope, const wire::SubmitItem& item, wire::IntakeClass intake_class, Waiter waiter,
                                bool replay) {
  if (item.key().empty() || item.key().size() > max_key || scope.empty() || scope.size() > max_key) {
    return no("bad: an item needs a scope and a key of 1 to 256 bytes");
  }
  const std::string body = canonical_bytes(item.body());
  if (body.size() > max_body || item.body().what_case() == wire::InboxBody::WHAT_NOT_SET)
    return no("bad: an item needs a body of at most 64 KiB");
  const std::string digest = item.digest().empty() ? crypto::sha256(body) : item.digest();

  wire::AcceptedItem answer;
  if (const auto known = store_.find_item(scope, item.key())) {
    answer.set_id(known->id.value);
    answer.set_matter_id(known->matter.value);
    if (known->digest != digest) return no("conflict: this key was used before with another content");
    answer.set_status(replay ? wire::OK_ACCEPTED : wire::OK_DUPLICATE);
    if (item.want_decided()) {
      waiters_[known->id.value] = waiter;
      wire::ItemOutcome outcome;
      if (known->decided && outcome.ParseFromString(known->outcome)) answer_waiter(known->id, known->matter, outcome);
    }
    return answer;
  }
  if (std::string full = no_room(scope, intake_class); !full.empty()) return no(std::move(full));

  MessageId message;
  std::string why;
  const auto matter = resolve(item, message, why);
  if (!matter) return no(why);
  const ItemId id{ids_.next(now())};
  store_.insert_item({id, scope, item.key(), digest, *matter, intake_class, now(), message, body});
  inbox_.add(*matter, id, intake_class, scope);
  ++accepted_;
  event(*matter, "accepted", scope, {{"item", id_text(id)}, {"class", class_name(intake_class)}});
  if (item.want_decided()) waiters_[id.value] = std::move(waiter);
  answer.set_status(wire::OK_ACCEPTED);
  answer.set_id(id.value);
  answer.set_matter_id(matter->value);
  return answer;
}

// Memory is bounded, and a flood of one submitter neither keeps the others out nor a person's act.
std::string Core::no_room(const std::string& scope, wire::IntakeClass intake_class) const {
  const std::uint64_t most = settings_.ledger.max_pending;
  const std::uint64_t kept_for_people = std::max<std::uint64_t>(most / 8, 1);
  if (inbox_.pending_items() >= most + (intake_class == wire::HUMAN ? kept_for_people : 0))
    return "full: too much waits to be decided; try again later";
  if (inbox_.pending_items(scope) >= std::max<std::uint64_t>(most / 2, 1))
    return "full: too much from this submitter waits to be decided; try again later";
  return {};
}

// The matter an item speaks of. A key makes a new matter when none is open under it (or none ever was, for keys that are unique for ever).
std::optional<MatterId> Core::resolve(const wire::SubmitItem& item, MessageId& message, std::string& why) {
  switch (item.target_case()) {
    case wire::SubmitItem::kMatterKey: {
      if (item.matter_key().empty() || item.matter_key().size() > max_key) {
        why = "bad: a matter's key has 1 to 256 bytes";
        return std::nullopt;
      }
      const auto latest = store_.latest_matter(item.matter_key());
      if (!latest) return make_matter(item.matter_key(), item.unique_forever(), {});
      if (latest->open || latest->unique_forever || item.unique_forever()) return latest->id;
      return make_matter(item.matter_key(), false, latest->id);
    }
    case wire::SubmitItem::kMatterId:
      if (const auto head = store_.matter_head(MatterId{item.matter_id()})) return head->id;
      break;
    case wire::SubmitItem::kMatterNumber:
      if (const auto head = store_.matter_by_number(item.matter_number())) return head->id;
      break;
    case wire::SubmitItem::kMessageId: {
      const auto record = store_.message(MessageId{item.message_id()});
      if (!record) break;
      if (record->revoked) {
        why = "revoked: this link was withdrawn";
        return std::nullopt;
      }
      message = record->id;
      return record->matter;
    }
    case wire::SubmitItem::TARGET_NOT_SET:
      break;
  }
  why = "not_found: no such matter";
  return std::nullopt;
}

MatterId Core::make_matter(std::string_view key, bool unique_forever, MatterId previous) {
  const MatterId id{ids_.next(now())};
  store_.insert_matter(id, key, unique_forever, previous, now());
  ++open_;
  dirty_ = true;
  return id;
}

void Core::submit_internal(const std::string& scope, const std::string& key, MatterId matter, const wire::InboxBody& body,
                           wire::IntakeClass c) {
  if (store_.find_item(scope, key)) return;
  const ItemId id{ids_.next(now())};
  const std::string bytes = canonical_bytes(body);
  store_.insert_item({id, scope, key, crypto::sha256(bytes), matter, c, now(), {}, bytes});
  inbox_.add(matter, id, c);
  dirty_ = true;
}

void Core::answer_waiter(ItemId item, MatterId matter, const wire::ItemOutcome& outcome) {
  const auto it = waiters_.find(item.value);
  if (it == waiters_.end()) return;
  wire::Decided decided;
  decided.set_request(it->second.request);
  decided.set_matter_id(matter.value);
  *decided.mutable_outcome() = outcome;
  decided.mutable_outcome()->set_item_id(item.value);
  decided.set_seq(store_.last_seq());
  say(Door::intake, it->second.identity, wire::DECIDED, decided);
  waiters_.erase(it);
}

}  // namespace fenghuo::ledger
