"""`fenghuo simulate` and `fenghuo diff`: what would go out, from the very rules that run live; the same story live and simulated tells the same people at the same times."""

import json
import re
import shutil
from datetime import date, datetime, timedelta

from harness import ROOT, START, Scenario, main

SHIPPED = ROOT / "config"
YEAR = ["--from", "2026-01-01", "--to", "2026-12-31"]


def messages(text):
    return [json.loads(line) for line in text.splitlines()]


class Simulated(Scenario):
    def setUp(self):
        self.here = self.world(start=False)

    def fenghuo(self, *arguments, code=0):
        done = self.here.run(*arguments, options=False)
        self.assertEqual(done.returncode, code, done.stdout[-2000:] + done.stderr)
        return done

    def simulate(self, *arguments, config=None, code=0):
        return self.fenghuo("simulate", "--config", config or self.here.config, *arguments, code=code)

    def write(self, name, *lines):
        path = self.here.folder / name
        path.write_text("".join((line if isinstance(line, str) else json.dumps(line, ensure_ascii=False)) + "\n" for line in lines))
        return path


class TheSameStory(Simulated):
    """A red topic, live on the manual clock and simulated."""

    DAY = ["--from", "2027-03-04", "--to", "2027-03-04", "--format", "jsonl"]

    def setUp(self):
        self.here = self.world()

    def told_live(self):
        """(minute, party, destination, kind, step) of what the journal says was delivered."""
        begin = datetime.fromisoformat(START).timestamp()
        out = []
        for event in self.here.journal():
            if event["kind"] == "delivered":
                f = event["fields"]
                kind = "notice" if f["kind"] == "stand_down" else f["kind"]
                out.append(((int(event["occurred_at"]) / 1000 - begin) / 60, f["party"], f["destination"], kind, int(f["step"])))
        return sorted(out)

    def told_simulated(self, text, until):
        begin = datetime.fromisoformat(START)
        out = []
        for m in messages(text):
            minute = (datetime.fromisoformat(m["at"]) - begin).total_seconds() / 60
            if minute <= until:
                out.append((minute, m["party"], m["destination"], m["kind"], m["step"]))
        return sorted(out)

    def test_nobody_acknowledges(self):
        signal = self.here.signal_body("red-1", level="red", signal_id="s1")
        self.here.signal("red-1", level="red", signal_id="s1")
        self.here.until(95)
        done = self.simulate(*self.DAY, "--signals", self.write("signals.jsonl", signal))
        live = self.told_live()
        self.assertGreater(len(live), 5)
        self.assertEqual(live, self.told_simulated(done.stdout, 95))

    def test_somebody_acknowledges_and_the_promise_passes(self):
        signal = self.here.signal_body("red-2", level="red", signal_id="s2")
        self.here.signal("red-2", level="red", signal_id="s2")
        self.here.until(5)
        answer = self.here.callback("red-2", "logistics")
        self.assertEqual(answer.status, 200, answer)
        self.here.until(75)
        act = {"at": self.here.time(5), "matter": "topic/campus-feed/red-2", "party": "unit:logistics", "kind": "ack", "by": "desk"}
        done = self.simulate(*self.DAY, "--signals", self.write("signals.jsonl", signal), "--acks", self.write("acks.jsonl", act))
        live = self.told_live()
        self.assertTrue(any(kind == "notice" for _, _, _, kind, _ in live), live)
        self.assertEqual(live, self.told_simulated(done.stdout, 75))


