"""Pausing stops sending and keeps deciding; it is visible; resuming sends what still holds, one message to each."""

from harness import Policy, Scenario, Want, everyone, main
from test_01_red_topic_climbs import ASKED, COMMITTEE


class Pause(Scenario):
    def test_pause_all_and_resume(self):
        world = self.world(Policy.one_rung())
        world.cli("pause", "--all")
        world.signal("t1")
        self.told(world)
        self.assertIn("rung", world.events("t1"))
        status = world.status()
        self.assertEqual(["all"], status["pauses"])
        world.cli("resume", "--all")
        world.settle()
        self.told(world, everyone(["duty"], at=0))
        self.assertEqual([], world.status()["pauses"])
        self.in_order(["paused", "resumed"], world.journal_kinds())

    def test_one_destination_alone(self):
        world = self.world()
        world.cli("pause", "--destination", "duty")
        world.signal("t1", level="red")
        names = {a.to for a in world.inbox.all()}
        self.assertNotIn("duty", names)
        self.assertIn("logistics", names)
        world.cli("resume", "--destination", "duty")
        world.settle()
        self.assertEqual(1, len(world.inbox.to("duty")))

    def test_what_no_longer_holds_is_not_sent_at_the_resume(self):
        world = self.world(Policy().first_rung("red", asked=[["role:duty", "unit"]], informed=[]))
        world.cli("pause", "--destination", "duty")
        world.signal("t1", level="red")
        self.assertEqual(200, world.callback("t1", "logistics").status)
        world.settle()
        world.cli("resume", "--destination", "duty")
        world.settle()
        asks = [str(a) for a in world.inbox.to("duty") if a.notification["kind"] == "warning"]
        self.assertEqual([], asks, "the unit has taken it: nobody else is asked any more")

    def test_after_several_rungs_everybody_gets_one_message(self):
        world = self.world()
        world.cli("pause", "--all")
        world.signal("t1", level="red")
        world.until(31)
        self.told(world)
        world.cli("resume", "--all")
        world.settle()
        self.told(
            world,
            everyone(ASKED, at=31, kind="reminder", rung=1),
            everyone(("office", "leader", "president"), at=31, kind="notice", rung=1),
            Want("secretary", at=31, kind="escalation", rung=2),
            everyone(COMMITTEE, at=31, kind="escalation", rung=3),
            Want("discipline", at=31, kind="notice", rung=3),
        )
        self.assertIn("withdrawn", world.events("t1"))

    def test_what_fell_due_with_nobody_to_decide_is_decided_before_anything_leaves(self):
        world = self.world()
        world.cli("pause", "--all")
        world.signal("t1", level="red")
        world.stop_one("escalator")
        world.advance(31, settle=False)
        world.cli("resume", "--all")
        world.start("escalator")
        world.settle()
        names = [a.to for a in world.inbox.all()]
        self.assertEqual(sorted(set(names)), sorted(names), "each of them one message")
        self.assertLessEqual({*ASKED, *COMMITTEE, "secretary", "discipline"}, set(names))

    def test_a_pause_outlives_a_restart(self):
        world = self.world(Policy.one_rung())
        world.cli("pause", "--all")
        world.kill("ledger")
        world.start("ledger")
        world.signal("t1")
        self.told(world)
        world.cli("resume", "--all")
        world.settle()
        self.told(world, everyone(["duty"]))


if __name__ == "__main__":
    main()
