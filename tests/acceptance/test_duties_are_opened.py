"""The catalogue's duties are opened once each, whatever happens to the process that expands them; an edit reaches what is open, a duty that is taken out is retracted."""

import json
from signal import SIGKILL

from harness import Policy, Scenario, main, wait_until

PLANS = {
    "windows": [{"id": "year", "name": "全年", "from": "01-01", "to": "12-31"}],
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
            "steps": [{"id": "t-1", "before": "1wd", "kind": "reminder", "to": ["owner"]}],
        }
    ],
}


def duty(duty_id, title, when):
    return {
        "id": duty_id,
        "title": title,
        "clause": "三（五）",
        "owner": "unit:logistics",
        "when": when,
        "proof": ["清单"],
        "verifier": "role:office",
        "version": 1,
        "edition": "2018",
        "status": "confirmed",
        "in_force_from": "2027-01-01",
        "plan": "unit",
        "line": "main",
        "fields": ["integrity"],
    }


def monthly(duty_id, title="廉政风险点排查"):
    return duty(duty_id, title, {"rule": "FREQ=MONTHLY", "from": "2027-01-01"})


def daily(duty_id):
    return duty(duty_id, "值班日志", {"rule": "FREQ=DAILY", "from": "2027-01-01"})


class DutiesAreOpened(Scenario):
    def duties(self, *duties, horizon="40d", batch=100):
        """A world in which these duties are in force, from 4 March 2027; nothing expands them yet."""
        policy = Policy()
        policy.rules.update(supervision_unit="logistics", source_title="《实施办法》", edition="2018")
        world = self.world(policy, start=False, sets=(f"deadlines.horizon={horizon}", f"deadlines.batch={batch}"))
        self.write(world, *duties)
        return world.start()

    def write(self, world, *duties):
        (world.config / "obligations").mkdir(exist_ok=True)
        (world.config / "plans.yaml").write_text(json.dumps(PLANS, ensure_ascii=False))
        (world.config / "obligations" / "all.yaml").write_text(json.dumps({"duties": duties}, ensure_ascii=False))

    def matters(self, world):
        found, cursor = {}, ""
        while True:
            page = world.http.call("GET", f"/api/v1/matters?limit=200{cursor}", token="read").json
            found.update((m["key"], m["id"]) for m in page["items"] if m["key"].startswith("duty/"))
            if not page.get("next"):
                return found
            cursor = f"&cursor={page['next']}"

    def opens(self, world, *keys):
        wait_until(f"the matters {keys}", lambda: set(self.matters(world)) == {f"duty/{key}" for key in keys})
        world.settle()

    def test_each_once_as_time_goes_on_and_the_process_restarts(self):
        world = self.duties(monthly("risk"))
        world.start("deadlines")
        self.opens(world, "risk/2027-03", "risk/2027-04")
        world.restart("deadlines")
        world.advance(31 * 24 * 60)
        self.opens(world, "risk/2027-03", "risk/2027-04", "risk/2027-05")
        items = [e["fields"]["item"] for e in world.journal() if e["kind"] == "accepted" and e["actor"] == "deadlines"]
        self.assertEqual(3, len(items), "the restart submitted nothing anew")

    def test_killed_in_the_middle_it_goes_on_where_it_was(self):
        world = self.duties(daily("log"), horizon="120d", batch=1)
        world.start("deadlines", wait=False)
        wait_until("the first matters", lambda: len(self.matters(world)) > 5)
        world.programs.pop("deadlines").stop(SIGKILL)
        cut = len(self.matters(world))
        world.start("deadlines")
        wait_until("a matter for each day from 4 March to 2 July", lambda: len(self.matters(world)) == 121)
        self.assertLess(cut, 121)
        accepted = [e for e in world.journal() if e["kind"] == "accepted" and e["actor"] == "deadlines"]
        self.assertEqual(121, len(accepted))

    def test_an_edit_amends_and_a_duty_taken_out_is_retracted(self):
        world = self.duties(monthly("risk"), monthly("gone"), horizon="1d")
        world.start("deadlines")
        self.opens(world, "risk/2027-03", "gone/2027-03")
        self.write(world, monthly("risk", title="廉政风险点排查（修订）"))
        world.cli("reload")
        ids = self.matters(world)

        def kinds(duty_id):
            return [e["kind"] for e in world.http.matter(ids[f"duty/{duty_id}/2027-03"])["timeline"]]

        wait_until("the edit is decided", lambda: "amended" in kinds("risk"))
        wait_until("the duty taken out is decided", lambda: "retracted" in kinds("gone"))
        self.assertNotIn("retracted", kinds("risk"))


if __name__ == "__main__":
    main()
