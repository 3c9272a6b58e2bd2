"""A person with the right marks a matter urgent, with a reason: it goes straight to the party committee's rung as well."""

from harness import Policy, Scenario, main


class Urgent(Scenario):
    def test_urgent_reaches_the_committee_at_once(self):
        world = self.world(Policy().first_rung("red", asked=[["unit"]], informed=[]))
        world.signal("t1", level="red")
        world.until(2)
        matter = world.matter("t1")
        answer = world.http.act(matter["id"], "urgent", {"by": "leader", "party": "role:leader", "reason": "已有学生聚集"})
        self.assertEqual(answer.status, 200, answer)
        world.settle()
        told = {(a.to, a.minute) for a in world.inbox.all()}
        self.assertLessEqual({("standing-a", 2.0), ("standing-b", 2.0)}, told)
        self.assertIn("urgent", world.events("t1"))

    def test_a_reason_is_needed(self):
        world = self.world()
        world.signal("t1", level="red")
        mark = len(world.inbox.all())
        answer = world.http.act(world.matter("t1")["id"], "urgent", {"by": "leader", "party": "role:leader"})
        self.assertIn(answer.status, (400, 409, 422), answer)
        world.settle()
        self.told_since(world, mark)


if __name__ == "__main__":
    main()
