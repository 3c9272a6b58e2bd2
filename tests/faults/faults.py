"""kill -9 under load: see run.sh. Real processes under the supervisor, the system's clock, receivers that are slow to answer.

A victim is frozen first (SIGSTOP), asked whether it holds unanswered work, and only then killed: so "holding work" is a fact, not a guess.
"""

import argparse
import http.client
import json
import os
import random
import re
import signal
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "acceptance"))
from harness import Policy, Reply, World, wait_until  # noqa: E402
from load import Acknowledger, Clients, Spool  # noqa: E402

VICTIMS = {"ledger": 3, "escalator": 3, "webhook": 3, "gateway": 2, "opinion": 1, "all": 2, "supervisor": 1}


def say(text):
    print(text, file=sys.stderr, flush=True)


class Killer:
    def __init__(self, world, clients, spool, rng):
        self.world, self.clients, self.spool, self.rng = world, clients, spool, rng
        self.kills, self.holding, self.by_process = 0, 0, Counter()

    def healthy(self):
        """{name: pid} once every process runs and the way in answers; None before."""
        try:
            rows = self.world.table()
            if not all(row["ready"] and running(row["pid"]) for row in rows):
                return None
            return {row["name"]: row["pid"] for row in rows} if self.world.http.call("GET", "/readyz", timeout=5).status == 200 else None
        except (OSError, ValueError, http.client.HTTPException):
            return None

    def holds(self, name):
        """Asked while the victim is frozen: is somebody still waiting for an answer from it?"""
        if name == "webhook":
            return self.world.inbox.in_flight > 0
        if name == "opinion":
            return self.spool.waiting > 0
        if name == "escalator":
            status = self.world.status()
            return any(w["kind"] == "decide" and w["held"] > 0 for w in status["workers"])
        return self.clients.in_flight > 0

    def pids_of(self, name, table):
        if name == "supervisor":
            return [self.world.programs["fenghuo"].pid, *table.values()]
        if name == "all":
            return list(table.values())
        return [pid for key, pid in table.items() if re.fullmatch(name + r"(-\d+)?", key)]

    def kill(self, name):
        """Freezes one victim and kills it; tries other instants until it holds work, up to a limit."""
        for _ in range(60):
            pids = self.pids_of(name, wait_until("every process is up", self.healthy))
            for pid in pids:
                os.kill(pid, signal.SIGSTOP)
            # Answers that had already left reach their readers: they are no work it still holds. With the ledger frozen the gateway goes on, and
            # what is in flight after that moment waits for the ledger alone.
            time.sleep(0.02 if name == "ledger" else 0.002)
            held = self.holds(name)
            if held:
                break
            for pid in reversed(pids):
                os.kill(pid, signal.SIGCONT)
            time.sleep(self.rng.random() * 0.02)
        for pid in pids:
            os.kill(pid, signal.SIGKILL)
        self.kills += 1
        self.holding += held
        self.by_process[name] += 1
        if name == "supervisor":
            self.world.kill("fenghuo")
            self.world.up()
        wait_until("it runs again", lambda: (table := self.healthy()) and not set(pids) & set(table.values()))


def running(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] not in "ZX"
    except OSError:
        return False


def examine(world, accepted):
    """Counts, at the receiver, what became of everything that was accepted."""
    told, ids_of, times = set(), defaultdict(set), Counter()
    for arrival in world.inbox.all():
        n = arrival.notification
        topic = arrival.matter["key"].rsplit("/", 1)[1]
        told.add(topic)
        ids_of[(arrival.to, arrival.matter["key"], n["kind"], n["step"], n["repeat"])].add(arrival.id)
        times[arrival.id] += 1
    repeated = [i for i, count in times.items() if count > 1]
    attempts = attempts_on_record(world)
    return {
        "accepted": len(accepted),
        "delivered": len(accepted & told),
        "lost": len(accepted - told),
        "duplicates_without_id": sum(len(ids) - 1 for ids in ids_of.values()),
        "repeats": len(repeated),
        "unrecorded_repeats": sum(attempts.get(i, 0) < times[i] for i in repeated),
    }


