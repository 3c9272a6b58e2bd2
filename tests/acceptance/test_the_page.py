"""The acknowledgement page as a duty officer reads it at night, and what is recorded of who said what on it."""

import re

from test_03_links import click

from harness import Policy, Scenario, main


def seen(answer):
    """The page without its tags."""
    return re.sub(r"\s*\n\s*", "", re.sub(r"<[^>]*>", "", answer.text.partition("</header>")[2]))


def one_group():
    return Policy().first_rung("red", asked=[["role:duty", "unit"]], informed=["role:office", "role:secretary"])


class ThePage(Scenario):
    def test_reads_as_it_is_agreed(self):
        world = self.world(one_group())
        world.signal("t1", level="red")
        page = seen(world.http.call("GET", world.link_of("duty")))
        self.assertIn("舆〔2027〕1号 红色（一级）预警 尚未核实。请于02:24前签收。签收＝由您承办，并按时反馈。", page)
        self.assertIn("签收人宣传部值班员（当班）其他何时反馈30分钟内1小时内今天17:30前自选备注（选填，严禁填写涉密内容和他人个人信息）确认签收打不开详情？拨校内 0000", page)
        done = seen(click(world, world.link_of("duty")))
        self.assertIn("✓ 已签收（02:14）。您承诺：02:44前反馈。到期未反馈，系统将继续逐级上报。", done)

    def test_the_time_is_the_messages_also_under_new_rules(self):
        world = self.world(one_group())
        world.signal("t1", level="red")
        link = world.link_of("duty")
        policy = one_group()
        policy.ladders["red"]["ack_within"] = "25m"
        world.change_policy(policy)
        world.cli("reload")
        world.until(1)
        self.assertIn("请于02:24前签收", seen(world.http.call("GET", link)))
        world.until(11)
        self.assertNotIn("请于", seen(world.http.call("GET", link)), "a time that is past is not promised")
        self.assertIn("请于02:34前签收", seen(world.http.call("GET", world.link_of("duty"))), "the second message has its own")

    def test_while_no_telephone_is_known_no_sentence_points_at_one(self):
        world = self.world(start=False)
        world.start("gateway", wait=False)  # no ledger, so no rules and no number
        world.programs["gateway"].wait_ready()
        page = seen(world.http.call("GET", "/a/AAAA"))
        self.assertIn("没有这个链接。请核对地址是否完整。", page)
        self.assertNotIn("拨", page)
        self.assertNotIn("电话", page)

    def test_who_signs_is_reported_by_oneself(self):
        world = self.world(one_group())
        world.signal("t1", level="red")
        link = world.link_of("duty")
        phone = "138" + "0013" + "8000"
        for fields, words in (
            ({"signer": "other"}, "请填写签收人。"),
            ({"signer": "other", "signer_name": "某" * 21}, "签收人不能超过20字。"),
            ({"signer": "other", "signer_name": phone}, "疑似含手机号或学号，请删去后提交"),
        ):
            answer = click(world, link, **fields)
            self.assertEqual(422, answer.status, answer)
            self.assertIn(words, answer.text)
        self.assertEqual([], world.matter("t1")["taken_by"])
        answer = click(world, link, signer="other", signer_name="值班二组")
        self.assertEqual(200, answer.status, answer)
        world.settle()
        (event,) = [e for e in world.matter("t1")["timeline"] if e["kind"] == "acknowledged"]
        self.assertIn("经链接，自报身份", event["text"])
        self.assertIn("签收人：值班二组", event["text"])
        self.assertEqual("self-reported:other", event["actor"], "a typed name is text that can be deleted")

    def test_who_comes_second_sees_the_progress_and_may_offer_to_take_over(self):
        world = self.world(one_group())
        world.signal("t1", level="red")
        world.until(10)  # the second call goes to everybody, and asks the duty officer and the unit
        self.assertEqual(200, click(world, world.link_of("duty")).status)
        world.settle()
        link = world.link_of("logistics", 0)
        page = world.http.call("GET", link)
        self.assertIn("此件已由宣传部值班员于02:24签收，02:44前反馈。您的操作未改变任何内容。", seen(page))
        self.assertIn("查看进展申请接手", seen(page))
        progress = seen(world.http.call("GET", link + "?view=progress"))
        self.assertIn("宣传部值班员02:24签收，承诺02:44前反馈。", progress)
        self.assertIn("已报至第2级。", progress)
        self.assertNotIn("第二食堂", progress)
        before, mark = world.matter("t1"), len(world.inbox.all())

        offered = click(world, link, do="take_over")
        self.assertEqual(200, offered.status, offered)
        self.assertIn("您的接手申请已转达。转办之前，此件仍由宣传部值班员承办。", seen(offered))
        again = click(world, link, do="take_over")
        self.assertIn("已申请接手，待承办方或分办单位答复。您的操作未改变任何内容。", seen(again))
        world.settle()
        after = world.matter("t1")
        for key in ("taken_by", "state", "rung", "next_at"):
            self.assertEqual(before[key], after[key])
        told = world.inbox.all()[mark:]
        self.assertEqual(["duty", "office"], sorted(a.to for a in told))
        self.assertIn("后勤保障处申请接手此件", told[0].data["text"])
        self.assertEqual(1, world.events("t1").count("takeover_offered"))


class OutcomesInWords(Scenario):
    def test_a_third_commitment_is_recorded_and_called_so(self):
        world = self.world(one_group())
        world.signal("t1", level="red")
        links = world.link_of("duty")
        for _ in range(2):
            self.assertEqual("acknowledged", world.callback("t1", "logistics", until=world.time(world.minute + 2)).json["outcome"])
            world.until(world.minute + 3)
        third = world.callback("t1", "logistics", until=world.time(world.minute + 2))
        self.assertEqual(200, third.status, third)
        self.assertEqual("recorded", third.json["outcome"])
        self.assertNotIn("by", third.json)
        page = seen(click(world, links))
        self.assertNotIn("已签收", page)
        self.assertIn("此件承诺次数已用满，本次签收不停止上报，系统继续逐级上报。", page)
        self.assertEqual([], world.matter("t1")["taken_by"])

    def test_what_is_handed_in_is_nobodys_name(self):
        world = self.world(one_group())
        world.signal("t1", level="red")
        matter = world.matter("t1")["id"]
        self.assertEqual(200, world.http.act(matter, "submit", {"party": "unit:logistics", "evidence": "后勤〔2027〕3号"}).status)
        late = world.callback("t1", "logistics")
        self.assertEqual("already", late.json["outcome"])
        self.assertNotIn("by", late.json)
        self.assertEqual("办理结果已报送，待核验", late.json["reason"])
        self.assertIn("办理结果已报送，待核验。您的操作未改变任何内容。", seen(click(world, world.link_of("duty"))))

    def test_a_timeline_says_how_a_matter_ended_and_why(self):
        world = self.world(one_group())
        world.signal("t1", level="red")
        answer = world.http.act(world.matter("t1")["id"], "cancel", {"party": "role:office", "reason": "误报，已核实"})
        self.assertEqual(200, answer.status, answer)
        shown = world.matter("t1")
        self.assertEqual("事项已终止：误报，已核实。", [e["text"] for e in shown["timeline"] if e["kind"] == "closed"][0])
        self.assertFalse(shown["timeline_cut"])
        self.assertFalse(shown["deliveries_cut"])


if __name__ == "__main__":
    main()
