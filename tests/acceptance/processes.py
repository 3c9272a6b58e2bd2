"""Starting, watching and stopping the programs under test. Only what was started here is ever stopped, by its id."""

import fcntl
import os
import random
import selectors
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from signal import SIGKILL, SIGTERM

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(os.environ.get("FENGHUO_BIN", ROOT / "build" / "bin"))
# Generous: a sanitizer build on a busy machine. Nothing below waits this long when all is well.
LIMIT = float(os.environ.get("FENGHUO_TEST_LIMIT", "60"))


def wait_until(what, condition, limit=None, every=0.02):
    """Asks until the condition gives something true and returns that. The only place where a test waits."""
    end = time.monotonic() + (limit or LIMIT)
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            raise AssertionError(f"waited {limit or LIMIT:g} s in vain for: {what}")
        time.sleep(every)


class Ports:
    """Free ports below the ephemeral range, kept apart from other tests by a lock file as long as this object lives."""

    def __init__(self):
        self._locks = []

    def take(self):
        folder = Path(tempfile.gettempdir()) / "fenghuo-test-ports"
        folder.mkdir(exist_ok=True)
        while True:
            port = random.randint(12000, 31999)
            lock = open(folder / str(port), "w")
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                with socket.socket() as probe:
                    probe.bind(("127.0.0.1", port))
            except OSError:
                lock.close()
                continue
            self._locks.append(lock)
            return port

    def close(self):
        for lock in self._locks:
            lock.close()


class Program:
    """One running program: its process, its log files, and whether it has said that it is ready."""

    def __init__(self, name, arguments, log_dir, env=None, ready_fd=True, death_signal=SIGKILL):
        self.name = name
        self.out_path = log_dir / f"{name}.out"
        self.log_path = log_dir / f"{name}.log"
        read_end, write_end = os.pipe()
        environment = {**os.environ, **(env or {})}
        if ready_fd:
            environment["FENGHUO_READY_FD"] = str(write_end)

        # When the test itself is killed, what it started must not stay behind. setpriv becomes the program: the id stays the same.
        guarded = ["setpriv", "--pdeathsig", death_signal.name, "--", *arguments]

        with open(self.out_path, "ab") as out, open(self.log_path, "ab") as log:
            self.process = subprocess.Popen(
                [str(a) for a in guarded],
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=log,
                env=environment,
                pass_fds=(write_end,) if ready_fd else (),
                cwd="/",
            )
        os.close(write_end)
        self._ready_end = read_end

    @property
    def pid(self):
        return self.process.pid

    def running(self):
        return self.process.poll() is None

    def wait_ready(self):
        with selectors.DefaultSelector() as selector:
            selector.register(self._ready_end, selectors.EVENT_READ)
            if not selector.select(LIMIT):
                raise AssertionError(f"{self.name} did not say that it is ready\n{self.log()}")
        if not os.read(self._ready_end, 64):
            raise AssertionError(f"{self.name} ended with {self.process.wait()} before it was ready\n{self.log()}")

    def send(self, number):
        if self.running():
            self.process.send_signal(number)

    def stop(self, number=SIGTERM, limit=None):
        """Sends the signal and gives the exit status; kills after the limit and says so with None."""
        self.send(number)
        try:
            return self.process.wait(limit or LIMIT)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            return None

    def kill(self):
        return self.stop(SIGKILL)

    def log(self, lines=60):
        text = ""
        for path in (self.out_path, self.log_path):
            if path.exists():
                tail = path.read_text(errors="replace").splitlines()[-lines:]
                text += f"--- {path.name}\n" + "\n".join(tail) + "\n"
        return text

    def close(self):
        if self._ready_end is not None:
            os.close(self._ready_end)
            self._ready_end = None
