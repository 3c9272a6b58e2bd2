"""Mail beside Postfix as a durable relay and beside a bare libcurl program, all into smtp-sink, which counts: 3 KB each, one recipient, 20 sessions.

Ours and Postfix take turns, three each: the ratio is the median of the turns', so that a machine that slows down meanwhile favours neither."""

import os
import re
import shutil
import socket
import statistics
import subprocess
import threading
import time
from pathlib import Path

from fenghuo_side import Fenghuo
from load import post_batches
from peers import find, run, say
from processes import BIN, wait_until

SESSIONS = 20
BYTES = 3000


class SmtpSink:
    """Takes every mail and tells how many; the arrival of the last one is the time at which it told so."""

    def __init__(self, port):
        self.port, self.url = port, f"smtp://127.0.0.1:{port}"
        self.total, self.at, self._from = 0, 0.0, 0
        account = ["-u", "nobody"] if os.geteuid() == 0 else []  # it will not run as root
        command = [find("smtp-sink", "/usr/sbin"), *account, "-c", f"127.0.0.1:{port}", "1024"]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL)
        threading.Thread(target=self._watch, daemon=True).start()

    def _watch(self):
        rest = b""
        while True:
            got = os.read(self.process.stdout.fileno(), 1 << 16)
            if not got:
                return
            counts = re.findall(rb"mesg=(\d+)\r", rest + got)
            rest = (rest + got)[-64:]
            if counts and int(counts[-1]) > self.total:
                self.total, self.at = int(counts[-1]), time.time()

    def mark(self):
        self._from = self.total

    def count(self):
        return self.total - self._from

    def close(self):
        self.process.terminate()
        self.process.wait()


class Postfix:
    """Debian's Postfix with its own configuration, queue and port: takes a mail, makes it safe on disk, passes it on. Durability as shipped."""

    MAIN = """
compatibility_level = 3.6
queue_directory = {dir}/queue
data_directory = {dir}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
myhostname = bench.invalid
mydestination =
local_recipient_maps =
alias_maps =
relayhost = [127.0.0.1]:{sink}
smtpd_relay_restrictions = permit_mynetworks, reject
default_destination_concurrency_limit = {sessions}
smtp_tls_security_level = none
maillog_file = {dir}/log
maillog_file_prefixes = {dir}
"""
    MASTER = """
127.0.0.1:{port} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
proxywrite unix - - n - 1 proxymap
smtp unix - - n - - smtp
relay unix - - n - - smtp
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""

    def __init__(self, folder, port, sink):
        self.folder, self.port = Path(folder) / "postfix", port
        shutil.rmtree(self.folder, ignore_errors=True)
        for name in ("", "queue", "data"):
            (self.folder / name).mkdir()
            (self.folder / name).chmod(0o755)
        shutil.chown(self.folder / "data", "postfix")
        self.folder.parent.chmod(0o755)  # its daemons run as another account
        (self.folder / "main.cf").write_text(self.MAIN.format(dir=self.folder, sink=sink.port, sessions=SESSIONS))
        (self.folder / "master.cf").write_text(self.MASTER.format(port=port))
        self._postfix("start")
        wait_until("postfix listens", lambda: self._greets())

    def _postfix(self, word):
        subprocess.run([find("postfix", "/usr/sbin"), "-c", self.folder, word], check=True, capture_output=True)

    def _greets(self):
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=5) as probe:
                return probe.recv(3) == b"220"
        except OSError:
            return False

    def take(self, count):
        """Hands in so many mails as fast as it takes them."""
        options = ["-d", "-s", SESSIONS, "-m", count, "-l", BYTES, "-f", "from@bench.invalid", "-t", "to@bench.invalid"]
        run(find("smtp-source", "/usr/sbin"), *options, f"127.0.0.1:{self.port}")

    def close(self):
        self._postfix("stop")


def ours(sink, sets=()):
    return Fenghuo(mail=sink, sets=[f"mailer.threads={SESSIONS}", *sets])


def drain_ours(bench, sink, count):
    peer = ours(sink)
    try:
        before = peer.cpu()
        sink.mark()
        begun = post_batches(peer, count)
        wait_until(f"{count} mails of ours", lambda: sink.count() >= count, 900)
        rate = count / (sink.at - begun)
        peer.wait_idle()
        if sink.count() != count:
            raise SystemExit(f"{sink.count()} mails arrived for {count} warnings")
        bench.budget(before, peer.cpu(), count, "mail")
        return rate
    finally:
        peer.close()


def drain_postfix(bench, sink, count):
    peer = Postfix(bench.folder, bench.ports.take(), sink)
    try:
        sink.mark()
        begun = time.time()
        peer.take(count)
        wait_until(f"{count} mails of Postfix", lambda: sink.count() >= count, 900)
        return count / (sink.at - begun)
    finally:
        peer.close()


def drain_decided(sink, count):
    """A backlog that is decided already."""
    peer = ours(sink)
    try:
        peer.world.cli("pause", "--channel", "mail")
        post_batches(peer, count)
        wait_until("everything is decided", lambda: peer.decided(count), 600, every=0.2)
        sink.mark()
        begun = time.time()
        peer.world.cli("resume", "--channel", "mail")
        wait_until("the backlog is drained", lambda: sink.count() >= count, 600)
        return count / (sink.at - begun)
    finally:
        peer.close()


def turns(bench, sink, count):
    """So many mails through each, by turns; mails a second of each, and the ratio of each turn."""
    mine, theirs = [], []
    for turn in range(1 if bench.options.quick else 3):
        mine.append(drain_ours(bench, sink, count))
        say(f"  turn {turn + 1}: ours {mine[-1]:.0f}/s")
        if os.geteuid() == 0:
            theirs.append(drain_postfix(bench, sink, count))
            say(f"  turn {turn + 1}: Postfix {theirs[-1]:.0f}/s")
    bench.figures["mails_per_s"] = round(statistics.median(mine))
    if not theirs:
        say("  Postfix can only be started by root: not measured")
        return
    ratios = [one / other for one, other in zip(mine, theirs)]
    bench.figures["postfix_mails_per_s"] = round(statistics.median(theirs))
    bench.figures["mails_vs_postfix"] = round(statistics.median(ratios), 2)
    bench.figures["mails_vs_postfix_turns"] = [round(ratio, 2) for ratio in ratios]


def measure(bench):
    count = 500 if bench.options.quick else 5000
    sink = SmtpSink(bench.ports.take())
    try:
        say(f"{count} mails of {BYTES} bytes through Fenghuo, through Postfix, and by bare libcurl")
        turns(bench, sink, count)
        share = drain_decided(sink, count)
        bare = float(run(BIN.parent / "tests" / "mail_baseline", sink.url, 2 * count, SESSIONS, BYTES))
        bench.figures["libcurl_mails_per_s"] = round(bare)
        bench.figures["mail_share_of_libcurl"] = round(share / bare, 3)
        say(f"  a decided backlog {share:.0f}/s, bare libcurl {bare:.0f}/s")
    finally:
        sink.close()
