"""Scenarios 15, 16 and 37 for duties, opening by hand and on an event, and every act on a duty over HTTP and at the terminal.

Time is Beijing's; go() jumps to a moment, so that one may read the tests beside a calendar: 4 March 2027 is a Thursday.
"""

import json
from datetime import datetime

from harness import Policy, Scenario, main

PLANS = {
    "windows": [],
    "events": [{"id": "incident", "name": "发生突发事件"}, {"id": "forum", "name": "举办论坛"}, {"id": "extra", "name": "议定增开会议"}],
    "plans": [
        {
            "id": "unit",
            "confirmed": True,
            "confirmed_by": "校党委常委会",
            "confirmed_on": "2026-01-05",
            "grace": "0s",
            "hint_answer": "1wd",
            "approver": "role:office",
            "steps": [
                {"id": "t-1", "before": "1wd", "kind": "reminder", "to": ["owner"]},
                {"id": "order", "kind": "order", "to": ["owner"]},
            ],
            "meeting_steps": [{"id": "m-1", "before": "1wd", "kind": "reminder", "to": ["attendees"]}],
        }
    ],
}


def duty(duty_id, title, event, **more):
    return {
        "id": duty_id,
        "title": title,
        "clause": "三（五）",
        "when": {"event": event, "after": "5wd"},
        "proof": ["报告"],
        "verifier": "role:office",
        "version": 1,
        "edition": "2018",
        "status": "confirmed",
        "in_force_from": "2027-01-01",
        "plan": "unit",
        "line": "main",
        "fields": ["integrity"],
        **more,
    }


DUTIES = (
    duty("incident-report", "突发事件情况报告", "incident", owner="unit:logistics"),
    duty("forum-list", "论坛备案", "forum", each="unit"),
    duty("extra-meeting", "专题会议（增开）", "extra", owner="unit:party-office", meeting=True, attendees=["role:discipline"]),
)


class Duties(Scenario):
    def duties(self):
        policy = Policy().token("unit", ["act", "read"], party="unit:logistics")
        policy.rules.update(supervision_unit="party-office", source_title="《实施办法》", edition="2018")
        world = self.world(policy, start=False)
        (world.config / "obligations").mkdir()
        (world.config / "plans.yaml").write_text(json.dumps(PLANS, ensure_ascii=False))
        (world.config / "obligations" / "all.yaml").write_text(json.dumps({"duties": DUTIES}, ensure_ascii=False))
        return world.start()

    def go(self, world, moment):
        """Jumps to this moment of the school's clock."""
        world.advance((datetime.fromisoformat(moment + ":00+08:00") - world.begin).total_seconds() / 60 - world.minute)

    def open(self, world, body, token="act", key=None):
        return world.http.call("POST", "/api/v1/matters", body=body, token=token, headers={"idempotency-key": key} if key else {})

    def by_hand(self, world, title="迎评材料汇总", due="2027-03-11T17:30:00+08:00", **more):
        body = {"title": title, "basis": "会议议定", "lead": "unit:logistics", "due_at": due, "proof": ["纪要"], "verifier": "role:office", "plan": "unit", **more}
        answer = self.open(world, body)
        self.assertEqual(201, answer.status, answer)
        world.settle()
        return answer.json["matter"]

    def act(self, world, matter, act, body, token="act"):
        answer = world.http.act(matter, act, body, token=token)
        world.settle()
        return answer

    def done(self, world, matter, act, body, token="act"):
        answer = self.act(world, matter, act, body, token)
        self.assertEqual(200, answer.status, answer)
        return answer.json

    def refused(self, world, matter, act, body, says, status=422, token="act"):
        answer = self.act(world, matter, act, body, token)
        self.assertEqual(status, answer.status, answer)
        self.assertEqual("application/problem+json", answer.headers["content-type"])
        self.assertIn(says, answer.json["detail"])

    def kinds(self, world, name):
        return [arrival.notification["kind"] for arrival in world.inbox.to(name)]

    def terminal(self, world, *arguments, ends=0):
        result = world.run("matters", *arguments)
        self.assertEqual(ends, result.returncode, result.stdout + result.stderr)
        return result.stdout + result.stderr


