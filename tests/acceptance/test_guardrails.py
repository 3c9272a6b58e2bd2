"""Topics, never people: what the border refuses, and what stays unseen until a person has looked at it. The words of the guardrails, one test each."""

import json

from harness import Policy, Scenario, main

PHONE = "138" + "0013" + "8000"


class Guardrails(Scenario):
    def refused(self, world, **fields):
        """The signal is refused, nothing of it is stored; returns the answer."""
        before = world.status()["items_accepted"]
        answer = world.http.post_signals(world.signal_body("t1", **fields))
        self.assertEqual(answer.status, 422, answer)
        self.assertEqual(answer.headers["content-type"].split(";")[0], "application/problem+json")
        self.assertEqual(answer.json["items"][0]["status"], "refused")
        world.settle()
        self.assertEqual([], world.http.matters())
        self.assertEqual([], world.inbox.all())
        self.assertEqual(before, world.status()["items_accepted"])
        return answer

    def test_a_field_about_a_person_is_refused_and_its_value_is_nowhere(self):
        world = self.world()
        answer = self.refused(world, author="some-account-name")
        self.assertIn("author", answer.text)
        self.assertNotIn("some-account-name", answer.text + world.logs())
        answer = self.refused(world, phone=PHONE)
        self.assertNotIn(PHONE, answer.text + world.logs())

    def test_an_unknown_field_is_refused_without_its_name(self):
        world = self.world()
        answer = self.refused(world, zzz_secret_field=1)
        self.assertNotIn("zzz_secret_field", answer.text + world.logs())

    def test_a_topic_of_one_source_is_a_person(self):
        self.refused(self.world(), source_count_band="1")

    def test_a_title_is_at_most_forty_characters(self):
        self.refused(self.world(), topic_title="食" * 41)

    def test_forty_characters_are_taken(self):
        world = self.world()
        world.signal("t1", topic_title="食" * 40)
        self.assertEqual(world.matter("t1")["title"], "食" * 40)

    def test_a_link_is_only_taken_to_the_providers_own_host(self):
        self.refused(self.world(), dossier_url="https://elsewhere.example/dossier/1")

    def test_another_providers_name_is_refused(self):
        answer = self.refused(self.world(), provider="someone-else")
        self.assertNotIn("someone-else", answer.text)

    def test_one_bad_signal_of_a_batch_costs_only_itself(self):
        world = self.world()
        answer = world.http.post_signals([world.signal_body("good"), world.signal_body("bad", nickname="x")])
        self.assertEqual(answer.status, 202, answer)
        self.assertEqual(["accepted", "refused"], [item["status"] for item in answer.json["items"]])
        world.settle()
        self.assertEqual(1, len(world.http.matters()))


    def test_the_log_names_the_known_forbidden_field_and_never_an_unknown_name_or_a_value(self):
        world = self.world()
        self.refused(world, nickname="some-account-name", zzz_secret_field=1)
        log = world.wait_log("gateway", "signal_refused")
        line = next(json.loads(row) for row in log.splitlines() if "signal_refused" in row)
        self.assertEqual(("campus-feed", "forbidden field: nickname", 1), (line["provider"], line["reason"], line["signals"]))
        self.assertNotIn("some-account-name", log)
        self.assertNotIn("zzz_secret_field", log)

    def test_an_id_is_nobodys_number(self):
        """The topic's id becomes the matter's key: it must not carry a person either."""
        world = self.world()
        for field in ("topic_id", "signal_id", "supersedes"):
            for value in (PHONE, "t-" + PHONE, "someone@example.org", "20" + "21123456"):
                answer = self.refused(world, **{field: value})
                self.assertIn(field, answer.text)
                self.assertNotIn(value, answer.text + world.logs())

    def test_outside_the_campus_goes_neither_topic_nor_key(self):
        policy = Policy()
        policy.destinations["duty"]["on_campus"] = False
        world = self.world(policy)
        world.signal("canteen-price", level="red")
        outside, inside = world.inbox.to("duty")[0], world.inbox.to("head")[0]
        self.assertIsNone(outside.matter["key"])
        self.assertNotIn("canteen-price", outside.raw.decode())
        self.assertNotIn("第二食堂", outside.raw.decode())
        self.assertTrue(inside.matter["key"].endswith("/canteen-price"))


class FirstTellings(Scenario):
    def test_whatever_comes_first_says_that_nothing_is_verified(self):
        """Blue is first told by the digest, the office by "not ours", a role that may lower by its question."""
        world = self.world(Policy().first_rung("red", asked=[["unit"]], informed=[]), begin="2027-03-04T07:14:00+08:00")
        world.signal("blue-1", level="blue", category="safety")
        world.signal("red-1", level="red")
        world.http.act(world.matter("red-1")["id"], "decline", {"party": "unit:logistics", "reason": "归校办企业"})
        world.signal("red-1", level="yellow", msg_type="update")
        world.until(54)
        first = {}
        for arrival in world.inbox.all():
            first.setdefault((arrival.to, arrival.matter["id"]), arrival)
        kinds = {arrival.matter["kind"] for arrival in first.values()}
        self.assertEqual({"warning", "digest"}, kinds)
        self.assertIn("office", {to for to, _ in first})
        self.assertIn("leader", {to for to, _ in first})
        for arrival in first.values():
            self.assertIn("尚未核实", arrival.data["text"], arrival)


