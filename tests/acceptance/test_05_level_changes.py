"""Scenario 5: a raised level restarts at once; a lowered one and a cancel wait for a person."""

from harness import Scenario, Want, everyone, main
from test_01_red_topic_climbs import ASKED, INFORMED

# Outside the quiet hours, so that a yellow one goes out at once.
MORNING = "2027-03-04T10:14:00+08:00"
# The one who may lower or end a red matter is asked to look.
LEADER_ASKED = Want("leader", at=3, kind="notice")


class LevelChanges(Scenario):
    def test_yellow_to_red_restarts_at_red_at_once(self):
        world = self.world(begin=MORNING)
        world.signal("t1", level="yellow", signal_id="s1")
        world.until(3)
        mark = len(world.inbox.all())
        world.signal("t1", level="red", msg_type="update", supersedes="s1", signal_id="s2")
        world.until(14)
        self.told_since(
            world,
            mark,
            everyone(ASKED, at=3, rung=0, repeat=0, level="red"),
            everyone(INFORMED, at=3, rung=0, repeat=0, level="red"),
            everyone(ASKED, at=13, rung=1, level="red"),
            everyone(INFORMED, at=13, rung=1, level="red"),
        )
        self.assertEqual(len(world.http.matters()), 1)
        self.in_order(["opened", "level_raised", "rung"], world.events("t1"))

    def test_red_to_blue_waits_for_a_person(self):
        world = self.world(begin=MORNING)
        world.signal("t1", level="red", signal_id="s1")
        world.until(3)
        mark = len(world.inbox.all())
        world.signal("t1", level="blue", msg_type="update", supersedes="s1", signal_id="s2")
        world.until(9)
        self.told_since(world, mark, LEADER_ASKED)
        matter = world.matter("t1")
        self.assertEqual(matter["level"], "red")
        self.assertTrue(matter["pending"], "the matter must say that a lower level waits for a person")
        self.assertIn("level_drop_pending", world.events("t1"))
        world.until(10)
        self.told_since(world, mark, LEADER_ASKED, everyone(ASKED + INFORMED, at=10, rung=1))
        self.assertEqual(world.http.act(matter["id"], "lower", {"level": "blue", "by": "leader", "party": "role:leader"}).status, 200)
        world.settle()
        self.assertEqual(world.matter("t1")["level"], "blue")
        self.assertIn("level_lowered", world.events("t1"))

    def test_a_cancel_waits_for_a_person(self):
        world = self.world(begin=MORNING)
        world.signal("t1", level="red", signal_id="s1")
        world.until(3)
        mark = len(world.inbox.all())
        world.signal("t1", level="red", msg_type="cancel", supersedes="s1", signal_id="s2")
        world.until(10)
        self.told_since(world, mark, LEADER_ASKED, everyone(ASKED + INFORMED, at=10, rung=1))
        matter = world.matter("t1")
        self.assertEqual(matter["state"], "awaiting")
        self.assertIn("cancel_pending", world.events("t1"))
        mark = len(world.inbox.all())
        answer = world.http.act(matter["id"], "confirm", {"by": "leader", "party": "role:leader"})
        self.assertEqual(answer.status, 200, answer)
        world.until(60)
        self.told_since(world, mark, everyone(ASKED + INFORMED, at=10, kind="stand_down"))
        self.assertEqual(world.matter("t1")["state"], "closed")


if __name__ == "__main__":
    main()
