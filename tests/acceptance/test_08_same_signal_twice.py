"""Scenario 8: the same signal sent twice, and the same Idempotency-Key: one matter, the same answer."""

from harness import Scenario, main


class SameSignalTwice(Scenario):
    def test_the_same_signal_is_one_matter(self):
        world = self.world()
        body = world.signal_body("t1", signal_id="s1")
        first = world.http.post_signals(body)
        world.settle()
        sent = len(world.inbox.all())
        second = world.http.post_signals(body)
        world.settle()
        self.assertEqual([first.status, second.status], [202, 202])
        one, two = first.json["items"][0], second.json["items"][0]
        self.assertEqual([one["status"], two["status"]], ["accepted", "duplicate"])
        self.assertEqual(one["id"], two["id"])
        self.assertEqual(one["matter"], two["matter"])
        self.assertEqual(len(world.http.matters()), 1)
        self.assertEqual(len(world.inbox.all()), sent)

    def test_the_same_key_gives_the_same_answer(self):
        world = self.world()
        body = [world.signal_body("t1", signal_id="s1"), world.signal_body("t2", signal_id="s2")]
        first = world.http.post_signals(body, key="one-batch")
        world.settle()
        sent = len(world.inbox.all())
        second = world.http.post_signals(body, key="one-batch")
        world.settle()
        self.assertEqual([first.status, second.status], [202, 202])
        self.assertEqual(first.json["items"], second.json["items"])
        self.assertEqual(len(world.http.matters()), 2)
        self.assertEqual(len(world.inbox.all()), sent)

    def test_the_same_key_for_something_else_is_a_conflict(self):
        world = self.world()
        self.assertEqual(world.http.post_signals(world.signal_body("t1"), key="k").status, 202)
        other = world.http.post_signals(world.signal_body("t2"), key="k")
        self.assertIn(other.status, (409, 422), other)
        world.settle()
        self.assertEqual(len(world.http.matters()), 1)

    def test_the_same_signal_id_for_something_else_is_a_conflict(self):
        world = self.world()
        self.assertEqual(world.http.post_signals(world.signal_body("t1", signal_id="s1")).status, 202)
        other = world.http.post_signals(world.signal_body("t1", signal_id="s1", level="yellow"))
        self.assertIn(other.status, (409, 422), other)
        self.assertEqual(other.json["items"][0]["status"], "refused")
        world.settle()
        self.assertEqual(world.matter("t1")["level"], "red")

    def test_the_same_answer_after_a_restart(self):
        world = self.world()
        body = world.signal_body("t1", signal_id="s1")
        first = world.http.post_signals(body, key="k")
        world.restart("gateway")
        world.kill("ledger")
        world.start("ledger")
        second = world.http.post_signals(body, key="k")
        self.assertEqual(first.json["items"], second.json["items"])
        self.assertEqual(len(world.http.matters()), 1)


if __name__ == "__main__":
    main()