class AnEventOpensADuty(Duties):
    EVENT = {"duty": "incident-report", "event_at": "2027-03-04T01:30:00+08:00"}

    def test_once_however_often_it_is_reported(self):
        world = self.duties()
        first = self.open(world, self.EVENT, key="incident-1")
        self.assertEqual(201, first.status, first)
        self.assertEqual("opened", first.json["outcome"])
        self.assertEqual("/api/v1/matters/" + first.json["matter"], first.headers["location"])
        again = self.open(world, self.EVENT, key="incident-1")
        self.assertEqual((201, first.json), (again.status, again.json), "the same key is the same answer")
        other_key = self.open(world, self.EVENT, key="incident-2")
        self.assertEqual((200, "already", first.json["matter"]), (other_key.status, other_key.json["outcome"], other_key.json["matter"]))
        changed = self.open(world, {**self.EVENT, "event_at": "2027-03-04T01:40:00+08:00"}, key="incident-1")
        self.assertEqual(409, changed.status, changed)

        matters = world.http.matters("?kind=duty")
        self.assertEqual([first.json["matter"]], [m["id"] for m in matters])
        matter = matters[0]
        self.assertEqual("duty/incident-report/2027-03-04T0130", matter["key"])
        self.assertEqual("2027-03-11T17:30:00+08:00", matter["due_at"], "five working days after the event")
        self.assertEqual(("normal", "in_time", "三（五）", ["报告"], "unit:logistics"), tuple(matter[k] for k in ("lamp", "late", "clause", "proof", "lead")))
        self.go(world, "2027-03-05T12:00")
        self.assertEqual(1, len(world.inbox.to("logistics")), "it is announced once")
        self.assertIn("突发事件情况报告", world.inbox.to("logistics")[0].raw.decode())

    def test_an_event_whose_time_changes_is_the_same_event(self):
        world = self.duties()
        forum = {"duty": "forum-list", "party": "unit:security", "event": "论坛-3", "event_at": "2027-03-08T09:00:00+08:00"}
        first = self.open(world, forum)
        self.assertEqual(201, first.status, first)
        moved = self.open(world, {**forum, "event_at": "2027-03-09T09:00:00+08:00"})
        self.assertEqual((200, "updated", first.json["matter"]), (moved.status, moved.json["outcome"], moved.json["matter"]))
        world.settle()
        matter = world.http.matter(first.json["matter"])
        self.assertEqual("2027-03-16T17:30:00+08:00", matter["due_at"])
        self.assertEqual("2027-03-15T17:30:00+08:00", matter["first_due_at"])

    def test_what_is_wrong_is_said_with_the_way_out(self):
        world = self.duties()
        for body, says in (
            ({"duty": "nothing", "event_at": "2027-03-04T01:30:00+08:00"}, "duty: must be the id"),
            ({"duty": "incident-report"}, "event_at: must be an RFC 3339 time"),
            ({"duty": "forum-list", "event_at": "2027-03-04T01:30:00+08:00"}, "unit:logistics"),
            ({"duty": "incident-report", "event_at": "2027-02-01T01:30:00+08:00"}, "opened by hand"),
            ({"duty": "incident-report", "event_at": "2027-03-04T01:30:00+08:00", "who": "x"}, "unknown field"),
            ({}, 'give either "duty"'),
            ({"title": "迎评", "basis": "会议议定", "lead": "unit:none", "due_at": "2027-03-11T17:30:00+08:00"}, "lead: must be role:<id>"),
            ({"title": "迎评", "basis": "会议议定", "lead": "unit:logistics", "due_at": "2027-03-01T17:30:00+08:00"}, "due_at: must lie after now"),
            ({"title": "打13800138000", "basis": "会议议定", "lead": "unit:logistics", "due_at": "2027-03-11T17:30:00+08:00"}, "title: 疑似含手机号"),
        ):
            answer = self.open(world, body)
            self.assertEqual(422, answer.status, f"{body}: {answer}")
            self.assertIn(says, answer.json["detail"])
        self.assertEqual(422, world.http.call("POST", "/api/v1/matters", raw=b"[", token="act").status)
        self.assertEqual(413, world.http.call("POST", "/api/v1/matters", raw=b" " * 20000 + b"{}", token="act").status)
        self.assertEqual(401, self.open(world, self.EVENT, token="nobody").status)
        self.assertEqual(403, self.open(world, self.EVENT, token="read").status)
        self.assertEqual([], world.http.matters())

    def test_a_unit_reports_its_own_events_only(self):
        world = self.duties()
        own = self.open(world, self.EVENT, token="unit")
        self.assertEqual(201, own.status, own)
        forum = {"duty": "forum-list", "party": "unit:security", "event_at": "2027-03-04T01:30:00+08:00"}
        self.assertEqual(403, self.open(world, forum, token="unit").status)
        by_hand = {"title": "迎评", "basis": "会议议定", "lead": "unit:logistics", "due_at": "2027-03-11T17:30:00+08:00"}
        self.assertEqual(403, self.open(world, by_hand, token="unit").status)

    def test_at_the_terminal(self):
        world = self.duties()
        event = ("open", "--duty", "incident-report", "--as", "unit:logistics", "--event-at", "2027-03-04 01:30")
        opened = self.terminal(world, *event, "--event", "1", "--key", "k")
        self.assertRegex(opened, r"^opened  [0-9A-Z]{13}  duty/incident-report/1$")
        self.assertEqual(opened, self.terminal(world, *event, "--event", "1", "--key", "k"))
        self.assertTrue(self.terminal(world, *event, "--event", "1").startswith("already"))
        self.assertIn("--key: ", self.terminal(world, *event, "--event", "2", "--key", "k", ends=1))
        self.assertIn("--event-at: \"yesterday\"", self.terminal(world, "open", "--duty", "incident-report", "--event-at", "yesterday", ends=1))
        self.assertIn("--as: must be role:<id>", self.terminal(world, *event[:3], "--as", "unit:none", *event[5:], ends=1))
        self.assertIn("--event-at", self.terminal(world, "open", "--duty", "incident-report", ends=2))
        self.assertIn("say what is opened", self.terminal(world, "open", ends=2))


