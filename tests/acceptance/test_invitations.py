"""An invitation as a calendar reads it: npm's mailparser and ical.js, on mails written by the code that sends them (mails.cpp)."""

import os
import subprocess
import tempfile
import unittest
from pathlib import Path

from judge import parse_mail
from processes import BIN, LIMIT

PROGRAM = os.environ.get("FENGHUO_TEST_MAILS", BIN.parent / "tests" / "fenghuo_test_mails")


class Invitations(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        with tempfile.TemporaryDirectory(prefix="fenghuo-mails-") as folder:
            subprocess.run([PROGRAM, folder], check=True, timeout=LIMIT)
            cls.raw = {path.stem: path.read_bytes() for path in Path(folder).glob("*.eml")}
        cls.mails = {name: parse_mail(raw) for name, raw in cls.raw.items()}

    def test_a_calendar_understands_the_request(self):
        mail = self.mails["invitation"]
        self.assertEqual(1, len(mail["events"]))
        event = mail["events"][0]
        expected = {
            "method": "REQUEST",
            "uid": "matter-42-president@example.edu.cn",
            "sequence": 0,
            "summary": "全面从严治党推进会议",
            "location": "行政楼，三层; 第一会议室",
            "starts": "2026-07-08T06:00:00.000Z",
            "ends": "2026-07-08T07:30:00.000Z",
            "status": "CONFIRMED",
            "attendee": "mailto:president@example.edu.cn",
            "attendeeName": "校长",
            "rsvp": "TRUE",
            "organizer": "mailto:dxb@example.edu.cn",
            "organizerName": "党委（校长）办公室",
            "bareNewlines": False,
        }
        self.assertEqual(expected, {name: event[name] for name in expected})
        self.assertEqual("请准备：上半年落实情况汇报材料，7月3日前送党（校）办。\n依据：《实施办法》四（一）1\n联系：校内 0000", event["description"])
        self.assertLessEqual(event["longestLine"], 75)

    def test_the_words_and_the_clause_stand_beside_it(self):
        mail = self.mails["invitation"]
        self.assertEqual("〔会议〕7月8日（周三）14:00 全面从严治党推进会议", mail["subject"])
        for form in ("text", "html"):
            for words in ("请您出席", "《实施办法》四（一）1", "https://duty.example.edu.cn/a/", "系统自动提醒，不代表对单位或个人的评价"):
                self.assertIn(words, mail[form])

    def test_the_invitation_is_the_last_alternative(self):
        text = self.raw["invitation"].decode()
        types = [line for line in text.splitlines() if line.startswith("Content-Type:")]
        self.assertEqual("Content-Type: text/calendar; charset=utf-8; method=REQUEST", types[-1])
        self.assertTrue(types[0].startswith("Content-Type: multipart/alternative;"))

    def test_an_update_and_a_cancellation_are_of_the_same_event(self):
        events = [self.mails[name]["events"][0] for name in ("invitation", "update", "cancellation")]
        self.assertEqual(1, len({event["uid"] for event in events}))
        self.assertEqual([0, 1, 2], [event["sequence"] for event in events])
        self.assertEqual(["REQUEST", "REQUEST", "CANCEL"], [event["method"] for event in events])
        self.assertEqual("CANCELLED", events[2]["status"])
        self.assertEqual(1, len({self.mails[name]["references"] for name in ("invitation", "update", "cancellation")}), "one thread")

    def test_several_meetings_travel_in_one_mail(self):
        uids = [event["uid"] for event in self.mails["merged"]["events"]]
        self.assertEqual(["a@example.edu.cn", "b@example.edu.cn", "c@example.edu.cn"], sorted(uids))

    def test_header_lines_are_short_and_whole(self):
        """RFC 2047: an encoded-word has at most 75 characters, its line at most 76, and holds whole characters."""
        from email.header import decode_header

        for raw in self.raw.values():
            for line in raw.decode("ascii").split("\r\n\r\n")[0].split("\r\n"):
                self.assertLessEqual(len(line), 76 if "=?" in line else 78, line)
                for word in (w for w in line.split() if w.startswith("=?")):
                    self.assertLessEqual(len(word), 75)
                    decode_header(word)[0][0].decode("utf-8")


if __name__ == "__main__":
    unittest.main(verbosity=2)
