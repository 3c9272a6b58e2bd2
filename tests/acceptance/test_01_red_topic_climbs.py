"""Scenario 1: red topic, nobody acknowledges."""

from datetime import datetime, timedelta, timezone

from harness import Scenario, Want, everyone, main

ASKED = ("duty", "head", "logistics")
INFORMED = ("office", "leader", "secretary", "president")
COMMITTEE = ("standing-a", "standing-b")


class RedTopicClimbs(Scenario):
    def test_nobody_acknowledges(self):
        world = self.world()
        world.signal("t1", level="red")
        world.until(31)
        self.told(
            world,
            everyone(ASKED, at=0, kind="warning", rung=0, repeat=0, level="red"),
            everyone(INFORMED, at=0, kind="notice", rung=0, repeat=0),
            everyone(ASKED, at=10, kind="reminder", rung=1, repeat=0),
            everyone(INFORMED, at=10, rung=1),
            Want("secretary", at=20, kind="escalation"),
            everyone(COMMITTEE, at=30, kind="escalation"),
            Want("discipline", at=30, kind="notice"),
        )
        self.log_reads_like_that(world)

    def log_reads_like_that(self, world):
        matter = world.matter("t1")
        self.assertRegex(matter["number"], r"^舆〔2027〕1号$")
        self.assertEqual(matter["state"], "awaiting")
        timeline = matter["timeline"]
        self.in_order(["accepted", "opened", "rung", "delivered", "rung", "rung", "rung"], [e["kind"] for e in timeline])
        rungs = [e for e in timeline if e["kind"] in ("rung", "repeat")]
        self.assertEqual(["02:14", "02:24", "02:34", "02:44"], [beijing(e["at"]) for e in rungs])
        for event in timeline:
            self.assertTrue(event["text"], f"{event['kind']} has no sentence for people")
        # Every message that arrived stands there as delivered, and each has exactly one attempt on record.
        self.assertEqual([e["kind"] for e in timeline].count("delivered"), len(world.inbox.all()))
        self.assertEqual({a.id for a in world.inbox.all()}, {d["id"] for d in matter["deliveries"]})
        self.assertEqual({1}, {len(d["attempts"]) for d in matter["deliveries"]})

    def test_the_committee_hears_again_every_thirty_minutes(self):
        world = self.world()
        world.signal("t1", level="red")
        world.until(89)
        late = [a for a in world.inbox.all() if a.minute > 30]
        self.assertEqual({60.0}, {a.minute for a in late}, "\n".join(map(str, late)))
        self.assertLessEqual(set(COMMITTEE), {a.to for a in late})


def beijing(rfc3339):
    return datetime.fromisoformat(rfc3339).astimezone(timezone(timedelta(hours=8))).strftime("%H:%M")


if __name__ == "__main__":
    main()