class OpenedByHand(Duties):
    def test_at_the_terminal_and_shown_with_its_lamp(self):
        world = self.duties()
        wanted = ("--basis", "领导批示", "--lead", "unit:logistics", "--support", "unit:security", "--due", "2027-03-11 17:30", "--proof", "清单")
        opened = self.terminal(world, "open", "--title", "安全检查整改", *wanted, "--key", "one")
        self.assertEqual(opened, self.terminal(world, "open", "--title", "安全检查整改", *wanted, "--key", "one"))
        world.settle()
        matter = opened.split()[1]
        shown = self.terminal(world, "show", matter)
        for words in ("安全检查整改", "2027-03-11T17:30:00+08:00", "●正常", "后勤保障处", "保卫部", "领导批示", "清单"):
            self.assertIn(words, shown)
        self.assertIn("●正常", self.terminal(world, "list", "--kind", "duty", "--lamp", "normal"))
        self.assertEqual("no matters\n", self.terminal(world, "list", "--lamp", "overdue"))
        self.assertEqual("no matters\n", self.terminal(world, "list", "--kind", "warning"))
        self.assertEqual(["unit:security"], world.http.matter(matter)["support"])
        self.go(world, "2027-03-11T18:00")
        self.assertIn("■已逾期", self.terminal(world, "list", "--lamp", "overdue"))
        self.assertEqual([matter], [m["id"] for m in world.http.matters("?lamp=overdue")])
        self.assertEqual([], world.http.matters("?lamp=normal"))

    def test_typed_text_names_nobody(self):
        world = self.duties()
        wanted = ("--basis", "领导批示", "--lead", "unit:logistics", "--due", "2027-03-11 17:30")
        self.assertIn("--title: 疑似含手机号", self.terminal(world, "open", "--title", "打13800138000", *wanted, ends=1))
        self.assertIn("--proof: 疑似含手机号", self.terminal(world, "open", "--title", "整改", *wanted, "--proof", "打13800138000", ends=1))
        self.assertIn("--lead: must be role:<id>", self.terminal(world, "open", "--title", "整改", "--basis", "批示", "--lead", "nobody", "--due", "2h", ends=1))
        self.assertIn("--due: \"2027-03-11\"", self.terminal(world, "open", "--title", "整改", "--basis", "批示", "--lead", "unit:logistics", "--due", "2027-03-11", ends=1))
        self.assertEqual([], world.http.matters())


