"""Scenario 29: the wall clock jumps: no rung early or late, nothing twice, nothing skipped. A clock a year ahead at start: ladders held, a person asked."""

from harness import Scenario, Want, everyone, main
from test_01_red_topic_climbs import ASKED, COMMITTEE, INFORMED

CLIMB = {
    0: everyone(ASKED + INFORMED, rung=0),
    10: everyone(ASKED + INFORMED, rung=1),
    20: [Want("secretary", rung=2)],
    30: everyone(COMMITTEE + ("discipline",), rung=3),
}
SECONDS = 1 / 60


class TheClockJumps(Scenario):
    def climb_with_a_jump(self, *jump):
        """The ledger's clock is slewed after a jump: no rung comes more than 5 s early or late."""
        world = self.world()
        world.signal("t1", level="red")
        world.until(5)
        world.cli("clock", "jump-wall", *jump)
        done = list(CLIMB[0])
        for minute in (10, 20, 30):
            world.until(minute - 5.1 * SECONDS)
            self.told(world, *done)
            world.until(minute + 5.1 * SECONDS)
            done += CLIMB[minute]
            self.told(world, *done)
        return world

    def test_an_hour_forward(self):
        world = self.climb_with_a_jump("1h")
        self.assertIn("clock_step", world.journal_kinds())

    def test_an_hour_back(self):
        world = self.climb_with_a_jump("1h", "--back")
        self.assertIn("clock_step", world.journal_kinds())

    def test_restarted_a_year_ahead(self):
        world = self.world()
        world.signal("t1", level="red")
        world.until(5)
        for name in ("gateway", "webhook", "escalator", "ledger"):
            world.stop_one(name)
        world.sets[0] = "ledger.clock=manual:2028-03-04T02:20:00+08:00"
        mark = len(world.inbox.all())
        world.start("ledger", "escalator", "webhook", "gateway")
        world.settle()
        world.advance(60)
        climbed = [str(a) for a in world.inbox.all()[mark:] if a.matter["kind"] == "warning"]
        self.assertEqual([], climbed, "no rung fires while the clock is in doubt")
        status = world.status()
        self.assertTrue(status["ladders_held"])
        self.assertTrue(status["hold_reason"])
        self.assertIn("ladders_held", world.journal_kinds())
        asked = [a for a in world.inbox.all()[mark:] if a.to == "operator"]
        self.assertEqual(1, len(asked), "a person is asked, once")
        self.assertIn("confirm-clock", asked[0].raw.decode())
        for name in ("ledger", "gateway", "webhook", "escalator"):
            world.restart(name)
        world.settle()
        self.assertEqual(1, len([a for a in world.inbox.all()[mark:] if a.to == "operator"]), "not again by another start")
        # Facts still count while the ladders are held: the unit takes the matter.
        self.assertEqual(world.callback("t1", "logistics").status, 200)

    def test_a_person_confirms_and_the_ladder_goes_on(self):
        world = self.world()
        world.signal("t1", level="red")
        for name in ("gateway", "webhook", "escalator", "ledger"):
            world.stop_one(name)
        world.sets[0] = "ledger.clock=manual:2028-03-04T02:20:00+08:00"
        world.start("ledger", "escalator", "webhook", "gateway")
        world.settle()
        mark = len(world.inbox.all())
        world.cli("confirm-clock")
        world.settle()
        self.assertFalse(world.status()["ladders_held"])
        names = {a.to for a in world.inbox.all()[mark:]}
        self.assertLessEqual(set(COMMITTEE), names, "the highest due rung is reached at once")
        for name in names:
            got = [a for a in world.inbox.all()[mark:] if a.to == name]
            self.assertEqual(1, len(got), "each recipient gets one message, not a burst:\n" + "\n".join(map(str, got)))


if __name__ == "__main__":
    main()
