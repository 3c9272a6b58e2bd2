"""Scenario 23: SIGKILL of the sender after the receiver got the POST and before the record: sent again with the same id."""

import threading

from harness import Policy, Reply, Scenario, main, wait_until


class SenderKilled(Scenario):
    def test_sent_again_with_the_same_id(self):
        world = self.world(Policy.one_rung())
        answer = threading.Event()
        self.addCleanup(answer.set)
        world.inbox.answer("duty", Reply(200, wait=answer))
        world.signal("t1", settle=False)
        wait_until("the receiver has the POST", lambda: world.inbox.to("duty"))
        world.kill("webhook")
        answer.set()
        world.start("webhook")
        world.settle()
        first, second = world.inbox.to("duty")
        self.assertEqual(first.id, second.id)
        self.assertEqual(first.raw, second.raw)
        delivery = world.delivery(first.id)
        self.assertEqual(delivery["state"], "delivered")
        self.assertEqual(2, len(delivery["attempts"]), "each of the two stands on record")


if __name__ == "__main__":
    main()
