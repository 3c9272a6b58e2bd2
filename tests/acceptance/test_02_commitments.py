"""Scenario 2, second half: the cap of a commitment, the third one, and an acknowledgement that came in while nobody could decide."""

from datetime import datetime

from harness import Scenario, everyone, main
from test_02_acknowledged_by_callback import TOLD


class Commitments(Scenario):
    def test_until_2099_is_capped_at_the_first_report(self):
        world = self.world()
        world.signal("t1", level="red")
        world.until(7)
        answer = world.callback("t1", "logistics", until="2099-01-01T00:00:00+08:00")
        self.assertEqual(answer.status, 200, answer)
        until = datetime.fromisoformat(answer.json["until"])
        self.assertEqual(until, datetime.fromisoformat(world.time(30)), "the next target is the first report, 30 minutes after the level began")
        world.until(31)
        self.in_order(["acknowledged", "commitment_lapsed"], world.events("t1"))

    def test_at_the_third_commitment_the_ladder_goes_on(self):
        world = self.world()
        world.signal("t1", level="red")
        # Two promises of two minutes each, at +0 and +3: the ladder's clock stands still from 0 to 2 and from 3 to 5, four minutes in all.
        # The third, at +6, stops nothing: +10, +20 and +30 of the ladder come at +14, +24 and +34.
        for _ in range(3):
            answer = world.callback("t1", "logistics", until=world.time(world.minute + 2))
            self.assertEqual(answer.status, 200, answer)
            world.until(world.minute + 3)
        self.assertIn("third_commitment", world.events("t1"))
        for minute in (14, 24, 34, 36):
            world.until(minute)
        told = lambda name, rung: [a.minute for a in world.inbox.all() if a.to == name and a.notification["step"] == rung and a.notification["kind"] != "stand_down"]
        self.assertEqual([14], told("duty", 1), "the repeat of the first rung")
        self.assertEqual([24], told("secretary", 2))
        for name in ("standing-a", "standing-b", "discipline"):
            self.assertEqual([34], told(name, 3), f"{name}: the ladder reaches the committee in spite of a third promise, exactly then")

    def test_accepted_just_before_a_rung_while_nobody_decides(self):
        world = self.world(sets=["gateway.decide_wait=200ms"])
        world.signal("t1", level="red")
        world.stop_one("escalator")
        world.advance(9 + 59 / 60, settle=False)
        answer = world.callback("t1", "logistics")
        self.assertEqual(answer.status, 202, answer)
        status_url = answer.headers.get("location") or answer.json["status_url"]
        world.advance(25 - world.minute, settle=False)
        world.start("escalator")
        world.settle()
        self.assertIn("acknowledged", world.events("t1"))
        pending = world.http.call("GET", status_url, token="read")
        self.assertEqual(pending.status, 200, pending)
        # The commitment ends with the first report's time, +30: until then the ladder stands still at one second before its second rung.
        world.until(29)
        stood_down = [name for name in TOLD if name != "logistics"]
        self.told(world, everyone(TOLD, at=0, rung=0), everyone(stood_down, at=25, kind="stand_down"))


if __name__ == "__main__":
    main()
