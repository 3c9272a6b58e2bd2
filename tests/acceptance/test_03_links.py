"""Scenario 3: the acknowledgement link. Looking changes nothing; a second click says "already"; a forged, expired or revoked link is refused."""

from urllib.parse import urlencode

from harness import Policy, Scenario, main

FORM = {"content-type": "application/x-www-form-urlencoded"}


def click(world, path, **fields):
    return world.http.call("POST", path, raw=urlencode({"until": "30", **fields}).encode(), headers=FORM)


class Links(Scenario):
    def test_looking_changes_nothing_and_the_second_click_says_already(self):
        world = self.world()
        world.signal("t1", level="red")
        link = world.link_of("duty")
        before = world.matter("t1")
        for method in ("GET", "HEAD"):
            for _ in range(5):
                answer = world.http.call(method, link)
                self.assertEqual(answer.status, 200, answer)
        world.settle()
        self.assertEqual(world.matter("t1"), before)

        first = click(world, link)
        self.assertEqual(first.status, 200, first)
        self.assertIn("已签收", first.text)
        world.settle()
        taken = world.matter("t1")
        sent = len(world.inbox.all())
        self.assertIn("acknowledged", [e["kind"] for e in taken["timeline"]])

        second = click(world, link)
        self.assertEqual(second.status, 200, second)
        self.assertIn("未改变任何内容", second.text)
        world.settle()
        again = world.matter("t1")
        for key in ("state", "taken_by", "next_at", "rung"):
            self.assertEqual(again[key], taken[key])
        self.assertEqual(len(world.inbox.all()), sent)
        self.assertEqual([e["kind"] for e in again["timeline"]].count("acknowledged"), 1)

    def test_the_page_names_neither_topic_nor_person(self):
        world = self.world()
        world.signal("t1", level="red", topic_title="游泳馆更衣室漏水")
        page = world.http.call("GET", world.link_of("duty"))
        self.assertNotIn("游泳馆", page.text)
        self.assertIn("舆〔2027〕1号", page.text)

    def test_a_forged_link_is_refused(self):
        world = self.world()
        world.signal("t1", level="red")
        link = world.link_of("duty")
        before = world.matter("t1")
        middle = 3 + (len(link) - 3) // 2
        other = "A" if link[middle] != "A" else "B"
        for forged in (link[:middle] + other + link[middle + 1 :], link[:-4], link + "AAAA", "/a/AAAA", "/a/" + "A" * 43):
            for method in ("GET", "POST"):
                answer = click(world, forged) if method == "POST" else world.http.call("GET", forged)
                self.assertIn(answer.status, (403, 404), f"{method} {forged}: {answer}")
                self.assertNotIn("舆〔2027〕1号", answer.text)
        world.settle()
        self.assertEqual(world.matter("t1")["taken_by"], before["taken_by"])

    def test_an_expired_link_is_refused(self):
        policy = Policy()
        policy.rules["token_ttl"] = "1h"
        world = self.world(policy)
        world.signal("t1", level="red")
        link = world.link_of("duty")
        world.until(61, step=10)
        answer = click(world, link)
        self.assertIn(answer.status, (403, 410), answer)
        self.assertIn("链接已失效", answer.text)
        world.settle()
        self.assertEqual(world.matter("t1")["taken_by"], [])

    def test_a_revoked_link_is_refused(self):
        """Handing the matter on ends the old unit's links."""
        world = self.world()
        world.signal("t1", level="red")
        link = world.link_of("logistics")
        matter = world.matter("t1")
        self.assertEqual(world.http.act(matter["id"], "transfer", {"target_unit": "security", "by": "party-office", "reason": "食堂消防问题"}).status, 200)
        world.settle()
        answer = click(world, link)
        self.assertIn(answer.status, (403, 410), answer)
        world.settle()
        self.assertNotIn("unit:logistics", world.matter("t1")["taken_by"])


if __name__ == "__main__":
    main()
