"""What an operator may take out of use and back: a destination that answered 410, a link that went too far."""

from test_03_links import click

from harness import Policy, Scenario, main


class Destinations(Scenario):
    def states(self, world):
        return {row["id"]: row["state"] for row in world.cli_json("destinations", "list")["items"]}

    def test_gone_then_enabled_and_replayed(self):
        world = self.world(Policy.one_rung())
        world.inbox.always("duty", 410)
        world.signal("t1")
        self.assertEqual("disabled", self.states(world)["duty"])
        self.assertEqual("in use", self.states(world)["head"])
        dead = world.cli_json("deliveries", "dead")["items"]
        self.assertEqual(["duty"], [d["destination"] for d in dead])

        world.inbox.always("duty", 200)
        world.cli("destinations", "enable", "duty")
        self.assertEqual("in use", self.states(world)["duty"])
        self.assertEqual([], world.status()["disabled_destinations"])
        world.cli("deliveries", "replay", "--destination", "duty")
        world.settle()
        self.assertEqual([410, 200], [a.status for a in world.inbox.to("duty")])
        self.assertEqual(1, len({a.id for a in world.inbox.to("duty")}))
        self.assertEqual("delivered", world.delivery(dead[0]["id"])["state"])
        self.assertIn("destination_enabled", world.journal_kinds())

    def test_disabled_by_hand_nothing_goes_there(self):
        world = self.world(Policy.one_rung())
        world.cli("destinations", "disable", "duty")
        self.assertEqual("disabled", self.states(world)["duty"])
        world.signal("t1")
        self.assertEqual([], world.inbox.to("duty"))
        self.assertEqual(1, len(world.cli_json("deliveries", "dead")["items"]))

    def test_a_name_nobody_knows_is_a_mistake(self):
        world = self.world()
        before = len(world.journal())
        for what in ("enable", "disable"):
            done = world.run("destinations", what, "dutty")
            self.assertEqual(1, done.returncode, done.stdout)
            self.assertIn("fenghuo destinations list", done.stderr)
        self.assertEqual(before, len(world.journal()))

    def test_no_address_is_shown(self):
        """A robot's address is its secret."""
        world = self.world()
        self.assertNotIn("127.0.0.1", world.cli("destinations", "list") + world.cli("destinations", "list", "--json"))


class RevokedLinks(Scenario):
    def test_a_revoked_link_stops_working_and_the_matter_goes_on(self):
        world = self.world()
        world.signal("t1", level="red")
        link, message = world.link_of("duty"), world.inbox.to("duty")[0].id
        self.assertEqual(200, world.http.call("GET", link).status)
        world.cli("links", "revoke", message)
        world.settle()
        for answer in (world.http.call("GET", link), click(world, link)):
            self.assertEqual(410, answer.status, answer)
            self.assertIn("链接已失效，事项仍在办理。", answer.text)
        self.assertEqual("awaiting", world.matter("t1")["state"])
        self.assertEqual(200, world.http.call("GET", world.link_of("head")).status, "other links go on working")
        self.assertIn("token_revoked", world.events("t1"))

    def test_what_is_no_message_is_said(self):
        world = self.world()
        self.assertEqual(1, world.run("links", "revoke", "latest").returncode)
        self.assertEqual(1, world.run("links", "revoke", "msg_0000000000001").returncode)


if __name__ == "__main__":
    main()
