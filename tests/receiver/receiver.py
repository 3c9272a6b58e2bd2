#!/usr/bin/env python3
"""A webhook receiver and a mailbox for the demonstration and the tests. Python's standard library only.

    receiver.py --port 9000 --print                     one readable line a message, with the link that acknowledges it
    receiver.py --mail-port 8025 --print                also takes mail (letterbox.py): its subject, text, and the meeting it invites to;
                                                        shows it at / (mail_page.py)
    receiver.py --port 9000 --record FILE               every POST as a JSON line (FILE "-": stdout), written before it is answered
    receiver.py --port 9000 --behaviour FILE            scripted replies: {"/hooks/x": [step, ...], ...}

Control, for tests:  POST /control {"path": "/hooks/x", "script": [step, ...]}   GET /received   DELETE /received

A step answers one request of its path, in order; after the last one, and without a script, every POST gets 200. Keys of a step, all optional:
    status 200 · headers {} · body "" · delay seconds before the answer · times how often (-1: for ever)
    reset   with a status: part of the body, then a reset; without: a reset instead of an answer
    close   the connection ends without an answer                 hang    no answer, for as long as the sender waits
    endless a body without an end                                 drip    seconds between single bytes of a body without an end
    bomb    a body that unpacks to a hundred times its size (gzip), without an end

In a test:  with Receiver() as r: r.script("/hooks/x", [{"status": 500}]); ...; r.wait(lambda got: len(got) == 2, seconds=10)
"""

import argparse
import base64
import collections
import datetime
import hashlib
import hmac
import json
import os
import signal
import socket
import struct
import sys
import threading
import time
import zlib

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import mail_page  # noqa: E402
from letterbox import Mailbox  # noqa: E402

MOST_HEADER_BYTES = 64 * 1024
MOST_BODY_BYTES = 16 * 1024 * 1024
REASONS = {200: "OK", 202: "Accepted", 204: "No Content", 308: "Permanent Redirect", 401: "Unauthorized", 404: "Not Found",
           405: "Method Not Allowed", 410: "Gone",
           429: "Too Many Requests", 500: "Internal Server Error", 503: "Service Unavailable"}


