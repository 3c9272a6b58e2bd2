#include "services/fenghuo/verify.hpp"

#include "common/base/bytes.hpp"
#include "common/base/crypto.hpp"
#include "common/storage/journal_format.hpp"

namespace fenghuo::cli {

namespace {

// A journal as the ledger writes it: 9 events in seals of 1, 2, 3 and 3.
struct Journal {
  std::vector<wire::EventView> events;
  std::vector<wire::SealView> seals;
  wire::HeadView head;
  crypto::SigningKey key = crypto::make_signing_key();

  Journal() {
    for (std::uint64_t seq = 1; seq <= 9; ++seq) add_event(seq);
    reseal();
  }

  void add_event(std::uint64_t seq) {
    wire::EventView event;
    event.set_seq(seq);
    event.set_matter_id(7);
    event.set_kind("rung");
    event.set_recorded_at(static_cast<std::int64_t>(1000 * seq));
    event.set_actor("escalator");
    add_field(event.mutable_fields(), "rung", std::to_string(seq));
    if (seq % 3 == 0) {
      event.set_salt("salt" + std::to_string(seq));
      event.set_text("已联系后勤");
      event.set_text_digest(journal::text_digest(event.salt(), event.text()));
    }
    events.push_back(event);
  }

  void reseal() {
    seals.clear();
    std::string previous = journal::genesis();
    std::uint64_t first = 1;
    for (const std::uint64_t last : {1U, 3U, 6U, 9U}) {
      journal::Sealer sealer(previous, first, last, static_cast<std::int64_t>(last));
      for (std::uint64_t seq = first; seq <= last; ++seq) sealer.add(journal::event_bytes(events[seq - 1]));
      wire::SealView seal;
      seal.set_first_seq(first);
      seal.set_last_seq(last);
      seal.set_at(static_cast<std::int64_t>(last));
      seal.set_hash(previous = sealer.finish());
      seals.push_back(seal);
      first = last + 1;
    }
    sign();
  }

  void sign() {
    head.set_stream("main");
    head.set_seq(seals.back().last_seq());
    head.set_hash(seals.back().hash());
    head.set_at(123456);
    head.set_public_key(key.public_key);
    head.set_signature(crypto::sign(key, journal::head_statement(head)));
  }

