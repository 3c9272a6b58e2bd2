"""Scenario 33: the policy is switched while two escalators run: every decision names one bundle, the new one only after the switch event;
a retry after the switch has the same bytes."""

import re

from harness import Policy, Scenario, main


def with_name(name):
    policy = Policy.one_rung()
    policy.category("canteen", name=name)
    return policy


class PolicySwitched(Scenario):
    def test_two_escalators_never_mix_versions(self):
        world = self.world(with_name("餐饮"), start=False)
        world.start()
        world.start_second("escalator")
        old = world.status()["active_bundle"]
        for n in range(0, 200, 20):
            world.post_many([f"a{i}" for i in range(n, n + 20)])
        world.change_policy(with_name("伙食"))
        world.cli("reload")
        new = world.status()["active_bundle"]
        self.assertNotEqual(old, new)
        for n in range(0, 200, 20):
            world.post_many([f"b{i}" for i in range(n, n + 20)])
        world.settle()
        self.both_decided(world)
        switched = [e["seq"] for e in world.journal() if e["kind"] == "bundle_activated"][-1]
        opened = {e["matter_id"]: e["seq"] for e in world.journal() if e["kind"] == "opened"}
        # Every decision names its one bundle in its first event: none the new one before the switch.
        named = [(e["seq"], e["fields"]["bundle"]) for e in world.journal() if "bundle" in e["fields"] and e["kind"] != "bundle_activated"]
        self.assertGreaterEqual(len(named), 400)
        self.assertEqual({old[:12], new[:12]}, {bundle for _, bundle in named})
        self.assertEqual([], [seq for seq, bundle in named if bundle == new[:12] and seq < switched])
        decided_at = sorted(opened.values())
        self.assertEqual(400, len(decided_at))
        arrivals = world.inbox.all()
        self.assertEqual(400, len(arrivals))
        # The version a decision was made with shows in its message: the category's name.
        by_version = {"餐饮": 0, "伙食": 0}
        for arrival in arrivals:
            names = [name for name in by_version if name in arrival.raw.decode()]
            self.assertEqual(1, len(names), "a message mixes two versions")
            by_version[names[0]] += 1
            if arrival.matter["key"].rsplit("/", 1)[1].startswith("b"):
                self.assertEqual(["伙食"], names, "a warning that came in after the switch goes by the new version")
        self.assertLessEqual(by_version["伙食"], sum(seq > switched for seq in decided_at), "the new version before its switch")

    def both_decided(self, world):
        """Both escalators say when they drain how many decisions they made."""
        made = []
        for name in ("escalator", "escalator-2"):
            program = world.programs[name]
            program.stop()
            made += [int(n) for n in re.findall(r'decided[":= ]+(\d+)', program.log())]
        self.assertEqual(2, len(made), "both escalators say what they decided")
        self.assertGreater(min(made), 0, f"one of the two decided nothing: {made}")

    def test_a_retry_after_the_switch_has_the_same_bytes(self):
        world = self.world(with_name("餐饮"))
        world.inbox.answer("duty", 500)
        world.signal("t1")
        world.change_policy(with_name("伙食"))
        world.cli("reload")
        world.until(30)
        first, second = world.inbox.to("duty")
        self.assertEqual([500, 200], [first.status, second.status])
        self.assertEqual(first.id, second.id)
        self.assertEqual(first.raw, second.raw)


if __name__ == "__main__":
    main()
