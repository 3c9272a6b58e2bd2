"""Scenario 17: 500, 500, 200: the same id and body, a new timestamp and signature, three attempts on record."""

import time

from client import sign
from harness import Policy, Scenario, main, wait_until


class Retries(Scenario):
    def test_500_500_200(self):
        world = self.world(Policy.one_rung())
        world.inbox.answer("duty", 500, 500, 200)
        world.signal("t1")
        for wanted in (2, 3):
            # The wire's timestamp has whole seconds: the next attempt comes in another one.
            last = int(world.inbox.to("duty")[-1].headers["webhook-timestamp"])
            wait_until("the next second", lambda: int(time.time()) > last)
            while len(world.inbox.to("duty")) < wanted and world.minute < 24 * 60:
                world.advance(1)
        tries = world.inbox.to("duty")
        self.assertEqual([500, 500, 200], [a.status for a in tries])
        self.assertEqual(1, len({a.id for a in tries}))
        self.assertEqual(1, len({a.raw for a in tries}))
        self.assertEqual(3, len({a.headers["webhook-timestamp"] for a in tries}))
        self.assertEqual(3, len({a.headers["webhook-signature"] for a in tries}))
        for a in tries:
            good = sign(world.policy.hook_secret, a.id, a.headers["webhook-timestamp"], a.raw)
            self.assertIn(good, a.headers["webhook-signature"].split())
        delivery = world.delivery(tries[0].id)
        self.assertEqual(delivery["state"], "delivered")
        self.assertEqual([1, 2, 3], [attempt["n"] for attempt in delivery["attempts"]])
        self.assertEqual([500, 500, 200], [attempt["status"] for attempt in delivery["attempts"]])
        self.in_order(["send_failed", "attempt", "send_failed", "attempt", "delivered"], world.events("t1"))

    def test_an_earlier_attempt_is_never_hurried(self):
        """Nothing is sent again before its time."""
        world = self.world(Policy.one_rung())
        world.inbox.answer("duty", 500)
        world.signal("t1")
        world.advance(0.01)
        self.assertEqual(1, len(world.inbox.to("duty")))


if __name__ == "__main__":
    main()
