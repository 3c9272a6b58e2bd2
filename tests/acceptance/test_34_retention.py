"""Scenario 34 and guardrail 7: a closed matter's texts are deleted after their time, it never opens again, and the journal still verifies.

Time is Beijing's, in 2026. The mid-year meeting is held on 12 June and closed, 33 days before its window ends: its texts go 20 days later, while
the window is still open and the horizon would open it.
"""

import json

from duties import Duties, duty, plan, step, window
from harness import Policy, main, wait_until

PLACE, NOTE, RETURNED = "行政楼三层甲会议室", "筹备情况甲，材料已齐", "纪要缺签到页甲"
# Who signed is deleted like what was written: the journal's own actors are the doors' accounts.
HANDED_IN, CHECKED = "后勤经办甲", "党办核验乙"
TYPED = (PLACE, NOTE, RETURNED, "说明甲见附件", HANDED_IN, CHECKED)
NUMBER = "校党〔2026〕12号"


class Retention(Duties):
    def meeting(self, retention="20d", **more):
        policy = Policy()
        policy.rules["retention"] = retention
        return self.duties(
            duty("midyear", {"window": "mid"}, title="推进会", owner="unit:logistics", meeting=True, attendees=["unit:logistics"], **more),
            plan=plan(step("t-1", "reminder", before="1wd"), meeting_steps=[{"id": "m-1", "before": "1wd", "kind": "reminder", "to": ["attendees"]}]),
            windows=[window("mid", "06-01", "07-15")],
            policy=policy,
            begin="2026-06-01T09:00:00+08:00",
        )

    def act(self, world, matter, act, body, token="act"):
        answer = world.http.act(matter["id"], act, body, token=token)
        self.assertEqual(200, answer.status, f"{act}: {answer}")
        world.settle()

    def hold_meeting_and_close(self, world):
        matter = self.one_duty(world, "midyear")
        self.act(world, matter, "schedule", {"party": "unit:party-office", "at": "2026-06-12T14:00:00+08:00", "place": PLACE})
        self.pass_until(world, "2026-06-12 17:00")
        self.act(world, matter, "progress", {"party": "unit:logistics", "by": HANDED_IN, "note": NOTE})
        self.act(world, matter, "submit", {"party": "unit:logistics", "by": HANDED_IN, "evidence": "说明甲见附件"})
        self.act(world, matter, "return", {"party": "role:office", "by": CHECKED, "reason": RETURNED}, token="second")
        self.act(world, matter, "submit", {"party": "unit:logistics", "by": HANDED_IN, "evidence": NUMBER})
        self.act(world, matter, "verify", {"party": "role:office", "by": CHECKED}, token="second")
        self.assertEqual("closed", self.one_duty(world, "midyear")["state"])
        return matter

    def bytes_of_the_store(self, world):
        return b"".join(path.read_bytes() for path in world.data.glob("ledger.db*"))

    def left(self, world):
        stored = self.bytes_of_the_store(world)
        return [text for text in TYPED if text.encode() in stored]

    def edit(self, world, change):
        path = world.config / "obligations" / "all.yaml"
        catalogue = json.loads(path.read_text())
        change(catalogue["duties"])
        path.write_text(json.dumps(catalogue, ensure_ascii=False))
        world.cli("reload")

    def all_midyear(self, world):
        return [(m["key"], m["state"]) for m in world.http.matters("?limit=200") if m["key"].startswith("duty/midyear/")]

    def test_closed_early_and_deleted_it_does_not_open_again(self):
        world = self.meeting()
        matter = self.hold_meeting_and_close(world)
        self.jump_to(world, "2026-07-02 16:59")
        self.assertEqual(list(TYPED), self.left(world), "not before its time; the texts are found where they should be")
        self.jump_to(world, "2026-07-02 17:00")
        wait_until("the log is cut", lambda: self.left(world) == [])

        view = world.http.matter(matter["id"])
        self.assertEqual("archived", view["state"])
        self.assertEqual("", view["title"])
        self.assertEqual("verified", view["close_reason"])
        self.assertEqual("2026-07-02T17:00:00+08:00", view["erased_at"])
        self.assertEqual("2026-06-12T17:00:00+08:00", view["closed_at"])
        self.assertEqual("logistics", view["unit"])
        texts = [event["text"] for event in view["timeline"] if event["kind"] in ("progress", "returned")]
        self.assertEqual(2, len(texts))
        for text in texts:
            self.assertIn("文本已按期删除", text)
        self.assertEqual("erased", view["timeline"][-1]["kind"])

        verified = world.cli_json("ledger", "verify")
        self.assertGreaterEqual(verified["texts_deleted"], 4)

        # The horizon is expanded again, from nothing: its process, the ledger and everything else start anew.
        for name in reversed(list(world.programs)):
            world.stop_one(name)
        world.start()
        world.start("deadlines")
        world.settle()
        self.edit(world, lambda duties: duties[0].update(title="推进会（修订）"))
        self.pass_until(world, "2026-07-16 09:00")
        self.assertEqual([("duty/midyear/2026", "archived")], self.all_midyear(world))
        self.assertEqual([], [text for text in self.left(world)])

    def test_a_documented_hold_stops_the_deletion(self):
        world = self.meeting()
        matter = self.hold_meeting_and_close(world)
        refused = world.http.act(matter["id"], "hold", {"party": "unit:logistics", "by": "logistics-desk", "reason": "自查", "until": "2026-09-01T00:00:00+08:00"})
        self.assertEqual(422, refused.status, refused)
        self.assertIn("暂缓删除由督办部门或审计管理员办理", refused.text)
        self.act(world, matter, "hold", {"party": "role:office", "by": "office-desk", "reason": "巡视期间", "until": "2026-09-01T00:00:00+08:00"})
        self.jump_to(world, "2026-08-01 09:00")
        self.assertEqual(list(TYPED), self.left(world))
        self.assertEqual("2026-09-01T00:00:00+08:00", self.one_duty(world, "midyear")["held_until"])
        self.assertIn("hold_begun", [event["kind"] for event in self.one_duty(world, "midyear")["timeline"]])
        self.act(world, matter, "hold", {"party": "role:office", "by": "office-desk", "reason": "巡视结束", "end": True})
        wait_until("the texts are gone", lambda: self.left(world) == [])
        self.assertEqual("archived", self.one_duty(world, "midyear")["state"])

    def test_edited_it_is_amended_removed_it_is_retracted(self):
        world = self.meeting()
        before = self.one_duty(world, "midyear")
        self.edit(world, lambda duties: duties[0].update(title="推进会（修订）"))
        wait_until("the edit has come", lambda: self.one_duty(world, "midyear")["title"] == "推进会（修订）")
        after = self.one_duty(world, "midyear")
        self.assertEqual(before["id"], after["id"], "amended, not doubled")
        self.assertIn("amended", [event["kind"] for event in after["timeline"]])
        self.edit(world, lambda duties: duties[0].update(id="another"))
        wait_until("it is retracted", lambda: self.one_duty(world, "midyear")["state"] == "cancelled")
        self.assertIn("retracted", [event["kind"] for event in self.one_duty(world, "midyear")["timeline"]])

    def test_what_a_mail_server_said_and_who_acted_go_too(self):
        box = self.mailbox()
        policy = Policy.one_rung().mail_to(box, "duty")
        policy.rules["retention"] = "20d"
        world = self.world(policy, start=False, begin="2026-06-01T09:00:00+08:00")
        address = "zhang.jiayi@elsewhere.example"
        box.rcpt("duty", f"550 5.1.1 {address}: no such user")
        world.start()
        world.signal("gone")
        matter = world.matter("gone")
        self.act(world, matter, "ack", {"party": "role:duty", "by": HANDED_IN})
        again = world.http.act(matter["id"], "ack", {"party": "role:duty", "by": CHECKED})
        self.assertEqual(("already", HANDED_IN), (again.json["outcome"], again.json["by"]), again)
        self.act(world, matter, "cancel", {"party": "role:office", "by": CHECKED, "reason": "重复报送甲"})
        secrets = (address, HANDED_IN, CHECKED, "重复报送甲")
        left = lambda: [text for text in secrets if text.encode() in self.bytes_of_the_store(world)]  # noqa: E731
        self.assertEqual(list(secrets), left(), "they are found where they should be")
        who = {event["kind"]: (event["actor"], event["signed"]) for event in world.http.matter(matter["id"])["timeline"]}
        self.assertEqual(("api/act", HANDED_IN), who["acknowledged"])
        world.advance(21 * 24 * 60)
        wait_until("they are gone", lambda: left() == [])
        view = world.http.matter(matter["id"])
        self.assertEqual({("api/act", "")}, {(e["actor"], e["signed"]) for e in view["timeline"] if e["kind"] in ("acknowledged", "already")})
        self.assertEqual([(550, "reject", "erased")], [(a["status"], a["outcome"], a["reason"]) for a in view["deliveries"][0]["attempts"]])
        self.assertTrue(world.cli_json("ledger", "verify")["ok"])

    def test_removed_and_restored_the_same_matter_goes_on(self):
        world = self.meeting()
        before = self.one_duty(world, "midyear")
        self.act(world, before, "ack", {"party": "unit:logistics", "by": "logistics-desk"})
        self.act(world, before, "schedule", {"party": "unit:party-office", "at": "2026-06-12T14:00:00+08:00", "place": PLACE})
        self.edit(world, lambda duties: duties[0].update(status="draft"))
        wait_until("it is retracted", lambda: self.one_duty(world, "midyear")["state"] == "cancelled")
        self.edit(world, lambda duties: duties[0].update(status="confirmed"))
        wait_until("it goes on", lambda: self.one_duty(world, "midyear")["state"] == "in_progress")
        world.settle()
        after = self.one_duty(world, "midyear")
        self.assertEqual((before["id"], "2026-06-12T14:00:00+08:00"), (after["id"], after["scheduled_at"]))
        kinds = [event["kind"] for event in after["timeline"]]
        self.assertEqual(["opened", "retracted", "closed", "reopened"], [kind for kind in kinds if kind in ("opened", "retracted", "closed", "reopened")])
        open_now = [matter["id"] for matter in world.http.matters("?limit=200") if matter["open"]]
        self.assertEqual(len(open_now), world.status()["open_matters"], "the ledger counts it again")
        self.act(world, after, "submit", {"party": "unit:logistics", "by": "logistics-desk", "evidence": NUMBER})
        self.act(world, after, "verify", {"party": "role:office", "by": "office-desk"}, token="second")
        self.assertEqual([("duty/midyear/2026", "closed")], self.all_midyear(world))

    def test_another_owner_is_a_transfer_and_not_a_second_matter(self):
        world = self.meeting()
        before = self.one_duty(world, "midyear")
        self.act(world, before, "progress", {"party": "unit:logistics", "by": "logistics-desk", "note": NOTE})
        self.edit(world, lambda duties: duties[0].update(owner="unit:propaganda"))
        wait_until("it is passed on", lambda: "transferred" in [event["kind"] for event in self.one_duty(world, "midyear")["timeline"]])
        after = self.one_duty(world, "midyear")
        self.assertEqual((before["id"], "unit:propaganda"), (after["id"], after["lead"]))
        self.assertEqual("awaiting", after["state"])
        refused = world.http.act(before["id"], "submit", {"party": "unit:logistics", "by": "logistics-desk", "evidence": NUMBER})
        self.assertEqual(422, refused.status, refused)
        self.act(world, after, "submit", {"party": "unit:propaganda", "by": "propaganda-desk", "evidence": NUMBER})
        self.act(world, after, "verify", {"party": "role:office", "by": "office-desk"}, token="second")
        self.edit(world, lambda duties: duties[0].update(owner="unit:logistics"))
        world.settle()
        self.assertEqual([("duty/midyear/2026", "closed")], self.all_midyear(world), "what is done is not asked for again")

    def test_a_warnings_texts_go_too(self):
        policy = Policy()
        policy.rules["retention"] = "20d"
        world = self.world(policy, begin="2026-06-01T09:00:00+08:00")
        world.signal("gone", level="yellow", topic_title="食堂甲乙丙丁价格")
        matter = world.matter("gone")
        number = matter["number"]
        self.act(world, matter, "cancel", {"party": "role:office", "by": "office-desk", "reason": "重复报送甲"})
        self.assertIn("食堂甲乙丙丁价格".encode(), self.bytes_of_the_store(world))
        world.advance(21 * 24 * 60)
        wanted = ("食堂甲乙丙丁价格", "重复报送甲")
        wait_until("the texts are gone", lambda: not [text for text in wanted if text.encode() in self.bytes_of_the_store(world)])
        view = world.http.matter(matter["id"])
        self.assertEqual(number, view["number"])
        self.assertEqual("yellow", view["level"])
        self.assertEqual("canteen", view["category"])
        self.assertEqual("cancelled", view["state"])
        world.cli("ledger", "verify")
        world.signal("gone", level="yellow", topic_title="食堂价格又起")
        self.assertEqual(view["id"], world.matter("gone")["previous"], "it comes back as a new matter that names the old one")


if __name__ == "__main__":
    main()
