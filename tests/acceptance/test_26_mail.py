"""Scenario 26: mail that is answered softly, hardly, ambiguously or late; and what a mail program makes of what we send."""

import ssl
import subprocess
import tempfile
import threading

from harness import Late, Mailbox, Policy, Reply, Scenario, main, wait_until
from judge import parse_mail
from policy import rung


class Answers(Scenario):
    def one(self, **more):
        self.box = self.mailbox()
        return self.world(Policy.one_rung().mail_to(self.box, "duty"), **more)

    def later(self, world, wanted):
        """Goes on until so many mails have come."""
        while len(self.box.to("duty")) < wanted and world.minute < 24 * 60:
            world.advance(1)

    def test_450_at_rcpt_is_tried_later(self):
        world = self.one(start=False)
        self.box.rcpt("duty", "450 4.2.0 greylisted", "451 4.3.0 again")
        world.start()
        world.signal("t1")
        self.assertEqual([], self.box.to("duty"))
        self.later(world, 1)
        delivery = world.deliveries_of("t1")[0]
        self.assertEqual("delivered", delivery["state"])
        self.assertEqual([450, 451, 250], [a["status"] for a in delivery["attempts"]])
        self.assertEqual(["retry", "retry", "delivered"], [a["outcome"] for a in delivery["attempts"]])
        self.assertIn("greylisted", delivery["attempts"][0]["reason"])

    def test_550_is_a_dead_letter_and_the_ladder_moves_on(self):
        self.box = self.mailbox()
        rungs = [rung("0s", [["role:duty"]]), rung("20m", [["role:secretary"]]), rung("5h", [["body:committee"]])]
        policy = Policy().rungs("red", rungs).mail_to(self.box, "duty")
        world = self.world(policy, start=False)
        self.box.rcpt("duty", "550 5.1.1 no such user")
        world.start()
        world.signal("t1", level="red")
        self.assertEqual([0.0], [a.minute for a in world.inbox.to("secretary")], "nobody waits twenty minutes for a dead mailbox")
        dead = world.cli_json("deliveries", "dead")["items"]
        self.assertEqual(["duty"], [one["destination"] for one in dead])
        self.assertIn("5.1.1", dead[0]["reason"])
        self.assertEqual([], self.box.to("duty"))
        world.cli("deliveries", "replay", dead[0]["id"])
        world.settle()
        self.assertEqual(1, len(self.box.to("duty")), "sent again by hand")

    def test_a_connection_lost_after_the_dot_is_ambiguous_and_sent_again_under_its_id(self):
        world = self.one(start=False)
        self.box.dot("duty", Mailbox.DROP)
        world.start()
        world.signal("t1")
        self.later(world, 2)
        first, second = self.box.to("duty")
        self.assertEqual(first.id, second.id)
        self.assertEqual(first.raw, second.raw, "the same bytes")
        self.assertEqual([False, True], [first.taken, second.taken])
        delivery = world.deliveries_of("t1")[0]
        self.assertEqual(["ambiguous", "delivered"], [a["outcome"] for a in delivery["attempts"]])
        self.in_order(["ambiguous", "attempt", "delivered"], world.events("t1"))

    def test_a_mailer_killed_with_the_mail_in_flight(self):
        """Scenario 31's half: what went out twice has two attempts on record under one id."""
        world = self.one(start=False)
        held = threading.Event()
        self.addCleanup(held.set)
        self.box.dot("duty", Late(held))
        world.start()
        world.signal("t1", settle=False)
        wait_until("the mail has come", lambda: self.box.to("duty"))
        world.kill("mailer")
        held.set()
        world.start("mailer")
        world.settle()
        first, second = self.box.to("duty")
        self.assertEqual(first.id, second.id)
        self.assertEqual(first.raw, second.raw)
        self.assertEqual(2, len(world.deliveries_of("t1")[0]["attempts"]))

    def test_a_ledger_killed_with_the_mail_in_flight(self):
        world = self.one(start=False)
        held = threading.Event()
        self.addCleanup(held.set)
        self.box.dot("duty", Late(held))
        world.start()
        world.signal("t1", settle=False)
        wait_until("the mail has come", lambda: self.box.to("duty"))
        world.kill("ledger")
        world.start("ledger")
        held.set()
        world.settle()
        letters = self.box.to("duty")
        self.assertEqual(1, len({letter.id for letter in letters}))
        self.assertEqual(len(letters), len(world.deliveries_of("t1")[0]["attempts"]), "every mail that went out is on record")

    def test_nobody_at_home_is_tried_later(self):
        self.box = self.mailbox()
        policy = Policy.one_rung().mail_to(self.box, "duty")
        self.box.close()
        world = self.world(policy)
        world.signal("t1")
        delivery = world.deliveries_of("t1")[0]
        self.assertEqual("retry", delivery["attempts"][0]["outcome"])
        self.assertIn("not reached", delivery["attempts"][0]["reason"])

    def test_a_mail_server_at_a_forbidden_address_is_never_dialled(self):
        self.box = self.mailbox()
        policy = Policy.one_rung().mail_to(self.box, "duty")
        policy.mail["allow_cidrs"] = ["10.0.0.0/8"]
        world = self.world(policy)
        world.signal("t1")
        self.assertEqual(0, self.box.sessions)
        self.assertIn("127.0.0.1 (loopback)", world.cli_json("deliveries", "dead")["items"][0]["reason"])


