"""`fenghuo ledger verify`: whole after real work, running or stopped; a row changed, removed or put in by hand is noticed."""

import sqlite3

from harness import Scenario, main


class TheJournalVerifies(Scenario):
    def worked(self):
        world = self.world()
        for n in range(5):
            world.signal(f"t{n}")
            self.assertEqual(200, world.callback(f"t{n}", "logistics", note="正在核实").status)
        world.cli("ledger", "verify")
        for name in ("gateway", "webhook", "escalator", "ledger"):
            world.stop_one(name)
        return world

    def store(self, world):
        found = [p for p in world.data.rglob("*") if p.is_file() and p.read_bytes()[:15] == b"SQLite format 3"]
        self.assertEqual(1, len(found), found)
        return found[0]

    def tampered(self, statement, arguments=()):
        world = self.worked()
        with sqlite3.connect(self.store(world)) as store:
            # Whoever writes to the file by hand is not stopped by our triggers either.
            for (name,) in store.execute("SELECT name FROM sqlite_master WHERE type='trigger'").fetchall():
                store.execute(f'DROP TRIGGER "{name}"')
            changed = store.execute(statement, arguments)
            self.assertGreaterEqual(changed.rowcount, 1, statement)
        store.close()
        world.start("ledger")
        done = world.run("ledger", "verify")
        self.assertEqual(1, done.returncode, f"the change went unnoticed:\n{done.stdout}{done.stderr}")

    def test_whole_after_a_restart(self):
        world = self.worked()
        world.start("ledger")
        world.cli("ledger", "verify")

    def test_a_changed_event_is_noticed(self):
        self.tampered("UPDATE event SET body = CAST(substr(body, 1, length(body) - 1) || x'00' AS BLOB) WHERE seq = (SELECT min(seq) + 3 FROM event)")

    def test_a_changed_text_is_noticed(self):
        self.tampered("UPDATE event_body SET text = CAST('something else' AS BLOB)")

    def test_a_changed_seal_is_noticed(self):
        self.tampered("UPDATE seal SET hash = zeroblob(32) WHERE last_seq = (SELECT max(last_seq) FROM seal)")

    def test_a_removed_event_is_noticed(self):
        self.tampered("DELETE FROM event WHERE seq = (SELECT min(seq) + 4 FROM event)")

    def test_the_end_cut_off_is_noticed_against_the_head(self):
        world = self.worked()
        world.start("ledger")
        head = world.folder / "head"
        head.write_text(world.cli("ledger", "head", "--json"))
        world.stop_one("ledger")
        with sqlite3.connect(self.store(world)) as store:
            for (name,) in store.execute("SELECT name FROM sqlite_master WHERE type='trigger'").fetchall():
                store.execute(f'DROP TRIGGER "{name}"')
            first = store.execute("SELECT max(first_seq) FROM seal").fetchone()[0]
            store.execute("DELETE FROM event WHERE seq >= ?", (first,))
            store.execute("DELETE FROM seal WHERE first_seq >= ?", (first,))
        store.close()
        world.start("ledger")
        done = world.run("ledger", "verify", "--against", head)
        self.assertEqual(1, done.returncode, f"the cut went unnoticed:\n{done.stdout}{done.stderr}")


if __name__ == "__main__":
    main()
