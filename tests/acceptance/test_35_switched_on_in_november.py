"""Scenario 35, switched on in November: what was due is not opened, steps that are past are not said; what is still to come is, and what would else go unsaid is announced."""

from duties import Duties, duty, plan, step, window
from harness import Want, main

PLAN = plan(step("t-30", "reminder", before="30wd"), step("t-14", "reminder", before="14wd"))
WINDOWS = window("year_start", "01-01", "03-31"), window("year_end", "11-15", "12-31")


class SwitchedOnInNovember(Duties):
    """Friday 20 November 2026. T-30 of 31 December was the day before; T-14 is 11 December."""

    def switched_on(self):
        duties = duty("start", {"window": "year_start"}), duty("end", {"window": "year_end"}), duty("monthly", {"rule": "FREQ=MONTHLY", "from": "2026-01-01"})
        return self.duties(*duties, plan=PLAN, windows=WINDOWS, begin="2026-11-20T09:00:00+08:00")

    def keys(self, world):
        return sorted(matter["key"].removeprefix("duty/").replace("/", " ") for matter in self.open_duties(world))

    def test_what_was_due_is_not_opened(self):
        world = self.switched_on()
        self.assertEqual(["end 2026", "monthly 2026-11", "monthly 2026-12", "monthly 2027-01", "start 2027"], self.keys(world))
        self.told(world, Want(to="logistics", at=0, kind="reminder"))
        announced = world.inbox.all()[0]
        self.assertEqual("duty/monthly/2026-11", announced.matter["key"], "due in ten days, and no reminder of it is still to come")
        self.assertEqual("〔立项〕廉政风险点排查，11月30日17:30止", announced.data["subject"])
        self.assertFalse(announced.notification["late"], "it makes up for nothing")

    def test_steps_that_are_past_are_not_said(self):
        world = self.switched_on()
        self.pass_until(world, "2026-12-10 23:00")
        said = [arrival.matter["key"] for arrival in world.inbox.to("logistics")]
        self.assertNotIn("duty/end/2026", said, "T-30 is past")
        self.pass_until(world, "2026-12-11 12:00")
        said = [arrival for arrival in world.inbox.to("logistics") if arrival.matter["key"] == "duty/end/2026"]
        self.assertEqual(["reminder"], [arrival.notification["kind"] for arrival in said])
        skipped = [event for event in self.one_duty(world, "end")["timeline"] if event["kind"] == "steps_skipped"]
        self.assertEqual(1, len(skipped), "the record says which steps were left out")


if __name__ == "__main__":
    main()
