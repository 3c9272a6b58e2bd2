"""A worker that is frozen (SIGSTOP: alive to the kernel, deaf to us) delays what it holds by one lease, and nothing else."""

from signal import SIGCONT, SIGSTOP

from harness import Policy, Scenario, main


def short_lease():
    """A lease of six seconds: longer than the longest attempt and its margin, here one second and five."""
    policy = Policy.one_rung()
    for destination in policy.destinations.values():
        destination["timeout"] = "1s"
    policy.settings["ledger"]["lease"] = "6s"
    return policy


class FrozenWorker(Scenario):
    def test_one_of_two_escalators(self):
        world = self.world(short_lease())
        world.start_second("escalator")
        frozen = world.programs["escalator"]
        frozen.send(SIGSTOP)
        self.addCleanup(frozen.send, SIGCONT)
        for n in range(6):
            world.signal(f"t{n}", settle=False)
        world.settle()
        self.assertEqual(6, len(world.inbox.to("duty")), "each is decided by the one that lives")
        status = world.status()
        self.assertEqual(0, status["quarantined"])
        self.assertLessEqual(int(status["counters"].get("leases_lost", 0)), 6, "none was leased to the frozen one a second time")
        # It is out of service now: what comes in is decided at once.
        for n in range(6, 12):
            world.signal(f"t{n}", settle=False)
        world.settle()
        self.assertEqual(status["counters"].get("leases_lost"), world.status()["counters"].get("leases_lost"))
        self.assertEqual(12, len(world.inbox.to("duty")))
        # It wakes and is welcome again; what it still answers under its old leases has no effect.
        frozen.send(SIGCONT)
        world.stop_one("escalator-2")
        world.signal("t12")
        self.assertEqual(13, len(world.inbox.to("duty")))


if __name__ == "__main__":
    main()