class Extensions(Duties):
    ASKED = {"party": "unit:logistics", "by": "后勤信息员", "until": "2027-03-18T17:30:00+08:00", "reason": "审计尚未结束"}

    def test_an_approved_one_moves_the_ladder_and_keeps_the_old_date(self):
        world = self.duties()
        matter = self.by_hand(world)
        self.go(world, "2027-03-05T12:00")
        self.assertEqual(["reminder"], self.kinds(world, "logistics"), "of the opening")
        asked = self.done(world, matter, "extend", self.ASKED)
        self.assertIn("批准前原期限有效", asked["reason"])
        self.assertEqual("2027-03-11T17:30:00+08:00", world.http.matter(matter)["due_at"], "until approved the old date holds")
        self.refused(world, matter, "approve", {"party": "unit:logistics", "by": "后勤信息员"}, "批准前原期限有效")
        self.terminal(world, "approve", matter, "--as", "role:office", "--by", "党校办值班")
        shown = world.http.matter(matter)
        self.assertEqual(("2027-03-18T17:30:00+08:00", "2027-03-11T17:30:00+08:00"), (shown["due_at"], shown["first_due_at"]))
        extension = shown["extensions"][0]
        self.assertEqual(("approved", "2027-03-11T17:30:00+08:00", "党校办值班"), tuple(extension[k] for k in ("state", "old_due_at", "decided_by")))
        self.assertIn("原期限 2027-03-11T17:30:00+08:00", self.terminal(world, "show", matter))
        self.go(world, "2027-03-12T12:00")
        self.assertEqual(1, self.kinds(world, "logistics").count("reminder"), "what told of the opening; nobody is reminded of the old date")
        self.assertEqual("in_time", world.http.matter(matter)["late"])
        self.go(world, "2027-03-17T12:00")
        self.assertEqual(2, self.kinds(world, "logistics").count("reminder"), "T-1 of the new date")
        self.go(world, "2027-03-18T17:30")
        self.assertEqual("overdue", world.http.matter(matter)["late"])
        self.in_order(["opened", "extension_asked", "extended", "overdue"], [e["kind"] for e in world.http.matter(matter)["timeline"]])

    def test_a_refused_one_changes_nothing(self):
        world = self.duties()
        matter = self.by_hand(world)
        self.go(world, "2027-03-05T12:00")
        self.assertEqual(["reminder"], self.kinds(world, "logistics"), "of the opening")
        self.terminal(world, "extend", matter, "--as", "unit:logistics", "--until", "2027-03-18 17:30", "--reason", "审计尚未结束")
        self.done(world, matter, "refuse", {"party": "role:office", "by": "党校办值班", "reason": "不影响汇总"})
        shown = world.http.matter(matter)
        self.assertEqual(("2027-03-11T17:30:00+08:00", "refused"), (shown["due_at"], shown["extensions"][0]["state"]))
        self.refused(world, matter, "approve", {"party": "role:office"}, "没有待批的延期申请")
        self.go(world, "2027-03-10T12:00")
        self.assertEqual(2, self.kinds(world, "logistics").count("reminder"), "T-1 of the date that holds")
        self.go(world, "2027-03-11T17:30")
        self.assertEqual("overdue", world.http.matter(matter)["late"])

    def test_what_can_not_be_asked(self):
        world = self.duties()
        matter = self.by_hand(world)
        self.refused(world, matter, "extend", {**self.ASKED, "until": "2027-03-10T17:30:00+08:00"}, "新期限须晚于原期限")
        self.refused(world, matter, "extend", {**self.ASKED, "party": "unit:security"}, "延期由承办单位申请")
        self.refused(world, matter, "extend", {**self.ASKED, "until": "next week"}, "until: must be an RFC 3339 time")
        self.refused(world, matter, "extend", {k: v for k, v in self.ASKED.items() if k != "reason"}, "请写明延期理由")
        self.assertIn("--until: \"next week\"", self.terminal(world, "extend", matter, "--as", "unit:logistics", "--until", "next week", "--reason", "x", ends=1))
        self.assertIn("--as: \"logistics\"", self.terminal(world, "extend", matter, "--as", "logistics", "--until", "2h", "--reason", "x", ends=1))
        self.assertEqual([], world.http.matter(matter)["extensions"])


