#!/usr/bin/env python3
"""The house rules that a compiler does not check: which way includes point, who may touch storage, time and the network, and what pure files leave out.

Each rule is a function that yields violations of a tree; TheProject holds the real tree against all of them, TheRules shows that each rule bites.
"""

import re
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.M)
# In the simulator the CLI runs the very decide() that runs live; the journal's format is pure bytes, so that `ledger verify` recomputes it.
ALLOWED_ACROSS = {("services/fenghuo", "services/escalator/decide.hpp"), ("services/fenghuo", "common/storage/journal_format.hpp")}
# The shell around the escalator's pure core: these speak to the ledger, everything else of the folder is pure.
ESCALATOR_SHELL = {"main", "app", "bundle_cache"}
MOST_LINES = 600


class Tree:
    def __init__(self, root):
        self.root = root
        self.texts = {}
        for top in ("common", "services", "tests", "config", "docker", "docs", ".ci", "cmake"):
            for path in sorted((root / top).rglob("*")):
                if path.is_file() and not {"node_modules", "__pycache__"} & set(path.parts):
                    self._read(path)
        for path in sorted(root.glob("*")):
            if path.is_file():
                self._read(path)
        for one in ("common", "services"):
            self.texts.setdefault(f"{one}/CMakeLists.txt", "")

    def _read(self, path):
        try:
            self.texts[str(path.relative_to(self.root))] = path.read_text()
        except UnicodeDecodeError:
            pass

    def sources(self, *tops):
        for name, text in self.texts.items():
            if name.endswith((".cpp", ".hpp")) and name.startswith(tops or ("common/", "services/")):
                yield name, text

    def code(self, *tops):
        """Sources without tests and benchmarks."""
        return ((n, t) for n, t in self.sources(*tops) if not is_test(n))

    def order(self):
        """The folders of common, bottom up, as its CMakeLists.txt lists them."""
        return re.findall(r"^add_subdirectory\((\w+)\)", self.texts["common/CMakeLists.txt"], re.M)


def is_test(name):
    stem = Path(name).stem
    return stem.endswith(("_test", "_bench")) or stem.startswith(("test_", "scratch_"))


def includes(text):
    return [(mark == '"', name) for mark, name in INCLUDE.findall(text)]


def without_comments(text):
    return re.sub(r"//[^\n]*|/\*.*?\*/", "", text, flags=re.S)


def without_strings(text):
    return re.sub(r'"(?:[^"\\\n]|\\.)*"', '""', without_comments(text))


# ---------------------------------------------------------------- directions


def arrows_point_down(tree):
    order = tree.order()
    for name, text in tree.sources("common/"):
        folder = name.split("/")[1]
        if folder not in order:
            yield f"{name}: the folder common/{folder} is not in common/CMakeLists.txt"
            continue
        for ours, included in includes(text):
            parts = included.split("/")
            if ours and parts[0] == "services":
                yield f"{name}: common may not include {included}"
            if ours and parts[0] == "common" and parts[1] in order and order.index(parts[1]) > order.index(folder):
                yield f"{name}: common/{folder} stands below common/{parts[1]} ({included})"


def no_service_includes_another(tree):
    for name, text in tree.sources("services/"):
        own = "/".join(name.split("/")[:2])
        for ours, included in includes(text):
            if ours and included.startswith("services/") and not included.startswith(own + "/") and (own, included) not in ALLOWED_ACROSS:
                yield f"{name}: includes another service's {included}"


def only_the_ledger_has_storage(tree):
    for name, text in tree.sources():
        own = "/".join(name.split("/")[:2])
        for ours, included in includes(text):
            if ours and included.startswith("common/storage/") and own not in ("common/storage", "services/ledger") and (own, included) not in ALLOWED_ACROSS:
                yield f"{name}: only services/ledger may use {included}"
    for name, text in tree.texts.items():
        if name.endswith("CMakeLists.txt") and "fenghuo_storage" in text and name not in ("common/storage/CMakeLists.txt", "services/ledger/CMakeLists.txt", "tests/contract/CMakeLists.txt"):
            yield f"{name}: only services/ledger may link fenghuo_storage"


def libraries_have_one_door(tree):
    doors = {
        "zmq": ("common/bus/",),
        "sqlite3": ("common/storage/",),
        "curl/": ("common/http/", "services/webhook/", "services/mailer/"),
        "gmime/": ("common/mail/",),
        "pango/": ("common/paper/",),
        "cairo": ("common/paper/",),
        "yaml-cpp/": ("common/config/",),
        "CLI/": ("services/fenghuo/",),
        "boost/beast": ("common/http/", "services/gateway/"),
    }
    for name, text in tree.code():
        for _, included in includes(text):
            for start, allowed in doors.items():
                if included.startswith(start) and not name.startswith(allowed):
                    yield f"{name}: <{included}> belongs to {' and '.join(allowed)} alone"


