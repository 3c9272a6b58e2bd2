"""Several rungs, or several reminders, fell due while the system was down: each recipient gets one message, and it says so; the highest due rung is reached at once."""

from collections import Counter

from duties import Duties, duty, plan, step, window
from harness import main

ASIDE = "系统曾中断，此前应发的提醒合并为本条。"


class OneMessageAfterAnOutage(Duties):
    def test_a_ladder(self):
        world = self.world()
        world.signal("t1", level="red")
        before = len(world.inbox.all())
        world.kill("escalator")
        world.advance(31, settle=False)  # +10, +20 and +30 pass with nobody there to climb
        world.start("escalator")
        world.settle()
        burst = world.inbox.all()[before:]
        self.assertEqual([], [name for name, n in Counter(a.to for a in burst).items() if n > 1], "one message each")
        told = {arrival.to: arrival for arrival in burst}
        self.assertLessEqual({"standing-a", "standing-b", "secretary", "duty", "head", "logistics"}, set(told))
        self.assertEqual(3, told["standing-a"].notification["step"], "the highest rung, at once")
        for name in ("standing-a", "secretary", "duty"):
            self.assertTrue(told[name].notification["late"], name)
            self.assertIn(ASIDE, told[name].data["text"], name)

    def test_a_duty(self):
        steps = [step(f"t-{n}", "reminder", before=f"{n}wd") for n in (7, 3, 1)]
        world = self.duties(duty("report", {"window": "mid"}), plan=plan(*steps), windows=[window("mid", "06-01", "07-15")], begin="2026-07-03T09:00:00+08:00")
        self.assertEqual([], self.days(world, "logistics"))
        self.jump_to(world, "2026-07-14 20:00")  # T-7, T-3 and T-1 pass
        self.assertEqual([], self.days(world, "logistics"), "not in the evening")
        self.pass_until(world, "2026-07-15 12:00")
        self.assertEqual(["07-15 每日摘要", "07-15 提醒"], self.days(world, "logistics"), "the morning's digest, and one message for all three")
        digest, reminder = world.inbox.to("logistics")
        self.assertEqual(["digest", "reminder"], [arrival.notification["kind"] for arrival in (digest, reminder)])
        self.assertIn("待您处理1件", digest.data["subject"])
        self.assertIn(ASIDE, reminder.data["text"])


if __name__ == "__main__":
    main()
