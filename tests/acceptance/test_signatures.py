"""What goes out is signed so that an implementation we did not write accepts it, and refuses it when a byte is changed; what comes in, the other way round."""

import base64
import json
import shutil
import subprocess
import time

from harness import ROOT, Policy, Scenario, main

JUDGES = ROOT / "tests" / "judges"


def judge(**request):
    """npm's standardwebhooks; one question, one verdict."""
    request["body"] = base64.b64encode(request["body"]).decode()
    done = subprocess.run([shutil.which("node"), JUDGES / "verify.mjs"], input=json.dumps(request), capture_output=True, text=True, timeout=60)
    assert done.returncode == 0 and done.stdout, f"the judge is not installed (npm ci in {JUDGES}): {done.stderr}"
    return json.loads(done.stdout)


class Signatures(Scenario):
    def test_a_stranger_accepts_our_signature_and_refuses_a_changed_body(self):
        world = self.world(Policy.one_rung())
        world.signal("t1")
        message = world.inbox.to("duty")[0]
        parts = {
            "id": message.id,
            "timestamp": message.headers["webhook-timestamp"],
            "signature": message.headers["webhook-signature"],
        }
        self.assertRegex(message.id, r"^msg_[0-9A-HJKMNP-TV-Z]{13}$")
        self.assertEqual({"ok": True}, judge(do="verify", secret=world.policy.hook_secret, body=message.raw, **parts))
        changed = message.raw.replace(b'"red"', b'"blu"')
        self.assertNotEqual(changed, message.raw)
        self.assertFalse(judge(do="verify", secret=world.policy.hook_secret, body=changed, **parts)["ok"])
        self.assertFalse(judge(do="verify", secret=world.policy.callback_secrets["logistics"], body=message.raw, **parts)["ok"])

    def test_a_callback_signed_by_a_stranger_counts(self):
        world = self.world()
        world.signal("t1")
        matter = world.matter("t1")["id"]
        stamp, message_id = str(int(time.time())), "msg_from_a_stranger"
        body = json.dumps({"type": "matter.acknowledged", "data": {"matter": matter, "unit": "logistics", "by": "后勤值班"}}).encode()
        signature = judge(do="sign", secret=world.policy.callback_secrets["logistics"], id=message_id, timestamp=stamp, body=body)["signature"]
        headers = {"webhook-id": message_id, "webhook-timestamp": stamp, "webhook-signature": signature}
        answer = world.http.call("POST", "/api/v1/callbacks/ack", raw=body, headers=headers)
        self.assertEqual(answer.status, 200, answer)

    def test_wrong_stale_and_borrowed_signatures_are_refused(self):
        world = self.world()
        world.signal("t1")
        matter = world.matter("t1")["id"]
        secrets = world.policy.callback_secrets
        refused = {
            "another unit's secret": world.http.callback(secrets["security"], matter, "logistics"),
            "a stale timestamp": world.http.callback(secrets["logistics"], matter, "logistics", at=time.time() - 600),
            "a timestamp of the future": world.http.callback(secrets["logistics"], matter, "logistics", at=time.time() + 600),
            "no real signature": world.http.callback(secrets["logistics"], matter, "logistics", signature="v1,AAAA"),
            "an unknown unit": world.http.callback(secrets["logistics"], matter, "nobody"),
        }
        for what, answer in refused.items():
            self.assertEqual(answer.status, 401, f"{what}: {answer}")
        self.assertEqual(1, len({a.raw for a in refused.values()}), "the answers must not tell a stranger what was wrong")
        world.settle()
        self.assertEqual([], world.matter("t1")["taken_by"])

    def test_a_repeated_callback_is_answered_alike_and_counts_once(self):
        world = self.world()
        world.signal("t1")
        first = world.callback("t1", "logistics", message_id="msg_once")
        again = world.callback("t1", "logistics", message_id="msg_once")
        other = world.callback("t1", "logistics", message_id="msg_twice")
        self.assertEqual([200, 200, 200], [a.status for a in (first, again, other)])
        self.assertEqual(1, world.events("t1").count("acknowledged"))
        self.assertIn("already", other.text)


if __name__ == "__main__":
    main()
