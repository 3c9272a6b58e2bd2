"""Who may do what over HTTP: a unit's token acts on what concerns its unit, for its unit; nobody verifies his own work by another name."""

from urllib.parse import quote

from harness import Policy, Scenario, main

EVIDENCE = {"evidence": "后勤〔2027〕3号"}
REASON = {"reason": "误报，已核实"}


def with_units():
    return (
        Policy()
        .token("logistics-desk", ["read", "act"], party="unit:logistics")
        .token("security-desk", ["read", "act"], party="unit:security")
        .token("leader-desk", ["read", "act"], party="role:leader")
    )


class Rights(Scenario):
    def opened(self):
        world = self.world(with_units())
        world.signal("t1", level="red")  # a canteen's matter: logistics is concerned, security is not
        return world, world.matter("t1")["id"]

    def test_a_unit_that_is_not_concerned_finds_nothing_and_changes_nothing(self):
        world, matter = self.opened()
        before = world.matter("t1")
        acts = {
            "cancel": REASON, "urgent": REASON, "decline": REASON, "return": REASON, "verify": {}, "confirm": {}, "lower": {"level": "blue"},
            "ack": {}, "progress": {}, "submit": EVIDENCE, "transfer": {"target_unit": "security"},
        }
        for act, body in acts.items():
            for name in (matter, before["number"]):
                answer = world.http.act(quote(name), act, body, token="security-desk")
                self.assertEqual(404, answer.status, f"{act}: {answer}")
        self.assertEqual(404, world.http.call("GET", f"/api/v1/matters/{matter}", token="security-desk").status)
        world.settle()
        self.assertEqual(before, world.matter("t1"))

    def test_the_unit_concerned_reports_but_neither_ends_nor_verifies(self):
        world, matter = self.opened()
        self.assertEqual(200, world.http.act(matter, "ack", token="logistics-desk").status)
        for act, body in {"cancel": REASON, "verify": {}, "lower": {"level": "blue"}}.items():
            answer = world.http.act(matter, act, body, token="logistics-desk")
            self.assertEqual(422, answer.status, f"{act}: {answer}")
        self.assertEqual(200, world.http.act(matter, "urgent", REASON, token="logistics-desk").status)
        self.assertEqual("in_progress", world.matter("t1")["state"])

    def test_a_token_acts_for_its_party_alone(self):
        world, matter = self.opened()
        answer = world.http.act(matter, "ack", {"party": "unit:security"}, token="logistics-desk")
        self.assertEqual(422, answer.status, answer)
        self.assertIn("another party", answer.text)

    def test_one_token_is_not_two_people(self):
        world, matter = self.opened()
        done = world.http.act(matter, "submit", {"party": "unit:logistics", "by": "经办一", **EVIDENCE})
        self.assertEqual(200, done.status, done)
        for body, token in (
            ({"party": "role:leader", "by": "经办二"}, "act"),
            ({"party": "role:leader", "by": "经办一"}, "second"),
            ({"party": "unit:logistics", "by": "经办二"}, "second"),
            ({"by": "经办二"}, "logistics-desk"),
        ):
            answer = world.http.act(matter, "verify", body, token=token)
            self.assertEqual(422, answer.status, f"{body} by {token}: {answer}")
        self.assertEqual("submitted", world.matter("t1")["state"])
        verified = world.http.act(matter, "verify", {"by": "分管领导"}, token="leader-desk")
        self.assertEqual(200, verified.status, verified)
        self.assertEqual("closed", world.matter("t1")["state"])

    def test_a_lower_level_needs_somebodys_name(self):
        world, matter = self.opened()
        answer = world.http.act(matter, "lower", {"level": "blue", "by": "someone"})
        self.assertEqual(422, answer.status, answer)
        self.assertIn("party", answer.text)
        self.assertEqual("red", world.matter("t1")["level"])

    def test_the_same_key_for_another_matter_is_a_conflict(self):
        world, first = self.opened()
        world.signal("t2", level="red")
        second = world.matter("t2")["id"]
        send = lambda matter: world.http.call(
            "POST", f"/api/v1/matters/{matter}/ack", body={"party": "unit:logistics"}, headers={"idempotency-key": "once"}, token="act"
        )
        self.assertEqual(200, send(first).status)
        self.assertEqual(200, send(first).status, "a repetition is answered alike")
        answer = send(second)
        self.assertEqual(409, answer.status, answer)
        self.assertEqual([], world.matter("t2")["taken_by"])

    def test_an_item_is_shown_to_whoever_sees_its_matter(self):
        world, matter = self.opened()
        item = world.http.act(matter, "progress", {"note": "已派人查看"}, token="logistics-desk").json["item"]
        path = f"/api/v1/items/{item}"
        self.assertEqual(200, world.http.call("GET", path, token="logistics-desk").status)
        self.assertEqual(200, world.http.call("GET", path, token="read").status)
        self.assertEqual(404, world.http.call("GET", path, token="security-desk").status)
        self.assertEqual(403, world.http.call("GET", path, token="provider").status, "a token that may not read")
        self.assertEqual(401, world.http.call("GET", path).status)


class Replay(Scenario):
    def replay(self, world, delivery, token="operate"):
        return world.http.call("POST", f"/api/v1/deliveries/{delivery}/replay", token=token)

    def test_a_dead_letter_goes_again(self):
        world = self.world(Policy.one_rung())
        world.inbox.always("duty", 410)
        world.signal("t1")
        (dead,) = world.http.deliveries("?state=dead")
        world.inbox.always("duty", 200)
        world.cli("destinations", "enable", "duty")
        self.assertEqual(403, self.replay(world, dead["id"], token="read").status)
        answer = self.replay(world, dead["id"])
        self.assertEqual(200, answer.status, answer)
        world.settle()
        self.assertEqual("delivered", world.delivery(dead["id"])["state"])
        answer = self.replay(world, dead["id"])
        self.assertEqual(409, answer.status, answer)
        self.assertIn("delivered", answer.text)

    def test_what_does_not_exist_is_not_found(self):
        world = self.world()
        self.assertEqual(404, self.replay(world, "msg_0000000000001").status)
        self.assertEqual(404, self.replay(world, "nonsense").status)

    def test_a_state_nobody_knows_is_refused(self):
        world = self.world()
        answer = world.http.call("GET", "/api/v1/deliveries?state=deliverd", token="read")
        self.assertEqual(422, answer.status, answer)
        self.assertIn("delivered", answer.text)
        self.assertEqual(2, world.run("deliveries", "list", "--state", "deliverd").returncode)
        self.assertEqual(2, world.run("matters", "list", "--state", "opened").returncode)


if __name__ == "__main__":
    main()
