#!/usr/bin/env python3
"""The receiver does as it is told: run with python3 tests/receiver/receiver_test.py."""

import http.client
import json
import os
import smtplib
import socket
import sys
import threading
import unittest
from email.message import EmailMessage

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import mail_page  # noqa: E402
from letterbox import Late, Mailbox, read_meeting  # noqa: E402
from receiver import Receiver, readable_line, readable_mail, signature_fits  # noqa: E402

BODY = json.dumps({"type": "matter.notified", "data": {
    "matter": {"number": "舆〔2027〕3号", "level": "red", "level_name": "红色预警", "title": ""},
    "notification": {"kind": "escalation", "repeat": 1}, "recipient": {"role": "secretary", "name": "校党委书记"},
    "subject": "【请阅示】舆〔2027〕3号", "ack": {"url": "http://127.0.0.1:8080/a/T"}}}, ensure_ascii=False)


class ReceiverTest(unittest.TestCase):
    def setUp(self):
        self.receiver = Receiver().start()
        self.addCleanup(self.receiver.stop)
        self.client = http.client.HTTPConnection("127.0.0.1", self.receiver.port, timeout=10)
        self.addCleanup(self.client.close)

    def post(self, path="/hooks/x", body="{}", **headers):
        self.client.request("POST", path, body.encode(), headers)
        response = self.client.getresponse()
        response.read()
        return response

    def test_default_is_200_and_all_is_on_record(self):
        self.assertEqual(self.post(**{"webhook-id": "msg_1", "webhook-timestamp": "17", "webhook-signature": "v1,x"}).status, 200)
        self.assertEqual(self.post("/hooks/y").status, 200)
        first = self.receiver.messages("/hooks/x")[0]
        self.assertEqual([first[k] for k in ("id", "timestamp", "signature", "body", "status")], ["msg_1", "17", "v1,x", "{}", 200])
        self.assertEqual(len(self.receiver.messages()), 2)

    def test_script_is_followed_in_order_by_path(self):
        self.receiver.script("/hooks/x", [{"status": 500, "times": 2}, {"status": 429, "headers": {"Retry-After": "600"}}])
        self.assertEqual(self.post("/hooks/other").status, 200)
        answers = [self.post() for _ in range(4)]
        self.assertEqual([a.status for a in answers], [500, 500, 429, 200])
        self.assertEqual(answers[2].headers["Retry-After"], "600")

    def test_control_and_received_over_http(self):
        self.assertEqual(self.post("/control", json.dumps({"path": "/hooks/x", "script": [{"status": 410, "times": -1}]})).status, 200)
        self.assertEqual([self.post().status for _ in range(3)], [410] * 3)
        self.client.request("GET", "/received")
        self.assertEqual([m["status"] for m in json.loads(self.client.getresponse().read())], [410] * 3)
        self.assertEqual(self.post("/control", "nonsense").status, 400)

    def test_misbehaviour(self):
        self.receiver.script("/hooks/x", [{"close": True}, {"reset": True}, {"status": 200, "reset": True}])
        with self.assertRaises(http.client.RemoteDisconnected):
            self.post()
        with self.assertRaises((ConnectionResetError, http.client.RemoteDisconnected)):
            self.post()
        with self.assertRaises((ConnectionResetError, http.client.IncompleteRead)):
            self.post()
        self.assertEqual([m["status"] for m in self.receiver.messages()], [0, 0, 200])

    def test_hang_endless_and_drip_end_with_the_sender(self):
        for step in ({"hang": True}, {"endless": True}, {"drip": 0.001}, {"bomb": True}):
            self.receiver.script("/hooks/x", [step])
            raw = socket.create_connection(("127.0.0.1", self.receiver.port))
            raw.sendall(b"POST /hooks/x HTTP/1.1\r\nContent-Length: 2\r\n\r\n{}")
            if "hang" not in step:
                self.assertTrue(raw.recv(100).startswith(b"HTTP/1.1 200"))
            raw.close()
        self.assertTrue(self.receiver.wait(lambda got: len(got) == 4, 10))

    def test_wait(self):
        self.assertFalse(self.receiver.wait(lambda got: got, 0.01))
        self.post()
        self.assertTrue(self.receiver.wait(lambda got: len(got) == 1, 10))

    def test_readable_line(self):
        message = {"time": "2027-07-08T02:24:00.000+08:00", "path": "/hooks/x", "body": BODY}
        line = readable_line(message)
        self.assertEqual(line, "02:24:00 [红色预警] 舆〔2027〕3号 → 校党委书记 逐级上报 【请阅示】舆〔2027〕3号 （第2次） 签收：http://127.0.0.1:8080/a/T")
        self.assertIn("\033[31;1m", readable_line(message, colour=True))
        self.assertIn("不是事项通知", readable_line({**message, "body": "\033]0;x"}))

    def test_signature(self):
        message = {"id": "msg_p5jXN8AQM9LWM0D4loKWxJek", "timestamp": "1614265330", "body": '{"test": 2432232314}',
                   "signature": "v1,zzz v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="}
        self.assertTrue(signature_fits("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", message))
        self.assertFalse(signature_fits("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", {**message, "body": "{}"}))


