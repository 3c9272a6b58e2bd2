"""The programs we are measured with and against: nginx as the receiver, Alertmanager as the peer. Each on free ports, stopped by its id."""

import json
import os
import re
from signal import SIGTERM
import subprocess
import sys
import urllib.request
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "acceptance"))
from processes import Program, wait_until  # noqa: E402  (the tests' own)

TICKS = os.sysconf("SC_CLK_TCK")


def find(program, *places):
    for place in (*os.environ.get("PATH", "").split(":"), *places):
        if os.access(Path(place) / program, os.X_OK):
            return str(Path(place) / program)
    raise SystemExit(f"{program} is not installed; its Debian package stands in packages.txt")


def say(text):
    print(text, file=sys.stderr, flush=True)


class Nginx:
    """Answers every POST with 200 and writes one line for each: receive time, webhook-id.

    As Debian ships it: a worker a core, 768 connections each; the published figures of the peer were read against such a one. "roomy" gives it
    room for every connection anybody may want to open: Alertmanager opens one a group, and a receiver that has no room for them slows it down much."""

    CONFIG = """
daemon off; worker_processes {workers}; worker_rlimit_nofile 65000; pid {dir}/nginx.pid; error_log {dir}/nginx-error.log warn;
events {{ worker_connections {connections}; }}
http {{
  log_format hook '$msec $http_webhook_id';
  access_log {dir}/access.log hook;
  keepalive_requests 100000000; keepalive_timeout 300s; client_max_body_size 8m; client_body_buffer_size 64k;
  client_body_temp_path {dir}/body; proxy_temp_path {dir}/proxy; fastcgi_temp_path {dir}/fcgi; uwsgi_temp_path {dir}/uwsgi; scgi_temp_path {dir}/scgi;
  server {{ listen 127.0.0.1:{port} backlog={backlog}; location / {{ return 200; }} }}
}}
"""

    def __init__(self, folder, port, roomy=False):
        self.folder, self.port = Path(folder), port
        self.folder.mkdir(exist_ok=True)
        self.log = self.folder / "access.log"
        config = self.folder / "nginx.conf"
        config.write_text(self.CONFIG.format(
                dir=folder, port=port, workers="1" if roomy else "auto", connections=60000 if roomy else 768, backlog=4096 if roomy else 511
            ))
        self.program = Program("nginx", [find("nginx", "/usr/sbin"), "-c", config, "-p", folder], self.folder, ready_fd=False)
        wait_until("nginx answers", lambda: answers(f"http://127.0.0.1:{port}/up"))
        self._start = self.log.stat().st_size

    def url(self):
        return f"http://127.0.0.1:{self.port}/hook"

    def mark(self):
        """Lines written from here on are counted."""
        self._start = self.log.stat().st_size

    def count(self):
        """Cheap: counts newlines since the mark."""
        with open(self.log, "rb") as file:
            file.seek(self._start)
            return sum(chunk.count(b"\n") for chunk in iter(lambda: file.read(1 << 20), b""))

    def lines(self):
        """(seconds, webhook-id) since the mark."""
        with open(self.log) as file:
            file.seek(self._start)
            return [(float(at), hook) for at, hook in (line.split() for line in file)]

    def close(self):
        self.program.stop(SIGTERM)
        self.program.close()


def answers(url):
    try:
        with urllib.request.urlopen(url, timeout=2) as response:
            return response.status == 200
    except OSError:
        return False


class Alertmanager:
    """One webhook an alert, at once: the same work as ours."""

    CONFIG = """
route: {{ receiver: hook, group_by: ['...'], group_wait: 0s, group_interval: 5m, repeat_interval: 12h }}
receivers: [{{ name: hook, webhook_configs: [{{ url: '{url}', send_resolved: false }}] }}]
"""

    def __init__(self, folder, port, hook):
        folder = Path(folder)
        config = folder / "alertmanager.yml"
        config.write_text(self.CONFIG.format(url=hook))
        command = [find("prometheus-alertmanager"), f"--config.file={config}", f"--storage.path={folder}/alertmanager"]
        command += [f"--web.listen-address=127.0.0.1:{port}", "--cluster.listen-address=", "--log.level=error"]
        self.program = Program("alertmanager", command, folder, ready_fd=False)
        self.port = port
        wait_until("alertmanager is ready", lambda: answers(f"http://127.0.0.1:{port}/-/ready"))

    path = "/api/v2/alerts"
    token = ""

    @staticmethod
    def body(first, count):
        labels = ({"alertname": "topic", "topic": f"t{n}", "category": "canteen", "unit": "logistics", "severity": "red"} for n in range(first, first + count))
        notes = {"summary": "食堂价格话题走势上升，请核实", "volume_24h": "1200"}
        return json.dumps([{"labels": one, "annotations": notes} for one in labels]).encode()

    def close(self):
        self.program.stop(SIGTERM)
        self.program.close()


def memory_mb(pid, key):
    """Rss or Pss of a process, MB."""
    text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return int(re.search(rf"^{key}:\s+(\d+) kB", text, re.M)[1]) / 1024


def cpu_seconds(pid):
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def run(*command):
    return subprocess.run([str(c) for c in command], check=True, capture_output=True, text=True).stdout
