"""Scenario 20: a name with a public and a private address, one that changes to 127.0.0.1 at the second look-up, odd spellings of 127.0.0.1:
no connection to a forbidden address is ever opened. The sender's resolver is replaced (names.cpp); the addresses it dials are real."""

import os
from pathlib import Path

from harness import BIN, Inbox, Policy, Scenario, Trap, main

NAMES = Path(os.environ.get("FENGHUO_TEST_NAMES_LIB", BIN.parent / "tests" / "libfenghuo_test_names.so"))
# Reserved for documentation (RFC 5737): public by its form, nobody answers there.
PUBLIC = "203.0.113.7"


class ForbiddenAddresses(Scenario):
    def sender(self, url, names=(), allow=()):
        """A world whose only destination has this URL; forbidden are all private addresses but the allowed ones."""
        self.assertTrue(NAMES.exists(), f"{NAMES} is missing: build the target fenghuo_test_names")
        policy = Policy.one_rung()
        policy.send_to("duty", url, allow_cidrs=list(allow), timeout="1500ms")
        world = self.world(policy, start=False)
        table = world.folder / "names"
        table.write_text("".join(line + "\n" for line in names))
        world.extra["webhook"] = {"LD_PRELOAD": str(NAMES), "FENGHUO_TEST_NAMES": str(table), "ASAN_OPTIONS": "verify_asan_link_order=0"}
        return world.start()

    def trap(self, **where):
        trap = Trap(**where)
        self.addCleanup(trap.close)
        return trap

    def untouched(self, world, trap, tries=3):
        world.signal("t1")
        for _ in range(tries):
            world.advance(30)
        self.assertEqual([], trap.connections, "the trap was touched")
        return world.deliveries_of("t1")[0]

    def test_a_name_with_a_public_and_a_private_address(self):
        trap = self.trap()
        # The public one is allowed: a guard that judged the first address alone would go on to the private one.
        names = [f"both.example {PUBLIC},127.0.0.1"]
        world = self.sender(f"http://both.example:{trap.port}/hook", names, allow=[f"{PUBLIC}/32"])
        delivery = self.untouched(world, trap)
        self.assertNotEqual(delivery["state"], "delivered")
        asked = (world.folder / "names.asked").read_text()
        self.assertIn("both.example", asked, "the sender never looked the name up: the test proves nothing")

    def test_a_name_with_an_allowed_and_a_private_address_the_other_way_round(self):
        trap, allowed = self.trap(), Inbox(host="127.0.0.2")
        self.addCleanup(allowed.close)
        # The private one first: the guard refuses it by name, and curl goes on to the one that is allowed.
        names = ["both.example 127.0.0.1,127.0.0.2"]
        trap.close()
        trap = self.trap(port=allowed.port)
        world = self.sender(f"http://both.example:{allowed.port}/to/duty", names, allow=["127.0.0.2/32"])
        delivery = self.untouched(world, trap, tries=1)
        self.assertEqual("delivered", delivery["state"], delivery)
        self.assertEqual(1, len(allowed.all()))

    def test_the_refused_address_is_named(self):
        trap = self.trap()
        world = self.sender(f"http://one.example:{trap.port}/hook", ["one.example 127.0.0.1"], allow=[f"{PUBLIC}/32"])
        delivery = self.untouched(world, trap, tries=1)
        self.assertIn("127.0.0.1", str(delivery["attempts"][-1]["reason"]))

    def test_a_name_that_changes_at_the_second_look_up(self):
        allowed = Inbox(host="127.0.0.2")
        self.addCleanup(allowed.close)
        trap = self.trap(port=allowed.port)
        allowed.answer("duty", 500)
        world = self.sender(f"http://turns.example:{allowed.port}/to/duty", ["turns.example 127.0.0.2 127.0.0.1"], allow=["127.0.0.2/32"])
        world.signal("t1")
        self.assertEqual(1, len(allowed.all()), "the first look-up leads to the allowed address")
        # A new sender has no memory of the first look-up.
        world.restart("webhook")
        for _ in range(3):
            world.advance(30)
        self.assertEqual([], trap.connections, "the trap was touched")
        self.assertEqual(1, len(allowed.all()))
        self.assertGreaterEqual((world.folder / "names.asked").read_text().count("turns.example"), 2)
        delivery = world.deliveries_of("t1")[0]
        self.assertRegex(str(delivery), r"127\.0\.0\.1|forbidden|not allowed|address")

    def test_odd_spellings_of_the_own_machine(self):
        for host in ("127.0.0.1", "2130706433", "0x7f.1", "0177.0.0.1", "127.1", "localhost", "[::ffff:127.0.0.1]", "0.0.0.0"):
            with self.subTest(host=host):
                trap = self.trap()
                world = self.sender(f"http://{host}:{trap.port}/hook")
                self.assertNotEqual(self.untouched(world, trap, tries=1)["state"], "delivered")
                world.close()

    def test_cloud_metadata_is_refused_even_when_allowed(self):
        trap = self.trap()
        world = self.sender("http://169.254.169.254/hook", allow=["169.254.0.0/16"])
        delivery = self.untouched(world, trap, tries=1)
        self.assertNotEqual(delivery["state"], "delivered")
        self.assertRegex(str(delivery["attempts"][-1]["reason"]), r"169\.254\.169\.254|metadata|forbidden|not allowed")


if __name__ == "__main__":
    main()
