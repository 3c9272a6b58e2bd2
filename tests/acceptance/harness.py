"""A world of its own for each scenario: real processes, a manual clock that starts at Beijing 02:14, an inbox that stands for everybody outside.

    class RedTopic(Scenario):
        def test_nobody_acknowledges(self):
            world = self.world()
            world.signal("red-1", level="red")
            world.until(31)
            self.told(world, Want(to="duty", at=0, kind="warning"), ...)

Minutes are scenario minutes since the start. until() goes step by step and lets everything come to rest in between, so that each rung fires at
its very instant; advance() jumps at once, as after an outage. Nothing here sleeps for time to pass.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
from datetime import datetime, timedelta
from pathlib import Path
from signal import SIGKILL, SIGTERM

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "receiver"))
from client import Client
from expect import Want, compare, everyone, report
from inbox import Inbox, Reply, Trap
from letterbox import Late, Letter, Mailbox  # noqa: E402  (the demonstration's own)
from policy import Policy
from processes import BIN, LIMIT, ROOT, Ports, Program, wait_until

__all__ = ["BIN", "Inbox", "LIMIT", "Late", "Letter", "Mailbox", "ROOT", "Policy", "Reply", "Scenario", "Trap", "Want", "World", "everyone", "main", "wait_until"]

START = "2027-03-04T02:14:00+08:00"
# In this order: the ledger first, the way in last.
SERVICES = ("ledger", "escalator", "webhook", "gateway")


class World:
    def __init__(self, policy=None, begin=START, sets=(), clock="manual"):
        self.folder = Path(tempfile.mkdtemp(prefix="fh", dir="/tmp"))
        self.config, self.data = self.folder / "config", self.folder / "data"
        self.ports = Ports()
        self.begin = datetime.fromisoformat(begin)
        self.minute = 0.0
        self.inbox = Inbox(minute=lambda: self.minute)
        self.policy = policy or Policy()
        self.port = self.ports.take()
        # An act is answered once it is decided, however slow the machine: who wants the 202 of a late decision sets a shorter wait.
        self.sets = [f"ledger.clock={clock}:{begin}" if clock == "manual" else f"ledger.clock={clock}", "gateway.decide_wait=50s", *sets]
        self.programs = {}
        self.extra = {}
        self.policy.write(self.config, self.data, self.inbox, self.port)
        self.http = Client(self.port, self.policy.tokens)

    # ---------------------------------------------------------------- processes

    def _options(self):
        options = ["--config", self.config, "--data", self.data]
        for one in self.sets:
            options += ["--set", one]
        return options

    def start(self, *names, wait=True):
        """Starts these programs (all when none is named) without the supervisor; a new ledger gets the bundle."""
        services = SERVICES + (("mailer",) if self.policy.mail else ())
        for name in names or services:
            command = [*self.wrapper(name), BIN / name, *self._options()]
            self.programs[name] = Program(name, command, self.folder, env=self.extra.get(name))
            if name == "ledger" and wait:
                self.programs[name].wait_ready()
                if not names:
                    self.cli("reload")
        for name in names or services:
            if name != "ledger" and wait:
                self.programs[name].wait_ready()
        if wait and "gateway" in (names or SERVICES):
            self.wait_way_in()
        return self

    def wait_way_in(self):
        """The gateway listens before it knows the rules in force; /readyz says when it takes signals."""
        wait_until("the gateway is ready", lambda: self.http.call("GET", "/readyz").status == 200)

    def wrapper(self, name):
        return self.extra.get(name + ".wrapper", [])

    def up(self, *options):
        """Starts everything under the supervisor; returns once it has printed its ready line."""
        out = self.folder / "fenghuo.out"
        before = out.stat().st_size if out.exists() else 0
        self.programs["fenghuo"] = up = Program(
            "fenghuo", [BIN / "fenghuo", "up", *self._options(), *options], self.folder, ready_fd=False, death_signal=SIGTERM
        )

        def ready():
            assert up.running(), f"fenghuo up ended with {up.process.returncode}\n{self.logs()}"
            return re.search(r"^ready (\S+)", out.read_text()[before:], re.M)

        wait_until("fenghuo up says ready", ready)
        self.wait_way_in()
        return self

    def supervised(self):
        """{name: pid} of what the supervisor runs."""
        return {row["name"]: row["pid"] for row in self.table()}

    def table(self):
        return json.loads((self.data / "run" / "processes.json").read_text())["processes"]

    def ready_pid(self, name):
        """The process the supervisor runs under this name now, once it is ready."""
        row = next((row for row in self.table() if row["name"] == name), None)
        return row["pid"] if row and row["ready"] else None

    def start_second(self, name):
        """Another process of the same kind."""
        self.programs[name + "-2"] = program = Program(name + "-2", [BIN / name, *self._options()], self.folder)
        program.wait_ready()

    def kill(self, name):
        self.programs.pop(name).kill()

    def stop_one(self, name):
        return self.programs.pop(name).stop()

    def restart(self, name, how=SIGTERM):
        self.programs.pop(name).stop(how)
        self.start(name)

    def close(self):
        for name in reversed(list(self.programs)):
            self.programs[name].send(SIGTERM)
        for program in self.programs.values():
            program.stop(limit=20)
            program.close()
        self.inbox.close()
        self.ports.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def logs(self):
        return "\n".join(program.log() for program in self.programs.values())

    # ---------------------------------------------------------------- the command line

    def run(self, *arguments, stdin=None, options=True):
        command = [BIN / "fenghuo", *arguments, *(self._options() if options else [])]
        return subprocess.run([str(c) for c in command], input=stdin, capture_output=True, text=True, timeout=2 * LIMIT + 60, cwd=self.folder)

    def cli(self, *arguments, stdin=None):
        done = self.run(*arguments, stdin=stdin)
        assert done.returncode == 0, f"fenghuo {' '.join(map(str, arguments))} ended with {done.returncode}:\n{done.stdout}{done.stderr}\n{self.logs()}"
        return done.stdout

    def wait_log(self, name, text):
        """A program's log, once it says this."""
        return wait_until(f"{text!r} in the log of {name}", lambda: (log := self.programs[name].log()) and text in log and log)

    def cli_json(self, *arguments):
        return json.loads(self.cli(*arguments, "--json"))

    def status(self):
        """`fenghuo status` ends with 1 when something needs a person; the answer is whole all the same."""
        done = self.run("status", "--json")
        assert done.stdout, done.stderr + self.logs()
        return json.loads(done.stdout)

    def settle(self):
        """Returns when nothing is due and nothing is leased."""
        self.cli("idle", "--wait", str(int(LIMIT)))

    def settle_long(self, limit=1800):
        """The same for a long backlog."""
        wait_until("rest", lambda: self.run("idle", "--wait", "5").returncode == 0, limit)

    def advance(self, minutes, settle=True):
        """One jump of the ledger's clock, then rest."""
        self.minute += minutes
        self.cli("clock", "advance", f"{round(minutes * 60_000)}ms")
        if settle:
            self.settle()

    def until(self, minute, step=1.0):
        """Goes there in steps, with rest after each."""
        self.settle()
        while self.minute < minute:
            self.advance(min(step, minute - self.minute))

    def time(self, minute=None):
        """The scenario minute as RFC 3339."""
        return (self.begin + timedelta(minutes=self.minute if minute is None else minute)).isoformat()

    # ---------------------------------------------------------------- what people and systems do

    def signal_body(self, topic, level="red", **fields):
        self.signals = getattr(self, "signals", 0) + 1  # only a default: a caller on another thread names its own
        body = {
            "signal_id": fields.pop("signal_id", f"sig-{topic}-{self.signals}"),
            "msg_type": "alert",
            "provider": "campus-feed",
            "issued_at": self.time(),
            "topic_id": topic,
            "topic_title": "第二食堂晚餐价格",
            "category": "canteen",
            "level": level,
            "trend": "up",
            "volume_24h": 1200,
            "source_count_band": "50-199",
        }
        body.update(fields)
        return {k: v for k, v in body.items() if v is not None}

    def signal(self, topic, level="red", settle=True, **fields):
        """A warning comes in over HTTP and is worked off; returns the accepted item."""
        answer = self.http.post_signals(self.signal_body(topic, level, **fields))
        assert answer.status == 202, answer
        item = answer.json["items"][0]
        assert item["status"] == "accepted", answer
        if settle:
            self.settle()
        return item

    def matter(self, topic):
        """The newest matter of a topic, with its timeline."""
        rows = [m for m in self.http.matters("?limit=200") if m["key"].endswith("/" + topic)]
        assert rows, f"no matter of topic {topic}"
        return self.http.matter(max(rows, key=lambda m: m["id"])["id"])

    def post_many(self, topics, **fields):
        answer = self.http.post_signals([self.signal_body(topic, **fields) for topic in topics])
        assert answer.status == 202, answer

    def change_policy(self, policy):
        """Writes another policy over the present one; it counts after `fenghuo reload`."""
        self.policy = policy.like(self.policy)
        self.policy.write(self.config, self.data, self.inbox, self.port)

    def close_matter(self, matter_id):
        """Done with evidence, and verified by another account and another party than who did it."""
        done = self.http.act(matter_id, "submit", {"party": "unit:logistics", "by": "logistics-desk", "evidence": "后勤〔2027〕3号"})
        assert done.status == 200, done
        verified = self.http.act(matter_id, "verify", {"party": "role:leader", "by": "leader-desk"}, token="second")
        assert verified.status == 200, verified

    def delivery(self, webhook_id):
        """What is on record of one notification, with all its attempts."""
        return self.cli_json("deliveries", "show", webhook_id)

    def deliveries_of(self, topic):
        return self.matter(topic)["deliveries"]

    def journal(self):
        """Every event of the whole ledger, in order (journal.cpp prints it)."""
        command = [os.environ.get("FENGHUO_TEST_JOURNAL", BIN.parent / "tests" / "fenghuo_test_journal"), *self._options()]
        done = subprocess.run([str(c) for c in command], capture_output=True, text=True, timeout=LIMIT)
        assert done.returncode == 0, done.stderr
        events = [json.loads(line) for line in done.stdout.splitlines()]
        for event in events:
            event["seq"] = int(event["seq"])
            event["fields"] = {field["name"]: field.get("value", "") for field in event.get("fields", [])}
        return events

    def journal_kinds(self):
        return [event["kind"] for event in self.journal()]

    def events(self, topic):
        return [event["kind"] for event in self.matter(topic)["timeline"]]

    def callback(self, topic, unit, **more):
        """The unit's system acknowledges the newest matter of the topic."""
        matter = self.matter(topic)
        return self.http.callback(self.policy.callback_secrets[unit], matter["id"], unit, **more)

    def link_of(self, name, n=-1):
        """The path of the acknowledgement link in the n-th message to a recipient."""
        url = self.inbox.to(name)[n].link
        assert "/a/" in url, f"the message to {name} has no acknowledgement link: {url!r}"
        return url[url.index("/a/") :]


