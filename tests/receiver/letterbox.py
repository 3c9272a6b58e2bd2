"""A mailbox for the demonstration and the tests: an SMTP server that keeps every mail it got and answers as it is told.

    with Mailbox() as m: m.rcpt("duty", "450 4.2.0 later"); m.dot("duty", Mailbox.DROP); ...; m.to("duty")

A recipient is named by the part before the @. rcpt() and dot() queue answers to RCPT and to the final dot, used up one each; then everything is
taken. An answer is a line ("550 5.1.1 nobody"), DROP (the connection ends without one), or Late(event, line): held back until the event is set.
Python's standard library only. Threads: one a connection; everything shared is behind one lock.
"""

import email
import email.policy
import re
import socketserver
import threading
from dataclasses import dataclass, field
from datetime import datetime, timezone
from zoneinfo import ZoneInfo

MOST_BYTES = 64 << 20
BEIJING = ZoneInfo("Asia/Shanghai")


@dataclass
class Late:
    """An answer that waits."""

    event: threading.Event
    line: str = "250 2.0.0 at last"


def _unescaped(value):
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], value)


def _moment(value):
    return datetime.strptime(value, "%Y%m%dT%H%M%SZ").replace(tzinfo=timezone.utc).astimezone(BEIJING)


def read_meeting(text):
    """What an invitation (text/calendar with one event) says, as far as a person wants to see it."""
    said = {}
    for line in text.replace("\r\n ", "").replace("\n ", "").splitlines():
        name, _, value = line.partition(":")
        said.setdefault(name.partition(";")[0], value)
    return {
        "cancelled": said.get("METHOD") == "CANCEL",
        "uid": said.get("UID", ""),
        "sequence": int(said.get("SEQUENCE", "0")),
        "title": _unescaped(said.get("SUMMARY", "")),
        "place": _unescaped(said.get("LOCATION", "")),
        "about": _unescaped(said.get("DESCRIPTION", "")),
        "begins": _moment(said["DTSTART"]),
        "ends": _moment(said["DTEND"]),
    }


@dataclass
class Letter:
    """One mail as it came in. taken: whether it was answered with 250."""

    to: str
    sender: str
    raw: bytes
    tls: bool = False
    minute: float = 0.0
    taken: bool = False
    came: datetime = field(default_factory=lambda: datetime.now().astimezone())

    @property
    def mail(self):
        return email.message_from_bytes(self.raw, policy=email.policy.default)

    @property
    def id(self):
        return self.mail["message-id"]

    @property
    def text(self):
        return self._body("plain")

    @property
    def html(self):
        return self._body("html")

    def _body(self, kind):
        part = self.mail.get_body((kind,))
        return part.get_content().replace("\r\n", "\n") if part else ""

    @property
    def calendar(self):
        """The text of the invitation, None without one."""
        for part in self.mail.walk():
            if part.get_content_type() == "text/calendar":
                return part.get_content()
        return None

    @property
    def meetings(self):
        """What it invites to, moves or calls off; a leader's brief may carry several."""
        return [read_meeting(part.get_content()) for part in self.mail.walk() if part.get_content_type() == "text/calendar"]


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 256

    def get_request(self):
        connection, peer = super().get_request()
        if self.box.tls:
            connection = self.box.tls.wrap_socket(connection, server_side=True, do_handshake_on_connect=False)
        return connection, peer

    def handle_error(self, request, client_address):
        """A sender that is killed in mid-mail is part of many scenarios; it needs no traceback."""


class _Session(socketserver.StreamRequestHandler):
    wbufsize = -1
    disable_nagle_algorithm = True

    def handle(self):
        box = self.server.box
        box.sessions += 1
        self.sender, self.recipient = "", ""
        if not self.answer("220 mailbox ESMTP"):
            return
        for line in self.rfile:
            verb, _, rest = line.decode("ascii", "replace").strip().partition(" ")
            box._command(verb.upper())
            if not self.command(verb.upper(), rest):
                return

    def command(self, verb, rest):
        """False: the connection is at its end."""
        if verb == "QUIT":
            self.answer("221 bye")
            return False
        if verb == "EHLO":
            return self.answer("250-mailbox\r\n250-8BITMIME\r\n250 SIZE")
        if verb == "MAIL":
            self.sender = rest.partition("<")[2].partition(">")[0]
            return self.answer("250 2.1.0 ok")
        if verb == "RCPT":
            self.recipient = rest.partition("<")[2].partition(">")[0]
            return self.answer(self.server.box._next("rcpt", self.recipient, "250 2.1.5 ok"))
        if verb == "DATA":
            return self.data()
        return self.answer("250 ok" if verb in ("HELO", "RSET", "NOOP") else "502 5.5.1 no such command")

    def data(self):
        if not self.answer("354 go ahead"):
            return False
        lines, size = [], 0
        for line in self.rfile:
            if line == b".\r\n":
                break
            size += len(line)
            if size > MOST_BYTES:
                return False
            lines.append(line[1:] if line.startswith(b".") else line)
        else:
            return False  # the sender went away in mid-mail
        letter = self.server.box._arrived(Letter(self.recipient.partition("@")[0], self.sender, b"".join(lines)))
        reply = self.waited(self.server.box._next("dot", self.recipient, "250 2.0.0 taken"))
        letter.taken = reply is not Mailbox.DROP and reply.startswith("250")
        return self.answer(reply)

    @staticmethod
    def waited(reply):
        if isinstance(reply, Late):
            reply.event.wait(300)
            return reply.line
        return reply

    def answer(self, reply):
        reply = self.waited(reply)
        if reply is Mailbox.DROP:
            return False
        self.wfile.write(reply.encode() + b"\r\n")
        self.wfile.flush()
        return True


class Mailbox:
    DROP = object()

    def __init__(self, port=0, host="127.0.0.1", minute=lambda: 0.0, on_letter=None, tls=None):
        """tls: an ssl.SSLContext: TLS from the first byte."""
        self.minute, self._on_letter, self.tls = minute, on_letter, tls
        self._lock = threading.Lock()
        self._answers = {}
        self.letters, self.commands, self.sessions = [], [], 0
        self._server = _Server((host, port), _Session)
        self._server.box = self
        self.host, self.port = host, self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    @property
    def url(self):
        return f"{'smtps' if self.tls else 'smtp'}://{self.host}:{self.port}"

    def rcpt(self, name, *answers):
        with self._lock:
            self._answers.setdefault(("rcpt", name), []).extend(answers)

    def dot(self, name, *answers):
        with self._lock:
            self._answers.setdefault(("dot", name), []).extend(answers)

    def as_usual(self):
        """Answers that were not asked for yet are forgotten."""
        with self._lock:
            self._answers.clear()

    def to(self, name):
        with self._lock:
            return [letter for letter in self.letters if letter.to == name]

    def all(self):
        with self._lock:
            return list(self.letters)

    def close(self):
        self._server.shutdown()
        self._server.server_close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def _next(self, stage, recipient, usual):
        with self._lock:
            queued = self._answers.get((stage, recipient.partition("@")[0]))
            return queued.pop(0) if queued else usual

    def _command(self, verb):
        with self._lock:
            self.commands.append(verb)

    def _arrived(self, letter):
        letter.minute = self.minute()
        with self._lock:
            self.letters.append(letter)
        if self._on_letter:
            self._on_letter(letter)
        return letter
