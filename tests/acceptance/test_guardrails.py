"""Topics, never people: what the border refuses, and what stays unseen until a person has looked at it. The words of the guardrails, one test each."""

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
