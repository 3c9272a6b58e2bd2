"""The configuration of a scenario: few roles, two units, one recipient each, the ladders of the shipped default.

Every recipient's destination bears its name and leads to the inbox (/to/<name>). Written as JSON, which is YAML; a scenario changes the
dictionaries before its world starts. Ladders are data here too, so that a scenario can be read without looking anything up.
"""

import base64
import copy
import json
import secrets

ROLES = {
    "duty": "宣传部值班员",
    "head": "宣传部部长",
    "office": "党（校）办值班",
    "leader": "分管校领导",
    "secretary": "校党委书记",
    "president": "校长",
    "standing-a": "党委常委（席位一）",
    "standing-b": "党委常委（席位二）",
    "discipline": "校纪委",
    "operator": "系统值守",
}
UNITS = {"logistics": "后勤保障处", "security": "保卫部", "propaganda": "宣传部", "party-office": "党委（校长）办公室"}
OFFICES = {"duty": "propaganda", "head": "propaganda", "office": "party-office"}
LEVELS = [("red", "红色（一级）", "红"), ("orange", "橙色（二级）", "橙"), ("yellow", "黄色（三级）", "黄"), ("blue", "蓝色（四级）", "蓝")]

FIRST = [["role:duty", "role:head", "unit"]]


def rung(after, asked=(), informed=(), **more):
    one = {"after": after, "label": f"{after}的一级", **more}
    if asked:
        one["asked"] = [{"any_of": list(group)} for group in asked]
    if informed:
        one["informed"] = list(informed)
    return one


LADDERS = {
    "red": [
        rung("0s", FIRST, ["role:office", "role:leader", "role:secretary", "role:president"]),
        rung("10m", repeat_all=True),
        rung("20m", [["role:secretary"]], every_channel=True, wording="submit_up"),
        rung("30m", [["body:committee"]], ["role:discipline"], wording="submit_up"),
    ],
    "orange": [
        rung("0s", FIRST, ["role:office"]),
        rung("15m", [["role:leader"]], wording="submit_up"),
        rung("30m", [["role:secretary"]], wording="submit_up"),
        rung("1h", [["body:committee"]], wording="submit_up"),
    ],
    "yellow": [
        rung("0s", [["role:duty", "unit"]]),
        rung("1h", [["role:head"]], wording="submit_up"),
        rung("2h", [["role:office"]], wording="submit_up"),
        rung("4h", [["role:leader"]], wording="submit_up"),
        rung("24h", [["role:secretary"]], wording="submit_up"),
    ],
    "blue": [rung("0s", [["role:duty"]]), rung("1wd", [["role:head"]]), rung("2wd", [["role:office"]])],
}


def ladder(level, rungs):
    quiet = {"yellow": "hold", "blue": "silent"}.get(level, "breaks_through")
    one = {
        "level": level,
        "confirmed": False,
        "ack_within": {"red": "10m", "orange": "15m", "yellow": "1h"}.get(level, "1wd"),
        "quiet": quiet,
        "last_rung_every": {"red": "30m", "orange": "1h"}.get(level, "24h"),
        "commitment_cap": {"red": "30m", "orange": "1h"}.get(level, "48h"),
        "max_commitments": 2,
        "progress_every": "2h",
        "lower_by": "leader" if level == "red" else "head",
        "rungs": rungs,
    }
    if level in ("red", "orange"):
        one["targets"] = [{"id": "first_report", "name": "首报", "within": {"red": "30m", "orange": "1h"}[level]}]
    if level == "blue":
        one["first_in_digest"] = True
    return one


def whsec():
    return "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()


