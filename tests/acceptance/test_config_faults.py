"""Faults of the configuration: `fenghuo check` names file, line and column, what is wrong and what would be right; `fenghuo up` starts nothing."""

import re
import shutil

from harness import ROOT, Scenario, main


class ConfigFaults(Scenario):
    def setUp(self):
        self.here = self.world(start=False)
        shutil.rmtree(self.here.config)
        shutil.copytree(ROOT / "config", self.here.config)

    def edit(self, name, pattern, new):
        """Replaces the first match in a file of the shipped configuration; returns the line where it stands."""
        path = self.here.config / name
        text = path.read_text()
        found = re.search(pattern, text, re.M)
        self.assertTrue(found, f"{pattern!r} is not in the shipped {name}")
        path.write_text(text[: found.start()] + found.expand(new) + text[found.end() :])
        return text.count("\n", 0, found.start()) + 1

    def fault(self, pattern):
        """check ends with 1 and says this; up ends without having started anything."""
        done = self.here.run("check")
        text = done.stdout + done.stderr
        self.assertEqual(done.returncode, 1, text)
        self.assertRegex(text, pattern)
        done = self.here.run("up")
        self.assertIn(done.returncode, (1, 2), done.stdout + done.stderr)
        self.assertNotIn("ready ", done.stdout)

    def test_the_shipped_configuration_is_whole(self):
        done = self.here.run("check")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_an_unknown_key(self):
        line = self.edit("calendar.yaml", r"^timezone:", "timezoone:")
        self.fault(rf"calendar\.yaml:{line}:1: .*timezoone.*timezone")

    def test_a_wrong_type(self):
        line = self.edit("ladders.yaml", r"^(\s+(?:- )?after:) .*$", r"\1 soon")
        self.fault(rf"ladders\.yaml:{line}:\d+: .*soon")

    def test_a_missing_file(self):
        (self.here.config / "ladders.yaml").unlink()
        self.fault(r"ladders\.yaml.*")

    def test_a_role_that_does_not_exist(self):
        line = self.edit("ladders.yaml", r"role:[a-z-]+", "role:nobody-knows")
        self.fault(rf"ladders\.yaml:{line}:\d+: .*nobody-knows")

    def test_broken_yaml(self):
        (self.here.config / "levels.yaml").write_text("levels: [ {id: red\n")
        self.fault(r"levels\.yaml:\d+:\d+: ")

    def test_a_full_width_colon(self):
        line = self.edit("calendar.yaml", r"^timezone:", "timezone：")
        self.fault(rf"calendar\.yaml:\d+:\d+: .*第{line}行.*：")

    def test_a_day_that_no_year_has(self):
        line = self.edit("plans.yaml", r"(id: year_mid, .*to:) 07-15", r"\1 06-31")
        self.fault(rf"plans\.yaml:{line}:\d+: .*06-31.*06-30")

    def test_a_window_that_ends_before_it_begins(self):
        line = self.edit("plans.yaml", r"(id: year_mid, .*to:) 07-15", r"\1 05-15")
        self.fault(rf"plans\.yaml:{line}:\d+: .*year_mid.*ends before it begins.*over_new_year")

    def when(self, text):
        """The mid-year meeting falls due so; returns the line."""
        return self.edit("obligations/fixed.yaml", r"when: \{window: year_mid\}", f"when: {{{text}}}")

    def test_a_recurrence_that_never_comes_round(self):
        line = self.when("rule: FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=31, from: 2026-01-01")
        self.fault(rf"fixed\.yaml:{line}:\d+: .*BYMONTHDAY=31.*no day from 2026-01-01 on.*June has no 31st")

    def test_a_recurrence_that_ended_before_it_began(self):
        line = self.when("rule: FREQ=MONTHLY;UNTIL=20251231, from: 2026-01-01")
        self.fault(rf"fixed\.yaml:{line}:\d+: .*no day from 2026-01-01 on")

    def test_a_week_outside_the_term(self):
        line = self.when("week: 30, term: autumn-2026")
        self.fault(rf"fixed\.yaml:{line}:\d+: .*week 30.*autumn-2026.*19 weeks.*calendar\.yaml")

    def test_another_encoding(self):
        path = self.here.config / "obligations" / "fixed.yaml"
        path.write_bytes(path.read_text().encode("gbk", "replace"))
        self.fault(r"fixed\.yaml:\d+:\d+: .*UTF-8")

    def test_a_role_with_nobody_is_reported_and_no_fault(self):
        self.edit("directory.yaml", r"(id: president, name: 校长, contacts:) \[[^\]]*\]", r"\1 []")
        self.edit("directory.yaml", r"(id: leaders_liaison,[^}]*contacts:) \[[^\]]*\]", r"\1 []")  # nor whoever would hear for him
        done = self.here.run("check")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertRegex(done.stdout, r"fixed\.yaml:\d+:\d+: warning: .*role:president.*nobody can be reached; give it a contact in directory\.yaml")

    def test_an_unknown_setting_on_the_command_line(self):
        done = self.here.run("check", "--set", "ledger.clok=manual")
        self.assertIn(done.returncode, (1, 2))
        self.assertRegex(done.stdout + done.stderr, r"--set: .*ledger.*clok.*clock")

    def test_a_missing_folder(self):
        shutil.rmtree(self.here.config)
        done = self.here.run("check")
        self.assertIn(done.returncode, (1, 2))
        self.assertIn(str(self.here.config), done.stdout + done.stderr)

    def test_wrong_arguments(self):
        done = self.here.run("no-such-command", options=False)
        self.assertEqual(done.returncode, 2)


if __name__ == "__main__":
    main()
