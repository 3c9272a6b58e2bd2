// The virtual ledger against scripted decisions: each rule that the live ledger keeps is a case of its own.
#include "services/fenghuo/simulate_ledger.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <mutex>

namespace fenghuo::simulate {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr std::int64_t start = 1'814'925'600'000;

Instant at(std::int64_t minutes) { return instant(start + minutes * 60'000); }

// A matter's decisions by its key: what the test says, or a quiet matter that looks again in a year.
class Desk : public Observer {
 public:
  explicit Desk(const Calendar* calendar = nullptr, Carrier carrier = {})
      : ledger([this](const wire::DecideJob& job) { return decide(job); }, *this, calendar, std::move(carrier)) {}

  wire::Decision decide(const wire::DecideJob& job) {
    if (keep_jobs) jobs.push_back(job);
    wire::Decision out;
    out.set_matter_id(job.matter_id());
    out.set_version(job.version());
    for (const auto& item : job.inbox()) {
      auto& outcome = *out.add_outcomes();
      outcome.set_item_id(item.id());
      outcome.set_code(wire::DONE);
    }
    out.mutable_matter()->set_key(job.key());
    out.mutable_row()->set_open(true);
    out.mutable_row()->set_work(wire::AWAITING);
    out.mutable_row()->set_next_at(job.now() + 365LL * 86'400'000);
    if (rules) rules(job, out);
    return out;
  }
  void leaves(const Leaving& leaving) override {
    left.push_back("+" + std::to_string((to_ms(leaving.at) - start) / 60'000) + " " + leaving.message.party() + " " +
                   leaving.message.kind());
  }
  void nobody(const Gap& gap) override { gaps.push_back(std::string(gap.party) + "/" + std::string(gap.step)); }

  Taken put(Instant now, const std::string& key, const std::string& id = {}, bool unique_forever = false) {
    Submission submission;
    submission.scope = "test";
    submission.key = id;
    submission.matter_key = key;
    submission.unique_forever = unique_forever;
    submission.body.mutable_action()->set_kind(wire::PROGRESS);
    submission.body.mutable_action()->set_note(note);
    return ledger.submit(now, std::move(submission));
  }
  void settle(Instant now) { ASSERT_TRUE(ledger.settle(now).has_value()); }

  static wire::OutMessage& say(wire::Decision& out, const std::string& party, const std::string& dedup, Instant not_before = {}) {
    auto& message = *out.add_queue();
    message.set_party(party);
    message.set_kind("notice");
    message.set_dedup(dedup);
    message.set_not_before(to_ms(not_before));
    return message;
  }

  std::function<void(const wire::DecideJob&, wire::Decision&)> rules;
  std::vector<wire::DecideJob> jobs;
  std::vector<std::string> left, gaps;
  std::string note;
  bool keep_jobs = true;  // not when many are decided at once, on threads
  VirtualLedger ledger;
};

TEST(virtual_ledger, takes_the_whole_inbox_before_a_tick_that_is_due_at_the_same_instant) {
  Desk desk;
  desk.rules = [](const wire::DecideJob& job, wire::Decision& out) { out.mutable_row()->set_next_at(job.now() + 600'000); };
  desk.put(at(0), "topic/p/a");
  desk.settle(at(0));
  ASSERT_EQ(desk.ledger.next(), at(10));
  desk.put(at(10), "topic/p/a");
  desk.put(at(10), "topic/p/a");
  desk.settle(at(10));
  ASSERT_EQ(desk.jobs.size(), 2U);  // one decision for both items and the tick
  EXPECT_EQ(desk.jobs[1].inbox_size(), 2);
  EXPECT_EQ(desk.jobs[1].version(), 1U);
  EXPECT_EQ(desk.jobs[1].now(), to_ms(at(10)));
}

TEST(virtual_ledger, gives_the_matter_back_as_it_was_decided) {
  Desk desk;
  desk.rules = [](const wire::DecideJob& job, wire::Decision& out) { out.mutable_matter()->set_rung(job.matter().rung() + 1); };
  for (int i = 0; i < 3; ++i) {
    desk.put(at(i), "topic/p/a");
    desk.settle(at(i));
  }
  EXPECT_EQ(desk.jobs.back().matter().rung(), 2);
}

TEST(virtual_ledger, lets_a_message_leave_when_its_time_has_come) {
  Desk desk;
  desk.rules = [](const wire::DecideJob&, wire::Decision& out) {
    Desk::say(out, "role:now", "a");
    Desk::say(out, "role:later", "b", at(30));
  };
  desk.put(at(0), "topic/p/a");
  desk.settle(at(0));
  EXPECT_EQ(desk.ledger.next(), at(30));
  desk.settle(at(30));
  EXPECT_THAT(desk.left, ElementsAre("+0 role:now notice", "+30 role:later notice"));
}

TEST(virtual_ledger, never_queues_two_messages_of_one_dedup) {
  Desk desk;
  desk.rules = [](const wire::DecideJob&, wire::Decision& out) { Desk::say(out, "role:x", "same"); };
  for (const char* key : {"topic/p/a", "topic/p/a", "topic/p/b"}) {
    desk.put(at(0), key);
    desk.settle(at(0));
  }
  EXPECT_EQ(desk.left.size(), 2U);  // one for each matter
}

TEST(virtual_ledger, checks_again_when_a_message_leaves) {
  struct Case {
    const char* name;
    std::function<void(wire::OutMessage&)> valid;
    std::function<void(wire::Decision&)> later;
    bool leaves;
  };
  const std::vector<Case> cases = {
      {"nothing changed", [](auto&) {}, [](auto&) {}, true},
      {"work as asked", [](auto& m) { m.mutable_valid_while()->add_work(wire::AWAITING); }, [](auto&) {}, true},
      {"work moved on", [](auto& m) { m.mutable_valid_while()->add_work(wire::AWAITING); },
       [](auto& d) { d.mutable_row()->set_work(wire::IN_PROGRESS); }, false},
      {"level changed", [](auto& m) { m.mutable_valid_while()->set_generation(1); }, [](auto& d) { d.mutable_row()->set_generation(2); },
       false},
      {"party took it", [](auto& m) { m.mutable_valid_while()->set_untaken_party("role:x"); },
       [](auto& d) { d.mutable_row()->add_taken("role:x"); }, false},
      {"another took it", [](auto& m) { m.mutable_valid_while()->set_untaken_party("role:x"); },
       [](auto& d) { d.mutable_row()->add_taken("role:y"); }, true},
      {"expired", [](auto& m) { m.set_expires_at(to_ms(at(30))); }, [](auto&) {}, false},
      {"withdrawn", [](auto&) {}, [](auto& d) { d.add_withdraw(); }, false},
      {"another party withdrawn", [](auto&) {}, [](auto& d) { d.add_withdraw()->set_party("role:y"); }, true},
      {"asks alone withdrawn", [](auto&) {}, [](auto& d) { d.add_withdraw()->set_asks_only(true); }, true},
      {"all but its kind withdrawn", [](auto&) {}, [](auto& d) { d.add_withdraw()->set_except_kind("notice"); }, true},
      {"all but some kinds withdrawn", [](auto&) {}, [](auto& d) { d.add_withdraw()->set_except_kind("notice,overdue"); }, true},
      {"its kind is not excepted", [](auto&) {}, [](auto& d) { d.add_withdraw()->set_except_kind("not,overdue"); }, false},
      {"closed, and valid while open", [](auto& m) { m.mutable_valid_while()->add_work(wire::AWAITING); },
       [](auto& d) {
         d.mutable_row()->set_open(false);
         d.mutable_row()->set_work(wire::CLOSED);
       },
       false},
      {"closed, and valid always", [](auto&) {}, [](auto& d) { d.mutable_row()->set_open(false); }, true},
  };
  for (const auto& one : cases) {
    Desk desk;
    desk.rules = [&](const wire::DecideJob& job, wire::Decision& out) {
      out.mutable_row()->set_generation(1);
      if (job.version() == 0)
        one.valid(Desk::say(out, "role:x", "a", at(30)));
      else
        one.later(out);
    };
    desk.put(at(0), "topic/p/a");
    desk.settle(at(0));
    desk.put(at(10), "topic/p/a");
    desk.settle(at(10));
    desk.settle(at(30));
    EXPECT_EQ(desk.left.size(), one.leaves ? 1U : 0U) << one.name;
  }
}

TEST(virtual_ledger, withdraws_before_it_queues) {
  Desk desk;
  desk.rules = [](const wire::DecideJob& job, wire::Decision& out) {
    out.add_withdraw();
    Desk::say(out, "role:x", std::to_string(job.version()), at(30));
  };
  desk.put(at(0), "topic/p/a");
  desk.settle(at(0));
  desk.put(at(1), "topic/p/a");
  desk.settle(at(1));
  desk.settle(at(30));
  EXPECT_EQ(desk.left.size(), 1U);
}

TEST(virtual_ledger, wakes_whoever_waits_for_a_facet_and_answers_what_is_asked) {
  Desk desk;
  desk.rules = [](const wire::DecideJob& job, wire::Decision& out) {
    if (job.key() == "topic/p/other") {
      out.mutable_row()->add_facets("level=red");
      out.set_serial_kind("舆");
      out.set_serial_year(2027);
      return;
    }
    if (job.facts_size() == 0) {
      out.add_need_facts("level=red");
      return;
    }
    out.add_registers("level=red");
    auto& read = *out.add_facts_read();
    read.set_facet("level=red");
    read.set_revision(job.facts(0).revision());
  };
  desk.put(at(0), "topic/p/waits");
  desk.settle(at(0));
  ASSERT_EQ(desk.jobs.size(), 2U);  // asked, then decided with the fact
  EXPECT_EQ(desk.jobs[1].facts(0).count(), 0U);
  desk.put(at(5), "topic/p/other");
  desk.settle(at(5));
  ASSERT_EQ(desk.jobs.size(), 4U);
  EXPECT_EQ(desk.jobs[3].key(), "topic/p/waits");
  EXPECT_EQ(desk.jobs[3].facts(0).count(), 1U);
  EXPECT_THAT(desk.jobs[3].facts(0).numbers(), ElementsAre("舆〔2027〕1号"));
}

TEST(virtual_ledger, counts_numbers_by_kind_and_year_and_gives_one_matter_one) {
  Desk desk;
  desk.rules = [](const wire::DecideJob& job, wire::Decision& out) {
    out.set_serial_kind(job.key().ends_with("d") ? "督" : "舆");
    out.set_serial_year(2027);
  };
  for (const char* key : {"topic/p/a", "topic/p/b", "topic/p/d", "topic/p/a", "topic/p/b"}) {
    desk.put(at(0), key);
    desk.settle(at(0));
  }
  EXPECT_EQ(desk.jobs[3].number(), "舆〔2027〕1号");
  EXPECT_EQ(desk.jobs[4].number(), "舆〔2027〕2号");
}

TEST(virtual_ledger, forwards_once_and_names_the_number_taken_in_the_same_decision) {
  Desk desk;
  desk.rules = [](const wire::DecideJob& job, wire::Decision& out) {
    if (job.key().starts_with("digest/")) return;
    out.set_serial_kind("舆");
    out.set_serial_year(2027);
    auto& to = *out.add_forward();
    to.set_matter_key("digest/role:x/2027-07-08");
    to.set_dedup("once");
    to.set_unique_forever(true);
    to.mutable_body()->mutable_digest_entry()->set_matter_id(job.matter_id());
  };
  desk.put(at(0), "topic/p/a");
  desk.settle(at(0));
  desk.put(at(1), "topic/p/a");
  desk.settle(at(1));
  ASSERT_EQ(desk.jobs.size(), 3U);
  EXPECT_EQ(desk.jobs[1].key(), "digest/role:x/2027-07-08");
  EXPECT_EQ(desk.jobs[1].inbox(0).body().digest_entry().number(), "舆〔2027〕1号");
}

TEST(virtual_ledger, forwards_to_a_matter_by_its_id_or_number_and_to_none_that_is_not_there) {
  Desk desk;
  std::function<void(wire::ToMatter&)> aim;
  desk.rules = [&](const wire::DecideJob& job, wire::Decision& out) {
    out.set_serial_kind("督");
    out.set_serial_year(2027);
    if (job.key() != "duty/from/unit:u/2027") return;
    auto& to = *out.add_forward();
    to.set_dedup(std::to_string(job.version()));
    to.mutable_body()->mutable_cited()->set_matter_id(job.matter_id());
    aim(to);
  };
  desk.put(at(0), "duty/to/unit:u/2027");
  desk.settle(at(0));
  const auto to = desk.jobs.at(0).matter_id();
  const std::vector<std::function<void(wire::ToMatter&)>> there = {[&](wire::ToMatter& f) { f.set_matter_id(to); },
                                                                   [](wire::ToMatter& f) { f.set_matter_number("督〔2027〕1号"); }};
  for (const auto& each : there) {
    desk.jobs.clear();
    aim = each;
    desk.put(at(1), "duty/from/unit:u/2027");
    desk.settle(at(1));
    ASSERT_EQ(desk.jobs.size(), 2U);
    EXPECT_EQ(desk.jobs[1].matter_id(), to);
    EXPECT_TRUE(desk.jobs[1].inbox(0).body().has_cited());
  }
  const std::vector<std::function<void(wire::ToMatter&)>> nowhere = {[](wire::ToMatter& f) { f.set_matter_id(4711); },
                                                                     [](wire::ToMatter& f) { f.set_matter_number("督〔2027〕99号"); },
                                                                     [](wire::ToMatter&) {}};
  for (const auto& each : nowhere) {
    desk.jobs.clear();
    aim = each;
    desk.put(at(2), "duty/from/unit:u/2027");
    desk.settle(at(2));
    EXPECT_EQ(desk.jobs.size(), 1U);
  }
}

TEST(virtual_ledger, keys_are_unique_while_open_or_for_ever) {
  Desk desk;
  desk.rules = [](const wire::DecideJob& job, wire::Decision& out) {
    out.set_serial_kind("舆");
    out.set_serial_year(2027);
    out.mutable_row()->set_open(job.version() == 0);
  };
  for (const char* key : {"topic/p/a", "duty/d/unit:u/2027"}) {
    const bool forever = std::string_view(key).starts_with("duty");
    EXPECT_EQ(desk.put(at(0), key, {}, forever), Taken::yes);
    desk.settle(at(0));
    EXPECT_EQ(desk.put(at(1), key, {}, forever), Taken::yes);
    desk.settle(at(1));  // closes
    EXPECT_EQ(desk.put(at(2), key, {}, forever), forever ? Taken::closed : Taken::yes);
    desk.settle(at(2));
  }
  ASSERT_EQ(desk.jobs.size(), 5U);
  EXPECT_EQ(desk.jobs[2].previous_id(), desk.jobs[0].matter_id());  // a topic that comes back names its old matter
  EXPECT_EQ(desk.jobs[2].previous_number(), "舆〔2027〕1号");
}

TEST(virtual_ledger, knows_an_item_by_its_key) {
  Desk desk;
  EXPECT_EQ(desk.put(at(0), "topic/p/a", "s1"), Taken::yes);
  EXPECT_EQ(desk.put(at(0), "topic/p/a", "s1"), Taken::duplicate);
  desk.note = "other";
  EXPECT_EQ(desk.put(at(0), "topic/p/a", "s1"), Taken::conflict);
}

TEST(virtual_ledger, drops_what_is_closed_once_its_messages_have_left) {
  Desk desk;
  desk.rules = [](const wire::DecideJob&, wire::Decision& out) {
    Desk::say(out, "role:x", "a", at(30));
    out.mutable_row()->set_open(false);
  };
  desk.put(at(0), "duty/d/unit:u/2027", {}, true);
  desk.settle(at(0));
  EXPECT_EQ(desk.ledger.open_matters(), 1U);
  desk.settle(at(30));
  EXPECT_EQ(desk.left.size(), 1U);
  EXPECT_EQ(desk.ledger.open_matters(), 0U);
  EXPECT_EQ(desk.ledger.waiting_messages(), 0U);
  EXPECT_EQ(desk.ledger.next(), std::nullopt);
}

TEST(virtual_ledger, a_message_that_is_refused_is_dead_and_its_matter_hears) {
  Desk desk(nullptr, [](Instant, const wire::OutMessage& message) {
    return Carried{message.party() == "role:x" ? Carried::How::refused : Carried::How::arrived, {}};
  });
  desk.rules = [](const wire::DecideJob& job, wire::Decision& out) {
    out.mutable_row()->set_open(false);  // a closed matter hears too
    if (job.version() == 0)
      Desk::say(out, "role:x", "a").set_destination("d");
    else
      Desk::say(out, "role:y", "b");
  };
  desk.put(at(0), "topic/p/a");
  desk.settle(at(0));
  ASSERT_EQ(desk.jobs.size(), 2U);
  EXPECT_EQ(desk.jobs[1].inbox(0).body().delivery_failed().destination(), "d");
  EXPECT_THAT(desk.left, ElementsAre("+0 role:y notice"));
}

TEST(virtual_ledger, a_message_that_finds_no_way_is_tried_again) {
  Desk desk(nullptr, [n = 0](Instant now, const wire::OutMessage&) mutable {
    return ++n < 3 ? Carried{Carried::How::later, now + std::chrono::minutes{7}} : Carried{};
  });
  desk.rules = [](const wire::DecideJob&, wire::Decision& out) { Desk::say(out, "role:x", "a"); };
  desk.put(at(0), "topic/p/a");
  for (desk.settle(at(0)); desk.ledger.waiting_messages() > 0;) desk.settle(*desk.ledger.next());
  EXPECT_THAT(desk.left, ElementsAre("+14 role:x notice"));
}

TEST(virtual_ledger, a_message_that_keeps_hours_waits_for_them_or_expires) {
  wire::Calendar hours;  // start is a Wednesday, 10:00; the hours end at 17:30
  const auto calendar = Calendar::make(hours, Zone::find("Asia/Shanghai").value()).value();
  Desk desk(&calendar);
  desk.rules = [](const wire::DecideJob& job, wire::Decision& out) {
    if (job.version() > 0) return;
    for (const char* party : {"role:x", "role:y", "role:z"}) {
      auto& message = Desk::say(out, party, party, at(9 * 60));
      message.mutable_valid_while()->set_reminder_hours(party != std::string("role:z"));
      message.set_expires_at(to_ms(at(party == std::string("role:y") ? 14 * 60 : 48 * 60)));
    }
  };
  desk.put(at(0), "topic/p/a");
  desk.settle(at(0));
  desk.settle(at(9 * 60));
  EXPECT_THAT(desk.left, ElementsAre("+540 role:z notice"));
  ASSERT_EQ(desk.jobs.size(), 2U) << "the second one would have expired at midnight";
  EXPECT_EQ(desk.jobs[1].inbox(0).body().delivery_failed().party(), "role:y");
  while (desk.ledger.waiting_messages() > 0) desk.settle(*desk.ledger.next());
  ASSERT_EQ(desk.left.size(), 2U);
  EXPECT_THAT(desk.left[1], ::testing::MatchesRegex("\\+13[2-8][0-9] role:x notice"));  // between 08:07 and 09:07
}

TEST(virtual_ledger, tells_what_nobody_would_receive) {
  Desk desk;
  desk.rules = [](const wire::DecideJob&, wire::Decision& out) {
    auto& event = *out.add_events();
    event.set_kind("not_said");
    add_field(event.mutable_fields(), "party", "role:x");
    add_field(event.mutable_fields(), "step", "t-7");
    add_field(event.mutable_fields(), "why", "nobody there");
    auto& other = *out.add_events();
    other.set_kind("not_said");
    add_field(other.mutable_fields(), "why", "nothing left to say");
  };
  desk.put(at(0), "duty/d/unit:u/2027");
  desk.settle(at(0));
  EXPECT_THAT(desk.gaps, ElementsAre("role:x/t-7"));
  EXPECT_THAT(desk.left, IsEmpty());
}

TEST(virtual_ledger, tells_the_same_whether_it_looks_ahead_or_not) {
  std::vector<std::string> plain;
  for (const bool looks : {false, true}) {
    Desk desk;
    std::mutex one_at_a_time;
    desk.rules = [&](const wire::DecideJob& job, wire::Decision& out) {
      const std::lock_guard lock(one_at_a_time);
      Desk::say(out, job.key(), std::to_string(job.version()));
      out.mutable_row()->set_next_at(job.now() + (1 + job.version()) * 60'000);
      out.mutable_row()->set_open(job.version() < 3);
    };
    desk.keep_jobs = false;
    for (int i = 0; i < 300; ++i) desk.put(at(0), "topic/p/" + std::to_string(i));
    for (int minute = 0; minute < 12; ++minute) {
      if (looks) desk.ledger.look_ahead(at(minute + 4));
      if (minute == 1) desk.put(at(1), "topic/p/7");  // decided ahead without it: decided anew
      desk.settle(at(minute));
    }
    if (!looks) plain = desk.left;
    EXPECT_EQ(desk.left.size(), 1200U);
    EXPECT_EQ(desk.left, plain);
    EXPECT_EQ(desk.ledger.open_matters(), 0U);
  }
}

TEST(virtual_ledger, refuses_a_decision_that_breaks_the_rules) {
  const std::vector<std::pair<const char*, std::function<void(wire::Decision&)>>> cases = {
      {"next step", [](auto& d) { d.mutable_row()->set_next_at(0); }},
      {"unanswered", [](auto& d) { d.clear_outcomes(); }},
      {"fit", [](auto& d) { d.set_version(7); }},
      {"facts", [](auto& d) { d.add_need_facts("x"); }},
  };
  for (const auto& [words, breaks] : cases) {
    Desk desk;
    desk.rules = [&](const wire::DecideJob&, wire::Decision& out) { breaks(out); };
    desk.put(at(0), "topic/p/a");
    const auto done = desk.ledger.settle(at(0));
    ASSERT_FALSE(done.has_value()) << words;
    EXPECT_THAT(done.error().message, ::testing::HasSubstr(words));
    EXPECT_THAT(done.error().message, ::testing::HasSubstr("topic/p/a"));
  }
}

}  // namespace
}  // namespace fenghuo::simulate
