"""Scenario 2, first half: the asked party acknowledges by signed callback at +7; the commitment lapses; the ladder resumes where it stood."""

from harness import Scenario, everyone, main
from test_01_red_topic_climbs import ASKED, INFORMED

# Whom the first rung tells; one of the asked takes the matter for all.
TOLD = ASKED + INFORMED


class AcknowledgedByCallback(Scenario):
    def test_everybody_above_is_spared_and_told_so(self):
        world = self.world()
        world.signal("t1", level="red")
        world.until(7)
        answer = world.callback("t1", "logistics", by="后勤值班", until=world.time(30))
        self.assertEqual(answer.status, 200, answer)
        world.until(29)
        stood_down = [name for name in TOLD if name != "logistics"]
        self.told(
            world,
            everyone(TOLD, at=0, rung=0, repeat=0),
            everyone(stood_down, at=7, kind="stand_down"),
        )
        matter = world.matter("t1")
        self.assertEqual(matter["state"], "in_progress")
        self.assertEqual(matter["taken_by"], ["unit:logistics"])
        self.in_order(["opened", "rung", "acknowledged"], world.events("t1"))

    def test_after_a_lapse_the_ladder_goes_on_where_it_stood(self):
        world = self.world()
        world.signal("t1", level="red")
        world.until(7)
        self.assertEqual(world.callback("t1", "logistics", until=world.time(27)).status, 200)
        world.until(28)
        mark = len(world.inbox.all())
        self.in_order(["acknowledged", "commitment_lapsed"], world.events("t1"))
        # Seven minutes of the ladder had passed: +10 is due 3 minutes after the lapse at +27, +20 ten later, +30 ten later again.
        world.until(51)
        self.told_since(
            world,
            mark,
            everyone(TOLD, at=30, rung=1),
            everyone(["secretary"], at=40, kind="escalation"),
            everyone(["standing-a", "standing-b", "discipline"], at=50),
        )

    def test_nobody_is_asked_all_at_once_after_a_lapse(self):
        world = self.world()
        world.signal("t1", level="red")
        world.until(7)
        world.callback("t1", "logistics", until=world.time(27))
        world.until(27.5, step=0.5)
        higher = [str(a) for a in world.inbox.all() if a.to in ("standing-a", "standing-b", "discipline")]
        self.assertEqual([], higher)


if __name__ == "__main__":
    main()
