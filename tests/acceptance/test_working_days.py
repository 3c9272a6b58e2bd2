"""The shipped calendar's working days are those of npm's chinese-days on every day of 2025 and 2026; one changed day is seen."""

import json
import os
import shutil
import subprocess
import unittest
from pathlib import Path

from processes import BIN, ROOT

JUDGE = ROOT / "tests" / "judges" / "working_days.mjs"
OURS = Path(os.environ.get("FENGHUO_TEST_CALENDAR", BIN.parent / "tests" / "fenghuo_test_calendar"))


def ours(first, last):
    done = subprocess.run([OURS, ROOT / "config", str(first), str(last)], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout


def judged(lines):
    done = subprocess.run([shutil.which("node"), JUDGE], input=lines, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0 and done.stdout, f"the judge is not installed (npm ci in {JUDGE.parent}): {done.stderr}"
    return json.loads(done.stdout)


class WorkingDays(unittest.TestCase):
    def test_every_day_of_two_years(self):
        self.assertEqual(judged(ours(2025, 2026)), {"days": 730, "differ": []})

    def test_the_judge_sees_one_wrong_day(self):
        lines = ours(2026, 2026)
        self.assertIn("2026-10-10 work\n", lines)
        changed = lines.replace("2026-10-10 work\n", "2026-10-10 off\n")
        self.assertEqual(judged(changed)["differ"], ["2026-10-10: we say off"])


if __name__ == "__main__":
    unittest.main()
