"""Scenario 14: reminders counted in working days across 国庆 and Spring Festival 2026, worked by hand from the State Council's notice; the deadline stays."""

from datetime import datetime, timedelta

from duties import Duties, duty, plan, step, window
from harness import main

PLAN = plan(step("t-3", "reminder", before="3wd"), step("t-1", "reminder", before="1wd"))


def due_on(duty_id, first, last):
    return duty(duty_id, {"window": duty_id}), window(duty_id, first, last)


class Holidays(Duties):
    def reminded(self, begin, end, *spans, plan=PLAN):
        duties, windows = zip(*(due_on(*span) for span in spans))
        world = self.duties(*duties, plan=plan, windows=windows, begin=begin)
        self.pass_until(world, end)
        return world

    def of(self, world, duty_id):
        """Days on which the unit was reminded of this duty."""
        arrivals = [arrival for arrival in world.inbox.to("logistics") if arrival.matter["key"].startswith(f"duty/{duty_id}/")]
        return [f"{world.begin + timedelta(minutes=arrival.minute):%m-%d}" for arrival in arrivals]

    def deadline(self, world, duty_id):
        """What the last reminder of this duty says, in Beijing's time."""
        arrival = [arrival for arrival in world.inbox.to("logistics") if arrival.matter["key"].startswith(f"duty/{duty_id}/")][-1]
        return datetime.fromisoformat(arrival.matter["due_at"]).astimezone(world.begin.tzinfo).isoformat()

    def test_across_national_day(self):
        """Off: 10-01 (Thursday) to 10-07 (Wednesday). Worked: Saturday 10-10."""
        world = self.reminded(
            "2026-09-21T09:00:00+08:00",
            "2026-10-12 17:29",
            ("friday", "09-21", "10-09"),  # 1: 10-08, 2: 09-30, 3: 09-29
            ("monday", "09-22", "10-12"),  # 1: Saturday 10-10, 2: 10-09, 3: 10-08
        )
        self.assertEqual(["09-29", "10-08"], self.of(world, "friday"))
        self.assertEqual(["10-08", "10-10"], self.of(world, "monday"))
        self.assertEqual("2026-10-12T17:30:00+08:00", self.deadline(world, "monday"))

    def test_across_spring_festival(self):
        """Off: 02-15 (Sunday) to 02-23 (Monday). Worked: Saturdays 02-14 and 02-28."""
        world = self.reminded(
            "2026-02-02T09:00:00+08:00",
            "2026-03-02 17:29",
            ("tuesday", "02-02", "02-24"),  # 1: Saturday 02-14, 2: 02-13, 3: 02-12
            ("wednesday", "02-03", "02-25"),  # 1: 02-24, 2: Saturday 02-14, 3: 02-13
            ("monday", "02-04", "03-02"),  # 1: Saturday 02-28, 2: 02-27, 3: 02-26
        )
        self.assertEqual(["02-12", "02-14"], self.of(world, "tuesday"))
        self.assertEqual(["02-13", "02-24"], self.of(world, "wednesday"))
        self.assertEqual(["02-26", "02-28"], self.of(world, "monday"))

    def test_natural_days_on_days_off_move_earlier_and_the_deadline_stays(self):
        """Four natural days before 10-09 is 10-05, in the holiday: said on 09-30, the last working day before."""
        world = self.reminded(
            "2026-09-21T09:00:00+08:00", "2026-10-09 17:29", ("friday", "09-21", "10-09"), plan=plan(step("n-4", "reminder", before="4d"))
        )
        self.assertEqual(["09-30"], self.of(world, "friday"))
        self.assertEqual("2026-10-09T17:30:00+08:00", self.deadline(world, "friday"))

    def test_a_deadline_on_a_day_off_stays_there(self):
        """10-04 is in the holiday: reminders count back from 09-30, the working day before it, and nothing is late before its evening."""
        world = self.reminded("2026-09-21T09:00:00+08:00", "2026-10-04 17:29", ("sunday", "09-21", "10-04"))
        self.assertEqual(["09-24", "09-29"], self.of(world, "sunday"))  # 1: 09-29, 2: 09-28, 3: 09-24 (中秋 is 09-25 to 09-27)
        self.assertEqual("in_time", self.one_duty(world, "sunday")["late"])
        self.pass_until(world, "2026-10-04 17:30")
        self.assertEqual("overdue", self.one_duty(world, "sunday")["late"])


if __name__ == "__main__":
    main()
