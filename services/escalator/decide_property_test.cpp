// Properties over random ladders, rosters and sequences of triggers: what holds for any rules, not just the shipped ones.
#include <rapidcheck.h>

#include "services/escalator/commitment.hpp"
#include "services/escalator/test_world.hpp"

namespace fenghuo::escalator::testing {
namespace {

const std::vector<std::string> specs = {"role:duty", "role:minister", "role:office",    "role:vice", "role:secretary",
                                        "unit",      "unit:bw",       "body:committee", "role:ghost"};
const std::vector<std::string> actors = {"role:duty", "role:minister", "role:office", "role:vice",  "role:secretary",
                                         "role:c1",   "unit:hq",       "unit:bw",     "role:ghost", ""};
const std::vector<std::string> levels = {"red", "orange", "yellow", "blue", "purple"};

std::string any(const std::vector<std::string>& list) { return *rc::gen::elementOf(list); }
std::int64_t between(std::int64_t from, std::int64_t to) { return *rc::gen::inRange<std::int64_t>(from, to); }

wire::Ladder random_ladder(const std::string& level) {
  wire::Ladder ladder;
  ladder.set_level(level);
  ladder.set_ack_within_ms(between(0, 60) * minute);
  const auto rungs = between(1, 6);
  std::int64_t after = 0;
  for (std::int64_t i = 0; i < rungs; ++i) {
    auto& rung = *ladder.add_rungs();
    rung.mutable_after()->set_ms(after);
    rung.mutable_after()->set_working_days(static_cast<std::uint32_t>(*rc::gen::weightedElement<int>({{9, 0}, {1, 1}})));
    after += between(0, 40) * minute;
    for (auto n = between(0, 4); n > 0; --n) {
      auto& group = *rung.add_asked();
      for (auto k = between(1, 3); k > 0; --k) group.add_any_of(any(specs));
    }
    for (auto n = between(0, 3); n > 0; --n) rung.add_informed(any(specs));
    rung.set_repeat_all(between(0, 4) == 0);
    rung.set_wording(between(0, 2) == 0 ? "notice" : "submit_up");
  }
  ladder.set_last_rung_every_ms(between(0, 120) * minute);
  ladder.set_commitment_cap_ms(between(0, 10) * hour);
  ladder.set_max_commitments(static_cast<std::uint32_t>(between(0, 4)));
  ladder.set_progress_every_ms(between(0, 10) * hour);
  ladder.set_quiet(static_cast<wire::QuietRule>(between(0, 3)));
  ladder.set_first_in_digest(between(0, 5) == 0);
  ladder.set_lower_by(between(0, 2) == 0 ? "vice" : "");
  for (auto n = between(0, 3); n > 0; --n) add_target(ladder, "t" + std::to_string(n), between(1, 600) * minute, between(0, 3) == 0);
  return ladder;
}

wire::Bundle random_rules() {
  auto rules = small_rules();
  rules.clear_ladders();
  for (const char* level : {"red", "orange", "yellow", "blue"}) {
    if (between(0, 8) != 0) *rules.add_ladders() = random_ladder(level);
  }
  for (auto& role : *rules.mutable_roles()) {
    if (between(0, 6) == 0) role.clear_contacts();
    if (between(0, 6) == 0) role.add_contacts("d-bw");
    if (between(0, 6) == 0) role.set_office("hq");
  }
  for (auto& unit : *rules.mutable_units()) {
    if (between(0, 6) == 0) unit.clear_contacts();
  }
  for (auto& destination : *rules.mutable_destinations()) destination.set_on_campus(between(0, 2) == 0);
  rules.set_damping_ms(between(0, 3) * hour);
  if (between(0, 4) == 0) rules.set_dispatch_role("");
  if (between(0, 4) == 0) rules.set_digest_role("");
  return rules;
}

void act_randomly(World& w) {
  const auto kind = static_cast<wire::ActionKind>(between(1, 17));
  w.act(kind, any(actors), [](wire::Action& a) {
    if (between(0, 2) == 0) a.set_by(any(actors));
    a.set_until(between(-2, 20) * hour + ten_oclock);
    a.set_reason(between(0, 3) == 0 ? "" : "理由");
    a.set_evidence(between(0, 3) == 0 ? "" : "文号");
    a.set_level(between(0, 3) == 0 ? "" : any(levels));
    a.set_target_unit(between(0, 2) == 0 ? "bw" : "hq");
    a.set_note("说明");
    if (between(0, 8) == 0) a.set_token_expires(ten_oclock + between(0, 5) * hour);
  });
}

void pull_randomly(World& w) {
  switch (between(0, 9)) {
    case 0:
      w.signal(any(levels));
      break;
    case 1:
      w.signal(any(levels), wire::CANCEL);
      break;
    case 2:
      w.jump(w.now() - w.start() + between(0, 50) * hour).decide();
      break;
    case 3:
      w.fail(any(actors));
      break;
    case 4:
    case 5:
      w.ack(any(actors));
      break;
    case 6:
      act_randomly(w);
      break;
    case 7: {
      w.held = !w.held;
      w.decide();
      break;
    }
    default:
      if (w.open() && !w.held) w.tick();
  }
}

World random_start() {
  World w(random_rules(), ten_oclock + between(0, 1440) * minute);
  if (between(0, 2) == 0) w.counts["unit=hq|level=red"] = 1;
  w.topic.set_category(between(0, 2) == 0 ? "logistics" : "?");
  w.topic.set_unit_hint(between(0, 3) == 0 ? "bw" : "");
  w.topic.set_title_quarantined(between(0, 4) == 0);
  w.alert(any(levels));
  return w;
}

bool find_in(const std::vector<std::string>& lines, std::string_view end) {
  return std::any_of(lines.begin(), lines.end(), [&](const auto& line) { return line.ends_with(end); });
}

TEST(Property, InvariantsHoldForAnyRulesAndAnySequence) {
  EXPECT_TRUE(rc::check("every decision is whole", [] {
    World w = random_start();
    for (auto steps = between(0, 30); steps > 0; --steps) {
      pull_randomly(w);
      if (w.row.open() && w.held) RC_ASSERT(w.row.next_at() > 0);
      RC_ASSERT(w.broken == "");
    }
  }));
}

// Whatever was done before: while somebody has to be found, the clock alone brings a message, an entry in a digest or a record that nobody
// can be reached.
TEST(Property, NeverSilentWhileNobodyIsCommitted) {
  EXPECT_TRUE(rc::check("left alone it speaks again", [] {
    World w = random_start();
    for (auto steps = between(0, 12); steps > 0; --steps) pull_randomly(w);
    w.held = false;
    w.counts.clear();
    w.decide();
    w.all_events();
    if (!w.open() || w.matter.work() == wire::SUBMITTED || covered(w.matter)) return;
    w.sent();
    for (int i = 0; i < 12 && w.sent().empty(); ++i) {
      w.tick();
      RC_ASSERT(w.broken == "");
      if (find_in(w.all_events(), "party_unreachable")) return;
      if (w.queued > 0) return;
    }
    RC_ASSERT(w.queued > 0);
  }));
}

TEST(Property, OffCampusNeverSeesTheTopicAndQuarantineNobody) {
  EXPECT_TRUE(rc::check("the topic stays inside", [] {
    World w = random_start();
    for (auto steps = between(0, 15); steps > 0; --steps) {
      pull_randomly(w);
      for (const auto& message : w.last.queue()) {
        const auto* destination = [&]() -> const wire::Destination* {
          for (const auto& d : w.index().bundle().destinations()) {
            if (d.id() == message.destination()) return &d;
          }
          return nullptr;
        }();
        RC_ASSERT(destination != nullptr);
        RC_ASSERT(message.model().subject().find("食堂") == std::string::npos);
        if (!destination->on_campus() || w.matter.title_quarantined())
          RC_ASSERT(message.SerializeAsString().find("食堂") == std::string::npos);
      }
    }
  }));
}

TEST(Property, DecidingIsAFunction) {
  EXPECT_TRUE(rc::check("the same job gives the same bytes", [] {
    const auto book = std::make_shared<const Playbook>(random_rules());
    wire::DecideJob job;
    job.set_matter_id(9);
    job.set_now(ten_oclock + between(0, 10000) * minute);
    job.set_bundle(book->hash);
    auto& item = *job.add_inbox();
    item.set_id(1);
    auto& signal = *item.mutable_body()->mutable_signal();
    signal.set_level(any(levels));
    signal.set_category("logistics");
    const Rules indexed{&book->bundle, book->hash, &book->bundle, &book->index, &book->index};
    const Rules bare{&book->bundle, book->hash, &book->bundle};
    RC_ASSERT(canonical_bytes(decide(job, indexed)) == canonical_bytes(decide(job, bare)));
  }));
}

// Nonsense from outside and an empty bundle: an answer for every item, no exception.
TEST(Property, AnyInboxIsAnswered) {
  EXPECT_TRUE(rc::check("answered", [] {
    const bool empty_rules = between(0, 3) == 0;
    World w(empty_rules ? wire::Bundle{} : random_rules());
    if (between(0, 3) == 0) w.key = "digest/" + any(actors) + "/" + any({"2027-07-08", "2027-02-30", "", "x"});
    for (auto steps = between(1, 8); steps > 0; --steps) {
      wire::InboxBody body;
      switch (between(0, 5)) {
        case 0:
          body.mutable_signal()->set_level(*rc::gen::arbitrary<std::string>());
          break;
        case 1:
          body.mutable_action()->set_kind(static_cast<wire::ActionKind>(between(-1, 30)));
          break;
        case 2:
          body.mutable_delivery_failed()->set_party(any(actors));
          break;
        case 3:
          body.mutable_digest_entry()->set_matter_id(4);
          break;
        default:
          break;
      }
      if (body.has_action()) {
        body.mutable_action()->set_until(*rc::gen::arbitrary<std::int64_t>());
        body.mutable_action()->set_party(any(actors));
        body.mutable_action()->set_level(*rc::gen::arbitrary<std::string>());
      }
      if (body.has_signal()) body.mutable_signal()->set_msg_type(static_cast<wire::SignalType>(between(0, 5)));
      w.put(std::move(body));
      RC_ASSERT(w.broken == "");
    }
  }));
}

}  // namespace
}  // namespace fenghuo::escalator::testing