def signature_fits(secret, message):
    """Whether a message (as recorded) carries a v1 signature of this whsec_ secret."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{message['id']}.{message['timestamp']}.{message['body']}".encode()
    wanted = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    return any(hmac.compare_digest(wanted, one) for one in message["signature"].split(" "))


class Receiver:
    """A threaded HTTP server; received, script() and wait() may be used from any thread."""

    def __init__(self, port=0, host="127.0.0.1", record=None, on_message=None, keep=500_000, pages=None):
        """pages: what answers GET, given a path: (status, headers, body), or None when there is no such page."""
        self.lock = threading.Lock()
        self.changed = threading.Condition(self.lock)
        self.received = []  # dicts: n, time, at (monotonic), path, id, timestamp, signature, headers, body, status
        self._scripts = collections.defaultdict(collections.deque)
        self._record, self._on_message, self._keep, self._pages = record, on_message, keep, pages
        self._count = 0
        self._connections = set()
        self._stopping = threading.Event()
        self._listener = socket.create_server((host, port), backlog=1024)
        self.host, self.port = host, self._listener.getsockname()[1]
        self.url = f"http://{host}:{self.port}"
        self._thread = None

    def start(self):
        self._thread = threading.Thread(target=self._accept, name="receiver", daemon=True)
        self._thread.start()
        return self

    def stop(self):
        self._stopping.set()
        try:
            self._listener.shutdown(socket.SHUT_RDWR)  # wakes accept()
        except OSError:
            pass
        self._listener.close()
        with self.lock:
            open_connections = list(self._connections)
        for connection in open_connections:
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
        if self._thread is not None:
            self._thread.join()

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        self.stop()

    def script(self, path, steps):
        """Replaces what is left of the script of a path."""
        with self.lock:
            self._scripts[path] = collections.deque(dict(step) for step in steps)

    def messages(self, path=None):
        with self.lock:
            return [m for m in self.received if path is None or m["path"] == path]

    def clear(self):
        with self.lock:
            self.received.clear()

    def wait(self, done, seconds):
        """Waits until done(received) holds; returns whether it does. done is called with the lock held."""
        with self.changed:
            return self.changed.wait_for(lambda: done(self.received), seconds)

    # -- connections

    def _accept(self):
        while not self._stopping.is_set():
            try:
                connection, _ = self._listener.accept()
            except OSError:
                if self._stopping.is_set():
                    return
                self._stopping.wait(0.1)  # out of descriptors: let some go
                continue
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with self.lock:
                self._connections.add(connection)
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection):
        buffer = bytearray()
        try:
            while not self._stopping.is_set():
                request = self._read_request(connection, buffer)
                if request is None or not self._answer(connection, *request):
                    break
        except OSError:
            pass  # the sender hung up
        finally:
            with self.lock:
                self._connections.discard(connection)
            connection.close()

    @staticmethod
    def _read_request(connection, buffer):
        """(method, path, headers, body), or None at the end of the stream or of our patience."""
        end = -1
        while end < 0:
            end = buffer.find(b"\r\n\r\n")
            if end < 0:
                if len(buffer) > MOST_HEADER_BYTES:
                    return None
                got = connection.recv(65536)
                if not got:
                    return None
                buffer += got
        lines = buffer[:end].decode("latin-1").split("\r\n")
        method, path = lines[0].split(" ")[:2]
        headers = {}
        for line in lines[1:]:
            name, _, value = line.partition(":")
            headers[name.lower()] = value.strip()
        length = int(headers.get("content-length", 0))
        if length > MOST_BODY_BYTES:
            return None
        whole = end + 4 + length
        while len(buffer) < whole:
            got = connection.recv(65536)
            if not got:
                return None
            buffer += got
        body = bytes(buffer[end + 4:whole])
        del buffer[:whole]
        return method, path, headers, body

    def _answer(self, connection, method, path, headers, body):
        """False: the connection is at its end."""
        plain_path = path.split("?")[0]
        if plain_path == "/control" and method == "POST":
            return self._control(connection, body)
        if plain_path == "/received" and method in ("GET", "DELETE"):
            if method == "DELETE":
                self.clear()
            return self._reply(connection, 200, json.dumps(self.messages(), ensure_ascii=False).encode(), {"Content-Type": "application/json"})
        if method in ("GET", "HEAD"):
            return self._page(connection, method, plain_path)
        if method != "POST":
            return self._reply(connection, 405, b"")
        return self._misbehave(connection, self._take(plain_path, headers, body))

    def _page(self, connection, method, path):
        status, headers, body = (self._pages and self._pages(path)) or (200 if path == "/" else 404, {}, b"")
        connection.sendall(self._head(status, {**headers, "Content-Length": str(len(body))}) + (body if method == "GET" else b""))
        return True

    def _control(self, connection, body):
        try:
            order = json.loads(body)
            self.script(order["path"], order["script"])
        except (ValueError, KeyError, TypeError) as error:
            return self._reply(connection, 400, f"not a script: {error!r}".encode())
        return self._reply(connection, 200, b"")

    def _take(self, path, headers, body):
        """Puts the message on record and returns the step that answers it."""
        now = datetime.datetime.now().astimezone()
        message = {"n": 0, "time": now.isoformat(timespec="milliseconds"), "at": time.monotonic(), "path": path,
                   "id": headers.get("webhook-id", ""), "timestamp": headers.get("webhook-timestamp", ""),
                   "signature": headers.get("webhook-signature", ""), "headers": headers, "body": body.decode("utf-8", "replace")}
        with self.changed:
            step = self._next_step(path)
            self._count += 1
            message["n"] = self._count
            message["status"] = step.get("status", 0 if any(step.get(k) for k in ("reset", "close", "hang")) else 200)
            self.received.append(message)
            if len(self.received) > self._keep:
                del self.received[:self._keep // 2]
            if self._record is not None:
                self._record.write(json.dumps(message, ensure_ascii=False) + "\n")
                self._record.flush()
            if self._on_message is not None:
                self._on_message(message)
            self.changed.notify_all()
        return step

    def _next_step(self, path):
        steps = self._scripts.get(path)
        if not steps:
            return {}
        step = steps[0]
        left = step.get("times", 1) - 1
        if left == 0:
            steps.popleft()
        elif left > 0:
            step["times"] = left
        return step

    # -- answers, good and bad

    def _misbehave(self, connection, step):
        if step.get("delay"):
            self._stopping.wait(step["delay"])
        if step.get("hang"):
            while connection.recv(65536):
                pass
            return False
        if step.get("close"):
            return False
        status, headers = step.get("status", 200), step.get("headers", {})
        if step.get("reset"):
            if "status" in step:
                connection.sendall(self._head(status, {**headers, "Content-Length": "100000"}) + b"begun")
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            return False
        if step.get("endless"):
            return self._stream(connection, status, headers, lambda: b"x" * 65536, 0)
        if step.get("drip"):
            return self._stream(connection, status, headers, lambda: b"x", step["drip"])
        if step.get("bomb"):
            packer = zlib.compressobj(9, zlib.DEFLATED, 31)
            return self._stream(connection, status, {**headers, "Content-Encoding": "gzip"},
                                lambda: packer.compress(bytes(1 << 20)) + packer.flush(zlib.Z_SYNC_FLUSH), 0)
        return self._reply(connection, status, step.get("body", "").encode(), headers)

    @staticmethod
    def _head(status, headers):
        lines = [f"HTTP/1.1 {status} {REASONS.get(status, 'Answer')}"] + [f"{name}: {value}" for name, value in headers.items()]
        return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")

    def _reply(self, connection, status, body, headers=None):
        connection.sendall(self._head(status, {**(headers or {}), "Content-Length": str(len(body))}) + body)
        return True

    def _stream(self, connection, status, headers, piece, pause):
        connection.sendall(self._head(status, headers))
        while not self._stopping.is_set():
            connection.sendall(piece())
            if pause:
                self._stopping.wait(pause)
        return False


# -- the demonstration's line

COLOURS = {"red": "31;1", "orange": "38;5;208", "yellow": "33", "blue": "34"}
KINDS = {"warning": "预警", "escalation": "逐级上报", "notice": "知悉", "reminder": "提醒", "digest": "每日摘要", "stand_down": "已有人处理", "overdue": "督办", "brief": "每日呈阅"}


def printable(text):
    return "".join(c if c.isprintable() else " " for c in str(text if text is not None else ""))


def readable_line(message, colour=False, secret=None):
    """One line of Chinese for a matter.notified; whatever else comes is named by its size."""
    clock = message["time"][11:19]
    try:
        data = json.loads(message["body"])["data"]
        matter, note, recipient = data["matter"], data["notification"], data["recipient"]
        level = printable(matter.get("level_name") or matter.get("level"))
        who = printable(recipient.get("name") or recipient.get("role") or recipient.get("unit"))
        parts = [clock, f"[{level}]" if level else "", printable(matter.get("number")), f"→ {who}", KINDS.get(note.get("kind"), printable(note.get("kind"))),
                 printable(data.get("subject")) or printable(matter.get("title"))]
        again = int(note.get("repeat") or 0)
        if again > 0 and "次）" not in parts[-1]:
            parts.append(f"（第{again + 1}次）")
        ack = data.get("ack") or {}
        if ack.get("url"):
            parts.append(f"签收：{printable(ack['url'])}")
    except (ValueError, KeyError, TypeError, AttributeError):
        return f"{clock} {printable(message['path'])} 收到 {len(message['body'])} 字（不是事项通知）"
    if secret is not None:
        parts.append("验签通过" if signature_fits(secret, message) else "验签失败")
    line = " ".join(part for part in parts if part)
    code = COLOURS.get(matter.get("level"))
    return f"\033[{code}m{line}\033[0m" if colour and code else line


def readable_mail(letter, colour=False):
    """A mail as a person would see it in a list, and its first words; a meeting with its time."""
    mail = letter.mail
    lines = [f"{datetime.datetime.now():%H:%M:%S} ✉ → {printable(letter.to)}  {printable(mail['subject'])}"]
    lines += ["         " + printable(line) for line in letter.text.splitlines() if line.strip()][:12]
    for meeting in letter.meetings:
        word = "取消会议" if meeting["cancelled"] else "会议邀请"
        lines.append("         " + printable(f"〔{word}〕{meeting['title']} {mail_page.moment(meeting['begins'])} {meeting['place']}"))
    if colour:
        lines[0] = f"\033[36m{lines[0]}\033[0m"
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser(description="webhook receiver for the demonstration and the tests")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="0: the system chooses")
    parser.add_argument("--mail-port", type=int, help="also take mail on this port")
    parser.add_argument("--print", action="store_true", help="one readable line a message")
    parser.add_argument("--record", metavar="FILE", help='JSON lines; "-" is stdout')
    parser.add_argument("--behaviour", metavar="FILE", help="scripted replies by path, JSON")
    parser.add_argument("--secret-file", metavar="FILE", help="whsec_ secret: says of each printed message whether its signature fits")
    options = parser.parse_args()

    record = None
    if options.record:
        record = sys.stdout if options.record == "-" else open(options.record, "a", encoding="utf-8")
    secret = None
    if options.secret_file:
        with open(options.secret_file, encoding="utf-8") as file:
            secret = file.read().strip()
    colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ

    def say(text):
        sys.stdout.write(text + "\n")  # at once: messages come in on threads of their own
        sys.stdout.flush()

    def show(message):
        say(readable_line(message, colour, secret))

    mailbox = None
    if options.mail_port is not None:
        mailbox = Mailbox(options.mail_port, options.host, on_letter=(lambda letter: say(readable_mail(letter, colour))) if options.print else None)
        print(f"listening {mailbox.url}", file=sys.stderr if options.record == "-" else sys.stdout, flush=True)
    pages = (lambda path: mail_page.show(path, mailbox.all())) if mailbox else None
    receiver = Receiver(options.port, options.host, record, show if options.print else None, pages=pages)
    if options.behaviour:
        with open(options.behaviour, encoding="utf-8") as file:
            for path, steps in json.load(file).items():
                receiver.script(path, steps)
    receiver.start()
    print(f"listening {receiver.url}", file=sys.stderr if options.record == "-" else sys.stdout, flush=True)

    stop = threading.Event()
    for one in (signal.SIGINT, signal.SIGTERM):
        signal.signal(one, lambda *_: stop.set())
    stop.wait()
    receiver.stop()
    if mailbox:
        mailbox.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
