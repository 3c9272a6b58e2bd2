"""Accepted means on disk: with a disk that is full, read-only, fails to sync, or dies half way through a write, nobody is told "accepted";
after a restart nothing half is there; when the disk is well again, work goes on. The faults are injected below SQLite (common/storage/faults.hpp)."""

import http.client

from harness import Policy, Scenario, main, wait_until


class DurableBeforeSaid(Scenario):
    def broken_store(self, kind):
        """A world whose store fails while the file `switch` exists."""
        world = self.world(Policy.one_rung(), start=False)
        self.switch = world.folder / "switch"
        world.sets.append(f"ledger.fault={kind}:{self.switch}")
        world.start()
        world.signal("before")
        return world

    def post(self, world, topic):
        try:
            return world.http.post_signals(world.signal_body(topic, signal_id=f"sig-{topic}"), timeout=60)
        except (OSError, http.client.HTTPException):
            return None

    def refuses_and_recovers(self, kind):
        world = self.broken_store(kind)
        self.switch.touch()
        answer = self.post(world, "during")
        self.assertIsNotNone(answer)
        self.assertIn(answer.status, (429, 500, 503, 507), answer)
        self.assertNotIn('"accepted"', answer.text)
        self.assertEqual(["before"], [a.matter["key"].rsplit("/", 1)[1] for a in world.inbox.all()])
        self.switch.unlink()
        wait_until("work goes on", lambda: (a := self.post(world, "during")) and a.status == 202)
        world.settle()
        self.whole(world, {"before", "during"})
        # And from the disk alone.
        world.kill("ledger")
        world.start("ledger")
        world.settle()
        self.whole(world, {"before", "during"})

    def whole(self, world, topics, repeats=False):
        """repeats: who is killed while a message is under way may send it again, under its id."""
        self.assertEqual(topics, {m["key"].rsplit("/", 1)[1] for m in world.http.matters()})
        arrived = [(a.matter["key"].rsplit("/", 1)[1], a.id) for a in world.inbox.all()]
        self.assertEqual(sorted(topics), sorted(topic for topic, _ in (set(arrived) if repeats else arrived)))
        world.cli("ledger", "verify")

    def test_a_full_disk(self):
        self.refuses_and_recovers("full")

    def test_a_read_only_disk(self):
        self.refuses_and_recovers("readonly")

    def test_a_commit_that_fails_at_fsync(self):
        self.refuses_and_recovers("sync")

    def test_a_write_torn_by_a_power_cut(self):
        world = self.broken_store("torn")
        self.switch.touch()
        answer = self.post(world, "during")
        self.assertTrue(answer is None or answer.status >= 500, answer)
        wait_until("the ledger is dead", lambda: not world.programs["ledger"].running())
        self.switch.unlink()
        world.programs.pop("ledger")
        world.start("ledger")
        world.settle()
        self.whole(world, {"before"})
        wait_until("work goes on", lambda: (a := self.post(world, "during")) and a.status == 202)
        world.settle()
        self.whole(world, {"before", "during"})

    def test_killed_at_once_after_accepted(self):
        world = self.world(Policy.one_rung())
        for n in range(5):
            answer = world.http.post_signals(world.signal_body(f"t{n}"))
            self.assertEqual(answer.status, 202, answer)
            world.kill("ledger")
            world.start("ledger")
        world.settle()
        self.whole(world, {f"t{n}" for n in range(5)}, repeats=True)


if __name__ == "__main__":
    main()
