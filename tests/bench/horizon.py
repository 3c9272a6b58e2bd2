"""A red while a whole horizon of duties comes in: one daily duty of many units, 100,000 occurrences; the red's latency beside its own at rest, in one run.
Batches are as the shipped configuration has them."""

import json
import statistics
import time
from datetime import date, timedelta
from pathlib import Path

from fenghuo_side import Fenghuo
from load import post_singles
from peers import say
from processes import Program, wait_until

DAYS = 250
RATE = 20  # reds a second
CHUNK = 40  # reds between two looks at how far the horizon is


def catalogue(config, units):
    """One duty a day of each unit from next week on, so that nothing falls due while we measure."""
    directory = json.loads((config / "directory.yaml").read_text())
    contact = directory["units"][0]["contacts"]
    directory["units"] += [{"id": f"bench_{n}", "name": f"单位{n}", "kind": "college", "contacts": contact} for n in range(units)]
    (config / "directory.yaml").write_text(json.dumps(directory, ensure_ascii=False))
    step = {"id": "t-1", "before": "1wd", "kind": "reminder", "to": ["owner"]}
    plan = {"id": "unit", "confirmed": True, "confirmed_by": "校党委常委会", "confirmed_on": "2026-01-05", "grace": "0s", "hint_answer": "1wd", "approver": "role:office", "steps": [step]}
    windows = [{"id": "year", "name": "全年", "from": "01-01", "to": "12-31"}]
    (config / "plans.yaml").write_text(json.dumps({"windows": windows, "events": [], "plans": [plan]}, ensure_ascii=False))
    policy = json.loads((config / "policy.yaml").read_text())
    policy.update(supervision_unit=directory["units"][0]["id"], source_title="《实施办法》", edition="2018")
    (config / "policy.yaml").write_text(json.dumps(policy, ensure_ascii=False))
    begin = (date.today() + timedelta(days=8)).isoformat()
    duty = {"id": "log", "title": "值班日志", "clause": "三（五）", "each": "college", "when": {"rule": "FREQ=DAILY", "from": begin}, "proof": ["日志"]}
    duty |= {"verifier": "role:office", "version": 1, "edition": "2018", "status": "confirmed", "in_force_from": begin, "plan": "unit", "line": "main", "fields": ["integrity"]}
    (config / "obligations").mkdir()
    (config / "obligations" / "all.yaml").write_text(json.dumps({"duties": [duty]}, ensure_ascii=False))


class Reds:
    """Single reds at an even pace, and when each arrived at the sink."""

    def __init__(self, peer, arrivals):
        self.peer, self.arrivals, self.posted = peer, arrivals, 0

    def post(self, count):
        """Milliseconds from POST to arrival of so many more."""
        sent = post_singles(self.peer, count, RATE, first_number=self.posted)
        self.posted += count
        wait_until("the last red", lambda: self.arrivals.read_bytes().count(b"\n") >= self.posted, 120)
        seen = {}
        for line in self.arrivals.read_text().splitlines():
            at, name = line.split()
            seen.setdefault(name, float(at))
        return [(seen[name] - at) * 1000 for name, at in sent.items()]


def under_load(peer, reds, wanted):
    """Latencies while the horizon comes in, and how long that took. Reds that were posted when it was over already are not counted."""
    base, before = peer.status()["items_accepted"], reds.posted
    begun = time.monotonic()
    peer.world.cli("reload")
    wait_until("the first occurrences", lambda: peer.status()["items_accepted"] > base + 200, 60, every=0.05)
    took = []
    while True:
        some, status = reds.post(CHUNK), peer.status()
        done = status["items_accepted"] - base - (reds.posted - before)
        if status["pending_items"] == 0 and done >= wanted - CHUNK:
            return took, time.monotonic() - begun
        took += some


def measure(bench, percentile):
    units = 40 if bench.options.quick else 400
    port, arrivals = bench.ports.take(), bench.folder / "reds"
    arrivals.write_text("")
    sink = Program("sink", ["/usr/bin/python3", Path(__file__).with_name("sink.py"), str(port), arrivals], bench.folder, ready_fd=False)
    peer = None
    try:
        peer = Fenghuo(f"http://127.0.0.1:{port}/hook", sets=[f"deadlines.horizon={DAYS + 8}d", "deadlines.batch=25"])
        reds = Reds(peer, arrivals)
        reds.post(CHUNK)  # warms up
        rest = reds.post(5 * CHUNK)
        catalogue(peer.world.config, units)
        say(f"{units * DAYS} occurrences submitted while reds arrive, {RATE} a second")
        busy, seconds = under_load(peer, reds, units * DAYS)
    finally:
        if peer:
            peer.close()
        sink.stop()
        sink.close()
    if not busy:
        raise SystemExit("the horizon was in before the first reds were")
    for name, share in (("p50", 0.5), ("p99", 0.99)):
        before, after = percentile(rest, share), percentile(busy, share)
        bench.figures[f"red_{name}_ms_at_rest"] = round(before, 2)
        bench.figures[f"red_{name}_ms_under_horizon"] = round(after, 2)
        bench.figures[f"red_{name}_under_horizon_vs_rest"] = round(after / before, 2)
    bench.figures["occurrences_per_s"] = round(units * DAYS / seconds)
    say(f"  reds p50 {statistics.median(rest):.1f} ms at rest, {statistics.median(busy):.1f} ms under the horizon ({len(busy)} of them);"
        f" p99 {percentile(rest, 0.99):.1f} and {percentile(busy, 0.99):.1f} ms; the horizon in {seconds:.0f} s")
