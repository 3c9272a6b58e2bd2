#!/usr/bin/env python3
"""The receiver does as it is told: run with python3 tests/receiver/receiver_test.py."""

import http.client
import json
import os
import socket
import sys
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from receiver import Receiver, readable_line, signature_fits  # noqa: E402

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


if __name__ == "__main__":
    unittest.main()
