"""Scenario 35, restored from yesterday's backup: the ledger holds, lists what it would send, and waits for a person."""

import json
import shutil
from collections import Counter

from harness import Scenario, main
from test_01_red_topic_climbs import ASKED, COMMITTEE

SERVICES = ("ledger", "escalator", "webhook", "gateway")


class Restored(Scenario):
    def stop_all(self, world):
        for name in reversed(SERVICES):
            world.stop_one(name)

    def start_again(self, world, minute):
        """Time has gone on; the ledger's own clock would begin where the backup stopped."""
        world.minute = minute
        world.sets[0] = f"ledger.clock=manual:{world.time()}"
        world.start(*SERVICES)
        world.settle()

    def refused(self, world, *arguments):
        done = world.run("ledger", *arguments)
        self.assertEqual(1, done.returncode, done.stdout + done.stderr)
        return done.stderr

    def restored_list(self, world):
        done = world.run("ledger", "restored", "--json")
        self.assertEqual(1, done.returncode, "it holds: a person has to look")
        return json.loads(done.stdout)

    def yesterday(self):
        """Two reds at +0, a backup at +5 while a message to the duty officer waits; then things go on until +12, and a third red comes."""
        world = self.world()
        world.cli("pause", "--destination", "duty")
        for topic in ("t1", "t2"):
            world.signal(topic, level="red")
        world.until(5)
        backup = world.folder / "yesterday.db"
        world.cli("ledger", "backup", backup)
        world.cli("resume", "--destination", "duty")
        world.until(12)
        world.signal("t3", level="red")
        self.stop_all(world)
        return world, backup

    def test_holds_lists_waits_and_sends_once(self):
        world, backup = self.yesterday()
        said = world.cli("ledger", "restore", backup)
        self.assertIn("备份完好", said)
        self.assertIn("fenghuo ledger restored", said)
        kept = list(world.data.glob("ledger.db.replaced-*"))
        self.assertEqual(1, len([path for path in kept if not path.name.endswith(("-wal", "-shm"))]), kept)

        mark = len(world.inbox.all())
        self.start_again(world, 40)
        world.advance(20)
        world.cli("resume", "--destination", "duty")
        world.settle()
        self.told_since(world, mark)  # nothing at all
        status = world.status()
        self.assertTrue(status["ladders_held"])
        self.assertIn("restored", status["pauses"])
        self.assertIn("yesterday.db", status["hold_reason"])
        self.assertIn("fenghuo ledger restored", " ".join(status["problems"]))
        self.assertIn("fenghuo ledger restored", self.refused_release_by_clock(world))

        listed = self.restored_list(world)
        self.assertTrue(listed["held"])
        waiting = [(message["matter_number"], message["party"], message["channel"], message["kind"]) for message in listed["messages"]]
        self.assertEqual([("舆〔2027〕1号", "role:duty", "webhook", "warning"), ("舆〔2027〕2号", "role:duty", "webhook", "warning")], waiting)
        self.assertEqual({"舆〔2027〕1号", "舆〔2027〕2号"}, {matter["number"] for matter in listed["due"] if matter["kind"] == "warning"})
        for_people = world.run("ledger", "restored").stdout
        for words in ("一切发送和逐级上报已暂停", "放行后将发出2件", "舆〔2027〕2号", "系统接口", "红色", "--release"):
            self.assertIn(words, for_people)

        # Facts are taken all the same.
        self.assertEqual(200, world.callback("t1", "logistics").status)
        world.settle()
        self.told_since(world, mark)

        world.cli("ledger", "restored", "--release")
        world.settle()
        since = world.inbox.all()[mark:]
        each = Counter((arrival.to, arrival.matter["key"]) for arrival in since)
        self.assertEqual([], [one for one, times in each.items() if times > 1], "several rungs fell due: one message each\n" + "\n".join(map(str, since)))
        self.assertLessEqual({*ASKED, *COMMITTEE, "secretary"}, {arrival.to for arrival in since if arrival.matter["key"].endswith("/t2")})
        of_t1 = {arrival.notification["kind"] for arrival in since if arrival.matter["key"].endswith("/t1")}
        self.assertEqual({"stand_down"}, of_t1, "the unit has taken it: nobody is asked")
        self.assertEqual([], [str(arrival) for arrival in since if arrival.matter["key"].endswith("/t3")], "it came after the backup")

        self.assertFalse(world.status()["ladders_held"])
        self.assertEqual("没有恢复后的暂停。\n", world.cli("ledger", "restored"))
        events = [event for event in world.journal() if event["kind"] in ("restored", "restore_released")]
        self.assertEqual(["restored", "restore_released"], [event["kind"] for event in events])
        self.assertTrue(events[1]["actor"].startswith("cli:"), "who let it go is on record")
        self.assertTrue(world.cli_json("ledger", "verify")["ok"])

        world.signal("t4", level="red")
        self.assertEqual("舆〔2027〕4号", world.matter("t4")["number"], "the third is on a paper somewhere")

    def refused_release_by_clock(self, world):
        done = world.run("confirm-clock")
        self.assertEqual(1, done.returncode)
        return done.stderr

    def test_the_hold_outlives_a_restart(self):
        world, backup = self.yesterday()
        world.cli("ledger", "restore", backup)
        mark = len(world.inbox.all())
        self.start_again(world, 40)
        self.stop_all(world)
        self.start_again(world, 50)
        self.told_since(world, mark)
        self.assertIn("restored", world.status()["pauses"])
        self.assertEqual(1, world.journal_kinds().count("restored"))

    def test_a_copy_put_in_its_place_by_hand_is_noticed(self):
        world = self.world()
        world.signal("t1", level="red")
        world.until(5)
        self.stop_all(world)
        copy = world.folder / "copy.db"
        shutil.copy(world.data / "ledger.db", copy)
        self.start_again(world, 5)
        self.assertFalse(world.status()["ladders_held"], "the same database goes on")
        world.until(12)
        self.stop_all(world)
        for path in world.data.glob("ledger.db*"):
            path.unlink()
        shutil.copy(copy, world.data / "ledger.db")
        mark = len(world.inbox.all())
        self.start_again(world, 40)
        self.told_since(world, mark)
        status = world.status()
        self.assertIn("restored", status["pauses"])
        self.assertIn("has been written here", status["hold_reason"])
        world.cli("ledger", "restored", "--release")
        world.settle()
        self.assertLessEqual(set(COMMITTEE), {arrival.to for arrival in world.inbox.all()[mark:]})

    def test_a_log_without_its_database_is_not_mixed_in(self):
        """The database was damaged and taken away by hand; its log was left, and SQLite would recover it into whatever lies beside it."""
        world = self.world()
        world.signal("t1", level="red")
        world.until(5)
        backup = world.folder / "yesterday.db"
        world.cli("ledger", "backup", backup)
        world.signal("t2", level="red")
        log = world.folder / "left.log"
        shutil.copy(world.data / "ledger.db-wal", log)
        self.stop_all(world)
        for path in world.data.glob("ledger.db*"):
            path.unlink()
        shutil.copy(log, world.data / "ledger.db-wal")
        said = world.cli("ledger", "restore", backup)
        self.assertIn("未能读到原数据库的编号", said)
        self.assertIn("旁边遗留的写入日志未并入", said)
        self.assertFalse((world.data / "ledger.db-wal").exists())
        (kept,) = world.data.glob("ledger.db.replaced-*-wal")
        self.assertEqual(log.read_bytes(), kept.read_bytes())
        self.start_again(world, 40)
        self.assertTrue(world.cli_json("ledger", "verify")["ok"])
        self.assertEqual(["舆〔2027〕1号"], [matter["number"] for matter in world.cli_json("matters", "list")["items"]])

    def test_cut_off_between_the_renames_nothing_starts_and_the_second_run_knows_the_numbers(self):
        world, backup = self.yesterday()
        aside = world.data / "ledger.db.replaced-20270708T000000Z"
        shutil.copy(backup, world.data / "ledger.db.restoring")
        (world.data / "ledger.db.exchange").write_text(aside.name + "\n")
        (world.data / "ledger.db").rename(aside)
        world.start("ledger", wait=False)
        world.wait_log("ledger", "run fenghuo ledger restore FILE again")
        self.assertEqual(1, world.programs["ledger"].process.wait(60))
        world.stop_one("ledger")
        world.cli("ledger", "restore", "--check", backup)
        said = world.cli("ledger", "restore", backup)
        self.assertIn(f"原数据库保留为 {aside}（止于第", said)
        self.start_again(world, 40)
        world.cli("ledger", "restored", "--release")
        world.signal("t4", level="red")
        self.assertEqual("舆〔2027〕4号", world.matter("t4")["number"], "the third is on a paper somewhere")

    def test_what_is_refused_changes_nothing(self):
        world = self.world()
        world.signal("t1", level="red")
        backup = world.folder / "yesterday.db"
        world.cli("ledger", "backup", backup)
        self.assertIn("is there already", self.refused(world, "backup", backup))
        self.assertIn("stop Fenghuo first", self.refused(world, "restore", backup))
        self.stop_all(world)
        before = (world.data / "ledger.db").read_bytes()
        self.assertIn("there is no such file", self.refused(world, "restore", world.folder / "none.db"))
        torn = world.folder / "torn.db"
        torn.write_bytes(backup.read_bytes()[: backup.stat().st_size // 2])
        self.assertIn("nothing was changed", self.refused(world, "restore", torn))
        self.assertIn("备份完好", world.cli("ledger", "restore", "--check", backup))
        self.assertEqual(before, (world.data / "ledger.db").read_bytes())
        self.assertEqual(["ledger.db"], sorted(path.name for path in world.data.glob("ledger.db*") if not path.name.endswith(("-wal", "-shm"))))

    def test_not_while_the_supervisor_runs(self):
        world = self.world(start=False)
        world.up()
        backup = world.folder / "yesterday.db"
        world.cli("ledger", "backup", backup)
        self.assertIn("stop it first", self.refused(world, "restore", backup))


if __name__ == "__main__":
    main()