def heavy_headers_stay_in_sources(tree):
    heavy = ("zmq", "curl/", "boost/beast", "boost/asio", "yaml-cpp/", "CLI/")
    for name, text in tree.code():
        for _, included in includes(text):
            # A service's own headers are read by a few files of one folder; common's by everybody.
            if name.endswith(".hpp") and name.startswith("common/") and included.startswith(heavy):
                yield f"{name}: <{included}> is heavy, include it in the .cpp"


# ---------------------------------------------------------------- purity and time


def is_escalator_core(name):
    return name.startswith("services/escalator/") and Path(name).stem not in ESCALATOR_SHELL and not is_test(name)


IMPURE_INCLUDE = re.compile(r"zmq|curl|sqlite|asio|beast|^random$|^thread$|^fstream$|^filesystem$|common/(bus|http|storage|process|worker|log)/")
IMPURE_CALL = re.compile(r"\b(?:system_clock|steady_clock|high_resolution_clock)::now|\b(?:steady_now|wall_now|boot_now|random_bytes|rand|srand|getenv|time)\s*\(")


def the_escalator_core_is_pure(tree):
    for start, _ in tree.sources("services/escalator/"):
        if not is_escalator_core(start):
            continue
        if call := IMPURE_CALL.search(without_strings(tree.texts[start])):
            yield f"{start}: a pure file calls {call[0].strip('(')}"
        # Also through our own headers.
        seen, todo = set(), [start]
        while todo:
            name = todo.pop()
            for ours, included in includes(tree.texts[name]):
                if IMPURE_INCLUDE.search(included):
                    yield f"{start}: a pure file reaches {included}" + ("" if name == start else f" through {name}")
                if ours and included in tree.texts and included not in seen:
                    seen.add(included)
                    todo.append(included)


CLOCK = re.compile(r"\b(?:system_clock|steady_clock|high_resolution_clock|utc_clock)::now|\bgettimeofday\s*\(|\bclock_gettime\s*\(|\bstd::time\s*\(|(?<![\w.>:])time\s*\(\s*(?:nullptr|NULL|0|&)")


def only_common_clock_reads_clocks(tree):
    for name, text in tree.code():
        if not name.startswith("common/clock/") and (found := CLOCK.search(without_strings(text))):
            yield f"{name}: {found[0].strip()} outside common/clock"


SQL = re.compile(r"\bsqlite3_\w+\s*\(|\"\s*(?:SELECT\s.+\sFROM|INSERT\s+(?:OR\s+\w+\s+)?INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM|CREATE\s+(?:TABLE|(?:UNIQUE\s+)?INDEX)|PRAGMA)\b")


def sql_stays_in_storage(tree):
    for name, text in tree.sources():
        if not name.startswith("common/storage/") and (found := SQL.search(without_comments(text))):
            yield f"{name}: SQL outside common/storage: {found[0][:40]}"


# ---------------------------------------------------------------- events


def arguments(text, at):
    """The arguments of the call whose parenthesis opens before position at."""
    out, depth, start, quoted = [], 0, at, False
    for i in range(at, len(text)):
        c = text[i]
        if c == '"' and text[i - 1] != "\\":
            quoted = not quoted
        elif quoted:
            continue
        elif c in "([{":
            depth += 1
        elif c in ")]}" and depth:
            depth -= 1
        elif c in ",)" and not depth:
            out.append(text[start:i])
            start = i + 1
            if c == ")":
                return out
    return out


def event_kinds(tree):
    """(file, kind) of every event that the ledger or a decision writes: the first argument of a decision's, the second of the ledger's."""
    for folder, place in (("services/escalator/", 0), ("services/ledger/", 1)):
        for name, text in tree.code(folder):
            for call in re.finditer(r"\bevent\((?=[^)])", without_comments(text)):
                given = arguments(without_comments(text), call.end())
                if len(given) > place:
                    for kind in re.findall(r'(?<!== )"([a-z_]+)"', given[place]):
                        yield name, kind


def every_event_is_in_the_protocol(tree):
    """docs/protocol.md is the one list of kinds; story_test holds the words people read against it."""
    told = tree.texts.get("docs/protocol.md", "").partition("## Events")[2].partition("\n## ")[0]
    for name, kind in event_kinds(tree):
        if not re.search(rf"\b{kind}\b", told):
            yield f"{name}: the event {kind} is not in docs/protocol.md, Events"