class Closing(Duties):
    def test_needs_evidence_and_another_who_verifies(self):
        world = self.duties()
        matter = self.by_hand(world)
        self.done(world, matter, "ack", {"party": "unit:logistics", "by": "后勤信息员"})
        self.refused(world, matter, "submit", {"party": "unit:logistics", "by": "后勤信息员"}, "请填写文号、链接或说明之一。")
        self.assertIn("--evidence", self.terminal(world, "submit", matter, "--as", "unit:logistics", ends=2))
        self.refused(world, matter, "verify", {"party": "role:office", "by": "党校办值班"}, "尚未报送办理结果")
        self.done(world, matter, "submit", {"party": "unit:logistics", "by": "后勤信息员", "evidence": "后勤〔2027〕3号"})
        self.refused(world, matter, "verify", {"party": "role:office", "by": "后勤信息员"}, "不能核验自己提交的材料")
        self.refused(world, matter, "verify", {"party": "unit:logistics", "by": "另一人"}, "不能核验自己提交的材料", token="second")
        self.refused(world, matter, "verify", {"party": "role:office", "by": "党校办值班"}, "不能核验自己提交的材料")
        self.refused(world, matter, "verify", {"party": "unit:security", "by": "另一人"}, "核验")
        self.done(world, matter, "return", {"party": "role:office", "by": "党校办值班", "reason": "缺少签字页"})
        self.assertEqual(("returned", 1), tuple(world.http.matter(matter)[k] for k in ("state", "returns")))
        self.done(world, matter, "submit", {"party": "unit:logistics", "by": "后勤信息员", "evidence": "后勤〔2027〕4号"})
        self.done(world, matter, "verify", {"party": "role:office", "by": "党校办值班"}, token="second")
        shown = world.http.matter(matter)
        self.assertEqual(("closed", None, ["后勤〔2027〕3号", "后勤〔2027〕4号"]), (shown["state"], shown["lamp"], shown["evidence"]))
        self.refused(world, matter, "extend", Extensions.ASKED, "已办结", status=409)

    def test_merged_into_another(self):
        world = self.duties()
        one, other = self.by_hand(world), self.by_hand(world, title="迎评材料补充")
        self.refused(world, one, "merge", {"party": "role:office", "into": one}, "into itself")
        self.refused(world, one, "merge", {"party": "role:office", "into": "督〔2027〕99号"}, "into: there is no such matter")
        self.refused(world, one, "merge", {"party": "unit:logistics", "into": other}, "合并办理由督办部门决定")
        self.assertIn("--into: no matter", self.terminal(world, "merge", one, "--into", "督〔2027〕99号", ends=1))
        self.terminal(world, "merge", one, "--into", other)
        self.assertEqual("merged", world.http.matter(one)["state"])
        self.assertIn("--into: that matter is finished", self.terminal(world, "merge", other, "--into", one, ends=1))
        self.refused(world, other, "merge", {"party": "role:office", "into": one}, "finished")
        self.assertTrue(world.http.matter(other)["open"])

    def test_what_was_handed_in_and_who_supported_goes_on_in_the_other(self):
        world = self.duties()
        one = self.by_hand(world, support=["unit:propaganda"])
        other = self.by_hand(world, title="场馆检查", lead="unit:security")
        self.done(world, one, "submit", {"party": "unit:logistics", "by": "后勤信息员", "evidence": "后勤〔2027〕3号"})
        self.done(world, one, "return", {"party": "role:office", "by": "党校办值班", "reason": "请并案"}, token="second")
        self.done(world, one, "merge", {"party": "role:office", "into": other})
        self.go(world, "2027-03-05T12:00")
        merged, into = world.http.matter(one), world.http.matter(other)
        self.assertEqual(("merged", other), (merged["state"], merged["merged_into"]))
        self.assertEqual(([one], ["后勤〔2027〕3号"], ["unit:logistics", "unit:propaganda"]), (into["merged_from"], into["evidence"], sorted(into["support"])))
        heard = [arrival.data["text"] for arrival in world.inbox.to("logistics")]
        self.assertTrue(any(f"并入{other}合并办理" in text for text in heard), heard)
        self.assertIn("merged_from", [event["kind"] for event in into["timeline"]])
        self.assertIn(one, self.terminal(world, "show", other))
        self.assertIn(other, self.terminal(world, "show", one))
        self.done(world, other, "progress", {"party": "unit:logistics", "by": "后勤信息员", "note": "正在办理"})


