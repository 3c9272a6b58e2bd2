"""Scenario 13: a duty turns late at its very instant, whenever that is found out; what is said about it waits for the hours in which people work."""

from duties import Duties, duty, plan, step, window
from harness import main

HOUR = {"grace": "1h"}


class Lateness(Duties):
    def due(self, at, **more):
        """Window 06-01…07-15, due on its last day at this time, seen from that morning on."""
        return self.duties(
            duty("report", {"window": "mid", "at": at}),
            plan=plan(step("t-1", "reminder", before="1wd"), step("hint", "hint"), step("urge", "urge"), step("order", "order"), **more),
            windows=[window("mid", "06-01", "07-15")],
            begin="2026-05-29T09:00:00+08:00",
        )

    def late(self, world):
        matter = self.one_duty(world, "report")
        return matter["late"], [(event["kind"], event["at"]) for event in matter["timeline"] if event["kind"] in ("in_grace", "overdue")]

    def test_grace_and_then_overdue(self):
        world = self.due("10:00", **HOUR)
        self.pass_until(world, "2026-07-15 09:59")
        self.assertEqual(("in_time", []), self.late(world))
        self.assertEqual("imminent", self.one_duty(world, "report")["lamp"], "◑将到期")
        grace = ("in_grace", "2026-07-15T10:00:00+08:00")
        self.pass_until(world, "2026-07-15 10:00")
        self.assertEqual(("in_grace", [grace]), self.late(world))
        self.pass_until(world, "2026-07-15 10:59")
        self.assertEqual(("in_grace", [grace]), self.late(world))
        self.assertEqual([], self.days(world, "party-office"), "nothing is signed before it is late")
        self.pass_until(world, "2026-07-15 11:00")
        self.assertEqual(("overdue", [grace, ("overdue", "2026-07-15T11:00:00+08:00")]), self.late(world))
        self.assertEqual("overdue", self.one_duty(world, "report")["lamp"])
        self.assertEqual(["07-15 请签发"], self.days(world, "party-office"), "the slip is drafted, for a person to sign")

    def test_found_out_late_it_was_late_at_eleven(self):
        world = self.due("10:00", **HOUR)
        self.pass_until(world, "2026-07-15 09:59")
        self.jump_to(world, "2026-07-15 14:20")
        self.assertEqual(
            ("overdue", [("in_grace", "2026-07-15T10:00:00+08:00"), ("overdue", "2026-07-15T11:00:00+08:00")]),
            self.late(world),
        )

    def test_at_midnight_it_is_overdue_and_the_message_waits_for_the_morning(self):
        world = self.due("24:00")
        self.assertEqual("2026-07-16T00:00:00+08:00", self.one_duty(world, "report")["due_at"], "the end of the last day")
        self.pass_until(world, "2026-07-15 23:59")
        self.assertEqual(("in_time", []), self.late(world))
        before = len(world.inbox.all())
        self.pass_until(world, "2026-07-16 00:00")
        midnight = "2026-07-16T00:00:00+08:00"
        self.assertEqual(("overdue", [("in_grace", midnight), ("overdue", midnight)]), self.late(world))
        self.pass_until(world, "2026-07-16 08:06")
        self.assertEqual(before, len(world.inbox.all()), "nobody is woken for it")
        self.pass_until(world, "2026-07-16 17:29")
        self.assertEqual(["07-16 请签发"], self.days(world, "party-office"))


if __name__ == "__main__":
    main()
