"""待校党委确认: our proposals are sent only once somebody has confirmed them; who and when is in the journal; until then everything says so."""

from functools import cache

from harness import main, wait_until
from judge import parse_mail
from shipped import BODY, MEETINGS, Shipped

read_mail = cache(parse_mail)
MARK = "待校党委确认"
MEETING = "duty/cyzd-tuijin/2026"


class Confirmation(Shipped):
    def confirmed(self, world):
        """What the journal knows: entry, by whom, on which day."""
        events = world.cli_json("ledger", "events", "--kind", "catalogue_confirmed")["items"]
        return [tuple(event["fields"][k] for k in ("entry", "by", "on")) for event in events]

    def asked(self, world):
        while not (letters := [letter for letter in self.box.to("dxb") if "请定会期" in read_mail(letter.raw)["subject"]]) and world.minute < 120:
            world.advance(1)
        return read_mail(letters[0].raw)

    def test_the_journal_knows_who_and_when_and_messages_say_what_waits(self):
        world = self.shipped(begin="2026-06-01T08:00:00+08:00")
        self.assertEqual(sorted((f"duty:{duty}", BODY, "2026-01-05") for duty in MEETINGS), sorted(self.confirmed(world)))
        self.assertIn(f"“全面从严治党推进会议”已由{BODY}于2026-01-05确认", world.cli("ledger", "events"))
        mail = self.asked(world)
        self.assertIn(MARK, mail["text"], "the days of its plan are still a proposal")
        self.assertIn(MARK, mail["html"])
        base = f"http://127.0.0.1:{world.port}"
        path = mail["text"][mail["text"].index(base + "/a/") + len(base) :].split()[0]
        self.assertIn(MARK, world.http.call("GET", path).text)
        self.assertIn(MARK, world.cli("matters", "show", MEETING))

        world.cli("catalogue", "confirm", "--plan", "committee", "--by", "校党〔2026〕12号", "--on", "2026-06-01")
        world.cli("reload")
        world.settle()
        self.assertIn(("plan:committee", "校党〔2026〕12号", "2026-06-01"), self.confirmed(world))
        self.wait_until_amended(world)
        self.assertNotIn(MARK, world.http.call("GET", path).text)
        self.assertNotIn(MARK, world.cli("matters", "show", MEETING))

    def wait_until_amended(self, world):
        wait_until("the open duty is amended", lambda: not world.cli_json("matters", "show", MEETING)["proposed"])

    def test_nothing_is_sent_that_nobody_confirmed(self):
        world = self.shipped()
        fixed = world.config / "obligations" / "fixed.yaml"
        before = fixed.read_text()
        self.replace(fixed, "defaults:\n  version: 1\n  edition: \"2018\"\n  status: draft", "defaults:\n  version: 1\n  edition: \"2018\"\n  status: confirmed")
        refused = world.run("reload")
        self.assertEqual(1, refused.returncode)
        self.assertIn("duty \"sihui-fenxi\" is confirmed, and the values when, proof, verifier are our proposal: 待校党委确认; write who confirmed", refused.stderr)
        self.assertRegex(refused.stderr, r"fixed\.yaml:\d+:\d+: ")
        fixed.write_text(before)
        for arguments, says in (
            (["nothing", "--by", BODY], "no duty in obligations/ with the id \"nothing\""),
            (["cyzd-3n", "--by", BODY, "--on", "someday"], "--on: \"someday\" is no date"),
            (["cyzd-3n", "--by", "打13800138000"], "--by: 疑似含手机号"),
            (["--by", BODY], "name the duties"),
        ):
            done = world.run("catalogue", "confirm", *arguments)
            self.assertNotEqual(0, done.returncode, arguments)
            self.assertIn(says, done.stderr)
        self.assertEqual(before, fixed.read_text())
        world.cli("catalogue", "confirm", "cyzd-3n", "--by", BODY)
        self.assertIn("# 每年至少三次；N 见 event.yaml", fixed.read_text(), "comments stay")


if __name__ == "__main__":
    main()
