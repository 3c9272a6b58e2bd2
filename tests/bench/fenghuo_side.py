"""Fenghuo as it is measured: a world of its own on the system's clock, one level, one asked destination, one webhook a warning."""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "acceptance"))
from harness import Policy, World, wait_until  # noqa: E402
from peers import cpu_seconds, memory_mb  # noqa: E402


class Fenghuo:
    path = "/api/v1/signals"

    def __init__(self, hook=None, sets=(), mail=None, concurrency=256):
        policy = Policy.one_rung()
        if mail:
            policy.mail_to(mail, "duty", concurrency=32)
            policy.mail["concurrency"] = 32
        else:
            policy.send_to("duty", hook, rate_per_minute=0, concurrency=concurrency)
        self.world = World(policy, clock="system", sets=sets)
        self.world.up()
        self.port = self.world.port
        self.token = policy.tokens["provider"]

    def body(self, first, count):
        one = self.world.signal_body("T", signal_id="S")
        signals = [{**one, "signal_id": f"s{n}", "topic_id": f"t{n}"} for n in range(first, first + count)]
        return json.dumps(signals, ensure_ascii=False).encode()

    def pids(self):
        return {**self.world.supervised(), "supervisor": self.world.programs["fenghuo"].pid}

    def cpu(self):
        return {name: cpu_seconds(pid) for name, pid in self.pids().items()}

    def pss_mb(self):
        return sum(memory_mb(pid, "Pss") for pid in self.pids().values())

    def status(self):
        return self.world.status()

    def decided(self, count):
        status = self.status()
        return status["items_accepted"] >= count and status["pending_items"] == 0 and status["due_matters"] == 0 and status["leased"] == 0

    def wait_idle(self, limit=3600):
        wait_until("nothing is due and nothing leased", lambda: self.world.run("idle", "--wait", "5").returncode == 0, limit)

    def close(self):
        self.world.close()
