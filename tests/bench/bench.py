"""See run.sh. One function a figure; every figure is counted at the receiver (nginx's log; for latency our sink, which knows microseconds)."""

import argparse
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import horizon
import mails
from fenghuo_side import Fenghuo
from load import post_batches, post_singles
from peers import Alertmanager, Nginx, memory_mb, run, say
from processes import BIN, ROOT, Ports, Program, wait_until


def percentile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


class Bench:
    def __init__(self, options):
        self.options = options
        self.folder = Path(tempfile.mkdtemp(prefix="fenghuo-bench-", dir="/tmp"))
        self.ports = Ports()
        self.nginx = Nginx(self.folder, self.ports.take())
        self.figures = {}
        self.alerts = 4000 if options.quick else 40000

    def close(self):
        self.nginx.close()
        self.ports.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    # ---------------------------------------------------------------- throughput and memory

    def drain(self, peer, total, first_number=0):
        """First POST to last line in nginx's log, for this peer; returns alerts per second. All of ours must arrive; a peer that brings
        nothing for half a minute is taken at what it brought."""
        self.nginx.mark()
        begun = post_batches(peer, total, first_number=first_number)
        quiet = Quiet(30)
        wait_until(
            f"{total} webhooks of {type(peer).__name__}",
            lambda: self.nginx.count() >= total or (not isinstance(peer, Fenghuo) and quiet.since(self.nginx.count())),
            1800,
            every=0.1,
        )
        lines = self.nginx.lines()
        seconds = lines[-1][0] - begun
        rate = min(total, len(lines)) / seconds
        say(f"  {type(peer).__name__}: {len(lines)} webhooks for {total} alerts in {seconds:.1f} s, {rate:.0f} alerts/s")
        return rate, lines

    def alerts_ours(self):
        say(f"{self.alerts} alerts through Fenghuo")
        peer = Fenghuo(self.nginx.url())
        try:
            before = peer.cpu()
            rate, lines = self.drain(peer, self.alerts)
            peer.wait_idle()
            after = peer.cpu()
            self.figures["commits"] = peer.status()["commits"]
            ids = {hook for _, hook in lines}
            if len(ids) != self.alerts:
                raise SystemExit(f"{len(ids)} different webhook-ids arrived for {self.alerts} alerts")
            self.figures["alerts_per_s"] = round(rate)
            self.figures["pss_mb_at_40k" if self.alerts == 40000 else f"pss_mb_at_{self.alerts}"] = round(peer.pss_mb(), 1)
            self.pss = peer.pss_mb()
            self.budget(before, after, self.alerts, "alert")
        finally:
            peer.close()

    def budget(self, before, after, count, what):
        """CPU an item and hop; docs/budget.md keeps these tables."""
        say(f"\n  CPU of each hop, {count} {what}s\n  | process | CPU s | µs {what} |\n  | --- | ---: | ---: |")
        for name in after:
            used = after[name] - before.get(name, 0.0)
            say(f"  | {name} | {used:.2f} | {used / count * 1e6:.0f} |")
        total = sum(after.values()) - sum(before.values())
        say(f"  | all | {total:.2f} | {total / count * 1e6:.0f} |\n")
        self.figures[f"cpu_us_{what}"] = round(total / count * 1e6)

    def alerts_theirs(self):
        say(f"{self.alerts} alerts through Alertmanager")
        peer = Alertmanager(self.folder, self.ports.take(), self.nginx.url())
        try:
            rate, _ = self.drain(peer, self.alerts)
            rss = memory_mb(peer.program.pid, "Rss")
        finally:
            peer.close()
            shutil.rmtree(self.folder / "alertmanager", ignore_errors=True)
        self.figures["alertmanager_alerts_per_s"] = round(rate)
        self.figures["alertmanager_rss_mb"] = round(rss, 1)
        if "alerts_per_s" in self.figures:
            self.figures["alerts_vs_alertmanager"] = round(self.figures["alerts_per_s"] / rate, 2)
            self.figures["rss_vs_alertmanager"] = round(self.pss / rss, 3)

    def roomy(self):
        """The same two once more, against a receiver that has room for every connection: Alertmanager at its best."""
        say(f"{self.alerts} alerts each, to a receiver with room for every connection")
        shipped, self.nginx = self.nginx, Nginx(self.folder / "roomy", self.ports.take(), roomy=True)
        try:
            rates = {}
            for make in (lambda: Fenghuo(self.nginx.url()), lambda: Alertmanager(self.folder, self.ports.take(), self.nginx.url())):
                peer = make()
                try:
                    rates[type(peer)] = self.drain(peer, self.alerts)[0]
                finally:
                    peer.close()
                    shutil.rmtree(self.folder / "alertmanager", ignore_errors=True)
        finally:
            self.nginx.close()
            self.nginx = shipped
        self.figures["alerts_vs_alertmanager_roomy_receiver"] = round(rates[Fenghuo] / rates[Alertmanager], 2)

    # ---------------------------------------------------------------- latency

    def latencies(self, make, seconds, rate=100):
        """POST to arrival, ms, of single posts at an even pace; the first second warms up and is not counted."""
        port, arrivals = self.ports.take(), self.folder / "arrivals"
        arrivals.write_text("")
        sink = Program("sink", ["/usr/bin/python3", Path(__file__).with_name("sink.py"), str(port), arrivals], self.folder, ready_fd=False)
        peer = None
        try:
            wait_until("the sink listens", lambda: connects(port))
            peer = make(f"http://127.0.0.1:{port}/hook")
            count = seconds * rate
            sent = post_singles(peer, count, rate)
            wait_until("the last webhook", lambda: arrivals.read_bytes().count(b"\n") >= count, 120)
            first = min(sent.values()) + 1.0
            took = {}
            for line in arrivals.read_text().splitlines():
                at, name = line.split()
                took.setdefault(name, (float(at) - sent[name]) * 1000)
            return [ms for name, ms in took.items() if sent[name] >= first]
        finally:
            if peer:
                peer.close()
            sink.stop()
            sink.close()

    def latency(self):
        seconds = 10 if self.options.quick else 60
        say(f"latency of single posts, 100/s for {seconds} s")
        ours = self.latencies(Fenghuo, seconds)
        self.figures["latency_p50_ms"] = round(statistics.median(ours), 2)
        self.figures["latency_p99_ms"] = round(percentile(ours, 0.99), 2)
        theirs = self.latencies(lambda url: Alertmanager(self.folder, self.ports.take(), url), seconds)
        shutil.rmtree(self.folder / "alertmanager", ignore_errors=True)
        self.figures["latency_p50_alertmanager_ms"] = round(statistics.median(theirs), 2)
        self.figures["latency_p99_alertmanager_ms"] = round(percentile(theirs, 0.99), 2)
        say(f"  ours p50 {self.figures['latency_p50_ms']} p99 {self.figures['latency_p99_ms']} ms;"
            f" Alertmanager p50 {self.figures['latency_p50_alertmanager_ms']} p99 {self.figures['latency_p99_alertmanager_ms']} ms")

    def fdatasync(self):
        """What the disk alone takes to make 4 KB safe."""
        took, block = [], os.urandom(4096)
        with open(self.folder / "sync", "wb") as file:
            for _ in range(1000):
                file.write(block)
                file.flush()
                begun = time.perf_counter()
                os.fdatasync(file.fileno())
                took.append((time.perf_counter() - begun) * 1000)
        self.figures["fdatasync_p99_ms"] = round(percentile(took, 0.99), 3)

    # ---------------------------------------------------------------- against the library's own limit

    def hook_share(self):
        """A backlog that is already decided, drained; against a bare libcurl program with as many connections."""
        count = 5000 if self.options.quick else 20000
        say(f"draining {count} decided webhooks, against bare libcurl")
        connections = 32
        bare = float(run(BIN.parent / "tests" / "hook_baseline", self.nginx.url(), 2 * count, connections))
        peer = Fenghuo(self.nginx.url(), concurrency=connections)
        try:
            peer.world.cli("pause", "--all")
            post_batches(peer, count)
            wait_until("everything is decided", lambda: peer.decided(count), 600, every=0.2)
            self.nginx.mark()
            begun = time.time()
            peer.world.cli("resume", "--all")
            wait_until("the backlog is drained", lambda: self.nginx.count() >= count, 600)
            lines = self.nginx.lines()
            rate = count / (lines[-1][0] - max(begun, lines[0][0] - 0.01))
        finally:
            peer.close()
        self.figures["hooks_per_s"] = round(rate)
        self.figures["libcurl_hooks_per_s"] = round(bare)
        self.figures["hook_share_of_libcurl"] = round(rate / bare, 3)
        say(f"  ours {rate:.0f}/s, bare libcurl {bare:.0f}/s")

    # ---------------------------------------------------------------- with a million matters

    def million(self):
        total, probe = self.options.matters, min(10_000, self.options.matters // 10)
        say(f"throughput at 1,000 and at {total} open matters, and the start with as many")
        peer = Fenghuo(self.nginx.url(), sets=["ledger.max_pending=2000000"])
        try:
            self.drain(peer, 1000)
            small, _ = self.drain(peer, probe, first_number=1000)
            self.drain(peer, total - probe - 1000, first_number=1000 + probe)
            peer.wait_idle()
            large, _ = self.drain(peer, probe, first_number=total)
            peer.wait_idle()
            peer.world.programs.pop("fenghuo").stop()
            begun = time.monotonic()
            peer.world.up()
            size = "1m" if total == 1_000_000 else str(total)
            self.figures[f"start_at_{size}_s"] = round(time.monotonic() - begun, 2)
            self.figures[f"throughput_at_{size}_vs_1k"] = round(large / small, 3)
        finally:
            peer.close()


    # ---------------------------------------------------------------- a year seen in advance

    def simulate(self):
        """The shipped catalogue over a year for a school of 10,000 units; everybody does as asked, so that each duty is walked to its end."""
        units = 1000 if self.options.quick else 10_000
        say(f"a simulated year for {units} units")
        config = self.folder / "school"
        shutil.copytree(ROOT / "config", config)
        write_units(config, units)
        out = self.folder / "year.jsonl"
        begun = time.monotonic()
        with open(out, "wb") as file:
            command = [BIN / "fenghuo", "simulate", "--from", "2026-01-01", "--to", "2026-12-31", "--config", config, "--acks", "all", "--format", "jsonl", "--progress"]
            _, status, usage = os.wait4(subprocess.Popen(command, stdout=file).pid, 0)
        seconds = time.monotonic() - begun
        if status != 0:
            raise SystemExit("the simulation ended badly")
        messages = sum(1 for _ in open(out, "rb"))
        out.unlink()
        name = "simulate_year_10k" if units == 10_000 else f"simulate_year_{units}"
        self.figures[f"{name}_s"] = round(seconds, 1)
        self.figures[f"{name}_peak_mb"] = round(usage.ru_maxrss / 1024)
        say(f"  {messages} messages in {seconds:.1f} s ({usage.ru_utime:.1f} s of CPU), at most {usage.ru_maxrss / 1024:.0f} MB")


def write_units(config, count):
    """Units, colleges and party organisations beside the shipped ones; five share a mailbox."""
    boxes = max(1, min(1800, count // 5))
    lines = []
    for n in range(count):
        kind = {1: f"kind: college, party_orgs: [bench_{n + 1}], ", 2: "kind: party_org, "}.get(n % 5, "")
        lines.append(f"  - {{id: bench_{n}, name: 单位{n}, {kind}contacts: [box_{n % boxes}]}}\n")
    directory = config / "directory.yaml"
    text = directory.read_text()
    directory.write_text(text.replace("\nroles:\n", "\n" + "".join(lines) + "\nroles:\n", 1))
    with open(config / "destinations.yaml", "a") as file:
        file.writelines(f"  - {{id: box_{n}, channel: mail, address: box{n}@campus.invalid}}\n" for n in range(boxes))


class Quiet:
    """Has a count stood still for so many seconds?"""

    def __init__(self, seconds):
        self.seconds, self.last, self.at = seconds, -1, time.monotonic()

    def since(self, count):
        if count != self.last:
            self.last, self.at = count, time.monotonic()
        return time.monotonic() - self.at > self.seconds


def connects(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def main():
    parser = argparse.ArgumentParser(description="figures on demand")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--matters", type=int, default=1_000_000, help="how many --full opens")
    parser.add_argument("--only", default="", help="names of the parts: ours, theirs, roomy, latency, disk, share, simulate, mails, horizon, million")
    options = parser.parse_args()
    bench = Bench(options)
    parts = {
        "disk": bench.fdatasync,
        "ours": bench.alerts_ours,
        "theirs": bench.alerts_theirs,
        "roomy": bench.roomy,
        "latency": bench.latency,
        "share": bench.hook_share,
        "simulate": bench.simulate,
        "mails": lambda: mails.measure(bench),
        "horizon": lambda: horizon.measure(bench, percentile),
    }
    if options.full:
        parts["million"] = bench.million
    wanted = [p for p in options.only.split(",") if p] or list(parts)
    try:
        for name in wanted:
            parts[name]()
    finally:
        bench.close()
    print(json.dumps(bench.figures), flush=True)


if __name__ == "__main__":
    sys.exit(main())