class QuarantinedTitle(Scenario):
    def test_level_category_and_number_go_out_at_once_but_no_text(self):
        world = self.world()
        title = f"学生反映食堂电话{PHONE}"
        world.signal("t1", level="red", topic_title=title)
        arrivals = world.inbox.all()
        self.assertIn("duty", {a.to for a in arrivals})
        for a in arrivals:
            self.assertNotIn(PHONE, a.raw.decode())
            self.assertNotIn("学生反映", a.raw.decode())
        first = arrivals[0]
        self.assertEqual("red", first.matter["level"])
        self.assertEqual("舆〔2027〕1号", first.matter["number"])
        self.assertIn("餐饮", first.raw.decode())
        self.assertIn("title_quarantined", world.events("t1"))
        self.assertNotIn(PHONE, world.logs())
        self.assertNotIn(PHONE, world.http.call("GET", world.link_of("duty")).text)

        listed = world.cli_json("quarantine", "list")
        self.assertEqual(1, len(listed if isinstance(listed, list) else listed["items"]))
        world.cli("quarantine", "redact", world.matter("t1")["id"], "--title", "食堂服务投诉")
        world.settle()
        self.assertEqual("食堂服务投诉", world.matter("t1")["title"])
        world.until(10)
        later = [a for a in world.inbox.all() if a.minute == 10]
        self.assertTrue(later)
        for a in later:
            self.assertNotIn(PHONE, a.raw.decode())

    def test_a_redaction_outlives_the_providers_next_update(self):
        world = self.world()
        title = f"学生反映食堂电话{PHONE}"
        world.signal("t1", level="orange", signal_id="s1", topic_title=title)
        world.cli("quarantine", "redact", world.matter("t1")["id"], "--title", "食堂服务投诉")
        mark = len(world.inbox.all())
        world.signal("t1", level="red", msg_type="update", supersedes="s1", topic_title=title)
        self.assertEqual("食堂服务投诉", world.matter("t1")["title"])
        self.assertEqual([], world.cli_json("quarantine", "list")["items"])
        told = world.inbox.all()[mark:]
        self.assertTrue(told)
        for a in told:
            self.assertEqual("食堂服务投诉", a.matter["title"])
            self.assertNotIn(PHONE, a.raw.decode())

    def test_the_command_line_has_the_same_border(self):
        world = self.world()
        world.signal("t1", level="red", topic_title=f"电话{PHONE}")
        matter = world.matter("t1")["id"]
        act = ("--as", "unit:logistics", "--by")
        for arguments, field in (
            (("matters", "ack", matter, *act, PHONE), "by"),
            (("matters", "progress", matter, *act, "值班", "--note", f"请联系{PHONE}"), "note"),
            (("matters", "decline", matter, *act, "值班", "--reason", f"找{PHONE}"), "reason"),
            (("matters", "submit", matter, *act, "值班", "--evidence", f"问{PHONE}"), "evidence"),
            (("quarantine", "redact", matter, "--title", f"电话{PHONE}"), "title"),
            (("quarantine", "redact", matter, "--title", "食" * 41), "title"),
        ):
            done = world.run(*arguments)
            self.assertEqual(1, done.returncode, f"{arguments}: {done.stdout}")
            self.assertIn(field + ":", done.stderr)
            self.assertNotIn(PHONE, done.stderr)
        world.settle()
        self.assertEqual([], world.matter("t1")["taken_by"])
        self.assertIsNone(world.matter("t1")["title"])

    def test_who_acts_is_no_telephone_number(self):
        world = self.world()
        world.signal("t1", level="red")
        for answer in (
            world.callback("t1", "logistics", by=PHONE),
            world.http.act(world.matter("t1")["id"], "ack", {"party": "unit:logistics", "by": PHONE}),
        ):
            self.assertEqual(422, answer.status, answer)
            self.assertIn("by", answer.text)
            self.assertNotIn(PHONE, answer.text)

    def test_a_note_that_names_a_person_is_refused(self):
        world = self.world(Policy())
        world.signal("t1", level="red")
        answer = world.callback("t1", "logistics", note=f"请联系{PHONE}")
        self.assertEqual(answer.status, 422, answer)
        self.assertNotIn(PHONE, answer.text)
        world.settle()
        self.assertEqual([], world.matter("t1")["taken_by"])


if __name__ == "__main__":
    main()
