// Who acted: the journal's actor is an account that nobody typed; the name that somebody gave is text, which is deleted after its time.
#include "common/messages/signed_text.hpp"
#include "services/escalator/test_school.hpp"

namespace fenghuo::escalator::testing {
namespace {

using ::testing::Not;

World told() {
  World w(small_rules());
  w.alert("yellow");
  return w;
}

const wire::EventDraft& event_of(const World& w, const std::string& kind) {
  for (const auto& event : w.last.events()) {
    if (event.kind() == kind) return event;
  }
  static const wire::EventDraft none;
  return none;
}

World progress_by(const std::string& by, const std::string& account) {
  auto w = told();
  w.account = account;
  w.act(wire::PROGRESS, "unit:hq", [&](wire::Action& a) {
    a.set_by(by);
    a.set_note("情况");
  });
  return w;
}

TEST(Signer, ATypedNameIsTextBesideTheAccountOfItsDoor) {
  const auto w = progress_by("张三", "api/act");
  const auto& event = event_of(w, "progress");
  EXPECT_EQ(event.actor(), "api/act");
  EXPECT_EQ(note_in(event.text()), "情况");
  EXPECT_EQ(signer_in(event.text()), "张三");
}

TEST(Signer, OfALinkTheActorIsItsPartyOrOther) {
  const auto party = progress_by("self-reported:unit:hq", "link");
  EXPECT_EQ(event_of(party, "progress").actor(), "self-reported:unit:hq");
  EXPECT_EQ(event_of(party, "progress").text(), "情况");
  const auto name = progress_by("self-reported:张三", "link");
  EXPECT_EQ(event_of(name, "progress").actor(), "self-reported:other");
  EXPECT_EQ(signer_in(event_of(name, "progress").text()), "张三");
  EXPECT_EQ(event_of(progress_by("self-reported:other", "link"), "progress").actor(), "self-reported:other");
}

TEST(Signer, TheWordOfALinkIsTextWhenItIsTypedAtAnotherDoor) {
  for (const char* account : {"api/second", "callback/hq", "cli:clerk", ""}) {
    for (const char* typed : {"self-reported:role:张三", "self-reported:unit:hq", "self-reported:other"}) {
      const auto w = progress_by(typed, account);
      const auto& event = event_of(w, "progress");
      EXPECT_EQ(event.actor(), *account == '\0' ? "unknown" : account) << typed;
      EXPECT_EQ(signer_in(event.text()), typed);
    }
  }
}

TEST(Signer, OfALinkAPartyThatTheDirectoryDoesNotHaveIsAName) {
  for (const char* typed : {"role:张三", "unit:张三", "body:张三"}) {
    const auto w = progress_by(std::string("self-reported:") + typed, "link");
    EXPECT_EQ(event_of(w, "progress").actor(), "self-reported:other") << typed;
    EXPECT_EQ(signer_in(event_of(w, "progress").text()), typed);
  }
}

TEST(Signer, AnAccountThatSignsForItselfIsNoName) {
  const auto w = progress_by("cli:clerk", "cli:clerk");
  EXPECT_EQ(event_of(w, "progress").actor(), "cli:clerk");
  EXPECT_EQ(event_of(w, "progress").text(), "情况");
}

TEST(Signer, NoFieldOfAnyEventHasIt) {
  auto w = told();
  w.account = "api/act";
  const auto by = [](wire::Action& a) {
    a.set_by("张三");
    a.set_reason("李四说的");
    a.set_evidence("王五〔2027〕1号");
  };
  for (const auto kind : {wire::ACK, wire::ACK, wire::PROGRESS, wire::SUBMIT_DONE, wire::RETURN_BACK, wire::DECLINE, wire::VERIFY}) {
    w.act(kind, "unit:hq", by);
    for (auto event : w.last.events()) {
      event.clear_text();
      EXPECT_THAT(event.SerializeAsString(), Not(::testing::ContainsRegex("张三|李四|王五"))) << event.kind();
    }
  }
}

TEST(Signer, WhatTheClockDoesNobodySigned) {
  auto w = progress_by("张三", "api/act");
  w.jump(48 * hour).decide();
  for (const auto& event : w.last.events()) {
    EXPECT_EQ(event.actor(), "escalator") << event.kind();
    EXPECT_EQ(signer_in(event.text()), "") << event.kind();
  }
}

TEST(SignedText, KeepsTheTwoApart) {
  EXPECT_EQ(signed_text("情况", ""), "情况");
  EXPECT_EQ(note_in(signed_text("", "张三")), "");
  EXPECT_EQ(signer_in(signed_text("", "张三")), "张三");
  EXPECT_EQ(note_in("旧文本"), "旧文本");
}

}  // namespace
}  // namespace fenghuo::escalator::testing