  ChainVerifier verifier() const {
    ChainVerifier verifier(seals);
    for (const auto& event : events) {
      if (!verifier.add(event)) break;
    }
    verifier.finish(head);
    return verifier;
  }
  std::vector<std::string> faults() const { return verifier().faults(); }
};

auto says(const std::string& text) { return testing::Contains(testing::HasSubstr(text)); }

}  // namespace

TEST(ChainVerifier, AnUntouchedJournalHolds) {
  const Journal journal;
  const ChainVerifier verifier = journal.verifier();
  EXPECT_THAT(verifier.faults(), testing::IsEmpty());
  EXPECT_EQ(verifier.events(), 9U);
  EXPECT_EQ(verifier.seals(), 4U);
  EXPECT_EQ(verifier.texts_deleted(), 0U);
}

TEST(ChainVerifier, AnEmptyJournalHolds) {
  Journal journal;
  journal.events.clear();
  journal.seals.clear();
  journal.head.set_seq(0);
  journal.head.set_hash(journal::genesis());
  journal.head.set_signature(crypto::sign(journal.key, journal::head_statement(journal.head)));
  EXPECT_THAT(journal.faults(), testing::IsEmpty());
}

TEST(ChainVerifier, EventsThatCameAfterTheLastSealAreNotNeeded) {
  Journal journal;
  journal.add_event(10);
  const ChainVerifier verifier = journal.verifier();
  EXPECT_THAT(verifier.faults(), testing::IsEmpty());
  EXPECT_EQ(verifier.events(), 9U);
}

TEST(ChainVerifier, DeletingATextWithItsSaltLeavesTheChainWhole) {
  Journal journal;
  journal.events[2].clear_text();
  journal.events[2].clear_salt();
  const ChainVerifier verifier = journal.verifier();
  EXPECT_THAT(verifier.faults(), testing::IsEmpty());
  EXPECT_EQ(verifier.texts_deleted(), 1U);
}

TEST(ChainVerifier, NamesTheSealOfAChangedEvent) {
  Journal journal;
  journal.events[4].set_actor("somebody else");
  EXPECT_THAT(journal.faults(), testing::ElementsAre(testing::HasSubstr("event 4: the seal of events 4 to 6")));
}

TEST(ChainVerifier, EveryFieldOfAnEventIsSealed) {
  const std::vector<std::function<void(wire::EventView&)>> changes{[](auto& e) { e.set_kind("acknowledged"); },
                                                                   [](auto& e) { e.set_recorded_at(1); },
                                                                   [](auto& e) { e.set_occurred_at(1); },
                                                                   [](auto& e) { e.set_matter_id(8); },
                                                                   [](auto& e) { e.mutable_fields(0)->set_value("9"); },
                                                                   [](auto& e) { e.clear_fields(); },
                                                                   [](auto& e) { e.set_text_digest("x"); }};
  for (std::size_t i = 0; i < changes.size(); ++i) {
    Journal journal;
    changes[i](journal.events[0]);
    EXPECT_THAT(journal.faults(), says("the seal of events 1 to 1")) << "change " << i;
  }
}

TEST(ChainVerifier, NoticesAnotherText) {
  Journal journal;
  journal.events[5].set_text("未联系");
  EXPECT_THAT(journal.faults(), testing::ElementsAre(testing::HasSubstr("event 6: the text of a rung event")));
}

TEST(ChainVerifier, NoticesAMissingEvent) {
  Journal journal;
  journal.events.erase(journal.events.begin() + 4);
  EXPECT_THAT(journal.faults(), says("event 5: events are missing"));
  EXPECT_THAT(journal.faults(), says("the seal of events 4 to 6"));
}

TEST(ChainVerifier, NoticesAMissingTail) {
  Journal journal;
  journal.events.resize(7);
  EXPECT_THAT(journal.faults(), says("event 8: events are missing from here to 9"));
}

TEST(ChainVerifier, NoticesAGapThatSwallowsASeal) {
  Journal journal;
  journal.events.erase(journal.events.begin() + 1, journal.events.begin() + 6);
  EXPECT_THAT(journal.faults(), says("event 2: events are missing up to 7"));
  EXPECT_THAT(journal.faults(), says("the seal of events 2 to 3"));
  EXPECT_THAT(journal.faults(), says("the seal of events 4 to 6"));
}

TEST(ChainVerifier, NoticesARepeatedEvent) {
  Journal journal;
  journal.events.insert(journal.events.begin() + 4, journal.events[3]);
  EXPECT_THAT(journal.faults(), says("out of order"));
}

TEST(ChainVerifier, NoticesAMissingSeal) {
  Journal journal;
  journal.seals.erase(journal.seals.begin() + 1);
  EXPECT_THAT(journal.faults(), says("the seals leave out events 2 to 3"));
}

TEST(ChainVerifier, NoticesAForgedSealAndAForgedHead) {
  Journal journal;
  journal.seals.back().set_hash(std::string(32, 'x'));
  EXPECT_THAT(journal.faults(), says("the seal of events 7 to 9"));
  EXPECT_THAT(journal.faults(), says("another hash for event 9"));
  Journal unsigned_head;
  unsigned_head.head.set_at(1);
  EXPECT_THAT(unsigned_head.faults(), says("the signature of the head does not hold"));
}

TEST(ChainVerifier, AKeptHeadShowsAJournalWrittenAnew) {
  Journal journal;
  const wire::HeadView kept = journal.head;
  journal.events[1].set_actor("somebody else");
  journal.reseal();  // sealed and signed again: whole in itself
  EXPECT_THAT(journal.faults(), testing::IsEmpty());
  ChainVerifier verifier = journal.verifier();
  verifier.check_against(kept);
  EXPECT_THAT(verifier.faults(), testing::ElementsAre(testing::HasSubstr("rewritten")));
}

TEST(ChainVerifier, AKeptHeadShowsAJournalCutOff) {
  Journal journal;
  const wire::HeadView kept = journal.head;
  journal.seals.pop_back();
  journal.events.resize(6);
  journal.sign();
  EXPECT_THAT(journal.faults(), testing::IsEmpty());
  ChainVerifier verifier = journal.verifier();
  verifier.check_against(kept);
  EXPECT_THAT(verifier.faults(), testing::ElementsAre(testing::HasSubstr("cut off")));
}

TEST(ChainVerifier, AKeptHeadOfAnotherKeyIsNamed) {
  Journal journal;
  Journal other;
  ChainVerifier verifier = journal.verifier();
  verifier.check_against(other.head);
  EXPECT_THAT(verifier.faults(), says("another key"));
}

TEST(ChainVerifier, APositionFromAPaperIsEnoughToFindARewrittenJournal) {
  Journal journal;
  const auto kept = parse_position("main:" + std::to_string(journal.head.seq()) + ":" + to_hex(journal.head.hash()));
  ASSERT_TRUE(kept);
  ChainVerifier whole = journal.verifier();
  whole.check_against(*kept);
  EXPECT_THAT(whole.faults(), testing::IsEmpty());
  journal.events[1].set_actor("somebody else");
  journal.reseal();
  ChainVerifier rewritten = journal.verifier();
  rewritten.check_against(*kept);
  EXPECT_THAT(rewritten.faults(), testing::ElementsAre(testing::HasSubstr("rewritten")));
}

TEST(Head, APositionIsNoFilesName) {
  for (const char* text : {"head.json", "C:12:ab", "main:12", "main:x:00", "main::", "::", ""}) EXPECT_FALSE(parse_position(text)) << text;
}

TEST(Head, ReadsWhatItPrinted) {
  const Journal journal;
  const auto parsed = parse_head(head_json(journal.head));
  ASSERT_TRUE(parsed) << parsed.error().message;
  EXPECT_TRUE(journal::head_signature_holds(*parsed));
  EXPECT_EQ(canonical_bytes(*parsed), canonical_bytes(journal.head));
}

TEST(Head, RefusesAnythingElse) {
  for (const char* text : {"", "{}", "null", R"({"stream":"main","seq":1,"hash":"zz","at_ms":1,"signature":"","public_key":""})"})
    EXPECT_FALSE(parse_head(text)) << text;
}

}  // namespace fenghuo::cli
