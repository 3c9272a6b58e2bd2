"""The link of a duty's mail: a unit without an account dates a meeting, hands in, verifies, answers; looking changes nothing, a second time says already."""

import json
import re
from html import unescape
from urllib.parse import urlencode

from harness import Policy, Scenario, main, wait_until

FORM = {"content-type": "application/x-www-form-urlencoded"}
UNCHANGED = "您的操作未改变任何内容。"
DAY = 24 * 60
PLANS = {
    "windows": [],
    "events": [],
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
                {"id": "t-19", "before": "19wd", "kind": "reminder", "to": ["owner"]},
                {"id": "t-1", "before": "1wd", "kind": "reminder", "to": ["owner"]},
                {"id": "order", "kind": "order", "to": ["owner"]},
            ],
        }
    ],
}


def duty(duty_id, title, owner, **more):
    return {
        "id": duty_id,
        "title": title,
        "clause": "四（一）1",
        "owner": owner,
        "when": {"rule": "FREQ=MONTHLY", "from": "2027-03-01"},
        "proof": ["清单"],
        "version": 1,
        "edition": "2018",
        "status": "confirmed",
        "in_force_from": "2027-01-01",
        "plan": "unit",
        "line": "main",
        "fields": ["integrity"],
        **more,
    }


REPORT = duty("risk", "廉政风险点排查", "unit:logistics", verifier="role:discipline")
MEETING = duty("tuijin", "全面从严治党推进会议", "unit:party-office", meeting=True, attendees=["unit:security", "role:president"])


