"""What leaders do through what they are sent: each entry of the one mail a day has its own link; a liaison answers by its own, and the record says so."""

import base64
import hashlib
import hmac
import json
import re
import struct
import subprocess
from html import unescape
from urllib.parse import urlencode

from harness import Policy, Scenario, main, wait_until

FORM = {"content-type": "application/x-www-form-urlencoded"}
DAY = 24 * 60
UNTIL_TEN = 8 * 60
# As shipped: a unit's extension is approved by the leader in charge, a leader's by the party secretary.
PLANS = {
    "windows": [],
    "events": [],
    "plans": [
        {
            "id": "units",
            "confirmed": False,
            "grace": "0s",
            "hint_answer": "2wd",
            "approver": "role:leader_in_charge",
            "steps": [{"id": "t-19", "before": "19wd", "kind": "reminder", "to": ["owner"]}],
            "meeting_steps": [{"id": "m-7", "before": "7wd", "kind": "reminder", "to": ["attendees"]}],
        },
        {
            "id": "leaders",
            "confirmed": False,
            "grace": "0s",
            "hint_answer": "2wd",
            "approver": "role:secretary",
            "steps": [{"id": "t-18", "before": "18wd", "kind": "reminder", "to": ["owner"]}],
        },
    ],
}


def duty(duty_id, title, owner, plan="units", **more):
    return {
        "id": duty_id,
        "title": title,
        "clause": "四（一）3",
        "owner": owner,
        "when": {"rule": "FREQ=MONTHLY", "from": "2027-03-01"},
        "proof": ["清单"],
        "version": 1,
        "edition": "2018",
        "status": "confirmed",
        "in_force_from": "2027-01-01",
        "plan": plan,
        "line": "main",
        "fields": ["integrity"],
        **more,
    }


REPORT = duty("risk", "廉政风险点排查", "unit:logistics")
BOOK = duty("jihua", "责任计划书", "role:leader", plan="leaders")
MEETING = duty("tuijin", "全面从严治党推进会议", "unit:party-office", meeting=True, attendees=["role:president", "role:leader"])


