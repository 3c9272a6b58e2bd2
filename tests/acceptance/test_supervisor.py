"""`fenghuo up`: a killed process comes back and nothing is lost; SIGTERM drains: everything ends by itself, with 0."""

import os
import re
from signal import SIGKILL, SIGTERM

from harness import Policy, Scenario, main, wait_until


def gone(pid):
    try:
        return open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()[0] in "ZX"
    except OSError:
        return True


class Supervisor(Scenario):
    def test_a_killed_process_comes_back(self):
        world = self.world(Policy.one_rung(), start=False).up()
        for n, name in enumerate(("webhook", "escalator", "gateway", "ledger")):
            old = world.supervised()[name]
            os.kill(old, SIGKILL)
            wait_until(f"{name} runs again", lambda: world.ready_pid(name) not in (None, old))
            world.signal(f"t{n}")
        self.assertEqual(4, len(world.inbox.all()))

    def test_sigterm_drains(self):
        world = self.world(Policy.one_rung(), start=False).up()
        pids = world.supervised()
        world.signal("t1", settle=False)
        up = world.programs["fenghuo"]
        self.assertEqual(0, up.stop(SIGTERM), up.log())
        self.assertEqual([], [name for name, pid in pids.items() if not gone(pid)])
        log = up.log(lines=400)
        self.assertNotRegex(log, re.compile("drain_too_slow|signal 9|sanitizer", re.I))

    def test_a_second_up_on_the_same_data_is_refused(self):
        world = self.world(Policy.one_rung(), start=False).up()
        done = world.run("up")
        self.assertEqual(1, done.returncode, done.stdout + done.stderr)
        self.assertIn(str(world.data), done.stdout + done.stderr)
        world.signal("t1")
        self.assertEqual(1, len(world.inbox.all()))

    def test_each_program_drains_by_itself(self):
        world = self.world(Policy.one_rung())
        world.signal("t1")
        for name in ("gateway", "webhook", "escalator", "ledger"):
            self.assertEqual(0, world.stop_one(name), name)


if __name__ == "__main__":
    main()
