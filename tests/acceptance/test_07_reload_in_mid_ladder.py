"""Scenario 7: the policy is reloaded in mid-ladder: the open matter keeps its ladder, a new one takes the new ladder. A wrong file changes nothing."""

from signal import SIGHUP

from harness import Policy, Scenario, Want, everyone, main, wait_until
from policy import rung


def two_rungs(after):
    return Policy().rungs("red", [rung("0s", [["role:duty"]]), rung(after, [["role:secretary"]]), rung("5h", [["body:committee"]])])


class Reload(Scenario):
    def test_the_open_matter_keeps_its_ladder(self):
        world = self.world(two_rungs("20m"))
        world.signal("old", level="red")
        world.until(2)
        world.change_policy(two_rungs("5m"))
        world.cli("reload")
        world.signal("new", level="red")
        world.until(21)
        self.told(
            world,
            Want("duty", at=0, topic="old"),
            Want("duty", at=2, topic="new"),
            Want("secretary", at=7, topic="new"),
            Want("secretary", at=20, topic="old"),
        )

    def test_a_wrong_file_keeps_the_old_one_and_says_why(self):
        world = self.world(two_rungs("20m"))
        before = world.status()["active_bundle"]
        (world.config / "ladders.yaml").write_text('ladders: [{level: red, after_all: 5m}]\n')
        done = world.run("reload")
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        self.assertRegex(done.stdout + done.stderr, r"ladders\.yaml:1:\d+: .*after_all")
        self.assertEqual(world.status()["active_bundle"], before)
        world.signal("t1", level="red")
        world.until(21)
        self.told(world, everyone(["duty"], at=0), everyone(["secretary"], at=20))

    def test_the_supervisor_reloads_at_sighup(self):
        world = self.world(two_rungs("20m"), start=False).up()
        old = world.status()["active_bundle"]
        (world.config / "ladders.yaml").write_text("ladders: [")
        world.programs["fenghuo"].send(SIGHUP)
        wait_until("the supervisor says why not", lambda: "ladders.yaml:1:" in world.logs())
        self.assertEqual(old, world.status()["active_bundle"])
        world.change_policy(two_rungs("5m"))
        world.programs["fenghuo"].send(SIGHUP)
        wait_until("the new version is in force", lambda: world.status()["active_bundle"] != old)
        world.signal("t1", level="red")
        world.until(6)
        self.told(world, everyone(["duty"], at=0), everyone(["secretary"], at=5))


if __name__ == "__main__":
    main()
