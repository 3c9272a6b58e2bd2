"""Scenario 4: a rung with two units; one acknowledges, the other is still reminded."""

from harness import Policy, Scenario, Want, main


class TwoUnits(Scenario):
    def test_one_acknowledges_the_other_is_still_reminded(self):
        policy = Policy().first_rung("red", asked=[["unit"]], informed=[])
        policy.category("canteen", units=["logistics", "security"])
        world = self.world(policy)
        world.signal("t1", level="red")
        world.until(5)
        self.assertEqual(world.callback("t1", "logistics").status, 200)
        world.until(12)
        self.told(
            world,
            Want("logistics", at=0, kind="warning", rung=0),
            Want("security", at=0, kind="warning", rung=0),
            Want("security", at=10, kind="reminder", rung=1),
        )
        self.assertEqual(["unit:logistics"], world.matter("t1")["taken_by"])


if __name__ == "__main__":
    main()
