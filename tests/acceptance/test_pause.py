"""Pausing stops sending and keeps deciding; it is visible; resuming sends what still holds."""

from harness import Policy, Scenario, everyone, main


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
