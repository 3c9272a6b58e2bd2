// What the tables of a 办理单 are made with: the matter's file, names and local times. Private to common/paper.
#pragma once

#include "common/paper/matter_paper.hpp"

namespace fenghuo::paper {

struct Desk {
  const MatterFile& file;
  const wire::Bundle& bundle;
  const Zone& zone;

  const wire::Matter& body() const { return file.view.body(); }
  bool is_duty() const { return file.view.row().kind() == "duty"; }
  bool number_only() const { return body().duty().occurrence().obligation().number_only(); }

  std::string moment(std::int64_t ms) const;    // 2026-07-08 14:00:05; empty for 0
  std::string deadline(std::int64_t ms) const;  // 2026年7月8日 17:30; midnight is the day before, 24:00
  std::string name(std::string_view party) const;
  // Who acted: the account, or the party that a group's link was answered for, which nobody checked.
  std::string account(std::string_view actor) const;
  // A person's words: none for a duty of which only number and date are registered.
  std::string free_text(const std::string& text) const { return number_only() ? std::string() : cell_text(text); }
};

std::string channel_words(std::string_view channel);
std::string late_words(std::string_view late);
std::string slip_words(std::string_view kind);
std::string message_words(std::string_view kind);
std::string delivery_words(std::string_view state);
std::string attempt_words(std::string_view outcome);
std::string answer_words(std::string_view answer);

// What the matter is: number, title, basis, parties, level or lamp, deadlines.
PaperTable basics(const Desk& desk);
PaperTable extensions(const Desk& desk);
PaperTable slips(const Desk& desk);
PaperTable meeting(const Desk& desk);
PaperTable evidence(const Desk& desk);

// What happened: who acted, who was told by which way, the story, the place in the journal.
PaperTable acts(const Desk& desk);
PaperTable told(const Desk& desk);
PaperTable timeline(const Desk& desk);
PaperTable journal(const Desk& desk);
std::string head_position(const wire::HeadView& head);  // main:SEQ:HASH

}  // namespace fenghuo::paper