class Leaders(Scenario):
    """Due on 31 March 2027. The story begins on Thursday, 4 March, ten past ten: the reminders of that day have left."""

    def opened(self, *duties, **liaison):
        self.box = self.mailbox()
        policy = Policy()
        policy.roles["liaison"] = {"id": "liaison", "name": "校领导联络员", "contacts": ["liaison"], **liaison}
        policy.mail_to(self.box, "party-office", "logistics", "office", "leader", "secretary", "president", "liaison", "standing-a", "standing-b")
        for role, units in (("leader", ["logistics"]), ("secretary", ["party-office"]), ("president", ["security"])):
            policy.roles[role].update(leader=True, portfolio=units)
        policy.roles["leader_in_charge"] = {"id": "leader_in_charge", "name": "各分管校领导", "contacts": ["leader"]}
        policy.roles["leader"]["liaison"] = policy.roles["secretary"]["liaison"] = "liaison"
        policy.rules.update(supervision_unit="party-office", source_title="《实施办法》", edition="2018", token_ttl="30d")
        world = self.world(policy, start=False, sets=("deadlines.horizon=1d",))
        (world.config / "obligations").mkdir(exist_ok=True)
        (world.config / "plans.yaml").write_text(json.dumps(PLANS, ensure_ascii=False))
        (world.config / "obligations" / "all.yaml").write_text(json.dumps({"duties": duties}, ensure_ascii=False))
        world.start().start("deadlines")
        wait_until("the duties are opened", lambda: len(self.rows(world)) == len(duties))
        world.advance(UNTIL_TEN)
        return world

    def rows(self, world):
        return {m["key"].split("/")[1]: m["id"] for m in world.http.matters("?limit=200") if m["key"].startswith("duty/")}

    def matter(self, world, duty_id):
        return world.http.matter(self.rows(world)[duty_id])

    def events(self, world, duty_id, kind):
        return [event for event in self.matter(world, duty_id)["timeline"] if event["kind"] == kind]

    def letter(self, name, words):
        letters = [letter for letter in self.box.to(name) if words in letter.mail["subject"] or words in letter.text]
        self.assertTrue(letters, f"no mail about {words} to {name}: {[letter.mail['subject'] for letter in self.box.to(name)]}")
        return letters[-1]

    def links(self, name, words):
        """Of the line of the newest mail that holds these words: each button and where it leads."""
        text = self.letter(name, words).text.replace("\r", "")
        below = text[text.index(words) :].split("\n\n")[0]
        return {button: path for button, path in re.findall(r"^(\S+?)：http://127\.0\.0\.1:\d+(/a/\S+)$", below, re.MULTILINE)}

    def first_link(self, name, words):
        return re.search(r"http://127\.0\.0\.1:\d+(/a/[\w-]+)", self.letter(name, words).text)[1]

    def page(self, world, link):
        answer = world.http.call("GET", link)
        self.assertEqual(200, answer.status, answer)
        self.assertNotIn("<script", answer.text)
        self.assertNotIn("登录", answer.text, "there is no login")
        return unescape(answer.text)

    def post(self, world, link, act, **fields):
        form = self.page(world, link)
        form = form[form.index(f'name="do" value="{act}"') :]
        hidden = {name: re.search(f'name="{name}" value="([^"]*)"', form)[1] for name in ("once", "seen")}
        answer = world.http.call("POST", link, raw=urlencode({"do": act, **hidden, **fields}).encode(), headers=FORM)
        world.settle()
        return answer

    def asked(self, world):
        """The unit asks for a week by its link; the next morning's briefs have left."""
        answer = self.post(world, self.first_link("logistics", "廉政风险点排查"), "extend", until="2027-04-07", reason="等待批复")
        self.assertIn("延期须经分管校领导批准，批准前原期限有效。", answer.text)
        self.assertEqual([], self.box.to("leader"), "one mail a day, in the morning")
        world.advance(DAY)

    def test_an_extension_is_approved_by_the_entrys_link(self):
        world = self.opened(REPORT)
        self.asked(world)
        (letter,) = self.box.to("leader")
        self.assertIn("请阅示：", letter.text)
        self.assertNotIn("登录", letter.text)
        link = self.links("leader", "请阅示：")["办理"]
        before = self.matter(world, "risk")
        page = self.page(world, link)
        self.assertEqual(200, world.http.call("HEAD", link).status)
        self.assertEqual(before, self.matter(world, "risk"), "looking changes nothing")
        for words in ("请审批延期申请。批准前原期限有效。", "理由：等待批复", "同意延期", "不同意延期"):
            self.assertIn(words, page)
        self.assertEqual(422, self.post(world, link, "approve").status, "nobody signed")
        done = self.post(world, link, "approve", signer="分管副校长")
        self.assertEqual(200, done.status, done)
        self.assertIn("✓ 已批准延期至4月7日（周三）17:30", done.text)
        after = self.matter(world, "risk")
        self.assertTrue(after["due_at"].startswith("2027-04-07T17:30"), after["due_at"])
        (extended,) = self.events(world, "risk", "extended")
        self.assertEqual("role:leader", extended["fields"]["party"])
        self.assertNotIn("by_liaison", extended["fields"])
        self.assertEqual(before["due_at"][:16], "2027-03-31T17:30")
        self.assertIn("原期限记录在案", self.letter("logistics", "延期已批准").text)

        whole = re.search(r"查看全部：http://127\.0\.0\.1:\d+(/a/\S+)", letter.text)[1]
        listed = self.page(world, whole)
        self.assertNotIn("<form", listed)
        self.assertIn(f'href="{link.removeprefix("/a/")}">办理</a>', listed, "each entry has its button")
        self.assertEqual(422, world.http.call("POST", whole, raw=b"do=approve", headers=FORM).status, "a list is for reading")

    def test_an_invitation_is_answered_by_the_entrys_links(self):
        world = self.opened(MEETING)
        world.http.act(self.rows(world)["tuijin"], "schedule", {"party": "unit:party-office", "at": "2027-03-12T14:00:00+08:00", "place": "行政楼301"})
        world.settle()
        world.advance(DAY)
        links = self.links("president", "请出席：")
        self.assertEqual(["参加", "请假", "由联络员答复"], list(links))
        self.assertIn("text/calendar", self.letter("president", "推进会议").raw.decode(), "the calendar's part stays")
        page = self.page(world, links["请假"])
        self.assertIn("请您出席：3月12日（周五）14:00，行政楼301", page)
        self.assertRegex(page, r'value="no" checked')
        self.assertEqual({"role:president": "invited", "role:leader": "invited"}, self.matter(world, "tuijin")["attending"])
        self.assertIn("✓ 已答复：请假。", self.post(world, links["请假"], "attend", answer="no").text)
        self.assertEqual("no", self.matter(world, "tuijin")["attending"]["role:president"])

        own = self.links("liaison", "【代分管校领导办理】请出席：")
        self.assertEqual(["参加", "请假"], list(own))
        self.assertNotIn("text/calendar", self.letter("liaison", "推进会议").raw.decode())
        self.assertIn("代分管校领导办理，记为“由联络员代签”", self.page(world, own["参加"]))
        self.assertIn("✓ 已答复：参加。", self.post(world, own["参加"], "attend", answer="yes").text)
        answers = self.events(world, "tuijin", "attending")
        self.assertEqual([None, "1"], [event["fields"].get("by_liaison") for event in answers])

    def test_a_leaders_book_is_handed_in_by_the_liaison_and_says_so(self):
        world = self.opened(BOOK)
        world.advance(DAY - 135)  # 07:59: what the morning's briefs gather
        world.advance(135)
        self.assertEqual(1, len(self.box.to("leader")))
        self.assertEqual(1, len(self.box.to("liaison")), "one a day too")
        link = self.links("liaison", "【代分管校领导办理】请办理：")["办理"]
        self.assertIn("，由联络员代签）", self.post(world, link, "ack").text, "the page says who signed")
        done = self.post(world, link, "submit", number="校〔2027〕8号")
        self.assertIn("✓ 已报送办理结果。", done.text)
        for kind in ("acknowledged", "submitted"):
            (event,) = self.events(world, "jihua", kind)
            self.assertEqual(("role:leader", "1"), (event["fields"]["party"], event["fields"]["by_liaison"]), kind)
            self.assertEqual("self-reported:role:liaison", event["actor"])
        self.assertIn("由联络员代签", world.cli("matters", "show", self.rows(world)["jihua"]))
        sheet = world.http.call("GET", f"/api/v1/matters/{self.rows(world)['jihua']}/sheet.pdf", token="read")
        file = world.folder / "sheet.pdf"
        file.write_bytes(sheet.raw)
        printed = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, check=True, timeout=60).stdout.decode()
        self.assertIn("由联络员代签", printed.replace("\n", "").replace(" ", ""))
        own = self.links("leader", "请办理：")["办理"]
        self.assertIn("办理结果已报送", self.page(world, own), "the leader sees what was done")

    def test_a_link_to_another_matter_is_not_found(self):
        world = self.opened(REPORT, MEETING)
        self.asked(world)
        link, foreign = self.links("liaison", "请阅示：")["办理"], self.rows(world)["tuijin"]
        claim = self.decode(link)[:-16]
        for entry in (struct.pack(">QH", self.number(foreign), 0), struct.pack(">QH", self.number(foreign), 7), claim[16:24] + b"\0\x63"):
            forged = self.signed(world, claim[:16] + entry)
            for method in ("GET", "POST"):
                answer = world.http.call(method, forged, raw=b"do=ack" if method == "POST" else None, headers=FORM)
                self.assertEqual(404, answer.status, f"{method}: {answer}")
                self.assertNotIn("推进会议", answer.text)
        self.assertEqual(200, world.http.call("GET", self.signed(world, claim)).status, "the key is the right one")
        unsigned = "/a/" + base64.urlsafe_b64encode(claim + bytes(16)).decode()
        self.assertEqual(404, world.http.call("GET", unsigned).status)

    def decode(self, link):
        token = link.removeprefix("/a/").split("?")[0]
        return base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))

    def signed(self, world, claim):
        key = (world.data / "secrets" / "link.key").read_bytes().strip()
        return "/a/" + base64.urlsafe_b64encode(claim + hmac.new(key, claim, hashlib.sha256).digest()[:16]).decode().rstrip("=")

    def number(self, text):
        return sum("0123456789ABCDEFGHJKMNPQRSTVWXYZ".index(digit) << (5 * place) for place, digit in enumerate(reversed(text)))

    def test_a_revoked_and_an_expired_link_are_refused(self):
        world = self.opened(REPORT)
        self.asked(world)
        link, own = self.links("leader", "请阅示：")["办理"], self.links("liaison", "请阅示：")["办理"]
        message = next(one["id"] for one in world.http.deliveries("?limit=200") if one["party"] == "role:leader")
        world.cli("links", "revoke", message)
        world.settle()
        before = self.matter(world, "risk")
        for method in ("GET", "POST"):
            raw = urlencode({"do": "approve", "signer": "某人"}).encode() if method == "POST" else None
            answer = world.http.call(method, link, raw=raw, headers=FORM)
            self.assertEqual(410, answer.status, f"{method}: {answer}")
            self.assertIn("链接已失效，事项仍在办理。", answer.text)
        world.settle()
        self.assertEqual(before, self.matter(world, "risk"))
        self.assertEqual(200, world.http.call("GET", own).status, "the liaison's is another")
        world.advance(31 * DAY)
        self.assertEqual(410, world.http.call("GET", own).status)
        refused = world.http.call("POST", own, raw=urlencode({"do": "approve", "signer": "某人"}).encode(), headers=FORM)
        self.assertEqual(410, refused.status)
        self.assertEqual([], self.events(world, "risk", "extended"))

    def test_a_liaison_whose_role_has_ended_has_no_link_any_more(self):
        world = self.opened(REPORT, valid_to="2027-03-05")
        self.asked(world)
        own = self.links("liaison", "请阅示：")["办理"]
        self.assertIn("同意延期", self.page(world, own))
        world.advance(DAY)
        self.assertEqual(410, world.http.call("GET", own).status)
        self.assertEqual(200, world.http.call("GET", self.links("leader", "请阅示：")["办理"]).status)

    def test_a_liaison_of_the_unit_that_asked_does_not_approve(self):
        world = self.opened(REPORT, office="logistics")
        self.asked(world)
        own, leaders = (self.links(name, "请阅示：")["办理"] for name in ("liaison", "leader"))
        self.assertNotIn("同意延期", self.page(world, own))
        refused = world.http.call("POST", own, raw=urlencode({"do": "approve", "signer": "某人"}).encode(), headers=FORM)
        self.assertIn("申请和批准不能由同一方或同一联络员经手，请由批准人本人办理。", refused.text)
        world.settle()
        self.assertEqual([], self.events(world, "risk", "extended"))
        self.assertEqual(200, self.post(world, leaders, "approve", signer="分管副校长").status)

    def test_urgent_goes_to_the_committee_at_once(self):
        world = self.opened(REPORT)
        self.assertEqual([], self.box.to("standing-a"))
        world.http.act(self.rows(world)["risk"], "urgent", {"party": "unit:logistics", "by": "信息员", "reason": "需校党委决定"})
        world.settle()
        for seat in ("standing-a", "standing-b"):
            (letter,) = self.box.to(seat)
            self.assertEqual("【请阅示】廉政风险点排查加急直报", letter.mail["subject"])
            self.assertIn("需校党委决定", letter.text)


if __name__ == "__main__":
    main()
