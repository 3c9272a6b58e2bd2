"""Scenario 6: an empty rung is passed at once and recorded; with nobody on the whole roster red still reaches 书记 and 党委."""

from harness import Policy, Scenario, everyone, main
from policy import rung

COMMITTEE = ("standing-a", "standing-b")


class EmptyRungs(Scenario):
    def test_an_empty_first_rung_is_passed_at_once(self):
        policy = Policy().rungs("red", [rung("0s", [["role:duty"]]), rung("20m", [["role:secretary"]]), rung("30m", [["body:committee"]])])
        policy.nobody_in("duty")
        world = self.world(policy)
        world.signal("t1", level="red")
        self.told(world, everyone(["secretary"], at=0))
        self.in_order(["opened", "rung_empty", "rung"], world.events("t1"))

    def test_an_empty_rung_in_the_middle_does_not_wait(self):
        """Nobody is president: at +20 the secretary hears of it, not at +30."""
        rungs = [rung("0s", [["role:duty"]]), rung("20m", [["role:president"]]), rung("30m", [["role:secretary"]]), rung("50m", [["body:committee"]])]
        world = self.world(Policy().rungs("red", rungs).nobody_in("president"))
        world.signal("t1", level="red")
        world.until(29)
        self.told(world, everyone(["duty"], at=0), everyone(["secretary"], at=20))
        self.in_order(["opened", "rung", "rung_empty", "rung"], world.events("t1"))

    def test_nobody_on_the_whole_roster(self):
        policy = Policy()
        for role in ("duty", "head", "office", "leader", "president"):
            policy.nobody_in(role)
        policy.unreachable_units()
        world = self.world(policy)
        world.signal("t1", level="red")
        world.until(31)
        names = {a.to for a in world.inbox.all()}
        self.assertLessEqual({"secretary", *COMMITTEE}, names)
        self.assertIn("rung_empty", world.events("t1"))


if __name__ == "__main__":
    main()