class AYear(Simulated):
    """The shipped catalogue over 2026, and over 2027, whose notice is not out yet (暂定): Mondays to Fridays."""

    @classmethod
    def setUpClass(cls):
        cls.runs = {}

    RUNS = ("none", 2026), ("all", 2026), ("none", 2027), ("all", 2027)

    def year(self, acks, year=2026):
        if (acks, year) not in self.runs:
            period = ["--from", f"{year}-01-01", "--to", f"{year}-12-31"]
            done = self.simulate(*period, "--acks", acks, "--format", "jsonl", config=SHIPPED)
            self.assertEqual(done.stderr, "", "nothing that everybody does is refused, and everybody is there")
            self.runs[acks, year] = done.stdout
        return messages(self.runs[acks, year])

    @staticmethod
    def working_day(day):
        """The State Council's notices for 2026, written out: an oracle apart from the calendar's code."""
        off = [("01-01", 3), ("02-15", 9), ("04-04", 3), ("05-01", 5), ("06-19", 3), ("09-25", 3), ("10-01", 7)]
        for first, n in off:
            start = date.fromisoformat(f"2026-{first}")
            if start <= day < start + timedelta(days=n):
                return False
        swapped = {"2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"}
        return day.weekday() < 5 or day.isoformat() in swapped

    def test_nothing_leaves_on_a_day_off_or_outside_the_hours(self):
        """But what answers a person's act at once: a notice goes out when somebody verifies on a Sunday."""
        for run in self.RUNS:
            year = [m for m in self.year(*run) if m["kind"] in ("reminder", "overdue", "digest", "brief")]
            self.assertGreater(len(year), 100)
            for m in year:
                at = datetime.fromisoformat(m["at"])
                self.assertTrue(self.working_day(at.date()), m)
                self.assertTrue("08:07" <= at.strftime("%H:%M") < "17:30", m)

    def test_a_leader_hears_at_most_once_a_day(self):
        text = (SHIPPED / "directory.yaml").read_text()
        leaders = set(re.findall(r"\{id: (\w+),[^}]*leader: true", text)) | set(re.findall(r"- id: (\w+)\n(?:    .*\n)*?    leader: true", text))
        leaders |= set(re.search(r"id: party_committee\n.*\n    members: \[(.*)\]", text)[1].split(", "))
        self.assertGreater(len(leaders), 10)
        for run in self.RUNS:
            seen = {}
            for m in self.year(*run):
                if m["role"] in leaders:
                    seen.setdefault((m["role"], m["at"][:10]), []).append(m)
            self.assertTrue(seen)
            self.assertEqual([v for v in seen.values() if len(v) > 1], [])

    def test_every_yearly_duty_is_reached(self):
        wanted = set(re.findall(r"^  - id: ([\w-]+)", (SHIPPED / "obligations" / "fixed.yaml").read_text(), re.M))
        on_event = set()
        for block in (SHIPPED / "obligations" / "fixed.yaml").read_text().split("\n  - id: ")[1:]:
            if re.search(r"when: \{event:", block):
                on_event.add(block.split("\n")[0].strip())
        reached = {source for m in self.year("none") for source in m["source"].split(",")}
        self.assertEqual(wanted - on_event - reached, set())

    def test_everybody_does_as_asked(self):
        kinds = {m["kind"] for m in self.year("all")}
        self.assertIn("reminder", kinds)
        self.assertNotIn("overdue", kinds)

    def test_drafts_are_simulated_and_marked(self):
        duties = [m for m in self.year("none") if m["kind"] not in ("brief", "digest")]
        self.assertGreater(len(duties), 100)
        for m in duties:
            self.assertTrue(m.get("draft"), "nothing is confirmed as it is shipped")
            self.assertTrue(m.get("proposed"), m)
        table = self.simulate("--from", "2026-03-01", "--to", "2026-03-31", config=SHIPPED).stdout
        self.assertIn("（草案，待校党委确认）", table)
        page = self.simulate("--from", "2026-03-01", "--to", "2026-03-31", "--format", "html", config=SHIPPED).stdout
        self.assertIn(">待校党委确认</span>", page)

    def test_the_same_bytes_twice_and_in_every_format(self):
        for format in ("table", "jsonl", "ics", "html"):
            once, twice = (self.simulate("--from", "2026-03-01", "--to", "2026-04-30", "--format", format, config=SHIPPED).stdout for _ in range(2))
            self.assertEqual(once, twice)
            self.assertGreater(len(once), 500, format)

    def test_the_formats_tell_the_same_messages(self):
        period = ["--from", "2026-03-01", "--to", "2026-03-31"]
        count = len(messages(self.simulate(*period, "--format", "jsonl", config=SHIPPED).stdout))
        self.assertEqual(count, len(messages(self.simulate(*period, "--json", config=SHIPPED).stdout)))
        table = self.simulate(*period, config=SHIPPED).stdout
        self.assertIn(f"共{count}条消息", table)
        self.assertEqual(count, len(re.findall(r"^2026-03-\d\d \d\d:\d\d ", table, re.M)))
        ics = self.simulate(*period, "--format", "ics", config=SHIPPED).stdout
        self.assertEqual(count, ics.count("BEGIN:VEVENT"))
        self.assertEqual(count, len(set(re.findall(r"^UID:(.*)$", ics, re.M))))
        html = self.simulate(*period, "--format", "html", config=SHIPPED).stdout
        self.assertIn(f"<b>{count:,}</b><span>条消息</span>", html)
        self.assertNotRegex(html, r"<script|<link|src=|@import|url\(")

    def test_fields(self):
        for m in self.year("none")[:200]:
            for name in ("at", "matter", "source", "occurrence", "kind", "step", "role", "unit", "channel", "destination", "subject", "reason"):
                self.assertIn(name, m)
            self.assertRegex(m["at"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00$")
            self.assertIn(m["kind"], ("reminder", "warning", "escalation", "notice", "overdue", "digest", "brief"))
            self.assertNotIn("{number}", m["subject"])


class BadInput(Simulated):
    def says(self, pattern, *arguments, code, config=SHIPPED):
        done = self.simulate(*arguments, config=config, code=code)
        self.assertEqual(done.stdout, "")
        self.assertRegex(done.stderr, pattern)

    def test_arguments(self):
        self.says(r"--from.*required", "--to", "2026-01-01", code=2)
        self.says(r'--from: "2026-02-30" is no day', "--from", "2026-02-30", "--to", "2026-03-01", code=2)
        self.says(r"--to 2025-12-31 lies before --from 2026-01-01", "--from", "2026-01-01", "--to", "2025-12-31", code=2)
        self.says(r"longer than 3 years", "--from", "2026-01-01", "--to", "2029-12-31", code=2)
        self.says(r"--format", *YEAR, "--format", "pdf", code=2)
        self.says(r"gone\.jsonl: can't be read", *YEAR, "--signals", "gone.jsonl", code=2)
        self.says(r"gone\.jsonl: can't be read", *YEAR, "--acks", "gone.jsonl", code=2)

    def test_a_broken_configuration(self):
        shutil.rmtree(self.here.config)
        shutil.copytree(SHIPPED, self.here.config)
        (self.here.config / "levels.yaml").write_text("levels: [ {id: red\n")
        self.says(r"levels\.yaml:\d+:\d+: ", *YEAR, code=1, config=self.here.config)

    def test_lines_of_the_files(self):
        good = self.here.signal_body("t1", issued_at="2026-03-04T02:14:00+08:00")
        path = self.write("signals.jsonl", good, {**good, "author": "x"}, "nonsense")
        self.says(r"(?s)signals\.jsonl:2: .*author.*signals\.jsonl:3: ", *YEAR, "--signals", path, code=1, config=self.here.config)
        path = self.write("acks.jsonl", "", {"at": "2026-03-04T02:20:00+08:00", "matter": "topic/x/y", "party": "role:duty", "kind": "nod"})
        self.says(r'acks\.jsonl:2: key "kind": "nod" is no act', *YEAR, "--acks", path, code=1, config=self.here.config)

    def test_an_act_on_an_unknown_matter(self):
        path = self.write("acks.jsonl", {"at": "2026-03-04T02:20:00+08:00", "matter": "topic/x/y", "party": "role:duty", "kind": "ack"})
        done = self.simulate(*YEAR, "--acks", path, "--format", "jsonl", code=1)
        self.assertRegex(done.stderr, r"acks\.jsonl:1: topic/x/y: 此时没有这件事项")

    def test_signals_outside_the_period_are_left_out_and_said(self):
        path = self.write("signals.jsonl", self.here.signal_body("t1", issued_at="2025-03-04T02:14:00+08:00"))
        done = self.simulate(*YEAR, "--signals", path, "--format", "jsonl")
        self.assertEqual(done.stdout, "")
        self.assertIn("1 signals outside the period left out", done.stderr)

    def test_progress_is_said_on_stderr_alone(self):
        quiet = self.simulate(*YEAR, "--format", "jsonl", config=SHIPPED)
        self.assertEqual(quiet.stdout, self.simulate(*YEAR, "--format", "jsonl", "--progress", config=SHIPPED).stdout)
        self.assertNotIn("%", quiet.stderr)


class Diff(Simulated):
    PERIOD = ["--from", "2026-01-01", "--to", "2026-06-30"]

    def copy(self, name, pattern, new):
        folder = self.here.folder / "other"
        shutil.copytree(SHIPPED, folder)
        text = (folder / name).read_text()
        changed, n = re.subn(pattern, new, text, count=1, flags=re.M)
        self.assertEqual(n, 1, pattern)
        (folder / name).write_text(changed)
        return folder

    def test_equal_configurations(self):
        done = self.fenghuo("diff", SHIPPED, SHIPPED, *self.PERIOD)
        self.assertIn("新增0条，取消0条，变动0条", done.stdout)

    def test_a_step_that_moves(self):
        other = self.copy("plans.yaml", r"\{id: t-14, before: 14wd,", "{id: t-14, before: 15wd,")
        done = self.fenghuo("diff", SHIPPED, other, *self.PERIOD, "--json", code=1)
        changes = json.loads(done.stdout)
        self.assertTrue(changes["moved"])
        for pair in changes["moved"]:
            self.assertEqual(pair["before"]["matter"], pair["after"]["matter"])
            self.assertLess(pair["after"]["at"], pair["before"]["at"])

    def test_a_step_that_goes(self):
        other = self.copy("plans.yaml", r"^ *- \{id: t-14, before: 14wd, .*\n", "")
        gone = json.loads(self.fenghuo("diff", SHIPPED, other, *self.PERIOD, "--json", code=1).stdout)
        self.assertTrue(gone["removed"])
        self.assertEqual({m["step"] for m in gone["removed"]}, {"t-14"})
        self.assertEqual(gone["added"], [])
        back = json.loads(self.fenghuo("diff", other, SHIPPED, *self.PERIOD, "--json", code=1).stdout)
        self.assertEqual(len(back["added"]), len(gone["removed"]))
        self.assertIn("取消", self.fenghuo("diff", SHIPPED, other, *self.PERIOD, code=1).stdout)

    def test_bad_arguments(self):
        self.fenghuo("diff", SHIPPED, code=2)
        done = self.fenghuo("diff", SHIPPED, self.here.folder / "nowhere", code=1)
        self.assertIn("nowhere", done.stderr)


if __name__ == "__main__":
    main()
