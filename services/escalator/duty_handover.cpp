#include "services/escalator/duty_handover.hpp"

#include "services/escalator/brief.hpp"
#include "services/escalator/commitment.hpp"
#include "services/escalator/duty_late.hpp"
#include "services/escalator/duty_open.hpp"
#include "services/escalator/duty_parties.hpp"
#include "services/escalator/duty_say.hpp"
#include "services/escalator/duty_words.hpp"
#include "services/escalator/liaison.hpp"

namespace fenghuo::escalator {
namespace {

using Parties = std::vector<std::string>;
using Names = google::protobuf::RepeatedPtrField<std::string>;

bool has(const Parties& list, const std::string& party) { return std::find(list.begin(), list.end(), party) != list.end(); }

void add_once(Parties& list, const std::string& party) {
  if (!party.empty() && !has(list, party)) list.push_back(party);
}

std::string unit_party(const std::string& unit) { return unit.empty() ? unit : "unit:" + unit; }

bool was_told(const Context& ctx, const std::string& party) {
  const auto each = each_of(ctx, party);
  return std::any_of(each.begin(), each.end(), [&](const std::string& one) {
    return std::any_of(ctx.m.told().begin(), ctx.m.told().end(), [&](const wire::Told& told) { return told.party() == one; });
  });
}

// The duty still wants something of it, in another part.
bool concerned(const Context& ctx, const std::string& party) {
  Parties all = supporters_of(ctx);
  for (const auto& one : attendees_of(ctx)) add_once(all, one);
  for (const auto& one :
       {owner_of(ctx), unit_party(unit_of_duty(ctx)), supervision_of(ctx), dispatcher_of(ctx), verifier_of(ctx), approver_of(ctx)})
    add_once(all, one);
  return has(all, party);
}

// What it had taken on before an edit let it go stands again; of what a person let go nothing was kept.
wire::AskGroup& add_group(wire::Matter& m, const std::string& party, std::uint32_t rung) {
  erase_value(m.mutable_no_longer(), party);
  for (auto& old : *m.mutable_groups()) {
    if (!old.dropped() || !taken(old) || old.since_rung() != rung || old.parties(0) != party) continue;
    old.set_dropped(false);
    return old;
  }
  auto& group = *m.add_groups();
  group.add_parties(party);
  group.set_since_rung(rung);
  return group;
}

// What it had taken on is kept: the edit may be a mistake that is taken back.
void drop(wire::Matter& m, wire::AskGroup& group) {
  group.set_dropped(true);
  for (const auto& party : group.parties()) {
    if (!contains(m.no_longer(), party)) m.add_no_longer(party);
  }
}

// What one edit changes: who is out, who is new and as what.
struct Change {
  Parties out, out_of_support, owners, leads, support;
};

// Whoever supports and led for a while by an edit supports again.
bool support_again(wire::Matter& m, const std::string& party, const Names& support) {
  if (!contains(support, party)) return false;
  for (auto& group : *m.mutable_groups()) {
    if (!group.dropped() || group.since_rung() == 0 || !contains(group.parties(), party)) continue;
    group.set_dropped(false);
    erase_value(m.mutable_no_longer(), party);
    return true;
  }
  return false;
}

// Of an owner whose desk is the same under another name, what it promised stands.
void change_owner(Context& ctx, const std::string& to, Change& change) {
  auto& m = ctx.m;
  const std::string from = owner_of(ctx);
  auto* group = lead_group(m);
  if (group != nullptr && same_side(ctx, from, to)) {
    group->clear_parties();
    group->add_parties(to);
    return;
  }
  ctx.event("transferred", {{"party", from}, {"to", to}, {"why", "catalogue"}});
  if (group != nullptr) drop(m, *group);
  for (auto& other : *m.mutable_groups()) {
    if (!other.dropped() && contains(other.parties(), to)) other.set_dropped(true);  // it leads now
  }
  const bool held = taken(add_group(m, to, 0));
  if (support_again(m, from, duty(ctx).occurrence().obligation().support())) add_once(change.support, from);
  m.set_dispatch_asked(false);
  resume_lateness(ctx, ctx.at, "another unit leads");
  add_once(change.out, from);
  add_once(change.owners, to);
  if (m.work() == wire::SUBMITTED) return;  // what was handed in waits for its verification
  m.set_next_report_at(0);
  if (m.work() == wire::PLANNED) return;
  m.set_work(held ? wire::IN_PROGRESS : wire::AWAITING);
}

// The unit it counts under, which leads a leader's duty.
void change_unit(Context& ctx, const wire::Occurrence& before, Change& change) {
  const auto& after = duty(ctx).occurrence();
  auto& units = *ctx.m.mutable_units();
  if (before.unit() == after.unit() || (!units.empty() && units[0] != before.unit())) return;  // a person passed it on
  units.Clear();
  if (!after.unit().empty()) *units.Add() = after.unit();
  const std::string from = unit_party(before.unit()), to = unit_party(after.unit());
  if (!was_told(ctx, from)) return;
  add_once(change.out, from);
  if (!to.empty() && !has(change.owners, to) && !is_owner(ctx, to)) add_once(change.leads, to);
}

void change_support(Context& ctx, const Names& before, const Names& after, Change& change) {
  auto& m = ctx.m;
  for (auto& group : *m.mutable_groups()) {
    const auto& party = group.parties(0);
    if (group.dropped() || group.since_rung() == 0 || contains(after, party) || !contains(before, party)) continue;
    drop(m, group);
    if (!has(change.out, party)) add_once(change.out_of_support, party);
  }
  for (const auto& party : after) {
    const bool declined = contains(m.no_longer(), party) && contains(before, party);
    if (declined || participants(ctx).group_of(party) != nullptr) continue;
    add_group(m, party, 1);
    add_once(change.support, party);
  }
}

// Its questions in a leader's brief that has not left yet, and all that is under way to it; of whoever has another part only the questions.
void take_questions_back(Context& ctx, const std::string& party) {
  if (ctx.active.is_leader(party)) {
    wire::DigestEntry entry;
    entry.set_matter_id(ctx.job.matter_id());
    entry.set_kind(settled);
    entry.set_why(by_end);
    tell_in_brief(ctx, party, ctx.now, entry, id_text(ctx.job.matter_id()) + "/out/" + ctx.cause);
  }
  if (!concerned(ctx, party)) return take_back(ctx, party, "transferred");
  auto& withdraw = *ctx.out.add_withdraw();
  withdraw.set_party(party);
  withdraw.set_asks_only(true);
  withdraw.set_reason("transferred");
}

Note note_of(const Context& ctx, const char* what) {
  Note note;
  note.kind = "notice";
  note.reason = "转办";
  note.serial = std::string(what) + "/" + ctx.cause;
  return note;
}

void tell_those_out(Context& ctx, const Change& change, const Parties& parties, const Words& words, Parties& spoken) {
  for (const auto& party : parties) {
    const bool told = was_told(ctx, party);
    for (const auto& each : each_of(ctx, party)) take_questions_back(ctx, each);
    if (!told || has(change.owners, party) || has(change.leads, party) || has(change.support, party)) continue;
    Note note = note_of(ctx, "handed_over");
    note.words = words;
    note.entry = "read";
    note.valid = Valid::always;
    say_all(ctx, note, {party});
    for (const auto& each : each_of(ctx, party)) {
      add_once(spoken, each);
      if (!concerned(ctx, each)) drop_told(ctx.m, each);
    }
  }
}

// An edit gave it back to whoever had taken it on.
bool stands(const Context& ctx) {
  const auto* group = lead_group(ctx.m);
  return group != nullptr && taken(*group);
}

void ask_those_new(Context& ctx, const Parties& parties, const Words& words, const char* what, Parties& spoken) {
  for (const auto& party : parties) {
    Note note = note_of(ctx, what);
    note.words = words;
    note.ask = true;
    if (!say_all(ctx, note, {party}) && is_owner(ctx, party)) stop_lateness(ctx, ctx.at, "nobody there");
    for (const auto& each : each_of(ctx, party)) add_once(spoken, each);
  }
}

}  // namespace

std::string party_of(const wire::Occurrence& occurrence) {
  if (!occurrence.party().empty() || occurrence.unit().empty()) return occurrence.party();
  return "unit:" + occurrence.unit();
}

std::vector<std::string> hand_over(Context& ctx, const wire::Occurrence& before) {
  const wire::Occurrence after = duty(ctx).occurrence();
  const std::string from = party_of(before), to = party_of(after), owner = owner_of(ctx);
  const bool known = was_told(ctx, owner);
  Change change;
  if (from != to && owner != to && (owner == from || ctx.m.dispatch_asked())) change_owner(ctx, to, change);
  change_unit(ctx, before, change);
  change_support(ctx, before.obligation().support(), after.obligation().support(), change);
  Parties spoken;
  tell_those_out(ctx, change, change.out, handed_over_words(ctx), spoken);
  tell_those_out(ctx, change, change.out_of_support, no_support_words(ctx), spoken);
  const auto work = ctx.m.work();
  const bool in_hand = work == wire::AWAITING || work == wire::IN_PROGRESS || work == wire::RETURNED;
  if (known || (in_hand && !change.owners.empty() && to_be_announced(ctx))) {
    const auto words = stands(ctx) ? given_back_words(ctx) : assigned_words(ctx, ctx.active.party_name(owner));
    if (work != wire::SUBMITTED) ask_those_new(ctx, change.owners, words, "assigned", spoken);
    ask_those_new(ctx, change.support, support_words(ctx), "support", spoken);
  }
  if (work != wire::SUBMITTED) ask_those_new(ctx, change.leads, lead_words(ctx), "lead", spoken);
  return spoken;
}

}  // namespace fenghuo::escalator
