"""The load of a fault run: clients that post signals until they are accepted, and a unit that acknowledges some of what it is told."""

import http.client
import json
import queue
import random
import threading
import time


class Clients:
    """Posts small batches at a steady pace; a batch is posted again, unchanged, until every signal in it is accepted or known."""

    def __init__(self, world, rate, threads=6, batch=10):
        self.world, self.batch = world, batch
        self.accepted, self.in_flight, self.refused = set(), 0, []
        self._lock, self._next, self._stop = threading.Lock(), 0, threading.Event()
        self._pause = threads * batch / rate
        self._threads = [threading.Thread(target=self._work, daemon=True) for _ in range(threads)]

    def start(self):
        for thread in self._threads:
            thread.start()

    def stop(self):
        """Ends the load; what was begun is still brought to an answer."""
        self._stop.set()
        for thread in self._threads:
            thread.join(300)
            assert not thread.is_alive(), "a client never got its answer"

    def _work(self):
        while not self._stop.is_set():
            begun = time.monotonic()
            with self._lock:
                first, self._next = self._next, self._next + self.batch
            topics = [f"k{n}" for n in range(first, first + self.batch)]
            self._post_until_accepted(topics, [self.world.signal_body(t, signal_id=f"sig-{t}") for t in topics])
            self._stop.wait(max(0.0, begun + self._pause - time.monotonic()))

    def _post_until_accepted(self, topics, bodies):
        while True:
            with self._lock:
                self.in_flight += 1
            try:
                answer = self.world.http.post_signals(bodies, timeout=20)
            except (OSError, http.client.HTTPException):
                answer = None
            finally:
                with self._lock:
                    self.in_flight -= 1
            if answer and answer.status == 202:
                with self._lock:
                    for topic, item in zip(topics, answer.json["items"]):
                        if item["status"] in ("accepted", "duplicate"):
                            self.accepted.add(topic)
                        else:
                            self.refused.append((topic, item.get("reason")))
                return
            if answer and answer.status < 500 and answer.status != 429:
                self.refused.append((topics, str(answer)))
                return
            time.sleep(0.05)


class Spool:
    """Puts small files of signals into the folder that the feed's files come by; a file is answered when it has been moved to done/."""

    def __init__(self, world, folder, pause=0.05, batch=5):
        self.world, self.folder, self.pause, self.batch = world, folder, pause, batch
        folder.mkdir(parents=True)
        self._topics, self._stop = {}, threading.Event()
        self._thread = threading.Thread(target=self._work, daemon=True)

    def start(self):
        self._thread.start()

    def stop(self):
        self._stop.set()
        self._thread.join(60)

    @property
    def waiting(self):
        return len(list(self.folder.glob("*.json")))

    @property
    def accepted(self):
        """Topics of every file that was answered."""
        return {topic for done in (self.folder / "done").glob("*") for topic in self._topics.get(done.name, ())}

    @property
    def refused(self):
        return [path.read_text(errors="replace")[:300] for path in (self.folder / "refused").glob("*.why")]

    def _work(self):
        for n in range(1_000_000):
            if self._stop.wait(self.pause):
                return
            topics = [f"f{n}-{i}" for i in range(self.batch)]
            name = f"{n:07d}.json"
            self._topics[name] = topics
            hidden = self.folder / f".{name}"
            hidden.write_text(json.dumps([self.world.signal_body(t, signal_id=f"sig-{t}") for t in topics], ensure_ascii=False))
            hidden.rename(self.folder / name)


class Acknowledger:
    """Acknowledges a share of the matters by signed callback, each under one id until it has an answer."""

    def __init__(self, world, unit, share, seed):
        self.world, self.unit, self.share = world, unit, share
        self._random, self._queue, self._seen = random.Random(seed), queue.Queue(), set()
        self.done, self.wrong = [], []
        self._thread = threading.Thread(target=self._work, daemon=True)
        self._thread.start()

    def heard(self, arrival):
        matter = arrival.matter["id"]
        if matter not in self._seen:
            self._seen.add(matter)
            if self._random.random() < self.share:
                self._queue.put(matter)

    def stop(self):
        self._queue.put(None)
        self._thread.join(300)
        assert not self._thread.is_alive(), "an acknowledgement never got its answer"

    def _work(self):
        while (matter := self._queue.get()) is not None:
            message_id = f"msg_ack_{matter}"
            while True:
                try:
                    secret = self.world.policy.callback_secrets[self.unit]
                    answer = self.world.http.callback(secret, matter, self.unit, message_id=message_id, timeout=20)
                except (OSError, http.client.HTTPException):
                    answer = None
                if answer and answer.status in (200, 202):
                    self.done.append(matter)
                    break
                if answer and answer.status < 500 and answer.status != 429:
                    self.wrong.append((matter, str(answer)))
                    break
                time.sleep(0.05)
