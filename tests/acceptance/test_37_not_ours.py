"""Scenario 37: "Not ours" goes back to the dispatching office with its reason; transferred: the new unit is asked, the old one is not reminded."""

from harness import Policy, Scenario, Want, main


def unit_only():
    return Policy().first_rung("red", asked=[["unit"]], informed=[])


class NotOurs(Scenario):
    def test_declined_goes_back_with_its_reason(self):
        world = self.world(unit_only())
        world.signal("t1", level="red")
        world.until(2)
        matter = world.matter("t1")
        answer = world.http.act(matter["id"], "decline", {"party": "unit:logistics", "by": "后勤值班", "reason": "该食堂由校办企业管理"})
        self.assertEqual(answer.status, 200, answer)
        world.until(12)
        self.told(
            world,
            Want("logistics", at=0, kind="warning"),
            Want("office", at=2),
            Want("office", at=10, rung=1),
        )
        self.assertIn("该食堂由校办企业管理", world.inbox.to("office")[0].raw.decode())
        self.in_order(["opened", "declined"], world.events("t1"))
        declined = next(e for e in world.matter("t1")["timeline"] if e["kind"] == "declined")
        self.assertIn("该食堂由校办企业管理", declined["text"])

    def test_transferred_asks_the_new_unit(self):
        world = self.world(unit_only())
        world.signal("t1", level="red")
        world.until(2)
        matter = world.matter("t1")
        answer = world.http.act(matter["id"], "transfer", {"target_unit": "security", "by": "党校办", "reason": "食堂消防问题"})
        self.assertEqual(answer.status, 200, answer)
        world.until(9)
        told = {(a.to, a.minute, a.notification["kind"]) for a in world.inbox.all()}
        self.assertIn(("security", 2.0, "warning"), told)
        world.until(12)
        reminded = {a.to for a in world.inbox.all() if a.minute > 2}
        self.assertNotIn("logistics", reminded)
        self.assertIn("security", reminded)
        self.assertEqual(world.matter("t1")["unit"], "security")
        self.assertIn("transferred", world.events("t1"))


if __name__ == "__main__":
    main()
