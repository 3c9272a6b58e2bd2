#include "services/escalator/notify.hpp"

#include "services/escalator/commitment.hpp"
#include "services/escalator/duty_late.hpp"
#include "services/escalator/duty_parties.hpp"
#include "services/escalator/ladder_clock.hpp"
#include "services/escalator/parties.hpp"
#include "services/escalator/words.hpp"

namespace fenghuo::escalator {
namespace {

constexpr Millis least_expiry = std::chrono::hours{24};
constexpr Millis duty_expiry = std::chrono::hours{72};
constexpr unsigned working_days_to_live = 3;
constexpr Millis usual_token_ttl = std::chrono::hours{24 * 7};

const char* state_of(wire::Work work) {
  switch (work) {
    case wire::AWAITING:
      return "awaiting";
    case wire::IN_PROGRESS:
      return "in_progress";
    case wire::SUBMITTED:
      return "submitted";
    case wire::CANCELLED:
      return "cancelled";
    case wire::CLOSED:
      return "closed";
    case wire::PLANNED:
      return "planned";
    case wire::RETURNED:
      return "returned";
    case wire::MERGED:
      return "merged";
    default:
      return "open";
  }
}

wire::ValidWhile valid_while(const Context& ctx, const Telling& telling) {
  wire::ValidWhile valid;
  valid.set_reminder_hours(keeps_hours(ctx, telling));
  if (telling.valid == Valid::always) return valid;
  if (telling.valid == Valid::digest) {
    valid.add_work(wire::CLOSED);  // one that was handed on is MERGED
    return valid;
  }
  if (telling.valid == Valid::verify) {
    valid.add_work(wire::SUBMITTED);
  } else if (telling.valid == Valid::duty) {
    for (const auto work : {wire::PLANNED, wire::AWAITING, wire::IN_PROGRESS, wire::RETURNED}) valid.add_work(work);
  } else if (telling.valid != Valid::news) {
    valid.add_work(wire::AWAITING);
    valid.add_work(wire::IN_PROGRESS);
    if (telling.valid == Valid::inform) valid.add_work(wire::SUBMITTED);
  }
  valid.set_generation(ctx.m.generation());
  if (telling.valid == Valid::ask) valid.set_untaken_party(telling.party);
  return valid;
}

void describe_duty(const Context& ctx, wire::NotificationModel& model) {
  model.set_due_at(duty(ctx).due_at());
  model.set_lamp(lamp_of(ctx, ctx.now));
  model.set_category(duty(ctx).occurrence().duty());
  model.set_proposed(obligation(ctx).proposed());
  const auto unit = unit_of_duty(ctx);
  if (!unit.empty()) model.set_lead(ctx.active.party_name("unit:" + unit));
}

void describe_matter(const Context& ctx, wire::NotificationModel& model) {
  const auto& m = ctx.m;
  model.set_matter_id(ctx.job.matter_id());
  model.set_key(ctx.job.key());
  model.set_kind(m.kind());
  model.set_decided_at(to_ms(ctx.now));
  model.set_state(state_of(m.work()));
  if (m.kind() == "duty") return describe_duty(ctx, model);
  model.set_level(m.level());
  if (!m.level().empty()) model.set_level_name(ctx.policy->level(m.level()).name());
  model.set_lamp("normal");
  if (const auto due = next_target(ctx, ctx.now)) model.set_due_at(to_ms(*due));
  if (m.kind() == "warning") {  // digests and reports are about many
    model.set_category(m.category());
    const auto category = ctx.active.category_name(m.category());
    model.set_category_name(category.data(), category.size());
  }
  model.set_previous(ctx.job.previous_number());
}

void describe_recipient(const Context& ctx, const std::string& party, wire::NotificationModel& model) {
  model.set_party(party);
  model.set_party_name(ctx.active.party_name(party));
  const std::string id = party.substr(std::min(party.size(), std::size_t{5}));
  if (party.starts_with("unit:")) {
    model.set_unit(id);
    return;
  }
  model.set_role(id);
  if (const auto* role = ctx.active.role(id)) model.set_unit(role->office());
}

wire::NotificationModel frozen(const Context& ctx, const Telling& telling) {
  wire::NotificationModel model;
  describe_matter(ctx, model);
  describe_recipient(ctx, telling.party, model);
  model.set_clause(telling.clause);
  model.set_on_behalf(telling.on_behalf);
  model.set_step(telling.step);
  model.set_repeat(telling.repeat);
  model.set_notice_kind(telling.kind);
  model.set_reason(telling.reason);
  model.set_ask(telling.ask);
  if (telling.ack_by != Instant{}) model.set_ack_by(to_ms(telling.ack_by));
  model.set_subject(telling.words.subject);
  model.set_late_batch(telling.late_batch);
  model.set_wording(telling.wording.empty() ? "notice" : telling.wording);
  model.mutable_invitations()->Add(telling.invitations.begin(), telling.invitations.end());
  const auto ttl = ctx.active.bundle().token_ttl_ms();
  model.set_token_expires(to_ms(ctx.now + (ttl > 0 ? Millis{ttl} : usual_token_ttl)));
  return model;
}

// What only the campus network may see.
void add_topic(const Context& ctx, const Telling& telling, bool on_campus, wire::NotificationModel& model) {
  model.set_text(on_campus ? telling.words.inside : telling.words.outside);
  if (on_campus && ctx.m.kind() != "digest") model.set_title(shown_title(ctx.m));
  if (!on_campus) model.clear_key();  // the provider chose it: it may say what the topic is
  if (ctx.m.kind() != "digest") return;
  auto& entries = *model.mutable_entries();
  entries = ctx.m.entries();
  if (entries.size() > most_listed) entries.DeleteSubrange(most_listed, entries.size() - most_listed);
  if (on_campus) return;
  for (auto& entry : *model.mutable_entries()) entry.clear_title();
}

std::string dedup_of(const Context& ctx, const Telling& telling, const std::string& destination) {
  std::string step = std::to_string(telling.step);
  if (ctx.m.kind() == "duty") step.append(".").append(std::to_string(ctx.m.duty().done_size()));  // what was undone may be said anew
  std::string out = std::to_string(ctx.m.generation()) + "/" + step + "/" + std::to_string(telling.repeat) + "/" + telling.party + "/" +
                    destination + "/" + telling.kind;
  if (!telling.serial.empty()) out += ":" + telling.serial;
  return out;
}

// A duty is spoken of by mail, to whoever has a mailbox: only mail carries a meeting into a calendar, and nobody is told by robot on one
// day and by mail on another. A warning takes the first contact.
Index::Destinations in_order(const Context& ctx, const Telling& telling) {
  auto all = ctx.active.destinations(telling.party);
  if (ctx.m.kind() != "warning")
    std::stable_partition(all.begin(), all.end(), [](const auto* destination) { return destination->channel() == "mail"; });
  return all;
}

// An all-clear goes wherever the alarm may have gone.
Index::Destinations channels_for(const Context& ctx, const Telling& telling) {
  auto all = in_order(ctx, telling);
  if (!telling.destination.empty()) {
    std::erase_if(all, [&](const auto* destination) { return destination->id() != telling.destination; });
  } else if (!telling.every_channel && telling.kind != "stand_down" && all.size() > 1) {
    all.resize(1);
  }
  return all;
}

// As long as the schedule goes on trying.
Millis expiry(const Context& ctx) { return std::max(least_expiry, Millis{ctx.active.bundle().retry().max_age_ms()}); }

// What keeps hours has working days, not hours of the clock: a holiday may lie between.
Instant usual_end(const Context& ctx, const Telling& telling, Instant leaves) {
  if (telling.expires != Instant{}) return telling.expires;
  if (keeps_hours(ctx, telling)) return ctx.active.calendar().add_working_days(leaves, working_days_to_live);
  return leaves + (ctx.m.kind() == "duty" ? duty_expiry : expiry(ctx));
}

Instant expires_at(const Context& ctx, const Telling& telling, Instant leaves) {
  const Instant usual = usual_end(ctx, telling, leaves);
  return telling.not_after > leaves ? std::min(usual, telling.not_after) : usual;
}

void queue(Context& ctx, const Telling& telling, const wire::Destination& destination, const wire::NotificationModel& model,
           const wire::ValidWhile& valid) {
  auto& message = *ctx.out.add_queue();
  message.set_party(telling.party);
  message.set_channel(destination.channel());
  message.set_destination(destination.id());
  message.set_kind(telling.kind);
  message.set_step(telling.step);
  message.set_repeat(telling.repeat);
  const Instant leaves = std::max(ctx.now, telling.not_before);
  message.set_not_before(to_ms(leaves));
  message.set_expires_at(to_ms(expires_at(ctx, telling, leaves)));
  *message.mutable_valid_while() = valid;
  message.set_bundle(ctx.active_hash);
  *message.mutable_model() = model;
  add_topic(ctx, telling, destination.on_campus(), *message.mutable_model());
  message.set_dedup(dedup_of(ctx, telling, destination.id()));
  message.set_urgent(!ctx.m.level().empty() && ctx.policy->most_severe(ctx.m.level()));
}

// A level is an algorithm's claim: whoever hears of a warning for the first time reads so, whatever the message is about.
void say_unverified(const Context& ctx, Telling& telling) {
  const auto* told = find_told(ctx.m, telling.party);
  if (ctx.m.kind() != "warning" || (told != nullptr && told->live() > 0)) return;
  const std::string head = telling.words.subject + "。";
  for (auto* text : {&telling.words.inside, &telling.words.outside}) {
    if (text->find(unverified) == std::string::npos)
      text->insert(text->starts_with(head) ? head.size() : 0, "内容" + std::string(unverified) + "。");
  }
}

// A message of the ladder itself: what is said outside it names its cause.
bool calls(const wire::OutMessage& message, const std::string& party) {
  return message.party() == party && message.kind() != "stand_down" && message.dedup().ends_with("/" + message.kind());
}

// A newer call says all that an older one said: whoever could not be reached for a while then gets one message, not a burst. A question
// that only this party can answer stays.
void supersede(Context& ctx, const std::string& party) {
  // Also within one decision: a level that was lowered may tell a newcomer of its first rung and climb on at once.
  auto& queue = *ctx.out.mutable_queue();
  queue.erase(std::remove_if(queue.begin(), queue.end(), [&](const auto& message) { return calls(message, party); }), queue.end());
  const auto* told = find_told(ctx.m, party);
  if (told == nullptr || told->live() == 0) return;
  const bool question = ctx.m.pending_cancel() || !ctx.m.pending_level().empty();
  if (question && party == role_or_operator(ctx, ctx.ladder().lower_by())) return;
  const auto covers = [](const wire::Withdraw& done) { return done.party().empty() && !done.asks_only(); };
  if (std::any_of(ctx.out.withdraw().begin(), ctx.out.withdraw().end(), covers)) return;
  auto& withdraw = *ctx.out.add_withdraw();
  withdraw.set_party(party);
  withdraw.set_reason("superseded");
}

}  // namespace

std::string shown_title(const wire::Matter& m) { return m.title_quarantined() ? "待复核（含个人信息嫌疑）" : m.title(); }

bool keeps_hours(const Context& ctx, const Telling& telling) { return ctx.m.kind() != "warning" && !telling.at_once; }

const wire::Destination* next_contact(const Context& ctx, const Telling& telling, std::string_view dead) {
  const auto all = in_order(ctx, telling);
  const auto found = std::find_if(all.begin(), all.end(), [&](const auto* contact) { return contact->id() == dead; });
  return found == all.end() || std::next(found) == all.end() ? nullptr : *std::next(found);
}

void supersede_reminders(Context& ctx, const std::string& party) {
  const auto* told = find_told(ctx.m, party);
  if (told == nullptr || told->live() == 0) return;
  auto& withdraw = *ctx.out.add_withdraw();
  withdraw.set_party(party);
  withdraw.set_asks_only(true);
  withdraw.set_except_kind("notice,overdue");
  withdraw.set_reason("superseded");
}

bool called_now(const Context& ctx, const std::string& party) {
  return std::any_of(ctx.out.queue().begin(), ctx.out.queue().end(), [&](const auto& message) { return calls(message, party); });
}

std::uint32_t step_now(const wire::Matter& m) { return static_cast<std::uint32_t>(std::max(m.rung(), 0)); }

std::uint32_t send(Context& ctx, const Telling& said) {
  const auto chosen = channels_for(ctx, said);
  if (chosen.empty()) return 0;
  Telling telling = said;
  say_unverified(ctx, telling);
  const auto model = frozen(ctx, telling);
  const auto valid = valid_while(ctx, telling);
  for (const auto* destination : chosen) queue(ctx, telling, *destination, model, valid);
  return static_cast<std::uint32_t>(chosen.size());
}

void tell(Context& ctx, const Telling& telling) {
  auto& m = ctx.m;
  supersede(ctx, telling.party);
  const auto live = send(ctx, telling);
  if (live > 0) {
    auto* told = find_told(m, telling.party);
    if (told == nullptr) {
      told = m.add_told();
      told->set_party(telling.party);
    }
    told->set_last_rung(telling.step);
    told->set_last_repeat(telling.repeat);
    told->set_asked(telling.ask);
    told->set_stood_down(false);
    told->set_live(live);
  }
  if (!telling.ask) return;
  ctx.asked_now.insert(telling.party);
  for (auto& group : *m.mutable_groups()) {
    if (live > 0 && in_group(group, telling.party)) group.set_failed(false);
  }
}

bool tell_by_next_channel(Context& ctx, const wire::Told& told, std::string_view dead_destination) {
  const auto& contacts = ctx.active.destinations(told.party());
  const auto dead = std::find_if(contacts.begin(), contacts.end(), [&](const auto* contact) { return contact->id() == dead_destination; });
  if (dead == contacts.end() || std::next(dead) == contacts.end() || ctx.closed() || static_cast<int>(told.last_rung()) > ctx.last_rung())
    return false;
  const auto& spec = ctx.ladder().rungs(static_cast<int>(told.last_rung()));
  const bool ask = told.asked() && still_asked(ctx.m, told.party());
  if (spec.every_channel() || told.asked() != ask) return false;
  Call call;
  call.ask = ask;
  call.submit_up = spec.wording() == "submit_up";
  call.nth = told.last_rung() + told.last_repeat() + 1;
  call.answer_by = answer_by(ctx);
  Telling telling;
  telling.party = told.party();
  telling.kind = !ask ? "notice" : told.last_rung() == 0 ? "warning" : "escalation";
  telling.ask = ask;
  telling.step = told.last_rung();
  telling.repeat = told.last_repeat();
  telling.words = call_words(ctx, call);
  telling.reason = "前一联系方式未送达";
  telling.wording = spec.wording();
  telling.clause = spec.line();
  telling.ack_by = ask ? call.answer_by : Instant{};
  telling.valid = ask ? Valid::ask : Valid::inform;
  telling.destination = (*std::next(dead))->id();
  tell(ctx, telling);
  return true;
}

void alarm_operator(Context& ctx, const std::string& serial) {
  const auto& role = ctx.active.bundle().operator_role();
  if (role.empty()) return;
  Telling telling;
  telling.party = "role:" + role;
  telling.kind = "notice";
  telling.step = step_now(ctx.m);
  telling.repeat = ctx.m.last_repeats();
  telling.words = unreachable_words(ctx);
  telling.reason = "各级均无人可报";
  telling.serial = "operator" + (serial.empty() ? "" : "/" + serial);
  send(ctx, telling);
}

}  // namespace fenghuo::escalator
