"""The mid-year meeting, as a newcomer sees it: its date is asked for by mail, entered, and invitations arrive that a calendar understands; moved, called off."""

from datetime import datetime, timedelta
from functools import cache

from harness import main
from judge import parse_mail
from shipped import Shipped

read_mail = cache(parse_mail)  # a program is started for each
MEETING = "duty/cyzd-tuijin/2026"  # the committee's, carried by the office that leads it
LEADERS = {"party-secretary", "president", "vice-secretary-1", "discipline-secretary", "vice-president-1", "vice-president-2", "vice-president-3"}
# The seats of the party committee hear as leaders do: in the morning's brief.
MEMBERS = {"cw-1", "cw-2", "cw-3", "cw-4", "cw-5"}


class AMeetingByMail(Shipped):
    def asked(self):
        """On the first morning of the mid-year window, an hour after the offices open."""
        world = self.shipped(begin="2026-06-01T08:00:00+08:00")
        while not self.requests() and world.minute < 120:
            world.advance(1)
        return world

    def requests(self):
        """The office's mails that ask for a date; beside them it gets its digest."""
        return [letter for letter in self.box.to("dxb") if self.subject(letter).startswith("〔请定会期〕")]

    def subject(self, letter):
        return read_mail(letter.raw)["subject"]

    def schedule(self, world, at, place="行政楼第一会议室"):
        options = ["--minutes", "90", "--materials", "上半年落实情况", "--as", "unit:dxb", "--by", "党校办"]
        world.cli("matters", "schedule", MEETING, "--at", f"{at}:00+08:00", "--place", place, *options)
        world.settle()

    def next_morning(self, world):
        """Ten past nine: the leaders' briefs have left."""
        now = world.begin + timedelta(minutes=world.minute)
        wanted = datetime.fromisoformat(f"{now.date() + timedelta(days=1)}T09:10:00+08:00")
        target = (wanted - world.begin).total_seconds() / 60
        world.advance(target - 70 - world.minute)  # 08:00, before the briefs leave
        world.until(target, step=10)

    def events(self, name):
        """The meetings in each mail to one mailbox, in the order of their coming."""
        return [event for letter in self.box.to(name) for event in read_mail(letter.raw)["events"]]

    def test_the_date_is_asked_for_with_clause_and_link(self):
        world = self.asked()
        asking = "〔请定会期〕全面从严治党推进会议尚未确定时间（7月15日止）"
        digest = "〔每日摘要〕6月1日：待您处理1件"  # this; of the week and month before the system was switched on there is no report
        self.assertEqual(sorted([digest, asking]), sorted(self.subject(letter) for letter in self.box.to("dxb")))
        mail = read_mail(self.requests()[0].raw)
        self.assertEqual(asking, mail["subject"])
        for words in ("定期后系统再发领导邀请", "《实施办法》四（一）1", "个工作日"):
            self.assertIn(words, mail["text"])
            self.assertIn(words, mail["html"])
        self.assertEqual([], self.box.to("cw-1"), "nobody is invited to a meeting without a date")
        base = f"http://127.0.0.1:{world.port}"
        path = mail["text"][mail["text"].index(base + "/a/") + len(base) :].split()[0]
        page = world.http.call("GET", path)
        self.assertEqual(200, page.status, page)
        self.assertIn("全面从严治党推进会议", page.text)
        self.assertIn("填写会期", page.text)

    def test_invited_moved_and_called_off(self):
        world = self.asked()
        self.schedule(world, "2026-06-08T14:00")
        self.assertEqual({"dxb"}, {letter.to for letter in self.box.all()}, "the one mail of a leader's day is the morning's")
        self.next_morning(world)
        for name in sorted(MEMBERS | LEADERS):
            event = self.events(name)[-1]
            self.assertEqual(("REQUEST", 0, "CONFIRMED"), (event["method"], event["sequence"], event["status"]), name)
            self.assertEqual(("2026-06-08T06:00:00.000Z", "2026-06-08T07:30:00.000Z"), (event["starts"], event["ends"]))
            self.assertEqual(("全面从严治党推进会议", "行政楼第一会议室"), (event["summary"], event["location"]))
            self.assertEqual(f"mailto:{name}@campus.invalid", event["attendee"])
        first = read_mail(self.box.to("cw-1")[0].raw)
        self.assertEqual("〔会议〕6月8日（周一）14:00 全面从严治党推进会议", first["subject"])
        self.assertIn("《实施办法》四（一）1", first["text"])

        self.schedule(world, "2026-06-09T09:30", "报告厅")
        self.next_morning(world)
        world.cli("matters", "cancel", MEETING, "--as", "unit:dxb", "--by", "党校办", "--reason", "并入总结会议")
        world.settle()
        self.next_morning(world)
        uids = set()
        for name in sorted(MEMBERS | LEADERS):
            events = self.events(name)
            changes = [(e["method"], e["sequence"]) for n, e in enumerate(events) if n == 0 or e["sequence"] != events[n - 1]["sequence"]]
            self.assertEqual([("REQUEST", 0), ("REQUEST", 1), ("CANCEL", 2)], changes, name)
            self.assertEqual(1, len({event["uid"] for event in events}), "one event in the calendar")
            self.assertEqual("2026-06-09T01:30:00.000Z", events[-1]["starts"])
            uids.add(events[0]["uid"])
        self.assertEqual(len(MEMBERS | LEADERS), len(uids), "each attendee has an event of their own")
        subjects = ["〔会议〕6月8日（周一）14:00", "〔会议改期〕6月9日（周二）09:30", "〔会议取消〕6月9日（周二）09:30"]
        self.assertEqual([f"{subject} 全面从严治党推进会议" for subject in subjects], [self.subject(letter) for letter in self.box.to("cw-1")])
        threads = {str(read_mail(letter.raw)["references"]) for letter in self.box.to("cw-1")}
        self.assertEqual(3, len(threads), "each morning's brief is a matter, and so a thread, of its own; the event's UID is what is one")

    def test_a_leader_gets_one_mail_a_day(self):
        world = self.asked()
        self.schedule(world, "2026-06-08T14:00")
        for _ in range(5):
            self.next_morning(world)
        for name in sorted(MEMBERS | LEADERS):
            self.assertEqual(2, len(self.box.to(name)), "the invitation, and the reminder of the day before")
            days = [(world.begin + timedelta(minutes=letter.minute)).date() for letter in self.box.to(name)]
            self.assertEqual(sorted(set(days)), days, name)


if __name__ == "__main__":
    main()