def forgotten(world, acknowledged):
    """Matters whose acknowledgement was answered with yes and which nobody has taken."""
    return [m for m in acknowledged if not {"acknowledged", "already"} & {e["kind"] for e in world.http.matter(m)["timeline"]}]


def attempts_on_record(world):
    """{webhook-id: number of attempts} of every notification."""
    return {row["id"]: len(row["attempts"]) for row in world.cli_json("deliveries", "list", "--limit", "1000000")["items"]}


def main():
    parser = argparse.ArgumentParser(description="kill -9 under load")
    parser.add_argument("--kills", type=int, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rate", type=int, default=300, help="signals a second")
    options = parser.parse_args()
    rng = random.Random(options.seed)

    world = World(Policy.one_rung(), clock="system")
    spool = Spool(world, world.folder / "spool" / "campus-feed")
    world.sets.append(f"opinion.spool={world.folder / 'spool'}")
    acknowledger = None
    try:
        world.up()
        acknowledger = Acknowledger(world, "propaganda", 0.1, options.seed)

        def slow(arrival):
            acknowledger.heard(arrival)
            time.sleep(0.02 + 0.06 * ((arrival.order * 2654435761) % 97) / 97)
            return Reply(200)

        world.inbox.always("duty", slow)
        clients = Clients(world, options.rate)
        clients.start()
        spool.start()
        killer = Killer(world, clients, spool, rng)
        names, weights = list(VICTIMS), list(VICTIMS.values())
        wait_until("the load gets through", lambda: world.inbox.all())
        begun = time.monotonic()
        for n in range(options.kills):
            killer.kill(names[n] if n < len(names) else rng.choices(names, weights)[0])
            if (n + 1) % 10 == 0 or n + 1 == options.kills:
                seconds, arrivals = time.monotonic() - begun, len(world.inbox.all())
                say(f"{n + 1} kills in {seconds:.0f} s, {killer.holding} held work, {len(clients.accepted)} accepted, {arrivals} arrivals")
        clients.stop()
        spool.stop()
        say("draining")
        wait_until("every file of the feed is answered", lambda: spool.waiting == 0, 120)
        world.settle_long()
        acknowledger.stop()
        world.settle_long()
        figures = examine(world, clients.accepted | spool.accepted)
        lost_acknowledgements = forgotten(world, acknowledger.done)
        verified = world.run("ledger", "verify")
        result = {
            "kills": killer.kills,
            "kills_holding_work": killer.holding,
            "by_process": dict(killer.by_process),
            **figures,
            "acknowledged": len(acknowledger.done),
            "lost_acknowledgements": len(lost_acknowledgements),
            "from_files": len(spool.accepted),
            "chain_ok": verified.returncode == 0,
            "seed": options.seed,
        }
        faults = [k for k in ("lost", "duplicates_without_id", "unrecorded_repeats", "lost_acknowledgements") if result[k]]
        faults += [] if result["chain_ok"] else ["chain_ok"]
        faults += [f"refused: {clients.refused[:3]}"] if clients.refused else []
        faults += [f"files refused: {spool.refused[:3]}"] if spool.refused else []
        faults += [f"acknowledgements: {acknowledger.wrong[:3]}"] if acknowledger.wrong else []
        faults += ["fewer than 80 % of the kills hit a process that held work"] if killer.holding < 0.8 * killer.kills else []
        if faults:
            say(world.logs() + verified.stdout + verified.stderr)
            say(f"violations: {faults}")
        print(json.dumps(result), flush=True)
        return 1 if faults else 0
    except BaseException:
        say(world.logs())
        raise
    finally:
        world.close()


if __name__ == "__main__":
    sys.exit(main())
