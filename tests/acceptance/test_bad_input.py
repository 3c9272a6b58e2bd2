"""What strangers and broken programs send: each is answered with a problem document, stores nothing, and leaves the gateway well."""

import http.client
import json
import socket

from harness import Scenario, main


class BadInput(Scenario):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()

    def setUp(self):
        self.here = self.world(sets=["gateway.max_body=64KiB"])

    def tearDown(self):
        self.assertEqual(self.here.http.call("GET", "/healthz").status, 200)
        self.assertEqual(0, self.here.status()["items_accepted"], "nothing of it may be stored")

    def problem(self, answer, status):
        self.assertEqual(answer.status, status, answer)
        self.assertEqual("application/problem+json", answer.headers["content-type"].split(";")[0])
        self.assertEqual(status, answer.json["status"])
        self.assertTrue(answer.json["title"])

    def post(self, raw, **headers):
        headers = {k.replace("_", "-"): v for k, v in headers.items()}
        return self.here.http.call("POST", "/api/v1/signals", raw=raw, headers=headers, token="provider")

    def test_no_token_and_a_wrong_one(self):
        body = self.here.signal_body("t1")
        self.problem(self.here.http.call("POST", "/api/v1/signals", body=body), 401)
        self.problem(self.here.http.call("POST", "/api/v1/signals", body=body, token="0" * 64), 401)

    def test_a_token_that_may_only_read(self):
        self.problem(self.here.http.post_signals(self.here.signal_body("t1"), token="read"), 403)

    def test_malformed_json(self):
        for raw in (b"{", b'{"a":1}}', b"\xff\xfe", b"", b"[1,2", b'{"signal_id":"\\ud800"}', b"[" * 2000):
            with self.subTest(raw=raw[:20]):
                answer = self.post(raw)
                self.assertIn(answer.status, (400, 422), answer)

    def test_another_content_type(self):
        self.problem(self.post(json.dumps(self.here.signal_body("t1")).encode(), content_type="text/plain"), 415)

    def test_a_body_that_is_too_long(self):
        self.problem(self.post(b'{"a":"' + b"x" * (65 * 1024) + b'"}'), 413)

    def test_a_length_that_is_a_lie(self):
        """Announces 100 GB and sends nothing: refused by the header alone."""
        connection = http.client.HTTPConnection("127.0.0.1", self.here.port, timeout=30)
        self.addCleanup(connection.close)
        connection.putrequest("POST", "/api/v1/signals")
        connection.putheader("content-length", str(100 << 30))
        connection.putheader("content-type", "application/json")
        connection.putheader("authorization", "Bearer " + self.here.policy.tokens["provider"])
        connection.endheaders()
        self.assertEqual(413, connection.getresponse().status)

    def test_bytes_that_are_no_http(self):
        with socket.create_connection(("127.0.0.1", self.here.port), timeout=30) as raw:
            raw.sendall(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(200) + b"\r\n\r\n")
            raw.settimeout(30)
            while raw.recv(4096):
                pass

    def test_an_unknown_path_and_method(self):
        self.problem(self.here.http.call("GET", "/api/v1/nothing", token="read"), 404)
        self.problem(self.here.http.call("DELETE", "/api/v1/signals", token="provider"), 405)

    def test_an_unknown_matter(self):
        self.problem(self.here.http.call("GET", "/api/v1/matters/0000000000000", token="read"), 404)
        self.problem(self.here.http.call("GET", "/api/v1/matters/not-an-id", token="read"), 404)

    def test_an_acknowledgement_by_an_unknown_unit_or_for_an_unknown_matter(self):
        secret = self.here.policy.callback_secrets["logistics"]
        self.problem(self.here.http.callback(secret, "0000000000000", "unknown-unit"), 401)
        self.problem(self.here.http.callback(secret, "0000000000000", "logistics"), 404)

    def test_wrong_values(self):
        for fields in ({"level": "purple"}, {"issued_at": "yesterday"}, {"volume_24h": -1}, {"msg_type": "burn"}, {"trend": 7}, {"topic_id": ""}):
            with self.subTest(**fields):
                answer = self.here.http.post_signals(self.here.signal_body("t1", **fields))
                self.assertIn(answer.status, (400, 422), answer)


if __name__ == "__main__":
    main()
