"""The other side: an HTTP server that plays the units' systems, keeps every message it got and answers as it is told.

One path is one recipient (/to/<name>). The default answer is 200; answer(name, ...) queues other answers, used up one a request.
Threads: requests come in on threads of their own; everything shared is behind one lock.
"""

import json
import socket
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Reply:
    """What a receiver answers. wait: the answer is held back until this event is set; drop: close the connection without an answer."""

    status: int = 200
    headers: dict = field(default_factory=dict)
    body: bytes = b""
    wait: threading.Event = None
    drop: bool = False


@dataclass
class Arrival:
    """One request as it came in. minute: scenario minutes since the start of the story."""

    to: str
    minute: float
    headers: dict
    raw: bytes
    order: int
    at: float
    status: int = 0

    @property
    def id(self):
        return self.headers.get("webhook-id", "")

    @property
    def json(self):
        return json.loads(self.raw)

    @property
    def data(self):
        return self.json["data"]

    @property
    def notification(self):
        return self.data["notification"]

    @property
    def matter(self):
        return self.data["matter"]

    @property
    def link(self):
        return (self.data.get("ack") or {}).get("url") or ""

    def __str__(self):
        n = self.notification
        return (
            f"+{self.minute:g} to {self.to}: {n.get('kind')} rung {n.get('step')} repeat {n.get('repeat')}"
            f" ({self.matter.get('level')}, {self.matter.get('number')}, answered {self.status})"
        )


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256
    inbox = None

    def handle_error(self, request, client_address):
        """A sender that is killed in mid-request is part of many scenarios; it needs no traceback."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 120
    # Headers and body leave in one segment, else Nagle and delayed acknowledgements add 40 ms to every answer.
    wbufsize = -1
    disable_nagle_algorithm = True

    def do_POST(self):
        length = int(self.headers.get("content-length", "0"))
        raw = self.rfile.read(length)
        if len(raw) == length:
            self._answer(self.server.inbox._arrived(self.path, self.headers, raw))

    def do_GET(self):
        self._answer(self.server.inbox._arrived(self.path, self.headers, b""))

    def _answer(self, pair):
        arrival, reply = pair
        inbox = self.server.inbox
        try:
            if reply.wait:
                reply.wait.wait(300)
            if reply.drop:
                self.close_connection = True
                return
            arrival.status = reply.status
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(reply.body)))
            self.end_headers()
            self.wfile.write(reply.body)
            self.wfile.flush()
        finally:
            inbox._answered()

    def log_message(self, *args):
        pass


class Inbox:
    def __init__(self, host="127.0.0.1", port=0, minute=lambda: 0.0):
        self._minute = minute
        self._lock = threading.Lock()
        self._answers = {}
        self._default = {}
        self.arrivals = []
        self.in_flight = 0
        self._server = _Server((host, port), _Handler)
        self._server.inbox = self
        self.port = self._server.server_address[1]
        self.host = host
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self._thread.start()

    def url(self, name):
        return f"http://{self.host}:{self.port}/to/{name}"

    def answer(self, name, *replies):
        """The next answers to this recipient, one a request; then 200 again. A number is a status."""
        with self._lock:
            self._answers.setdefault(name, []).extend(Reply(r) if isinstance(r, int) else r for r in replies)

    def always(self, name, reply):
        """The answer to this recipient when none is queued. A function is asked anew each time."""
        with self._lock:
            self._default[name] = Reply(reply) if isinstance(reply, int) else reply

    def to(self, name):
        with self._lock:
            return [a for a in self.arrivals if a.to == name]

    def all(self):
        with self._lock:
            return list(self.arrivals)

    def close(self):
        self._server.shutdown()
        self._server.server_close()

    def _arrived(self, path, headers, raw):
        name = path.split("?")[0].removeprefix("/to/")
        with self._lock:
            self.in_flight += 1
            lower = {k.lower(): v for k, v in headers.items()}
            arrival = Arrival(name, self._minute(), lower, raw, len(self.arrivals), time.time())
            self.arrivals.append(arrival)
            queued = self._answers.get(name)
            reply = queued.pop(0) if queued else self._default.get(name, Reply())
        return arrival, reply(arrival) if callable(reply) else reply

    def _answered(self):
        with self._lock:
            self.in_flight -= 1


class Trap:
    """A port nobody may ever connect to: counts connections, answers nothing."""

    def __init__(self, host="127.0.0.1", port=0, family=socket.AF_INET):
        self.connections = []
        self._socket = socket.socket(family, socket.SOCK_STREAM)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._socket.bind((host, port))
        self._socket.listen(16)
        self.port = self._socket.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            try:
                connection, peer = self._socket.accept()
            except OSError:
                return
            self.connections.append(peer)
            connection.close()

    def close(self):
        try:
            self._socket.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        self._socket.close()
