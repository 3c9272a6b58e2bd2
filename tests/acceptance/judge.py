"""Mail programs that are not ours, from npm: one file in, what they make of it out."""

import json
import shutil
import subprocess

from processes import ROOT

JUDGES = ROOT / "tests" / "judges"


def ask(script, data):
    done = subprocess.run([shutil.which("node"), JUDGES / script], input=data, capture_output=True, timeout=60)
    assert done.returncode == 0 and done.stdout, f"the judge is not installed (npm ci in {JUDGES}), or has no verdict: {done.stderr.decode()}"
    return json.loads(done.stdout)


def parse_mail(raw):
    """npm's mailparser; invitations by npm's ical.js, under "events"."""
    return ask("mail.mjs", raw)