class SlowAnswers(Scenario):
    def test_a_slow_dot_delays_no_webhook_and_no_other_mail_host(self):
        """Eight mails hang at one server; a webhook and a mail to another server, both queued after them, go out all the same."""
        slow, other = self.mailbox(), self.mailbox()
        held = threading.Event()
        self.addCleanup(held.set)
        slow.dot("duty", *[Late(held)] * 8)
        policy = Policy().first_rung("red", [["role:duty"]], ["role:office", "role:leader"])
        policy.mail_to(slow, "duty", concurrency=8).mail_to(other, "leader")
        world = self.world(policy)
        topics = [f"t{n}" for n in range(8)]
        world.post_many(topics)
        wait_until("the slow server holds what it may", lambda: len(slow.to("duty")) == policy.mail["concurrency"])
        wait_until("the webhooks have come", lambda: len(world.inbox.to("office")) == 8)
        wait_until("the other server has its mails", lambda: sum(letter.taken for letter in other.to("leader")) == 8)
        self.assertFalse(any(letter.taken for letter in slow.to("duty")))
        self.assertEqual(policy.mail["concurrency"], len(slow.to("duty")), "a host has its own slots, and no more")
        held.set()
        world.settle()
        self.assertEqual([True] * 8, [letter.taken for letter in slow.to("duty")], "the late answer counts: nothing is sent twice")
        self.assertEqual(8, len({letter.id for letter in slow.to("duty")}))


class Pauses(Scenario):
    def test_the_channel_pauses_alone(self):
        box = self.mailbox()
        world = self.world(Policy().first_rung("red", [["role:duty"]], ["role:office"]).mail_to(box, "duty"))
        world.cli("pause", "--channel", "mail")
        world.signal("t1")
        self.assertEqual([], box.to("duty"))
        self.assertEqual(1, len(world.inbox.to("office")))
        self.assertEqual(["channel:mail"], world.status()["pauses"])
        world.cli("resume", "--channel", "mail")
        world.settle()
        self.assertEqual(1, len(box.to("duty")))
        world.cli("pause", "--channel", "webhook")
        world.signal("t2")
        self.assertEqual(2, len(box.to("duty")))
        self.assertEqual(1, len(world.inbox.to("office")))