class EvidenceIsManyToMany(Duties):
    def numbered(self, world):
        """A duty whose order has been signed, so that it has a number."""
        matter = self.by_hand(world)
        self.go(world, "2027-03-12T10:00")
        self.terminal(world, "issue", matter, "--by", "党校办主任")
        return matter

    def test_what_is_named_knows_by_whom(self):
        world = self.duties()
        named = self.numbered(world)
        world.signal("food", level="yellow")
        warning = world.matter("food")
        other = self.by_hand(world, title="场馆检查", due="2027-03-18T17:30:00+08:00")
        handed_in = {"party": "unit:logistics", "by": "后勤信息员", "evidence": "后勤〔2027〕3号\n见督〔2027〕1号"}
        self.refused(world, other, "submit", {**handed_in, "evidence": "督〔2027〕7号"}, "没有督〔2027〕7号这件事项")
        self.refused(world, other, "submit", {**handed_in, "cites": ["7"]}, "cites: must be numbers of matters")
        self.assertIn("--evidence: 没有督〔2027〕7号", self.terminal(world, "submit", other, "--as", "unit:logistics", "--evidence", "督〔2027〕7号", ends=1))
        self.assertEqual(([], []), tuple(world.http.matter(other)[k] for k in ("evidence", "cites")), "nothing is half done")
        self.done(world, other, "submit", {**handed_in, "cites": [warning["number"]]})
        world.settle()
        shown = world.http.matter(other)
        self.assertEqual(["后勤〔2027〕3号", "见督〔2027〕1号", warning["number"]], shown["evidence"])
        self.assertEqual(["督〔2027〕1号", warning["number"]], shown["cites"])
        for one in (named, warning["id"]):
            view = world.http.matter(one)
            self.assertEqual([other], view["cited_by"])
            self.assertIn("cited", [event["kind"] for event in view["timeline"]])
            self.assertIn(other, self.terminal(world, "show", one))

    def test_at_the_terminal(self):
        world = self.duties()
        self.numbered(world)
        other = self.by_hand(world, title="场馆检查", due="2027-03-18T17:30:00+08:00")
        wanted = ("submit", other, "--as", "unit:logistics", "--evidence", "后勤〔2027〕3号", "--evidence", "纪要", "--cites")
        self.assertIn("--cites: \"1\" is no number", self.terminal(world, *wanted, "1", ends=1))
        self.terminal(world, *wanted, "督〔2027〕1号")
        self.assertEqual(["后勤〔2027〕3号", "纪要", "督〔2027〕1号"], world.http.matter(other)["evidence"])
        self.assertIn("引用事项", self.terminal(world, "show", other))


class NotOurs(Duties):
    def test_declined_it_goes_back_and_on_to_another_unit(self):
        world = self.duties()
        matter = self.by_hand(world)
        self.go(world, "2027-03-05T12:00")
        self.done(world, matter, "decline", {"party": "unit:logistics", "by": "后勤信息员", "reason": "该场馆由保卫部管理"})
        self.assertEqual("role:office", world.http.matter(matter)["lead"])
        self.go(world, "2027-03-08T12:00")
        self.assertIn("该场馆由保卫部管理", "".join(a.raw.decode() for a in world.inbox.to("office")))
        mark = len(world.inbox.to("logistics"))
        self.terminal(world, "transfer", matter, "--as", "role:office", "--to", "security", "--support", "propaganda")
        shown = world.http.matter(matter)
        self.assertEqual(("awaiting", "security", "unit:security", ["unit:propaganda"]), tuple(shown[k] for k in ("state", "unit", "lead", "support")))
        self.go(world, "2027-03-10T12:00")
        self.assertIn("reminder", self.kinds(world, "security"))
        self.assertEqual(mark, len(world.inbox.to("logistics")), "the old unit is not reminded")
        self.refused(world, matter, "submit", {"party": "unit:logistics", "by": "后勤信息员", "evidence": "后勤〔2027〕3号"}, "未请该方签收")

    def test_a_support_that_is_no_unit_is_refused(self):
        world = self.duties()
        matter = self.by_hand(world)
        self.refused(world, matter, "transfer", {"party": "role:office", "target_unit": "security", "support": ["none"]}, "support: must be ids of units")
        self.assertIn("--support: \"none\"", self.terminal(world, "transfer", matter, "--as", "role:office", "--to", "security", "--support", "none", ends=1))
        self.assertEqual("unit:logistics", world.http.matter(matter)["lead"])


