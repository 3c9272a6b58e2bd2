// The whole simulation of a small school, with the real rules.
#include "services/fenghuo/simulate_run.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "services/fenghuo/simulate_output.hpp"
#include "services/fenghuo/test_simulation.hpp"

namespace fenghuo::simulate {
namespace {

using testing::Collected;
using ::testing::Contains;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::red_signal;
using testing::small_school;

Instant beijing(const char* text) { return *parse_rfc3339(std::string(text) + ":00+08:00"); }

struct Play {
  explicit Play(Setup setup, wire::Bundle b = small_school()) : bundle(std::move(b)), setup_(setup) {
    auto made = Simulation::make(bundle, setup, out);
    EXPECT_TRUE(made.has_value());
    simulation = std::move(*made);
  }
  Play& go() {
    const auto done = simulation->run_until(setup_.to);
    EXPECT_TRUE(done.has_value()) << (done ? "" : done.error().message);
    return *this;
  }
  // "10-08 09:12 unit:library reminder t-1"
  std::vector<std::string> lines() const {
    std::vector<std::string> out_lines;
    for (const auto& m : out.messages)
      out_lines.push_back(minute_text(m.at, simulation->calendar().zone()).substr(5) + " " + m.party + " " + m.kind + " " + m.step);
    return out_lines;
  }
  wire::Bundle bundle;
  Setup setup_;
  Collected out;
  std::unique_ptr<Simulation> simulation;
};

Setup autumn(People::Acts acts = People::Acts::none) {
  Setup setup;
  setup.from = beijing("2026-09-01T00:00");
  setup.to = beijing("2026-12-01T00:00");
  setup.acts = acts;
  return setup;
}

Setup one_night() {
  Setup setup;
  setup.from = beijing("2026-03-04T00:00");
  setup.to = beijing("2026-03-05T00:00");
  setup.signals.push_back(red_signal(beijing("2026-03-04T02:14")));
  return setup;
}

TEST(simulation, climbs_a_ladder_that_nobody_answers_to_its_last_rung_and_repeats_it) {
  Play run(one_night());
  run.simulation->run_until(beijing("2026-03-04T03:40"));
  EXPECT_THAT(
      run.lines(),
      ElementsAre("03-04 02:14 role:duty warning 0", "03-04 02:24 role:leader escalation 1", "03-04 02:34 role:secretary escalation 2",
                  "03-04 03:04 role:secretary reminder 2", "03-04 03:04 role:duty reminder 2", "03-04 03:04 role:leader reminder 2",
                  "03-04 03:34 role:secretary reminder 2", "03-04 03:34 role:duty reminder 2", "03-04 03:34 role:leader reminder 2"));
  EXPECT_EQ(run.out.messages[0].source, "t1");
  EXPECT_EQ(run.out.messages[0].matter, "topic/feed/t1");
  EXPECT_TRUE(run.out.messages[0].ask);
  EXPECT_THAT(run.out.messages[0].subject, HasSubstr("舆〔2026〕1号"));
}

TEST(simulation, stops_a_ladder_when_everybody_acknowledges) {
  auto setup = one_night();
  setup.acts = People::Acts::all;
  Play run(setup);
  run.go();
  for (const auto& message : run.out.messages) EXPECT_NE(message.kind, "escalation") << message.party;
  EXPECT_THAT(run.lines(), Contains("03-04 02:14 role:duty warning 0"));
  EXPECT_EQ(run.simulation->open_matters(), 0U);  // taken, handed in, verified
  EXPECT_THAT(run.simulation->refusals(), IsEmpty());
}

TEST(simulation, takes_written_acts_at_their_time) {
  auto setup = one_night();
  WrittenAct act;
  act.at = beijing("2026-03-04T02:24");  // the very instant at which the second rung falls due: the fact wins
  act.matter = "topic/feed/t1";
  act.line = 1;
  act.action.set_kind(wire::ACK);
  act.action.set_party("role:duty");
  act.action.set_by("值班");
  setup.written = {act};
  Play run(setup);
  run.simulation->run_until(beijing("2026-03-04T03:00"));
  EXPECT_THAT(run.lines(), ElementsAre("03-04 02:14 role:duty warning 0"));
  EXPECT_EQ(run.simulation->refused(), 0U);
}

TEST(simulation, says_which_written_act_took_no_effect) {
  auto setup = one_night();
  WrittenAct act;
  act.at = beijing("2026-03-04T02:20");
  act.matter = "topic/feed/unknown";
  act.line = 7;
  act.action.set_kind(wire::ACK);
  act.action.set_party("role:duty");
  WrittenAct other = act;
  other.matter = "topic/feed/t1";
  other.line = 8;
  other.action.set_kind(wire::VERIFY);
  setup.written = {act, other};
  Play run(setup);
  run.go();
  ASSERT_EQ(run.simulation->refusals().size(), 2U);
  EXPECT_EQ(run.simulation->refusals()[0].line, 7U);
  EXPECT_THAT(run.simulation->refusals()[0].why, HasSubstr("没有这件事项"));
  EXPECT_EQ(run.simulation->refusals()[1].line, 8U);
}

TEST(simulation, reminds_of_a_duty_on_working_days_within_the_hours) {
  Play run(autumn());
  run.go();
  const auto& calendar = run.simulation->calendar();
  std::size_t reminders = 0;
  for (const auto& m : run.out.messages) {
    EXPECT_EQ(m.source, "report");
    EXPECT_TRUE(calendar.is_reminder_time(m.at)) << m.kind << " " << minute_text(m.at, calendar.zone());
    if (m.kind == "digest") continue;
    EXPECT_EQ(m.occurrence, "2026");
    EXPECT_EQ(m.matter, "duty/report/2026");
    reminders += m.kind == "reminder" && m.party == "unit:library" ? 1U : 0U;
  }
  EXPECT_GE(reminders, 5U);  // T-30 … T-1, less those that meet on a day
}

TEST(simulation, digests_the_working_days_of_whoever_has_something_due_soon_or_late) {
  Play run(autumn());
  run.go();
  const auto& calendar = run.simulation->calendar();
  std::vector<std::string> told, expected = {"2026-09-22"};  // asked by T-14 the day before, and not taken
  for (const auto& m : run.out.messages) {
    if (m.kind != "digest") continue;
    EXPECT_EQ(m.party, "unit:library");
    told.push_back(date_text(calendar.date_of(m.at)));
    EXPECT_EQ(m.matter, "daily/unit:library/" + told.back());
  }
  // 临期 from T-7, 09-30 after the digest's hour; the digest of the next working day is after 国庆.
  for (Instant day = beijing("2026-10-08T12:00"); day < run.setup_.to; day += std::chrono::days{1}) {
    if (calendar.is_working_day(calendar.date_of(day))) expected.push_back(date_text(calendar.date_of(day)));
  }
  EXPECT_EQ(told, expected);
}

TEST(simulation, ends_a_duty_on_time_when_everybody_does_as_asked) {
  Play run(autumn(People::Acts::all));
  run.go();
  EXPECT_EQ(run.simulation->open_matters(), 0U);
  EXPECT_THAT(run.simulation->refusals(), IsEmpty());
  for (const auto& m : run.out.messages) {
    EXPECT_NE(m.kind, "overdue") << m.subject;
    EXPECT_LT(m.at, beijing("2026-10-16T12:00"));
  }
}

TEST(simulation, goes_on_into_lateness_when_nobody_does_anything) {
  Play run(autumn());
  run.go();
  std::vector<std::string> kinds;
  for (const auto& m : run.out.messages) kinds.push_back(m.kind);
  EXPECT_THAT(kinds, Contains("overdue"));
}

TEST(simulation, begins_with_what_is_open_and_says_nothing_of_the_past) {
  auto setup = autumn();
  setup.from = beijing("2026-10-08T00:00");
  Play run(setup);
  run.go();
  ASSERT_FALSE(run.out.messages.empty());
  EXPECT_GE(run.out.messages.front().at, setup.from);
  setup.from = beijing("2026-10-16T00:00");  // its deadline has passed: it is not opened
  Play late(setup);
  late.go();
  EXPECT_THAT(late.lines(), IsEmpty());
}

TEST(simulation, includes_drafts_and_marks_them) {
  auto bundle = small_school();
  bundle.mutable_duties(0)->set_confirmed(false);
  bundle.mutable_duties(0)->mutable_obligation()->set_draft(true);
  bundle.mutable_duties(0)->mutable_obligation()->set_proposed(true);
  Play run(autumn(), bundle);
  run.go();
  ASSERT_FALSE(run.out.messages.empty());
  for (const auto& m : run.out.messages) {
    EXPECT_TRUE(m.draft);
    EXPECT_EQ(mark_of(m), "（草案，待校党委确认）");
    EXPECT_NE(json_line(m, *Zone::find("UTC")).find("\"proposed\":true"), std::string::npos);
  }
}

TEST(simulation, tells_what_has_nobody_to_receive_it) {
  auto bundle = small_school();
  bundle.mutable_units(1)->clear_contacts();
  Play run(autumn(), bundle);
  run.go();
  ASSERT_FALSE(run.out.gaps.empty());
  EXPECT_EQ(run.out.gaps.front().party, "unit:library");
  EXPECT_EQ(run.out.gaps.front().party_name, "图书馆");
  EXPECT_EQ(run.out.gaps.front().source, "report");
}

TEST(simulation, names_steps_in_words) {
  EXPECT_EQ(step_words("t-7"), "t-7");
  EXPECT_EQ(step_words("t-7@brief"), "t-7（呈阅）");
  EXPECT_EQ(step_words("m0/m-1@brief"), "会前 m-1（呈阅）");
  EXPECT_EQ(step_words("t-1@away"), "t-1（放假前）");
  EXPECT_EQ(step_words("x1/hint"), "延期后 提示单");
  EXPECT_EQ(step_words("monthly/2026-05-06"), "monthly/2026-05-06");
}

TEST(simulation, gives_the_same_however_it_is_cut) {
  Play whole(autumn(People::Acts::all));
  whole.go();
  Play cut(autumn(People::Acts::all));
  for (Instant t = cut.setup_.from; t <= cut.setup_.to; t += std::chrono::hours{7}) ASSERT_TRUE(cut.simulation->run_until(t).has_value());
  cut.go();
  EXPECT_EQ(whole.lines(), cut.lines());
}

TEST(simulation, writes_the_same_bytes_twice_in_every_format) {
  for (const auto make : {table_writer, jsonl_writer, ics_writer, html_writer}) {
    std::string first;
    for (int round = 0; round < 2; ++round) {
      const auto bundle = small_school();
      auto setup = autumn();
      setup.signals.push_back(red_signal(beijing("2026-09-04T02:14")));
      std::ostringstream text;
      struct Late : Sink {
        void message(const Message& m) override { writer->message(m); }
        void nobody(const Nobody& gap) override { writer->nobody(gap); }
        Writer* writer = nullptr;
      } sink;
      const auto simulation = Simulation::make(bundle, setup, sink);
      ASSERT_TRUE(simulation.has_value());
      const auto writer = make(text, Period{setup.from, setup.to, &bundle, &(*simulation)->calendar(), "假定"});
      sink.writer = writer.get();
      ASSERT_TRUE((*simulation)->run_until(beijing("2026-10-20T00:00")).has_value());
      writer->finish();
      ASSERT_FALSE(text.str().empty());
      if (round == 0) first = text.str();
      EXPECT_EQ(text.str(), first);
    }
  }
}

}  // namespace
}  // namespace fenghuo::simulate
