"""One matter as a 办理单: the words are read back with pdftotext, by the command and over HTTP; long ones break between rows; no font, no paper."""

import os
import re
import subprocess

from duties import Duties, duty, plan, step, window
from harness import BIN, LIMIT, Scenario, main


def text_of(pdf, *options):
    """What a reader of the PDF can copy out of it."""
    return subprocess.run(["pdftotext", *options, "-", "-"], input=pdf, stdout=subprocess.PIPE, check=True, timeout=LIMIT).stdout.decode()


def joined(pdf):
    """The same without line ends and blanks: cells wrap."""
    return re.sub(r"\s", "", text_of(pdf, "-raw"))


class Sheet(Scenario):
    def printed(self, world, reference):
        file = world.folder / "sheet.pdf"
        world.cli("matters", "print", reference, "--out", str(file))
        return file.read_bytes()

    def sheet(self, world, matter, token="read"):
        return world.http.call("GET", f"/api/v1/matters/{matter}/sheet.pdf", token=token)


class AWarning(Sheet):
    def closed(self):
        """A red topic that was told, taken, handed in and verified."""
        world = self.world()
        world.signal("food", level="red")
        matter = world.matter("food")["id"]
        self.assertEqual(200, world.http.act(matter, "ack", {"party": "unit:logistics", "by": "logistics-desk"}).status)
        world.settle()
        world.close_matter(matter)
        world.settle()
        return world, matter

    def test_tells_who_was_told_who_took_it_and_where_it_stands(self):
        world, matter = self.closed()
        pdf = self.printed(world, matter)
        words = joined(pdf)
        number = world.http.matter(matter)["number"]
        for expected in (
            "办理单",
            number,
            "第二食堂晚餐价格",
            "红色（一级）",
            "后勤保障处",
            "已送达",
            "签收后勤保障处logistics-desk",
            "报送后勤保障处logistics-desk",
            "核验通过分管校领导leader-desk",
            "已办结",
            "北京时间",
            "系统自动提醒，不代表对单位或个人的评价",
        ):
            self.assertIn(expected, words)
        self.assertNotIn("已读", words)
        timeline = world.http.matter(matter)["timeline"]
        self.assertIn(f"{timeline[0]['seq']}–{timeline[-1]['seq']}（本件{len(timeline)}条）", words)

    def test_its_command_verifies_the_journal(self):
        world, matter = self.closed()
        position = re.search(r"--against(main:\d+:[0-9a-f]{64})", joined(self.printed(world, matter)))[1]
        self.assertIn("ok", world.cli("ledger", "verify", "--against", position))
        wrong = position[:-1] + ("0" if position[-1] != "0" else "1")
        found = world.run("ledger", "verify", "--against", wrong)
        self.assertEqual(1, found.returncode)
        self.assertIn("rewritten", found.stdout)

    def test_the_same_over_http_for_whoever_may_read(self):
        world, matter = self.closed()
        answer = self.sheet(world, matter)
        self.assertEqual((200, "application/pdf"), (answer.status, answer.headers["content-type"]))
        self.assertEqual(self.printed(world, matter), answer.raw, "the command prints the same bytes")
        self.assertEqual(answer.raw, self.sheet(world, matter).raw)
        self.assertEqual(401, self.sheet(world, matter, token=None).status)
        self.assertEqual(403, self.sheet(world, matter, token="provider").status)
        self.assertEqual(404, self.sheet(world, "0" * 13).status)

    def test_a_title_that_waits_for_review_is_not_printed(self):
        world = self.world()
        world.signal("who", topic_title="请联系" + "138" + "0013" + "8000")
        words = joined(self.printed(world, "latest"))
        self.assertIn("待复核，未显示", words)
        for part in ("请联系", "1380013", "00138000"):
            self.assertNotIn(part, words)

    def test_three_hundred_reports_break_between_rows(self):
        world = self.world()
        world.signal("food", level="red")
        matter = world.matter("food")["id"]
        self.assertEqual(200, world.http.act(matter, "ack", {"party": "unit:logistics", "by": "logistics-desk"}).status)
        for n in range(300):
            answer = world.http.act(matter, "progress", {"party": "unit:logistics", "by": "logistics-desk", "note": f"第{n}回核对完毕，情况正常，稍后续报，甲{n}乙"})
            self.assertEqual(200, answer.status, answer)
        pdf = self.printed(world, matter)
        pages = text_of(pdf, "-raw").split("\f")[:-1]
        self.assertGreater(len(pages), 8)
        bare = [re.sub(r"\s", "", page) for page in pages]
        for n, page in enumerate(bare):
            self.assertIn(f"第{n + 1}页共{len(pages)}页", page)
        for n in range(300):
            self.assertEqual(1, sum(f"第{n}回核对完毕，情况正常，稍后续报，甲{n}乙" in page for page in bare), f"report {n} stands whole on one page")

    def test_without_a_chinese_font_it_says_so(self):
        world, matter = self.closed()
        empty = world.folder / "fonts.conf"
        empty.write_text('<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig></fontconfig>\n')
        out = world.folder / "none.pdf"
        command = [BIN / "fenghuo", "matters", "print", matter, "--out", out, *world._options()]
        done = subprocess.run([str(c) for c in command], env={**os.environ, "FONTCONFIG_FILE": str(empty)}, capture_output=True, text=True, timeout=LIMIT)
        self.assertEqual(1, done.returncode)
        self.assertIn("fonts-wqy-zenhei", done.stderr)
        self.assertFalse(out.exists(), "no paper of boxes")


class ADuty(Sheet, Duties):
    def test_has_its_clause_its_deadlines_and_its_meeting(self):
        world = self.duties(
            duty("review", {"window": "june"}, title="工作推进会议", clause="四（一）1", meeting=True, support=["security"], attendees=["role:leader"]),
            plan=plan(step("t-1", "reminder", before="1wd")),
            windows=[window("june", "06-01", "06-30")],
            begin="2026-06-01T08:30:00+08:00",
        )
        matter = self.one_duty(world, "review")["id"]
        body = {"at": "2026-06-10T12:00:00+08:00", "minutes": 60, "place": "行政楼", "party": "unit:party-office", "by": "office-desk"}
        self.assertEqual(200, world.http.act(matter, "schedule", body).status)
        world.settle()
        words = joined(self.printed(world, matter))
        for expected in ("《实施办法》四（一）1（2018年版）", "牵头后勤保障处", "配合保卫部", "督办灯按期", "首次期限2026年6月30日", "时间2026年6月10日12:00", "地点行政楼"):
            self.assertIn(expected, words)


if __name__ == "__main__":
    main()