class Content(Scenario):
    def setUp(self):
        self.box = self.mailbox()

    def test_a_stranger_reads_the_mail(self):
        """npm's mailparser, which we did not write."""
        world = self.world(Policy.one_rung().mail_to(self.box, "duty"))
        world.signal("t1", level="red")
        number = world.matter("t1")["number"]
        letter = self.box.to("duty")[0]
        mail = parse_mail(letter.raw)
        self.assertTrue(mail["subject"].startswith(f"【红色预警·尚未核实】{number}，请于"), mail["subject"])
        for form in ("text", "html"):
            for words in (number, "宣传部值班员", "第二食堂晚餐价格", "尚未核实", "系统自动提醒，不代表对单位或个人的评价", f"http://127.0.0.1:{world.port}/a/"):
                self.assertIn(words, mail[form], form)
        self.assertEqual("履责提醒与舆情预警", mail["from"]["name"])
        self.assertEqual("fenghuo@campus.example", mail["from"]["address"])
        self.assertEqual("duty@campus.example", mail["to"]["address"])
        self.assertRegex(mail["messageId"], r"^<msg_[0-9A-HJKMNP-TV-Z]{13}@campus\.example>$")
        self.assertEqual("auto-generated", mail["headers"]["auto-submitted"])
        self.assertEqual([], mail["attachments"])
        self.assertEqual([], [one for one in ("<img", "src=", "@import", "url(", "<link") if one in mail["html"]], "nothing is fetched from anywhere")

    def test_a_matter_is_one_thread(self):
        policy = Policy().rungs("red", [rung("0s", [["role:duty"]]), rung("10m", repeat_all=True), rung("5h", [["role:secretary"]]), rung("6h", [["body:committee"]])])
        world = self.world(policy.mail_to(self.box, "duty"))
        world.signal("t1", level="red")
        world.until(10)
        world.signal("t2", level="red")
        first, again, other = [parse_mail(letter.raw) for letter in self.box.to("duty")]
        self.assertNotEqual(first["messageId"], again["messageId"])
        self.assertEqual(first["references"], again["references"])
        self.assertEqual(first["inReplyTo"], again["references"])
        self.assertNotEqual(first["references"], other["references"])

    def test_the_link_takes_the_matter(self):
        world = self.world(Policy.one_rung().mail_to(self.box, "duty"))
        world.signal("t1", level="red")
        text = parse_mail(self.box.to("duty")[0].raw)["text"]
        path = text[text.index("/a/") :].split()[0]
        answer = world.http.call("POST", path, raw=b"until=30", headers={"content-type": "application/x-www-form-urlencoded"})
        self.assertEqual(answer.status, 200, answer)
        self.assertIn("acknowledged", world.events("t1"))

    def test_a_topic_stays_on_campus(self):
        """Guardrail 10: in no subject, and in the body only towards listed mail domains."""
        policy = Policy().first_rung("red", [["role:duty"]], ["role:office"]).mail_to(self.box, "duty", "office")
        policy.destinations["office"]["address"] = "office@hosted.example"
        world = self.world(policy)
        world.signal("t1", level="red", topic_title="第二食堂晚餐价格")
        inside, outside = self.box.to("duty")[0], self.box.to("office")[0]
        self.assertIn("第二食堂", inside.text)
        self.assertNotIn("第二食堂", outside.text + outside.html)
        for letter in (inside, outside):
            self.assertNotIn("第二食堂", letter.mail["subject"])

    def test_a_typed_title_injects_nothing(self):
        world = self.world(Policy.one_rung().mail_to(self.box, "duty"))
        world.signal("t1", level="red", topic_title="<b>食堂</b> & {{LINK}} =?UTF-8?B?eA==?=")
        letter = self.box.to("duty")[0]
        self.assertIn("<b>食堂</b> & {{LINK}} =?UTF-8?B?eA==?=", letter.text)
        self.assertIn("&lt;b&gt;食堂&lt;/b&gt; &amp; {{LINK}}", letter.html)


class Tls(Scenario):
    def nobodys_context(self):
        with tempfile.TemporaryDirectory() as folder:
            key, certificate = f"{folder}/key", f"{folder}/certificate"
            command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1", "-keyout", key, "-out", certificate]
            subprocess.run(command, check=True, capture_output=True)
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate, key)
            return context

    def test_no_tls_no_mail(self):
        """STARTTLS is asked for and not offered: nothing of the mail leaves."""
        box = self.mailbox()
        policy = Policy.one_rung().mail_to(box, "duty")
        policy.mail["tls"] = "starttls"
        world = self.world(policy)
        world.signal("t1")
        self.assertEqual("retry", world.deliveries_of("t1")[0]["attempts"][0]["outcome"])
        self.assertNotIn("MAIL", box.commands)

    def test_a_certificate_nobody_vouches_for(self):
        box = self.mailbox(tls=self.nobodys_context())
        policy = Policy.one_rung().mail_to(box, "duty")
        policy.mail["tls"] = "smtps"
        world = self.world(policy)
        world.signal("t1")
        attempt = world.deliveries_of("t1")[0]["attempts"][0]
        self.assertEqual("retry", attempt["outcome"])
        self.assertRegex(attempt["reason"], "(?i)certificate")
        self.assertEqual([], box.commands)


class Secondary(Scenario):
    def test_a_dead_mailbox_is_followed_by_the_next_contact(self):
        box = self.mailbox()
        policy = Policy.one_rung()
        policy.destinations["duty-hook"] = {"id": "duty-hook", "secrets": ["file:secrets/hook"]}
        policy.roles["duty"]["contacts"] = ["duty", "duty-hook"]
        policy.mail_to(box, "duty")
        box.rcpt("duty", "550 5.1.1 no such user")
        world = self.world(policy)
        world.inbox.answer("duty-hook", Reply(200))
        world.signal("t1")
        self.assertEqual(1, len(world.inbox.to("duty-hook")))


if __name__ == "__main__":
    main()
