"""The operator's command line against a running system: submit, look, act, and what its exit codes say."""

import json
import os
import signal

from client import sign
from harness import Policy, Scenario, main


class CommandLine(Scenario):
    def test_submit_look_and_act(self):
        world = self.world()
        lines = "\n".join(json.dumps(world.signal_body(topic), ensure_ascii=False) for topic in ("t1", "t2"))
        world.cli("signal", "-", stdin=lines)
        world.settle()
        self.assertEqual(2, len(world.cli_json("matters", "list")["items"]))
        self.assertIn("舆〔2027〕2号", world.cli("matters", "list"))
        shown = world.cli_json("matters", "show", "舆〔2027〕1号")
        self.assertEqual("awaiting", shown["state"])
        self.assertEqual("rung", [e["kind"] for e in shown["timeline"] if e["kind"] == "rung"][0])
        world.cli("matters", "ack", "舆〔2027〕1号", "--as", "unit:logistics", "--by", "后勤值班", "--until", "20m")
        self.assertEqual("in_progress", world.cli_json("matters", "show", shown["id"])["state"])
        self.assertIn("already", world.cli("matters", "ack", shown["key"], "--as", "role:duty", "--by", "值班员"))

    def test_a_bad_signal_ends_with_1_and_a_wrong_option_with_2(self):
        world = self.world()
        done = world.run("signal", "-", stdin=json.dumps(world.signal_body("t1", author="x")))
        self.assertEqual(1, done.returncode, done.stdout + done.stderr)
        self.assertEqual(2, world.run("matters", "show").returncode)
        self.assertEqual(1, world.run("matters", "show", "舆〔2027〕9号").returncode)

    def test_status_ends_with_1_when_a_person_is_needed(self):
        world = self.world()
        self.assertEqual(0, world.run("status").returncode)
        world.cli("pause", "--all")
        done = world.run("status")
        self.assertEqual(1, done.returncode)
        self.assertIn("paused", done.stdout)

    def test_without_a_ledger_it_says_how_to_start_one(self):
        world = self.world(Policy(), start=False)
        done = world.run("status")
        self.assertEqual(1, done.returncode)
        self.assertIn("fenghuo up", done.stdout + done.stderr)

    def test_when_the_ledger_is_silent_it_still_shows_the_processes(self):
        world = self.world(start=False).up()
        ledger = world.ready_pid("ledger")
        os.kill(ledger, signal.SIGSTOP)
        try:
            done, as_json = world.run("status"), world.run("status", "--json")
        finally:
            os.kill(ledger, signal.SIGCONT)
        self.assertEqual([1, 1], [done.returncode, as_json.returncode])
        for name in ("ledger", "escalator", "webhook", "gateway"):
            self.assertRegex(done.stdout, rf"(?m)^{name}\s+\d+\s+ready")
        self.assertIn("the ledger does not answer", done.stdout)
        said = json.loads(as_json.stdout)
        self.assertTrue(said["supervised"])
        self.assertEqual({"ledger", "escalator", "deadlines", "webhook", "mailer", "gateway", "opinion"}, {row["name"] for row in said["processes"]})
        self.assertIn("the ledger does not answer", " ".join(said["problems"]))

    def test_sign_prints_what_a_receiver_should_see(self):
        world = self.world(start=False)
        body = world.folder / "body"
        body.write_bytes('{"type":"试"}'.encode())
        secret = world.policy.hook_secret
        said = world.cli("sign", "--scheme", "standard-webhooks", "--secret", secret, "--id", "msg_1", "--timestamp", "1614265330", "--body", body)
        self.assertIn(sign(secret, "msg_1", "1614265330", body.read_bytes()), said)

    def test_every_subcommand_explains_itself(self):
        world = self.world(start=False)
        done = world.run("--help", options=False)
        self.assertEqual(0, done.returncode)
        names = [line.split()[0] for line in done.stdout.partition("Subcommands:")[2].splitlines() if line.startswith("  ") and line[2] != " "]
        self.assertGreater(len(names), 10)
        for name in names:
            self.assertEqual(0, world.run(name, "--help", options=False).returncode, name)


if __name__ == "__main__":
    main()
