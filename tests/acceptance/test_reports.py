"""Digests and reports with real processes: the daily digest on working days alone, the weekly brief with a head that verifies, the monthly draft as a spreadsheet and a page."""

import json
from datetime import datetime

import openpyxl
from harness import START, Policy, Scenario, main, wait_until

CLERK = "party-office"
PLANS = {
    "windows": [{"id": "march", "name": "三月", "from": "03-01", "to": "03-12"}],
    "events": [],
    "plans": [
        {
            "id": "unit",
            "confirmed": True,
            "confirmed_by": "校党委常委会",
            "confirmed_on": "2026-01-05",
            "grace": "0s",
            "hint_answer": "1wd",
            "approver": "role:office",
            "steps": [{"id": "t-1", "before": "1wd", "kind": "reminder", "to": ["owner"]}],
        }
    ],
}
DUTY = {
    "id": "risk",
    "title": "廉政风险点排查",
    "clause": "三（五）",
    "owner": "unit:logistics",
    "when": {"window": "march"},
    "proof": ["清单"],
    "verifier": "role:office",
    "version": 1,
    "edition": "2018",
    "status": "confirmed",
    "in_force_from": "2027-01-01",
    "plan": "unit",
    "line": "main",
    "fields": ["integrity"],
}


class Reports(Scenario):
    """One duty of one unit, due on Friday 12 March 2027 at 17:30; the story begins on Thursday the 4th."""

    def world_of(self, begin=START, month="2027-04"):
        policy = Policy()
        policy.rules.update(supervision_unit=CLERK, report_party=f"unit:{CLERK}", source_title="《实施办法》", edition="2018")
        world = self.world(policy, start=False, begin=begin, sets=("deadlines.horizon=40d",))
        (world.config / "obligations").mkdir()
        (world.config / "plans.yaml").write_text(json.dumps(PLANS, ensure_ascii=False))
        (world.config / "obligations" / "all.yaml").write_text(json.dumps({"duties": [DUTY]}, ensure_ascii=False))
        world.start()
        world.start("deadlines")
        wait_until("the duty and its reports", lambda: {"duty/risk/2027", "report/weekly/2027-W10", f"report/monthly/{month}"} <= self.keys(world))
        world.settle()
        return world

    @staticmethod
    def keys(world):
        return {m["key"] for m in world.http.matters("?limit=200")}

    @staticmethod
    def at(world, when):
        """Goes to this local time, in steps no longer than a day."""
        goal = (datetime.fromisoformat(f"2027-{when}:00+08:00") - world.begin).total_seconds() / 60
        world.until(goal, step=24 * 60)

    @staticmethod
    def subjects(world, name, head):
        return [a.data["subject"] for a in world.inbox.to(name) if a.data["subject"].startswith(head)]

    def test_a_digest_every_working_day_while_there_is_something_to_do(self):
        world = self.world_of()
        wanted = []
        for day in ("04", "05", "08", "09", "10"):
            self.at(world, f"03-{day}T08:22")
            self.assertEqual(wanted, self.subjects(world, "logistics", "〔每日摘要〕"), "nothing to do yet")
        self.at(world, "03-11T08:06")
        self.assertEqual(wanted, self.subjects(world, "logistics", "〔每日摘要〕"))
        for day, subject in (("11", "3月11日：待您处理1件"), ("12", "3月12日：待您处理1件")):
            self.at(world, f"03-{day}T08:22")
            wanted.append(f"〔每日摘要〕{subject}")
            self.assertEqual(wanted, self.subjects(world, "logistics", "〔每日摘要〕"))
        self.at(world, "03-14T22:00")
        self.assertEqual(wanted, self.subjects(world, "logistics", "〔每日摘要〕"), "none at the weekend")
        self.at(world, "03-15T08:22")
        wanted.append("〔每日摘要〕3月15日：待您处理1件，逾期1件")
        self.assertEqual(wanted, self.subjects(world, "logistics", "〔每日摘要〕"))
        text = world.inbox.to("logistics")[-1].data["text"]
        self.assertIn("请先办：", text)
        self.assertIn("廉政风险点排查，逾期1个工作日。逾期1", text)
        clerk = self.subjects(world, CLERK, "〔每日摘要〕")
        self.assertEqual(8, len(clerk), clerk)
        self.assertEqual("〔每日摘要〕3月4日：今日无待办，系统运行正常", clerk[0])

    def test_the_list_of_matters_is_of_what_people_work_on(self):
        world = self.world_of()
        self.assertEqual({"duty"}, {m["kind"] for m in world.cli_json("matters", "list")["items"]})
        self.assertIn("report/weekly/2027-W10", {m["key"] for m in world.cli_json("matters", "list", "--kind", "report")["items"]})
        self.assertEqual(["report/monthly/2027-04"], [m["key"] for m in world.cli_json("matters", "list", "-q", "monthly/2027-04")["items"]])
        self.assertFalse({"report/weekly/2027-W09", "report/monthly/2027-03"} & self.keys(world), "they had begun when the system was switched on")

    def test_the_weekly_brief_bears_a_head_that_verifies(self):
        world = self.world_of()
        self.at(world, "03-15T08:06")
        self.assertEqual([], self.subjects(world, CLERK, "〔督办周报〕"), "the week of the switch had begun: it is not reported")
        self.at(world, "03-15T09:10")
        self.assertEqual(["〔督办周报〕3月8日—3月14日：未办结1件，逾期1件"], self.subjects(world, CLERK, "〔督办周报〕"))
        text = next(a.data["text"] for a in world.inbox.to(CLERK) if a.data["subject"].startswith("〔督办周报〕"))
        head = world.folder / "head.json"
        head.write_text(next(line for line in text.splitlines() if line.startswith('{"stream"')))
        world.cli("ledger", "verify", "--against", head)
        kept = json.loads(head.read_text())
        self.assertGreater(kept["seq"], 1)
        head.write_text(json.dumps({**kept, "seq": kept["seq"] + 1000}))
        self.assertEqual(1, world.run("ledger", "verify", "--against", head).returncode, "another head is not taken")
        self.at(world, "03-22T09:10")
        self.assertEqual("〔督办周报〕3月15日—3月21日：未办结1件，逾期1件", self.subjects(world, CLERK, "〔督办周报〕")[-1])

    def test_the_monthly_draft_is_a_table_that_a_person_issues(self):
        world = self.world_of(begin="2027-02-28T02:14:00+08:00", month="2027-03")
        report = ("report", "--kind", "monthly", "--period", "2027-03")
        early = world.run(*report, "--issue", "--by", "督办科")
        self.assertEqual(1, early.returncode, early.stdout + early.stderr)
        self.at(world, "04-01T09:10")
        self.assertEqual(["〔请签发〕3月督查通报（草稿）"], self.subjects(world, CLERK, "〔请签发〕3月督查通报"))
        book = world.folder / "report.xlsx"
        world.cli(*report, "--format", "xlsx", "--out", book)
        first = book.read_bytes()
        rows = [list(row) for row in openpyxl.load_workbook(book).active.iter_rows(values_only=True)]
        self.assertEqual(["分类", "名称", "未办结", "临期", "将到期", "逾期"], rows[0][:6])
        unit = next(row for row in rows if row[0] == "单位")
        self.assertEqual(["单位", "后勤保障处", "＜3", "0", "0", "＜3"], unit[:6])
        world.cli(*report, "--format", "xlsx", "--out", book)
        self.assertEqual(first, book.read_bytes(), "the same report gives the same bytes")
        page = world.cli(*report, "--format", "html")
        self.assertIn("<td>后勤保障处</td><td>＜3</td>", page)
        self.assertIn("草稿，待签发", page)
        self.assertNotIn("<script", page)
        exact = json.loads(world.cli(*report, "--format", "json", "--exact"))
        self.assertEqual("1", next(row for row in exact["rows"] if row["分类"] == "单位")["逾期"])
        world.cli(*report, "--issue", "--by", "督办科")
        issued = json.loads(world.cli(*report, "--format", "json"))
        self.assertEqual(("issued", "督办科"), (issued["state"], issued["issued_by"]))
        again = world.cli(*report, "--issue", "--by", "另一人")
        self.assertIn("督办科", again)
        self.assertEqual("督办科", json.loads(world.cli(*report, "--format", "json"))["issued_by"])


if __name__ == "__main__":
    main()