class Policy:
    def __init__(self):
        # Two that act for all: who hands a completion in does not verify it.
        self.token_rights = {
            "provider": {"may": ["signals"], "provider": "campus-feed"},
            "read": {"may": ["read"]},
            "act": {"may": ["act"]},
            "second": {"may": ["act"]},
            "operate": {"may": ["operate"]},
        }
        self.tokens = {name: secrets.token_hex(32) for name in self.token_rights}
        self.callback_secrets = {unit: whsec() for unit in UNITS}
        self.hook_secret = whsec()
        self.levels = [{"id": i, "rank": n + 1, "name": name, "short_name": short} for n, (i, name, short) in enumerate(LEVELS)]
        self.ladders = {level: ladder(level, copy.deepcopy(rungs)) for level, rungs in LADDERS.items()}
        self.categories = {
            "canteen": {"id": "canteen", "name": "餐饮", "units": ["logistics"]},
            "safety": {"id": "safety", "name": "校园安全", "units": ["security"]},
            "other": {"id": "other", "name": "其他", "units": ["party-office"]},
        }
        self.units = {u: {"id": u, "name": name, "contacts": [u], "callback_secrets": [f"file:secrets/callback_{u}"]} for u, name in UNITS.items()}
        self.roles = {r: {"id": r, "name": name, "contacts": [r]} for r, name in ROLES.items()}
        for role, office in OFFICES.items():
            self.roles[role]["office"] = office
        for role in ("head", "leader", "secretary"):
            self.roles[role]["may_confirm"] = True
        self.roles["committee"] = {"id": "committee", "name": "校党委（常委会）", "members": ["standing-a", "standing-b"], "may_confirm": True}
        self.destinations = {name: {"id": name, "secrets": ["file:secrets/hook"]} for name in (*ROLES, *UNITS)}
        self.providers = {
            "bands": ["1", "2-9", "10-49", "50-199", "200+"],
            "providers": [
                {"id": "campus-feed", "tokens": ["file:secrets/provider"], "min_band": "10-49", "dossier_hosts": ["dossier.example"]}
            ],
        }
        self.calendar = {
            "timezone": "Asia/Shanghai",
            "quiet": {"from": "22:00", "to": "07:00"},
            "work": {"from": "08:00", "to": "17:30"},
            "digest_at": "08:07",
            "years": [{"year": 2027, "notice": "试验用", "days_off": [], "swapped_workdays": []}],
        }
        self.rules = {
            "label": "试验",
            "phone": "校内 0000",
            "token_ttl": "7d",
            "roles": {
                "dispatch": "office",
                "committee": "committee",
                "secretary": "secretary",
                "discipline": "discipline",
                "digest": "duty",
                "operator": "operator",
            },
            "damping": "10m",
            "inhibitions": [{"while": "red", "hold_back": ["yellow", "blue"], "same": "unit"}],
            "retry": {"after": ["5s", "30s", "2m", "10m", "30m"], "max_age": "48h", "retry_after_cap": "24h"},
        }
        self.mail = None
        self.settings = {"ledger": {"lease": "60s", "restart_grace": "500ms"}}

    # ---------------------------------------------------------------- what scenarios change; each gives the policy back

    def rungs(self, level, rungs):
        self.ladders[level]["rungs"] = rungs
        return self

    def first_rung(self, level, asked, informed=()):
        self.ladders[level]["rungs"][0] = rung("0s", asked, informed)
        return self

    def category(self, category_id, **changes):
        self.categories[category_id].update(changes)
        return self

    def token(self, name, may, **more):
        self.token_rights[name] = {"may": may, **more}
        self.tokens[name] = secrets.token_hex(32)
        return self

    def nobody_in(self, role):
        self.roles[role].pop("contacts", None)
        return self

    def unreachable_units(self):
        for unit in self.units.values():
            unit.pop("contacts", None)
        return self

    def send_to(self, name, url, **more):
        self.destinations[name].update(url=url, **more)
        return self

    def mail_to(self, mailbox, *names, **more):
        """These recipients are mailboxes <name>@campus.example behind this mail server; the first one named is mail.yaml's."""
        if self.mail is None:
            self.mail = {
                "from": "fenghuo@campus.example",
                "from_name": "履责提醒与舆情预警",
                "relay": mailbox.url,
                "tls": "none",
                "allow_cidrs": ["127.0.0.1/32"],
                "topic_domains": ["campus.example"],
                "concurrency": 4,
                "timeout": "20s",
            }
        for name in names:
            self.destinations[name] = {"id": name, "channel": "mail", "address": f"{name}@campus.example", **more}
            if mailbox.url != self.mail["relay"]:
                self.destinations[name]["relay"] = mailbox.url
        return self

    @classmethod
    def one_rung(cls):
        """One asked destination at once, and nothing else for hours: for scenarios about delivery, not about ladders."""
        policy = cls()
        for level in policy.ladders:
            policy.ladders[level] = ladder("red", [rung("0s", [["role:duty"]]), rung("40h", [["role:secretary"]]), rung("41h", [["body:committee"]])])
            policy.ladders[level].update(level=level, last_rung_every="48h")
        policy.destinations["duty"]["concurrency"] = 32
        return policy

    # ---------------------------------------------------------------- onto disk

    def like(self, other):
        """Takes over another policy's secrets, so that it can replace it while the processes run."""
        self.tokens, self.token_rights = other.tokens, other.token_rights
        self.callback_secrets, self.hook_secret = other.callback_secrets, other.hook_secret
        self.settings = other.settings
        return self

    def write(self, config, data, inbox, port):
        config.mkdir(parents=True, exist_ok=True)
        destinations = [d if d.get("channel") == "mail" else {"url": inbox.url(d["id"]), **d} for d in self.destinations.values()]
        files = {
            "fenghuo.yaml": self._settings(port),
            "levels.yaml": {"levels": self.levels},
            "ladders.yaml": {"ladders": list(self.ladders.values())},
            "categories.yaml": {"default": "other", "categories": list(self.categories.values())},
            "directory.yaml": {"units": list(self.units.values()), "roles": list(self.roles.values())},
            "destinations.yaml": {"defaults": {"channel": "webhook", "allow_cidrs": ["127.0.0.1/32"], "timeout": "20s"}, "destinations": destinations},
            "providers.yaml": self.providers,
            "calendar.yaml": self.calendar,
            "policy.yaml": {"public_url": f"http://127.0.0.1:{port}", **self.rules},
        }
        if self.mail:
            files["mail.yaml"] = self.mail
        for name, content in files.items():
            (config / name).write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n")
        self._write_secrets(data / "secrets")

    def _settings(self, port):
        tokens = [{"name": name, "secret": f"file:secrets/{name}", **self.token_rights[name]} for name in self.tokens]
        settings = copy.deepcopy(self.settings)
        settings.setdefault("gateway", {}).update(listen=f"127.0.0.1:{port}", tokens=tokens)
        return settings

    def _write_secrets(self, folder):
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)
        values = {**self.tokens, "hook": self.hook_secret, **{f"callback_{u}": s for u, s in self.callback_secrets.items()}}
        values["link.key"] = secrets.token_hex(32)
        for name, value in values.items():
            path = folder / name
            if name == "link.key" and path.exists():
                continue
            path.write_text(value + "\n")
            path.chmod(0o600)