class DutyLinks(Scenario):
    """Due on 31 March 2027; the story begins on Thursday, 4 March, nineteen working days before: the reminders of that day have left at 10:14."""

    def opened(self, *duties):
        self.box = self.mailbox()
        policy = Policy().mail_to(self.box, "party-office", "logistics", "security", "discipline", "office", "president")
        policy.roles["president"]["leader"] = True
        policy.rules.update(supervision_unit="party-office", source_title="《实施办法》", edition="2018", token_ttl="30d")
        world = self.world(policy, start=False, sets=("deadlines.horizon=1d",))
        (world.config / "obligations").mkdir(exist_ok=True)
        (world.config / "plans.yaml").write_text(json.dumps(PLANS, ensure_ascii=False))
        (world.config / "obligations" / "all.yaml").write_text(json.dumps({"duties": duties}, ensure_ascii=False))
        world.start().start("deadlines")
        wait_until("the duties are opened", lambda: len(self.rows(world)) == len(duties))
        world.advance(8 * 60)
        return world

    def rows(self, world):
        return {m["key"].split("/")[1]: m["id"] for m in world.http.matters("?limit=200") if m["key"].startswith("duty/")}

    def matter(self, world, duty_id):
        return world.http.matter(self.rows(world)[duty_id])

    def kinds(self, world, duty_id):
        return [e["kind"] for e in self.matter(world, duty_id)["timeline"]]

    def link(self, name, words):
        """The path in the newest mail to a mailbox whose subject holds these words; of a list, its own and not an entry's."""
        letters = [letter for letter in self.box.to(name) if words in letter.mail["subject"]]
        self.assertTrue(letters, f"no mail about {words} to {name}: {[letter.mail['subject'] for letter in self.box.to(name)]}")
        found = re.findall(r"http://127\.0\.0\.1:\d+(/a/[\w.-]+)", letters[-1].text)
        self.assertTrue(found, letters[-1].text)
        return found[-1]

    def page(self, world, link):
        answer = world.http.call("GET", link)
        self.assertEqual(200, answer.status, answer)
        self.assertNotIn("<script", answer.text)
        return answer.text

    def hidden(self, page, act):
        """What the form of an act carries unseen, as a browser would send it back."""
        form = page[page.index(f'name="do" value="{act}"') :]
        return {"do": act, **{name: re.search(f'name="{name}" value="([^"]*)"', form)[1] for name in ("once", "seen")}}

    def post(self, world, link, page, act, **fields):
        answer = world.http.call("POST", link, raw=urlencode({**self.hidden(page, act), **fields}).encode(), headers=FORM)
        world.settle()
        return answer

    def handed_in(self, world):
        """The unit takes the duty and hands it in by its link; the link that the verifier then gets."""
        link = self.link("logistics", "廉政风险点排查")
        answer = self.post(world, link, self.page(world, link), "submit", number="后勤〔2027〕3号", evidence="已公示")
        self.assertEqual(200, answer.status, answer)
        self.assertIn("已报送办理结果。下一步：由校纪委核验", answer.text)
        return link, self.link("discipline", "廉政风险点排查")

    def test_a_meeting_is_dated_by_the_link_and_looking_changes_nothing(self):
        world = self.opened(MEETING)
        link = self.link("party-office", "全面从严治党推进会议")
        before = self.matter(world, "tuijin")
        for _ in range(3):
            page = self.page(world, link)
            self.assertEqual(200, world.http.call("HEAD", link).status)
        world.settle()
        self.assertEqual(before, self.matter(world, "tuijin"))
        for words in ("请填写会期", "3月31日（周三）", "●正常", "《实施办法》四（一）1（2018年版）", "校内 0000", "严禁填写涉密内容和他人个人信息"):
            self.assertIn(words, page)

        wrong = self.post(world, link, page, "schedule", day="2027-02-30", time="14:00", place="行政楼301")
        self.assertEqual(422, wrong.status)
        self.assertIn("会议日期：请按 2026-07-08 的样式填写日期。", wrong.text)
        self.assertIn('value="行政楼301"', wrong.text, "what was typed stays")
        late = self.post(world, link, page, "schedule", day="2027-04-08", time="14:00", place="行政楼301")
        self.assertEqual(422, late.status)
        self.assertIn("确需推迟请先申请延期", late.text)
        self.assertIn('value="2027-04-08"', late.text)
        after = self.matter(world, "tuijin")["timeline"]
        self.assertEqual(before["timeline"], after[: len(before["timeline"])])
        self.assertLessEqual({e["kind"] for e in after[len(before["timeline"]) :]}, {"accepted", "refused"})

        fields = {"day": "2027-03-24", "time": "14:00", "minutes": "90", "place": "行政楼301", "materials": "一季度小结", "materials_by": "2027-03-22"}
        done = self.post(world, link, page, "schedule", **fields)
        self.assertEqual(200, done.status, done)
        self.assertIn("✓ 会期已确定：3月24日（周三）14:00，行政楼301。下一步：", done.text)
        again = self.post(world, link, page, "schedule", **fields)
        self.assertEqual(200, again.status, again)
        self.assertIn(UNCHANGED, again.text)
        self.assertEqual(1, self.kinds(world, "tuijin").count("scheduled"))
        self.assertNotIn("rescheduled", self.kinds(world, "tuijin"))
        self.assertIn("3月24日（周三）14:00，行政楼301，约90分钟", self.page(world, link))

        world.advance(11 * DAY)  # Monday, 15 March: seven working days before
        invited = self.link("security", "全面从严治党推进会议")
        page = self.page(world, invited)
        self.assertIn("请您出席：3月24日（周三）14:00，行政楼301，约90分钟。", page)
        self.assertIn("一季度小结；3月22日（周一）17:30前送达", page)
        answer = self.post(world, invited, page, "attend", answer="yes")
        self.assertIn("✓ 已答复：参加。", answer.text)
        self.assertIn(UNCHANGED, self.post(world, invited, self.page(world, invited), "attend", answer="yes").text)
        self.assertEqual(1, self.kinds(world, "tuijin").count("attending"))

        world.advance(DAY)
        brief = self.link("president", "全面从严治党推进会议")
        self.assertIn("请出席：全面从严治党推进会议　3月24日（周三）14:00，行政楼301", self.page(world, brief))
        self.assertNotIn("<form", self.page(world, brief))
        self.assertEqual(422, world.http.call("POST", brief, raw=b"do=ack", headers=FORM).status, "a list is for reading")

    def test_handed_in_by_one_link_and_verified_by_anothers(self):
        world = self.opened(REPORT)
        link = self.link("logistics", "廉政风险点排查")
        page = self.page(world, link)
        taken = self.post(world, link, page, "ack", until="2027-03-10")
        self.assertIn("✓ 已签收（3月4日（周四）10:14）。您承诺：3月10日（周三）17:30前反馈。", taken.text)
        self.assertIn("后勤保障处（3月4日（周四）10:14签收，3月10日（周三）17:30前反馈）", taken.text, "the page is of the duty as it stands now")
        self.assertNotIn("待签收", taken.text)
        self.assertIn("此件已由后勤保障处于3月4日（周四）10:14签收", self.post(world, link, page, "ack").text)
        empty = self.post(world, link, page, "submit", evidence="  ")
        self.assertEqual(422, empty.status)
        self.assertIn("请填写文号、链接或说明之一。", empty.text)

        link, verifier = self.handed_in(world)
        self.assertIn("办理结果已报送，待核验。" + UNCHANGED, self.post(world, link, page, "submit", number="后勤〔2027〕4号").text)
        own = world.http.call("POST", link, raw=urlencode({"do": "verify"}).encode(), headers=FORM)
        self.assertEqual(422, own.status, own)
        self.assertIn("不能核验自己提交的材料，请另一人核验。", own.text)

        page = self.page(world, verifier)
        self.assertIn("后勤〔2027〕3号；已公示", page)
        done = self.post(world, verifier, page, "verify")
        self.assertIn("✓ 核验通过，此件已办结。", done.text)
        self.assertEqual("closed", self.matter(world, "risk")["state"])
        self.assertIn(UNCHANGED, self.post(world, verifier, page, "verify").text)
        self.assertIn("此件已办结，无需操作。", self.page(world, link))
        (event,) = [e for e in self.matter(world, "risk")["timeline"] if e["kind"] == "verified"]
        self.assertEqual("self-reported:role:discipline", event["actor"])

    def test_what_changed_meanwhile_is_not_verified_unseen(self):
        world = self.opened(REPORT)
        link, verifier = self.handed_in(world)
        read = self.page(world, verifier)
        returned = self.post(world, verifier, read, "return", reason="缺少清单")
        self.assertIn("✓ 已退回。下一步：系统通知后勤保障处补充后再报送。", returned.text)
        self.assertIn("办理结果已退回。" + UNCHANGED, self.post(world, verifier, read, "return", reason="缺少清单，请补").text)
        self.post(world, link, self.page(world, link), "submit", number="后勤〔2027〕5号")
        stale = self.post(world, verifier, read, "verify", note="齐全")
        self.assertEqual(409, stale.status, stale)
        self.assertIn("他人刚更新了此事项，请核对后再提交；您填写的内容已保留。", stale.text)
        self.assertIn(">齐全</textarea>", stale.text)
        self.assertEqual("submitted", self.matter(world, "risk")["state"])
        self.assertIn("✓ 核验通过", self.post(world, verifier, stale.text, "verify").text)

    def test_an_extension_is_asked_by_one_link_and_decided_by_anothers(self):
        world = self.opened(REPORT)
        link = self.link("logistics", "廉政风险点排查")
        page = self.page(world, link)
        early = self.post(world, link, page, "extend", until="2027-03-20", reason="等待批复")
        self.assertEqual(422, early.status)
        self.assertIn("新期限须晚于原期限", early.text)
        self.assertIn(">等待批复</textarea>", early.text)
        phone = "138" + "0013" + "8000"
        self.assertIn("疑似含手机号或学号，请删去后提交。", self.post(world, link, page, "extend", until="2027-04-07", reason=f"问{phone}").text)
        asked = self.post(world, link, page, "extend", until="2027-04-07", reason="等待批复")
        self.assertIn("延期须经党（校）办值班批准，批准前原期限有效。", asked.text)
        approver = self.link("office", "请审批延期")
        page = self.page(world, approver)
        self.assertIn("理由：等待批复", unescape(page))
        nobody = self.post(world, approver, page, "approve")
        self.assertEqual(422, nobody.status)
        self.assertIn("请填写批准人。", nobody.text)
        self.assertIn("延期申请", self.page(world, approver), "nothing was decided")
        approved = self.post(world, approver, page, "approve", signer="值班主任").text
        self.assertIn("✓ 已批准延期至4月7日（周三）17:30", approved)
        self.assertIn("截止 <strong>4月7日（周三）17:30</strong>", approved, "not the old date beside it")
        self.assertIn("此项延期申请已于3月4日（周四）10:14批准。" + UNCHANGED, self.post(world, approver, page, "refuse", reason="不同意").text)
        self.assertIn("截止 <strong>4月7日（周三）17:30</strong>", self.page(world, link))

    def test_not_ours_progress_and_undelivered(self):
        world = self.opened(REPORT)
        link = self.link("logistics", "廉政风险点排查")
        page = self.page(world, link)
        self.assertIn("✓ 已记录进展。", self.post(world, link, page, "progress", note="已起草").text)
        self.assertIn("此项操作此前已记录，未重复登记。" + UNCHANGED, self.post(world, link, page, "progress", note="已起草").text)
        self.assertEqual(1, self.kinds(world, "risk").count("progress"))
        self.assertIn("✓ 已反映送达问题。", self.post(world, link, page, "fault", reason="此前未收到提醒").text)
        self.assertIn("送达情况核实中，核实期间不计逾期", self.page(world, link))
        handed_back = self.post(world, link, page, "decline", reason="应由保卫部办理").text
        self.assertIn("✓ 已记录：非我单位职责。下一步：由党（校）办值班重新分办", handed_back)
        self.assertNotIn("查看此件", handed_back, "a link that leads nowhere any more")
        self.assertEqual(410, world.http.call("GET", link).status, "whoever handed it back has no link to it any more")
        office = self.link("office", "廉政风险点排查")
        passed = self.post(world, office, self.page(world, office), "transfer", unit="security")
        self.assertIn("✓ 已转办保卫部。下一步：由该单位签收并承办。", passed.text)
        self.assertIn("请签收并承办", self.page(world, self.link("security", "廉政风险点排查")))

    def test_an_order_is_signed_by_the_offices_link_and_answered_by_the_units(self):
        world = self.opened(REPORT)
        world.advance(28 * DAY)  # Thursday, 1 April: overdue since yesterday evening
        office = self.link("party-office", "请签发")
        page, other = self.page(world, office), self.page(world, office)
        self.assertIn("后勤保障处尚未报送，督办单已拟好。请核对后签发；签发前不会发出。", page)
        nobody = self.post(world, office, page, "issue")
        self.assertEqual(422, nobody.status)
        self.assertIn("请填写签发人。", nobody.text)
        self.assertIn("请核对后签发", self.page(world, office), "not issued without a signer")
        signer = {"signer": "综合科科长"}
        self.assertIn("✓ 督办单已签发，发往后勤保障处。", self.post(world, office, page, "issue", **signer).text)
        self.assertIn("此项操作此前已记录，未重复登记。" + UNCHANGED, self.post(world, office, page, "issue", **signer).text)
        self.assertIn("督办单已于4月1日（周四）10:14签发。" + UNCHANGED, self.post(world, office, other, "issue", **signer).text)
        link = self.link("logistics", "【督办】督〔2027〕1号")
        self.assertNotIn("self-reported", self.box.to("logistics")[-1].text)
        self.assertIn("综合科科长", self.box.to("logistics")[-1].text)
        page = self.page(world, link)
        for words in ("督〔2027〕1号", "■已逾期", "督办中", "签收并承办", "报送材料", "申请延期", "非我单位职责", "反映送达问题"):
            self.assertIn(words, page)
        self.assertIn("✓ 已记录您的说明。", self.post(world, link, page, "explain", reason="正在汇总，本周报送").text)
        self.assertIn("待销号", self.page(world, link))
        self.assertEqual(1, self.kinds(world, "risk").count("rectifying"))

    def test_a_duty_of_cases_takes_no_sentence(self):
        world = self.opened({**REPORT, "number_only": True})
        link = self.link("logistics", "廉政风险点排查")
        page = self.page(world, link)
        self.assertNotIn("<textarea", page)
        told = "已对某某某立案"
        refused = self.post(world, link, page, "decline", reason=told)
        self.assertEqual(422, refused.status)
        self.assertIn("请选择理由。", refused.text)
        self.assertIn("✓ 已记录进展。", self.post(world, link, page, "progress", note="正在办理").text)
        self.assertIn("✓ 已记录进展。", self.post(world, link, self.page(world, link), "progress").text)
        body = {"party": "unit:logistics", "by": "后勤信息员", "note": told}
        answer = world.http.call("POST", f"/api/v1/matters/{self.rows(world)['risk']}/progress", body)
        world.settle()
        self.assertNotIn(told, json.dumps(self.matter(world, "risk"), ensure_ascii=False), answer)
        self.assertEqual(2, self.kinds(world, "risk").count("progress"))
        self.assertIn("✓ 已报送办理结果。", self.post(world, link, page, "submit", number="纪〔2027〕3号", dated="2027-03-03").text)

    def test_a_forged_link_is_refused(self):
        world = self.opened(REPORT)
        link = self.link("logistics", "廉政风险点排查")
        middle = 3 + (len(link) - 3) // 2
        other = "A" if link[middle] != "A" else "B"
        before = self.matter(world, "risk")
        for forged in (link[:middle] + other + link[middle + 1 :], link[:-4], link + "AAAA"):
            for method in ("GET", "POST"):
                raw = urlencode({"do": "ack"}).encode() if method == "POST" else None
                answer = world.http.call(method, forged, raw=raw, headers=FORM)
                self.assertIn(answer.status, (403, 404), f"{method} {forged}: {answer}")
                self.assertNotIn("廉政", answer.text)
        nonsense = world.http.call("POST", link, raw=b"do=delete&party=role:office", headers=FORM)
        self.assertEqual(422, nonsense.status, nonsense)
        world.settle()
        self.assertEqual(before, self.matter(world, "risk"))


if __name__ == "__main__":
    main()
