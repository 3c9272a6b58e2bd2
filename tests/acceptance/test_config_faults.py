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
