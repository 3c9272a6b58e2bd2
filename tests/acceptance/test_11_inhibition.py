"""Scenario 11: while a red of the same unit is open, its yellows only join the digest; the red closes: a yellow still open starts its ladder then."""

from harness import Scenario, main

MORNING = "2027-03-04T10:14:00+08:00"
BEFORE_THE_DIGEST = "2027-03-04T07:41:00+08:00"


class Inhibition(Scenario):
    def test_a_yellow_waits_for_the_red_of_its_unit(self):
        world = self.world(begin=MORNING)
        world.signal("big", level="red")
        red = world.matter("big")
        world.until(1)
        world.signal("small", level="yellow")
        world.until(5)
        yellow = [str(a) for a in world.inbox.all() if a.matter["key"].endswith("/small")]
        self.assertEqual([], yellow, "a yellow of a unit with an open red goes to nobody by itself")
        self.in_order(["opened", "inhibited"], world.events("small"))
        digest = next(m for m in world.http.matters() if m["kind"] == "digest")
        joined = [e["fields"]["matter"] for e in world.http.matter(digest["id"])["timeline"] if e["kind"] == "joined_digest"]
        self.assertEqual([world.matter("small")["id"]], joined)

        mark = len(world.inbox.all())
        world.close_matter(red["id"])
        world.settle()
        small = [a for a in world.inbox.all()[mark:] if a.matter["key"].endswith("/small")]
        self.assertEqual({"duty", "logistics"}, {a.to for a in small}, "\n".join(map(str, small)))
        self.in_order(["inhibited", "uninhibited", "rung"], world.events("small"))
        # Its ladder starts now: the head of the department hears an hour from here, not an hour from when it came in.
        start = world.minute
        world.until(start + 61)
        head = [a.minute for a in world.inbox.all() if a.to == "head" and a.matter["key"].endswith("/small")]
        self.assertEqual([start + 60], head)

    def test_what_joined_the_digest_arrives_with_it(self):
        world = self.world(begin=BEFORE_THE_DIGEST)
        world.signal("big", level="red")
        world.signal("small", level="yellow")
        number = world.matter("small")["number"]
        world.until(30)  # past 08:07
        digests = [a for a in world.inbox.all() if a.notification["kind"] == "digest"]
        self.assertEqual(["duty"], [a.to for a in digests], "one digest, to its reader")
        self.assertEqual([number], [entry["number"] for entry in digests[0].data["entries"]])
        self.assertEqual([], [str(a) for a in world.inbox.all() if a.matter["key"].endswith("/small")], "and nothing else of it")

    def test_a_yellow_of_another_unit_is_not_held(self):
        world = self.world(begin=MORNING)
        world.signal("big", level="red")
        world.signal("other", level="yellow", category="safety")
        other = {a.to for a in world.inbox.all() if a.matter["key"].endswith("/other")}
        self.assertEqual({"duty", "security"}, other)


if __name__ == "__main__":
    main()
