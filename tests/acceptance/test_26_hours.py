"""Scenario 26 on a Friday evening: what keeps the hours of reminders leaves on the next working morning, whatever brings it up; a leader has one mail a day."""

from datetime import timedelta

from duties import Duties, duty, plan, step, window
from harness import Policy, main
from judge import parse_mail

LATER = "450 4.3.0 come again"
NOBODY = "550 5.1.1 no such user"


class Driven(Duties):
    def written_to(self, name, *duties, steps, begin, policy=None, **contacts):
        """Duties due then, of which the reminders go to mailboxes of one server."""
        self.box = self.mailbox(minute=lambda: self.world_.minute)
        policy = (policy or Policy()).mail_to(self.box, name, *contacts.get("more", ()))
        windows = [window(duty_id, first, last) for duty_id, first, last, _ in duties]
        entries = [duty(duty_id, {"window": duty_id}, **more) for duty_id, _, _, more in duties]
        self.world_ = self.duties(*entries, plan=plan(*steps), windows=windows, policy=policy, begin=begin)
        return self.world_

    def go(self, world, moment, step_minutes=30):
        world.until(self.minute_of(world, moment), step=step_minutes)

    def days(self, world, name):
        """When each mail came: "06-15 08:31"."""
        return [f"{world.begin + timedelta(minutes=letter.minute):%m-%d %H:%M}" for letter in self.box.to(name)]

    def read(self, letter):
        return parse_mail(letter.raw)


class Hours(Driven):
    def reminder_on_friday(self):
        """A reminder of Friday, 12 June: three working days before Wednesday the 17th."""
        world = self.written_to(
            "logistics", ("risks", "06-01", "06-17", {}), steps=[step("t-3", "reminder", before="3wd")], begin="2026-06-12T07:00:00+08:00"
        )
        self.assertEqual([], self.box.to("logistics"))
        return world

    def on_monday_morning(self, world):
        tried = len(self.box.commands)
        self.go(world, "2026-06-14 23:00", 240)
        self.assertEqual(tried, len(self.box.commands), "nobody is dialled at the weekend")
        self.assertEqual([], self.box.to("logistics"))
        self.go(world, "2026-06-15 09:10", 60)
        came = self.days(world, "logistics")
        self.assertTrue(all("06-15 08:00" <= moment <= "06-15 09:10" for moment in came), came)
        subjects = [self.read(letter)["subject"] for letter in self.box.to("logistics")]
        self.assertEqual(1, len([subject for subject in subjects if subject.startswith("〔提醒〕")]), subjects)
        self.assertLessEqual(len(subjects), 2, "beside it Monday's own digest")

    def test_a_relay_that_refuses_until_the_evening(self):
        world = self.reminder_on_friday()
        self.box.rcpt("logistics", *[LATER] * 200)
        self.go(world, "2026-06-12 18:00")
        events = [event["kind"] for event in self.one_duty(world, "risks")["timeline"]]
        self.assertIn("send_failed", events)
        self.assertEqual(1, events.count("put_off"))
        self.assertNotIn("dead", events)
        self.box.as_usual()
        self.on_monday_morning(world)

    def test_a_pause_that_ends_on_a_saturday(self):
        world = self.reminder_on_friday()
        world.cli("pause", "--channel", "mail")
        self.go(world, "2026-06-13 10:00", 120)
        world.cli("resume", "--channel", "mail")
        world.settle()
        self.on_monday_morning(world)

    def test_a_ledger_that_starts_again_on_a_saturday(self):
        world = self.reminder_on_friday()
        self.box.rcpt("logistics", *[LATER] * 200)
        self.go(world, "2026-06-12 18:00")
        self.box.as_usual()
        self.go(world, "2026-06-13 10:00", 240)
        world.restart("ledger")
        world.settle()
        self.on_monday_morning(world)


class Briefs(Driven):
    def leaders_duties(self, begin, policy=None, more=()):
        """One is due in seven working days on Thursday, 11 June, the other on Friday."""
        policy = policy or Policy()
        policy.roles["leader"]["leader"] = True
        mine = {"owner": "role:leader"}
        return self.written_to(
            "leader",
            ("first", "06-01", "06-23", {"title": "责任清单", **mine}),
            ("second", "06-01", "06-24", {"title": "年度计划", **mine}),
            steps=[step("t-7", "reminder", before="7wd")],
            begin=begin,
            policy=policy,
            more=more,
        )

    def test_what_thursday_could_not_say_is_in_fridays_mail(self):
        world = self.leaders_duties("2026-06-11T07:00:00+08:00")
        self.box.rcpt("leader", *[LATER] * 200)
        self.go(world, "2026-06-11 20:00")
        self.box.as_usual()
        self.go(world, "2026-06-12 12:00", 60)
        came = self.days(world, "leader")
        self.assertEqual(1, len(came), came)
        self.assertTrue("06-12 08:00" <= came[0] <= "06-12 09:10", came)
        mail = self.read(self.box.to("leader")[0])
        self.assertIn("请办理2件", mail["subject"])
        for title in ("责任清单", "年度计划"):
            self.assertEqual(1, mail["text"].count(f"请办理：{title}"), mail["text"])
        self.assertEqual("in_time", self.one_duty(world, "first")["late"])

    def test_a_pause_over_two_mornings_ends_in_one_mail(self):
        world = self.leaders_duties("2026-06-11T07:00:00+08:00")
        world.cli("pause", "--all")
        self.go(world, "2026-06-12 11:00", 60)
        self.assertEqual([], self.box.to("leader"))
        world.cli("resume", "--all")
        world.settle()
        self.assertEqual(1, len(self.box.to("leader")))
        mail = self.read(self.box.to("leader")[0])
        for title in ("责任清单", "年度计划"):
            self.assertIn(title, mail["text"])
        self.go(world, "2026-06-12 18:00", 120)
        self.assertEqual(1, len(self.box.to("leader")))

    def test_a_mailbox_that_is_gone_gives_way_to_the_next_one(self):
        policy = Policy()
        policy.roles["leader"]["contacts"] = ["leader", "leader-2"]
        world = self.leaders_duties("2026-06-11T07:00:00+08:00", policy, more=("leader-2",))
        self.box.rcpt("leader", NOBODY)
        self.go(world, "2026-06-11 10:00", 60)
        self.assertEqual([], self.box.to("leader"))
        self.assertEqual(1, len(self.box.to("leader-2")))
        self.assertIn("责任清单", self.read(self.box.to("leader-2")[0])["text"])
        self.assertNotIn("lateness_stopped", [event["kind"] for event in self.one_duty(world, "first")["timeline"]])

    def test_nobody_is_late_for_what_reached_no_mailbox(self):
        world = self.leaders_duties("2026-06-11T07:00:00+08:00")
        self.box.rcpt("leader", *[NOBODY] * 200)
        self.go(world, "2026-06-11 10:00", 60)
        events = [event["kind"] for event in self.one_duty(world, "first")["timeline"]]
        self.in_order(["joined_brief", "party_unreachable", "lateness_stopped"], events)
        self.assertEqual(1, len([a for a in world.inbox.to("operator") if "每日呈阅未送达" in a.data["subject"]]))
        self.assertTrue([a for a in world.inbox.to("party-office") if "送达异常" in a.data["subject"]])
        self.go(world, "2026-06-25 18:00", 720)
        self.assertEqual("in_time", self.one_duty(world, "first")["late"])


if __name__ == "__main__":
    main()
