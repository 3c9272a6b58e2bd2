"""The shipped config/ under the supervisor, with nothing changed but where the local receivers listen, and what somebody has confirmed."""

import re
import shutil

from harness import ROOT, START, Scenario, wait_until

BODY = "校党委常委会"
MEETINGS = ("cyzd-bushu", "cyzd-tuijin", "cyzd-zongjie")


class Shipped(Scenario):
    def shipped(self, begin=START, confirmed=False):
        """The three meetings are confirmed, as run.sh does it; confirmed: every duty of the catalogue is in force, though shipped as a draft."""
        world = self.world(start=False, begin=begin)
        shutil.rmtree(world.config)
        shutil.rmtree(world.data / "secrets")
        shutil.copytree(ROOT / "config", world.config)
        self.box = self.mailbox(minute=lambda: world.minute)
        self.replace(world.config / "destinations.yaml", "http://127.0.0.1:8099/hooks/", world.inbox.url(""))
        self.replace(world.config / "mail.yaml", "relay: smtp://127.0.0.1:8025 ", f"relay: {self.box.url} ")
        self.replace(world.config / "policy.yaml", "http://127.0.0.1:8080 ", f"http://127.0.0.1:{world.port} ")
        for path in (world.config / "obligations").glob("*.yaml") if confirmed else ():
            path.write_text(re.sub(r"^  status: draft$", f"  status: confirmed\n  confirmed_by: {BODY}\n  confirmed_on: 2026-01-05", path.read_text(), flags=re.M))
        if not confirmed:
            world.cli("catalogue", "confirm", *MEETINGS, "--by", BODY, "--on", "2026-01-05")
        world.sets.append(f"gateway.listen=127.0.0.1:{world.port}")
        world.up()
        for name, token in (("provider", "provider_demo"), ("read", "operator"), ("act", "operator")):
            world.policy.tokens[name] = (world.data / "secrets" / f"{token}.token").read_text().strip()
        wait_until("the catalogue is expanded", lambda: "catalogue_expanded" in world.programs["fenghuo"].log(lines=100_000))
        world.settle()
        return world

    def replace(self, path, old, new):
        text = path.read_text()
        self.assertIn(old, text, path)
        path.write_text(text.replace(old, new))
