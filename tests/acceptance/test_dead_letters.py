"""What can't be delivered is a dead letter: visible, replayable under the same id; a party whose every channel is dead lets the rung move on."""

from harness import Policy, Reply, Scenario, main
from policy import rung


def short_lived():
    """A message that is not delivered within ten minutes is tried no more."""
    policy = Policy.one_rung()
    policy.rules["retry"]["max_age"] = "10m"
    return policy


class DeadLetters(Scenario):
    def test_an_undelivered_message_dies_and_can_be_replayed(self):
        world = self.world(short_lived())
        world.inbox.always("duty", 500)
        world.signal("t1")
        world.until(30)
        dead = world.cli_json("deliveries", "dead")["items"]
        self.assertEqual(1, len(dead), dead)
        self.assertIn("500", str(dead[0]))
        self.assertEqual(1, world.status()["dead_messages"])
        self.assertIn("dead", world.events("t1"))
        tries = len(world.inbox.to("duty"))
        self.assertGreater(tries, 3)
        world.inbox.always("duty", 200)
        world.until(90, step=15)
        self.assertEqual(tries, len(world.inbox.to("duty")), "dead is dead until a person says otherwise")
        world.cli("deliveries", "replay", dead[0]["id"])
        world.settle()
        self.assertEqual(tries + 1, len(world.inbox.to("duty")))
        self.assertEqual(1, len({a.id for a in world.inbox.to("duty")}))
        self.assertEqual(1, len({a.raw for a in world.inbox.to("duty")}))
        self.assertEqual("delivered", world.delivery(dead[0]["id"])["state"])
        self.assertIn("replayed", world.events("t1"))
        self.assertEqual([], world.cli_json("deliveries", "dead")["items"])

    def test_nobody_reachable_at_a_rung_moves_the_ladder_on(self):
        rungs = [rung("0s", [["role:duty"]]), rung("20m", [["role:secretary"]]), rung("5h", [["body:committee"]])]
        world = self.world(Policy().rungs("red", rungs), start=False)
        world.inbox.always("duty", 410)
        world.start()
        world.signal("t1", level="red")
        self.assertEqual([0.0], [a.minute for a in world.inbox.to("secretary")], "nobody waits twenty minutes for a dead address")

    def test_one_dead_of_two_asked_is_no_reason_to_climb(self):
        rungs = [rung("0s", [["role:duty", "role:head"]]), rung("20m", [["role:secretary"]]), rung("5h", [["body:committee"]])]
        world = self.world(Policy().rungs("red", rungs))
        world.inbox.always("duty", 410)
        world.signal("t1", level="red")
        world.until(19)
        self.assertEqual([], world.inbox.to("secretary"))
        world.until(20)
        self.assertEqual(1, len(world.inbox.to("secretary")))

    def test_gone_disables_the_destination_and_is_not_retried(self):
        world = self.world(Policy.one_rung())
        world.inbox.always("duty", 410)
        world.signal("t1")
        self.assertEqual(1, len(world.inbox.to("duty")))
        self.assertEqual(["duty"], world.status()["disabled_destinations"])
        self.assertIn("destination_disabled", world.journal_kinds())
        self.assertIn("duty", " ".join(world.status()["problems"]), "the operator is told")
        world.until(60, step=15)
        self.assertEqual(1, len(world.inbox.to("duty")))

    def test_a_redirect_is_not_followed(self):
        world = self.world(Policy.one_rung())
        world.inbox.always("duty", Reply(308, headers={"location": world.inbox.url("trap")}))
        world.signal("t1")
        world.until(10)
        self.assertEqual([], world.inbox.to("trap"))
        delivery = world.deliveries_of("t1")[0]
        self.assertNotEqual("delivered", delivery["state"])
        self.assertEqual(308, delivery["attempts"][0]["status"])


if __name__ == "__main__":
    main()