# ---------------------------------------------------------------- form

MACHINE_PATH = re.compile(r"(?<![\w.])/(?:home/\w|root/|Users/\w|tmp/w/)")


def no_paths_of_one_machine(tree):
    here = str(tree.root)
    for name, text in tree.texts.items():
        if name == "tests/architecture_test.py":
            continue
        found = MACHINE_PATH.search(text)
        if found or (len(Path(here).parts) > 2 and here in text):
            yield f"{name}: a path of one machine: {found[0] if found else here}"


UNFINISHED = re.compile(r"TO" r"DO|FIX" r"ME|\bXX" r"X\b|not impl" r"emented|GTEST_" r"SKIP|\bDISABLED_|EXPECT_TRUE\(true\)")


def nothing_is_left_unfinished(tree):
    for name, text in tree.texts.items():
        if name != "tests/architecture_test.py" and name.endswith((".cpp", ".hpp", ".py", ".sh", ".txt", ".yaml", ".md", ".proto")) and (found := UNFINISHED.search(text)):
            yield f"{name}: {found[0]}"


def tests_do_not_sleep(tree):
    for name, text in tree.sources("common/", "services/", "tests/"):
        if Path(name).stem.endswith("_test") and (found := re.search(r"\bsleep_(?:for|until)|\busleep\s*\(|\bnanosleep\s*\(|[^\w\"]sleep\s*\(", without_strings(text))):
            yield f"{name}: {found[0].strip()} in a test"


def headers_open_with_what_they_are(tree):
    for name, text in tree.sources():
        if name.endswith(".hpp") and not (text.startswith("//") and "#pragma once" in text):
            yield f"{name}: a header opens with its purpose, then #pragma once"


def files_stay_small(tree):
    for name, text in tree.code():
        if (lines := text.count("\n")) > MOST_LINES:
            yield f"{name}: {lines} lines; is it one idea?"


def names_are_snake_case(tree):
    for name, _ in tree.sources():
        if not re.fullmatch(r"[a-z0-9_/]+\.(cpp|hpp)", name):
            yield f"{name}: file names are snake_case"


RULES = [
    arrows_point_down,
    no_service_includes_another,
    only_the_ledger_has_storage,
    libraries_have_one_door,
    heavy_headers_stay_in_sources,
    the_escalator_core_is_pure,
    only_common_clock_reads_clocks,
    sql_stays_in_storage,
    every_event_is_in_the_protocol,
    no_paths_of_one_machine,
    nothing_is_left_unfinished,
    tests_do_not_sleep,
    headers_open_with_what_they_are,
    files_stay_small,
    names_are_snake_case,
]


class TheProject(unittest.TestCase):
    def test_keeps_every_rule(self):
        tree = Tree(ROOT)
        self.assertGreater(sum(1 for _ in tree.sources()), 50)
        for rule in RULES:
            with self.subTest(rule=rule.__name__):
                found = list(rule(tree))
                self.assertEqual(found, [], "\n" + "\n".join(found))


