"""The gateway as a unit, a provider or an operator sees it: requests, Standard Webhooks signatures, links."""

import base64
import hashlib
import hmac
import http.client
import json
import secrets
import time
from dataclasses import dataclass


@dataclass
class Answer:
    status: int
    headers: dict
    raw: bytes

    @property
    def json(self):
        return json.loads(self.raw)

    @property
    def text(self):
        return self.raw.decode("utf-8", errors="replace")

    def __str__(self):
        return f"HTTP {self.status} {self.text[:2000]}"


def sign(secret, message_id, timestamp, body):
    """Standard Webhooks, written here from its text alone so that it can judge the C++."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    mac = hmac.new(key, f"{message_id}.{timestamp}.".encode() + body, hashlib.sha256)
    return "v1," + base64.b64encode(mac.digest()).decode()


class Client:
    """One connection an exchange: a gateway that is killed in between costs one answer, not the next."""

    def __init__(self, port, tokens, host="127.0.0.1"):
        self.host, self.port, self.tokens = host, port, tokens

    def call(self, method, path, body=None, headers=None, token=None, raw=None, timeout=60):
        connection = http.client.HTTPConnection(self.host, self.port, timeout=timeout)
        all_headers = dict(headers or {})
        data = raw
        if body is not None:
            data = json.dumps(body, ensure_ascii=False).encode()
        if data is not None:
            all_headers.setdefault("content-type", "application/json")
        if token:
            all_headers["authorization"] = f"Bearer {self.tokens.get(token, token)}"
        try:
            connection.request(method, path, body=data, headers=all_headers)
            response = connection.getresponse()
            return Answer(response.status, {k.lower(): v for k, v in response.getheaders()}, response.read())
        finally:
            connection.close()

    def post_signals(self, signals, token="provider", key=None, **more):
        headers = {"idempotency-key": key} if key else {}
        return self.call("POST", "/api/v1/signals", body=signals, headers=headers, token=token, **more)

    def matters(self, query=""):
        answer = self.call("GET", "/api/v1/matters" + query, token="read")
        assert answer.status == 200, answer
        return answer.json["items"]

    def matter(self, matter_id):
        answer = self.call("GET", f"/api/v1/matters/{matter_id}", token="read")
        assert answer.status == 200, answer
        return answer.json

    def deliveries(self, query=""):
        answer = self.call("GET", "/api/v1/deliveries" + query, token="read")
        assert answer.status == 200, answer
        return answer.json["items"]

    def act(self, matter_id, action, body=None, token="act"):
        return self.call("POST", f"/api/v1/matters/{matter_id}/{action}", body=body or {}, token=token)

    def callback(self, secret, matter, unit, by="信息员", until=None, note=None, message_id=None, at=None, signature=None, timeout=60):
        """A unit's system acknowledges, signed with its secret."""
        data = {"matter": matter, "unit": unit, "by": by}
        if until:
            data["until"] = until
        if note:
            data["note"] = note
        body = json.dumps({"type": "matter.acknowledged", "data": data}, ensure_ascii=False).encode()
        message_id = message_id or "msg_" + secrets.token_hex(12)
        timestamp = str(int(at if at is not None else time.time()))
        headers = {
            "webhook-id": message_id,
            "webhook-timestamp": timestamp,
            "webhook-signature": signature or sign(secret, message_id, timestamp, body),
        }
        return self.call("POST", "/api/v1/callbacks/ack", raw=body, headers=headers, timeout=timeout)
