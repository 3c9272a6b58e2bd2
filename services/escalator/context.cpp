#include "services/escalator/context.hpp"

#include "common/messages/signed_text.hpp"

namespace fenghuo::escalator {
namespace {

// What the system does because of an act is not the actor's.
bool says_act(std::string_view kind) { return kind != "said" && kind != "not_said" && kind != "joined_brief" && kind != "by_hand"; }

}  // namespace

Context::Context(const wire::DecideJob& job_, const Index& active_, const Index& policy_, const std::string& active_hash_)
    : job(job_),
      active(active_),
      policy(&policy_),
      active_hash(active_hash_),
      now(instant(job_.now())),
      m(*out.mutable_matter()),
      actor(own_name),
      at(now) {
  out.set_matter_id(job.matter_id());
  out.set_version(job.version());
  out.set_bundle(active_hash);
  if (job.version() > 0 && job.has_matter()) m = job.matter();
}

bool Context::closed() const {
  return m.work() == wire::CLOSED || m.work() == wire::CANCELLED || m.work() == wire::ARCHIVED || m.work() == wire::MERGED;
}

void Context::event(std::string_view kind, Fields fields, std::string_view text) {
  auto& event = *out.add_events();
  event.set_kind(kind.data(), kind.size());
  event.set_occurred_at(to_ms(at));
  event.set_actor(actor);
  event.set_text(signed_text(text, signer));
  for (const auto& [name, value] : fields) {
    if (!value.empty()) add_field(event.mutable_fields(), name, value);
  }
  const auto of_liaison = [this](const auto& one) { return one.first == "party" && one.second == liaison_for; };
  if (!liaison_for.empty() && says_act(kind) && std::any_of(fields.begin(), fields.end(), of_liaison))
    add_field(event.mutable_fields(), "by_liaison", "1");
}

void Context::tick(Instant due) {
  actor = own_name;
  account.clear();
  signer.clear();
  at = std::min(due, now);
  cause.clear();
  liaison_for.clear();
}

void Context::go_on(const Who& who) {
  actor = who.actor;
  account = who.account;
  signer = who.signer;
  cause = who.cause;
  at = who.at;
}

void Context::tell_news(News what, std::string_view party) {
  if (what < news) return;
  news = what;
  news_party = party;
  news_cause = cause;
}

wire::Told* find_told(wire::Matter& m, std::string_view party) {
  for (auto& told : *m.mutable_told()) {
    if (told.party() == party) return &told;
  }
  return nullptr;
}

void drop_told(wire::Matter& m, std::string_view party) {
  auto& told = *m.mutable_told();
  for (int i = told.size() - 1; i >= 0; --i) {
    if (told[i].party() == party) told.DeleteSubrange(i, 1);
  }
}

bool contains(const google::protobuf::RepeatedPtrField<std::string>& list, std::string_view value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

void erase_value(google::protobuf::RepeatedPtrField<std::string>* list, std::string_view value) {
  for (int i = list->size() - 1; i >= 0; --i) {
    if ((*list)[i] == value) list->DeleteSubrange(i, 1);
  }
}

std::string joined(const std::vector<std::string>& parties) {
  std::string out;
  for (const auto& party : parties) out += (out.empty() ? "" : ",") + party;
  return out;
}

}  // namespace fenghuo::escalator