class TheRules(unittest.TestCase):
    LAYERS = "add_subdirectory(base)\nadd_subdirectory(clock)\nadd_subdirectory(bus)\nadd_subdirectory(storage)\n"
    GOOD = "// What it is for.\n#pragma once\n"

    def violations(self, rule, files):
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            for name, text in {"common/CMakeLists.txt": self.LAYERS, **files}.items():
                (root / name).parent.mkdir(parents=True, exist_ok=True)
                (root / name).write_text(text)
            return list(rule(Tree(root)))

    def bites(self, rule, name, bad, good=""):
        self.assertEqual(len(self.violations(rule, {name: bad})), 1, f"{rule.__name__} misses {bad!r} in {name}")
        self.assertEqual(self.violations(rule, {name: good}), [], f"{rule.__name__} refuses {good!r} in {name}")

    def test_arrows(self):
        self.bites(arrows_point_down, "common/base/a.cpp", '#include "common/clock/b.hpp"\n', '#include "common/base/b.hpp"\n')
        self.bites(arrows_point_down, "common/clock/a.cpp", '#include "services/ledger/b.hpp"\n', '#include "common/base/b.hpp"\n')
        self.assertEqual(len(self.violations(arrows_point_down, {"common/unknown/a.cpp": ""})), 1)

    def test_services(self):
        self.bites(no_service_includes_another, "services/webhook/a.cpp", '#include "services/gateway/b.hpp"\n', '#include "services/webhook/b.hpp"\n')
        self.bites(no_service_includes_another, "services/fenghuo/a.cpp", '#include "services/escalator/app.hpp"\n', '#include "services/escalator/decide.hpp"\n')

    def test_storage(self):
        rule = only_the_ledger_has_storage
        self.bites(rule, "services/gateway/a.cpp", '#include "common/storage/store.hpp"\n', '#include "common/bus/bus.hpp"\n')
        self.bites(rule, "services/fenghuo/a.cpp", '#include "common/storage/store.hpp"\n', '#include "common/storage/journal_format.hpp"\n')
        self.bites(rule, "services/fenghuo/CMakeLists.txt", "fenghuo_service(fenghuo fenghuo_storage)\n", "fenghuo_service(fenghuo fenghuo_worker)\n")
        self.assertEqual(self.violations(rule, {"services/ledger/a.cpp": '#include "common/storage/store.hpp"\n'}), [])

    def test_doors(self):
        self.bites(libraries_have_one_door, "services/gateway/a.cpp", "#include <zmq.hpp>\n", "#include <string>\n")
        self.bites(libraries_have_one_door, "common/base/a.cpp", "#include <sqlite3.h>\n", "#include <string>\n")
        self.bites(heavy_headers_stay_in_sources, "common/bus/a.hpp", self.GOOD + "#include <zmq.hpp>\n", self.GOOD)

    def test_purity(self):
        rule, name = the_escalator_core_is_pure, "services/escalator/climb.cpp"
        for bad in ("#include <zmq.hpp>\n", "#include <boost/asio.hpp>\n", "#include <random>\n", "auto t = std::chrono::system_clock::now();\n", "auto t = wall_now();\n"):
            self.bites(rule, name, bad, "#include <chrono>\n// wall_now() is not called\nauto next_time(int x);\n")
        through = {name: '#include "services/escalator/deep.hpp"\n', "services/escalator/deep.hpp": '#include "common/bus/bus.hpp"\n'}
        self.assertEqual(len(self.violations(rule, through)), 2)
        self.assertEqual(self.violations(rule, {"services/escalator/app.cpp": '#include "common/bus/bus.hpp"\n'}), [])

    def test_time_and_sql(self):
        for bad in ("std::chrono::system_clock::now();", "gettimeofday(&t, nullptr);", "std::time(nullptr);", "x = time(nullptr);", "clock_gettime(0, &t);"):
            self.bites(only_common_clock_reads_clocks, "services/ledger/a.cpp", bad, '// system_clock::now\nlog("time(0)"); access.time(0); story::time(0);')
        self.assertEqual(self.violations(only_common_clock_reads_clocks, {"common/clock/a.cpp": "system_clock::now()"}), [])
        for bad in ('"SELECT a FROM b"', "sqlite3_step(s)", '"insert"; "INSERT INTO b"', '"DELETE FROM b"', '"PRAGMA x"'):
            self.bites(sql_stays_in_storage, "services/ledger/a.cpp", bad, '"select a form from below"')

    def test_events(self):
        told = {"docs/protocol.md": "## Events\nWritten: closed · paused · resumed.\n## More\nopened\n"}
        for name, bad, good in (
            ("services/escalator/a.cpp", 'ctx.event(x ? "opened" : "closed", {{"why", "opened"}});', 'ctx.event("closed", {{"why", "opened"}}, "opened");'),
            ("services/ledger/a.cpp", 'event({}, "opened", "closed");', 'event({}, w == "pause" ? "paused" : "resumed", actor, {{"a", "b"}});'),
        ):
            self.assertEqual(len(self.violations(every_event_is_in_the_protocol, {name: bad, **told})), 1, bad)
            self.assertEqual(self.violations(every_event_is_in_the_protocol, {name: good, **told}), [], good)

    def test_form(self):
        self.bites(no_paths_of_one_machine, "docs/a.md", "see /home/" "me/x", "see /var/lib/fenghuo and ~/x")
        self.bites(nothing_is_left_unfinished, "docs/a.md", "TO" "DO: more", "done")
        self.bites(tests_do_not_sleep, "common/base/a_test.cpp", "std::this_thread::sleep_for(x);", 'run("sleep 1000");')
        self.bites(headers_open_with_what_they_are, "common/base/a.hpp", "#pragma once\n", self.GOOD)
        self.bites(files_stay_small, "common/base/a.cpp", "\n" * (MOST_LINES + 1), "\n")
        self.assertEqual(len(self.violations(names_are_snake_case, {"common/base/BadName.cpp": ""})), 1)


if __name__ == "__main__":
    unittest.main()
