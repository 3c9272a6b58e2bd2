"""Duties for a scenario: a catalogue and its plan as data, a world in which they are expanded, and time that passes from one due step to the next."""

import json
from datetime import datetime, timedelta

from harness import Policy, Scenario, wait_until

# The State Council's notice for 2026: days off, and the Saturdays and Sundays that are worked instead.
YEAR_2026 = {
    "year": 2026,
    "notice": "国办发明电〔2025〕7号",
    "days_off": [
        {"name": "元旦", "from": "2026-01-01", "to": "2026-01-03"},
        {"name": "春节", "from": "2026-02-15", "to": "2026-02-23"},
        {"name": "清明节", "from": "2026-04-04", "to": "2026-04-06"},
        {"name": "劳动节", "from": "2026-05-01", "to": "2026-05-05"},
        {"name": "端午节", "from": "2026-06-19", "to": "2026-06-21"},
        {"name": "中秋节", "from": "2026-09-25", "to": "2026-09-27"},
        {"name": "国庆节", "from": "2026-10-01", "to": "2026-10-07"},
    ],
    "swapped_workdays": ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"],
}


def step(step_id, kind, **more):
    """A step of a plan: step("t-3", "reminder", before="3wd")."""
    return {"id": step_id, "kind": kind, "to": ["owner"], **more}


def window(window_id, first, last):
    return {"id": window_id, "name": "试验", "from": first, "to": last}


def plan(*steps, **more):
    return {"id": "unit", "confirmed": True, "confirmed_by": "校党委常委会", "confirmed_on": "2026-01-05", "grace": "0s", "hint_answer": "2wd", "approver": "role:office", "steps": list(steps), **more}


def duty(duty_id, when, **more):
    """A confirmed duty of the logistics unit, in force since the beginning of 2026."""
    return {
        "id": duty_id,
        "title": "廉政风险点排查",
        "clause": "三（五）",
        "owner": "unit:logistics",
        "when": when,
        "proof": ["清单"],
        "verifier": "role:office",
        "version": 1,
        "edition": "2018",
        "status": "confirmed",
        "in_force_from": "2026-01-01",
        "plan": "unit",
        "line": "main",
        "fields": ["integrity"],
        **more,
    }


class Duties(Scenario):
    def duties(self, *duties, plan, windows=(), policy=None, begin, horizon="60d"):
        """A world that begins then, in which these duties are in force, supervised by the party office; all that is in the horizon is open."""
        policy = policy or Policy()
        policy.rules.update(supervision_unit="party-office", source_title="《实施办法》", edition="2018")
        policy.calendar["years"].append(YEAR_2026)
        world = self.world(policy, start=False, begin=begin, sets=(f"deadlines.horizon={horizon}",))
        catalogue = {"duties": list(duties)}
        (world.config / "obligations").mkdir()
        (world.config / "obligations" / "all.yaml").write_text(json.dumps(catalogue, ensure_ascii=False))
        (world.config / "plans.yaml").write_text(json.dumps({"windows": list(windows), "events": [], "plans": [plan]}, ensure_ascii=False))
        world.start()
        world.start("deadlines")
        wait_until("the duties are open", lambda: len(self.open_duties(world)) >= len(duties))
        world.settle()
        return world

    def open_duties(self, world):
        return [matter for matter in world.http.matters("?limit=200") if matter["key"].startswith("duty/") and matter["open"]]

    def one_duty(self, world, duty_id):
        """The only matter of this duty, with its timeline."""
        found = [matter["id"] for matter in world.http.matters("?limit=200") if matter["key"].startswith(f"duty/{duty_id}/")]
        self.assertEqual(1, len(found), f"matters of {duty_id}")
        return world.http.matter(found[0])

    def minute_of(self, world, moment):
        """"2026-10-09 17:30", Beijing, as a scenario minute."""
        return (datetime.fromisoformat(moment + "+08:00") - world.begin).total_seconds() / 60

    def pass_until(self, world, moment):
        """Goes there; everything that falls due on the way is decided at its very time, as if the system had always been up."""
        end = self.minute_of(world, moment)
        while True:
            world.settle()
            due = [datetime.fromisoformat(matter["next_at"]) for matter in world.http.matters("?limit=200") if matter["open"] and matter["next_at"]]
            minutes = [(at - world.begin).total_seconds() / 60 for at in due]
            following = min((minute for minute in minutes if minute > world.minute), default=end)
            if world.minute >= end:
                return
            world.advance(min(following, end) - world.minute)

    def jump_to(self, world, moment):
        """Time passes all at once, as in an outage."""
        world.advance(self.minute_of(world, moment) - world.minute)

    def days(self, world, name, since=0):
        """Days on which a recipient got something, and what it was by its subject: "09-29 提醒"."""
        out = []
        for arrival in world.inbox.to(name)[since:]:
            subject = arrival.data["subject"]
            out.append(f"{world.begin + timedelta(minutes=arrival.minute):%m-%d} {subject[1 : subject.index('〕')]}")
        return out