class Meetings(Duties):
    def test_a_date_is_fixed_and_answered(self):
        world = self.duties()
        opened = self.open(world, {"duty": "extra-meeting", "event_at": "2027-03-04T01:30:00+08:00"})
        self.assertEqual(201, opened.status, opened)
        world.settle()
        matter = opened.json["matter"]
        self.assertEqual((True, None), tuple(world.http.matter(matter)[k] for k in ("meeting", "scheduled_at")))
        self.refused(world, matter, "attend", {"party": "role:discipline", "answer": "yes"}, "未邀请该方出席")
        self.refused(world, matter, "schedule", {"party": "unit:security", "at": "2027-03-10T14:00:00+08:00"}, "会期由督办部门或承办单位填写")
        self.refused(world, matter, "schedule", {"party": "unit:party-office", "at": "2027-03-01T14:00:00+08:00"}, "会议时间须在现在之后")
        self.refused(world, matter, "schedule", {"party": "unit:party-office", "at": "2027-03-30T14:00:00+08:00"}, "确需推迟请先申请延期")
        self.assertIn("--place: 疑似", self.terminal(world, "schedule", matter, "--at", "2027-03-10 14:00", "--place", "打13800138000", ends=1))
        self.terminal(world, "schedule", matter, "--at", "2027-03-10 14:00", "--place", "行政楼第一会议室", "--minutes", "90", "--materials", "自查表")
        shown = world.http.matter(matter)
        self.assertEqual(
            ("2027-03-10T14:00:00+08:00", "行政楼第一会议室", 90, "自查表"), tuple(shown[k] for k in ("scheduled_at", "place", "minutes", "materials"))
        )
        self.go(world, "2027-03-09T12:00")
        self.assertIn("行政楼第一会议室", world.inbox.to("discipline")[-1].raw.decode())
        self.assertEqual({"role:discipline": "invited"}, world.http.matter(matter)["attending"])
        self.refused(world, matter, "attend", {"party": "role:discipline", "answer": "perhaps"}, "answer: must be yes")
        self.done(world, matter, "attend", {"party": "role:discipline", "by": "纪委秘书", "answer": "by_liaison"})
        self.assertEqual({"role:discipline": "by_liaison"}, world.http.matter(matter)["attending"])
        self.assertEqual("already", self.done(world, matter, "attend", {"party": "role:discipline", "answer": "by_liaison"})["outcome"])


