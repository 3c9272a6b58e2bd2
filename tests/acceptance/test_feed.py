"""A party's duties in its calendar program: a private address, made once, read by a calendar of another's writing (Debian's icalendar), revoked."""

from datetime import date, datetime, timezone

from duties import Duties, duty, plan, step, window
from harness import main
from icalendar import Calendar

NOON = datetime(2026, 6, 10, 4, 0, tzinfo=timezone.utc)  # 12:00 in Beijing


class Feed(Duties):
    def school(self):
        """A meeting that logistics has to hold in June, with security's help and the leader invited; a list that logistics owes."""
        return self.duties(
            duty("review", {"window": "june"}, title="工作推进会议", clause="四（一）1", meeting=True, support=["security"], attendees=["role:leader"]),
            duty("list", {"window": "june"}),
            plan=plan(step("t-1", "reminder", before="1wd")),
            windows=[window("june", "06-01", "06-30")],
            begin="2026-06-01T08:30:00+08:00",
        )

    def feed(self, world, party):
        """(id, path) of a new feed."""
        made = world.cli_json("feed", "make", "--for", party)
        base = f"http://127.0.0.1:{world.port}/feed/"
        self.assertRegex(made["url"].removeprefix(base), r"^[A-Za-z0-9_-]{43}\.ics$")
        return made["feed"], made["url"][len(base) - len("/feed/") :]

    def events(self, world, path):
        """{UID: event} of a feed."""
        answer = world.http.call("GET", path)
        self.assertEqual(200, answer.status, answer)
        self.assertEqual("text/calendar; charset=utf-8", answer.headers["content-type"])
        for line in answer.raw.split(b"\r\n"):
            self.assertLessEqual(len(line), 75)
        calendar = Calendar.from_ical(answer.raw)
        self.assertEqual([], [error for part in calendar.walk() for error in part.errors])
        return {str(event["UID"]): event for event in calendar.walk("VEVENT")}

    def schedule(self, world, day, place="行政楼，三层"):
        body = {"at": f"2026-06-{day}T12:00:00+08:00", "minutes": 60, "place": place, "party": "unit:party-office", "by": "office-desk"}
        answer = world.http.act(self.one_duty(world, "review")["id"], "schedule", body)
        self.assertEqual(200, answer.status, answer)
        world.settle()

    def test_each_party_sees_its_own(self):
        world = self.school()
        review, listing = (self.one_duty(world, name)["id"] for name in ("review", "list"))
        owner = self.events(world, self.feed(world, "unit:logistics")[1])
        self.assertEqual({f"{review}-due@fenghuo", f"{listing}-due@fenghuo"}, set(owner))
        deadline = owner[f"{review}-due@fenghuo"]
        self.assertEqual(date(2026, 6, 30), deadline["DTSTART"].dt)
        self.assertRegex(deadline["SUMMARY"], r"^〔截止\d\d:\d\d〕工作推进会议$")
        self.assertIn("《实施办法》四（一）1", deadline["DESCRIPTION"])
        helper = self.events(world, self.feed(world, "unit:security")[1])
        self.assertEqual({f"{review}-due@fenghuo"}, set(helper))
        self.assertTrue(helper[f"{review}-due@fenghuo"]["SUMMARY"].endswith("（配合）"))
        self.assertEqual({}, self.events(world, self.feed(world, "unit:propaganda")[1]))

    def test_a_meeting_appears_when_its_date_is_fixed_and_moves_with_it(self):
        world = self.school()
        _, path = self.feed(world, "role:leader")
        self.assertEqual({}, self.events(world, path), "nobody has a meeting without a date")
        self.schedule(world, 10)
        uid = f"{self.one_duty(world, 'review')['id']}-role-leader@fenghuo"
        first = self.events(world, path)
        self.assertEqual({uid}, set(first))
        self.assertEqual((NOON, 0, "行政楼，三层"), (first[uid]["DTSTART"].dt, first[uid]["SEQUENCE"], first[uid]["LOCATION"]))
        self.schedule(world, 11, "报告厅")
        moved = self.events(world, path)[uid]
        self.assertEqual((11, 1, "报告厅"), (moved["DTSTART"].dt.day, moved["SEQUENCE"], moved["LOCATION"]))

    def test_what_has_not_changed_is_not_sent_again(self):
        world = self.school()
        _, path = self.feed(world, "unit:logistics")
        first = world.http.call("GET", path)
        self.assertEqual("private", first.headers["cache-control"])
        again = world.http.call("GET", path, headers={"if-none-match": first.headers["etag"]})
        self.assertEqual((304, b""), (again.status, again.raw))
        head = world.http.call("HEAD", path)
        self.assertEqual((200, first.headers["etag"], str(len(first.raw))), (head.status, head.headers["etag"], head.headers["content-length"]))
        self.schedule(world, 10)
        changed = world.http.call("GET", path, headers={"if-none-match": first.headers["etag"]})
        self.assertEqual(200, changed.status)
        self.assertNotEqual(first.headers["etag"], changed.headers["etag"])

    def test_revoked_unknown_and_malformed_are_one_answer(self):
        world = self.school()
        feed, path = self.feed(world, "unit:logistics")
        other, other_path = self.feed(world, "unit:logistics")
        world.cli("feed", "revoke", feed)
        answers = [world.http.call("GET", p) for p in (path, "/feed/" + "A" * 43 + ".ics", "/feed/x.ics", "/feed/x", path[:-4])]
        self.assertEqual({404}, {answer.status for answer in answers})
        self.assertEqual(1, len({answer.raw for answer in answers}), "nobody learns which it was")
        self.assertEqual(404, world.http.call("HEAD", path).status)
        self.assertEqual(200, world.http.call("GET", other_path).status, "another address of the same party goes on")
        rows = {row["feed"]: row for row in world.cli_json("feed", "list")["items"]}
        self.assertTrue(rows[feed]["revoked_at"])
        self.assertIsNone(rows[other]["revoked_at"])
        self.in_order(["feed_made", "feed_made", "feed_revoked"], world.journal_kinds())
        self.assertNotEqual(0, world.run("feed", "revoke", feed).returncode)

    def test_the_token_is_kept_by_nobody(self):
        world = self.school()
        _, path = self.feed(world, "unit:logistics")
        self.assertEqual(200, world.http.call("GET", path).status)
        token = path.removeprefix("/feed/").removesuffix(".ics")
        self.assertNotIn(token, world.logs())
        self.assertNotIn(token, world.cli("feed", "list"))
        for stored in world.data.glob("**/ledger.db*"):
            self.assertNotIn(token.encode(), stored.read_bytes(), stored.name)

    def test_warnings_are_not_in_it_and_unknown_parties_get_none(self):
        world = self.school()
        _, path = self.feed(world, "unit:logistics")
        world.signal("food", level="red")
        answer = world.http.call("GET", path)
        self.assertNotIn("第二食堂", answer.text)
        refused = world.run("feed", "make", "--for", "unit:nowhere")
        self.assertEqual(1, refused.returncode)
        self.assertIn("role:ID or unit:ID", refused.stderr)


if __name__ == "__main__":
    main()