class Scenario(unittest.TestCase):
    maxDiff = None

    def world(self, policy=None, start=True, **more):
        world = World(policy, **more)
        self.addCleanup(self._end, world)
        if start:
            world.start()
        return world

    def _end(self, world):
        result = self._outcome.result
        if any(test is self for test, _ in (*result.failures, *result.errors)):
            print(f"\n=== logs of {self.id()}\n{world.logs()}", file=sys.stderr)
            if os.environ.get("FENGHUO_KEEP"):
                shutil.copytree(world.folder, Path(tempfile.mkdtemp(prefix="fenghuo-kept-")) / "world", ignore_dangling_symlinks=True)
        world.close()

    def mailbox(self, **more):
        box = Mailbox(**more)
        self.addCleanup(box.close)
        return box

    def told(self, world, *wants):
        """Exactly these messages arrived until now: none is missing and none is surplus."""
        flat = [w for want in wants for w in (want if isinstance(want, list) else [want])]
        arrivals = world.inbox.all()
        missing, surplus = compare(flat, arrivals)
        if missing or surplus:
            self.fail(report(missing, surplus, arrivals))

    def told_since(self, world, mark, *wants):
        """Exactly these messages arrived since mark (a count of arrivals taken earlier)."""
        flat = [w for want in wants for w in (want if isinstance(want, list) else [want])]
        arrivals = world.inbox.all()[mark:]
        missing, surplus = compare(flat, arrivals)
        if missing or surplus:
            self.fail(report(missing, surplus, arrivals))

    def in_order(self, kinds, events):
        """The kinds appear in the log in this order (others may stand between them)."""
        rest = iter(events)
        for kind in kinds:
            self.assertTrue(any(kind == event for event in rest), f"{kind!r} is missing or stands too early in the log {events}; wanted {kinds}")


def main():
    unittest.main(verbosity=2)