class MailboxTest(unittest.TestCase):
    def setUp(self):
        self.box = Mailbox()
        self.addCleanup(self.box.close)

    def send(self, to="duty@campus.example", subject="预警", body="第一行\n.第二行\n"):
        mail = EmailMessage()
        mail["Subject"], mail["Message-ID"] = subject, "<1@x>"
        mail.set_content(body)
        with smtplib.SMTP(self.box.host, self.box.port, timeout=10) as smtp:
            smtp.send_message(mail, "from@x", [to])

    def test_a_mail_is_kept_whole(self):
        self.send()
        letter = self.box.to("duty")[0]
        self.assertEqual((letter.sender, letter.id, letter.mail["subject"], letter.taken), ("from@x", "<1@x>", "预警", True))
        self.assertEqual(letter.text, "第一行\n.第二行\n")

    def test_answers_are_used_up_in_order(self):
        self.box.rcpt("duty", "450 later", "550 nobody")
        for code in (450, 550):
            with self.assertRaises(smtplib.SMTPRecipientsRefused) as refused:
                self.send()
            self.assertEqual([code], [answer[0] for answer in refused.exception.recipients.values()])
        self.box.dot("duty", Mailbox.DROP)
        with self.assertRaises(smtplib.SMTPServerDisconnected):
            self.send()
        self.send()
        self.assertEqual([False, True], [letter.taken for letter in self.box.to("duty")])

    def test_a_late_answer_waits_for_its_event(self):
        event = threading.Event()
        self.box.dot("duty", Late(event))
        sending = threading.Thread(target=self.send)
        sending.start()
        event.set()
        sending.join(10)
        self.assertFalse(sending.is_alive())

    def test_the_pages_show_mail_as_text_never_as_markup(self):
        self.send(subject="<script>预警</script>", body='<img src="x">\n')
        letter = self.box.to("duty")[0]
        letter.raw = letter.raw.replace(b"Subject:", b"To: <duty@campus.example>\r\nSubject:")
        self.assertIsNone(mail_page.show("/mail/2", self.box.all()))
        self.assertIsNone(mail_page.show("/mail/0", self.box.all()))
        self.assertIsNone(mail_page.show("/mail/x", self.box.all()))
        listed = mail_page.list_page(self.box.all())[2].decode()
        self.assertIn('<a href="/mail/1">&lt;script&gt;预警&lt;/script&gt;</a>', listed)
        shown = mail_page.show("/mail/1", self.box.all())[2].decode()
        self.assertIn("<h1>&lt;script&gt;预警&lt;/script&gt;</h1>", shown)
        self.assertIn('<pre>&lt;img src=&quot;x&quot;&gt;\n</pre>', shown)
        self.assertIn("还没有邮件", mail_page.show("/", [])[2].decode())
        self.assertEqual(letter.raw, mail_page.show("/mail/1.eml", self.box.all())[2])

    def test_a_meeting_is_read_as_a_person_reads_it(self):
        text = (
            "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nUID:m-1@x\r\nSEQUENCE:1\r\nSUMMARY;LANGUAGE=zh:推进会议\\, 年\r\n 中\r\n"
            "DTSTART:20260708T060000Z\r\nDTEND:20260708T073000Z\r\nLOCATION:三层\\; 会议室\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
        )
        meeting = read_meeting(text)
        self.assertEqual(("推进会议, 年中", "三层; 会议室", 1, False), (meeting["title"], meeting["place"], meeting["sequence"], meeting["cancelled"]))
        self.assertEqual("7月8日（周三）14:00", mail_page.moment(meeting["begins"]))
        self.assertIn("会议改期（第1次）：推进会议, 年中", mail_page.meeting_card(meeting))

    def test_readable_mail(self):
        self.send(subject="〔会议〕7月8日", body="请您出席。\n")
        line = readable_mail(self.box.to("duty")[0])
        self.assertIn("→ duty  〔会议〕7月8日", line)
        self.assertIn("请您出席。", line)


if __name__ == "__main__":
    unittest.main()