class Papers(Duties):
    def test_an_order_is_signed_by_a_person_and_answered(self):
        world = self.duties()
        matter = self.by_hand(world)
        self.refused(world, matter, "issue", {"party": "role:office"}, "截止前只发提示单和催办单")
        self.go(world, "2027-03-11T17:31")
        draft = world.http.matter(matter)["slips"]
        self.assertEqual([("order", None, None)], [(s["kind"], s["number"], s["issued_at"]) for s in draft])
        self.go(world, "2027-03-12T10:00")
        self.refused(world, matter, "issue", {"party": "unit:logistics"}, "督办文书由督办部门签发")
        self.refused(world, matter, "issue", {"party": "role:office", "slip": "督〔2027〕9号"}, "slip: this matter has no such slip")
        self.terminal(world, "issue", matter, "--by", "党校办主任")
        shown = world.http.matter(matter)
        slip = shown["slips"][0]
        self.assertEqual(("督〔2027〕1号", "党校办主任"), (slip["number"], slip["issued_by"]))
        self.assertEqual("supervised", shown["late"])
        self.assertIn("■已逾期·督办中", self.terminal(world, "list", "--lamp", "overdue"))
        self.assertIn("--slip: this matter has no such slip", self.terminal(world, "explain", matter, "--as", "unit:logistics", "--reason", "材料在途", "--slip", "hint", ends=1))
        self.terminal(world, "explain", matter, "--as", "unit:logistics", "--reason", "材料在途", "--slip", "督〔2027〕1号")
        shown = world.http.matter(matter)
        self.assertEqual("rectifying", shown["late"])
        self.assertIsNotNone(shown["slips"][0]["answered_at"])

    def test_a_second_order_of_one_matter_has_a_number_of_its_own(self):
        world = self.duties()
        matter = self.by_hand(world)
        self.go(world, "2027-03-12T10:00")
        self.terminal(world, "issue", matter, "--by", "党校办主任")
        self.done(world, matter, "extend", {**Extensions.ASKED, "until": "2027-03-16T17:30:00+08:00"})
        self.done(world, matter, "approve", {"party": "role:office", "by": "党校办值班"})
        self.go(world, "2027-03-17T10:00")
        self.terminal(world, "issue", matter, "--by", "党校办主任")
        self.assertEqual(["督〔2027〕1号", "督〔2027〕1号之二"], [s["number"] for s in world.http.matter(matter)["slips"] if s["kind"] == "order"])
        self.assertIn("督〔2027〕1号之二", self.terminal(world, "show", "督〔2027〕1号之二"))
        self.assertTrue(any(a.data["subject"].startswith("【督办】督〔2027〕1号之二：") for a in world.inbox.to("logistics")))
        next_one = self.by_hand(world, title="场馆检查", due="2027-03-18T17:30:00+08:00")
        self.go(world, "2027-03-19T10:00")
        self.terminal(world, "issue", next_one, "--by", "党校办主任")
        self.assertEqual("督〔2027〕2号", world.http.matter(next_one)["number"], "the series has no gap")

    def test_many_are_urged_at_once(self):
        world = self.duties()
        first, second = self.by_hand(world), self.by_hand(world, title="场馆检查", lead="unit:security")
        self.go(world, "2027-03-11T10:00")
        self.assertIn("say which", self.terminal(world, "urge", ends=2))
        self.assertIn("--as: \"nobody\"", self.terminal(world, "urge", first, "--as", "nobody", ends=1))
        told = {name: len(world.inbox.to(name)) for name in ("logistics", "security")}
        sent = self.terminal(world, "urge", "--lamp", "imminent")
        self.assertEqual(2, sent.count("done"))
        world.settle()
        self.assertEqual({name: count + 1 for name, count in told.items()}, {name: len(world.inbox.to(name)) for name in told})
        for matter in (first, second):
            self.assertEqual(["urge"], [s["kind"] for s in world.http.matter(matter)["slips"]])
        self.assertEqual(2, self.terminal(world, "urge", first, second).count("already"))

    def test_a_hold_is_taken_and_ended(self):
        world = self.duties()
        matter = self.by_hand(world)
        self.refused(world, matter, "hold", {"party": "role:office", "reason": "巡视期间"}, "until: say until when")
        self.assertIn("--until: say until when", self.terminal(world, "hold", matter, "--as", "role:office", "--reason", "巡视期间", ends=1))
        self.assertIn("--until: \"spring\"", self.terminal(world, "hold", matter, "--as", "role:office", "--until", "spring", "--reason", "巡视期间", ends=1))
        self.refused(world, matter, "hold", {"party": "unit:logistics", "reason": "巡视期间", "until": "2028-01-01T00:00:00+08:00"}, "暂缓删除由")
        self.terminal(world, "hold", matter, "--as", "role:office", "--until", "2028-01-01 00:00", "--reason", "巡视期间", "--by", "督办员")
        hold = world.http.matter(matter)["hold"]
        self.assertEqual(("督办员", "巡视期间", "2028-01-01T00:00:00+08:00"), tuple(hold[k] for k in ("by", "reason", "until")))
        self.assertIn("巡视期间", self.terminal(world, "show", matter))
        self.done(world, matter, "hold", {"party": "role:office", "reason": "巡视结束", "end": True})
        self.assertIsNone(world.http.matter(matter)["hold"])


if __name__ == "__main__":
    main()
