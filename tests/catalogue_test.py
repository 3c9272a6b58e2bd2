#!/usr/bin/env python3
"""The catalogue, the shipped configuration and docs/clauses.md say the same.

Every id of tests/catalogue_ids.txt is shipped with its clauses; every numbered clause of the source has a row in the table, which lists the duties that rest on it or
says that it has no time; every clause an entry cites is in the table. Reads the entries' block form (two spaces, "- id:"), which the loader's own tests don't ask for.
"""

import re
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NO_TIME = "原则性要求，不计时"

# The numbered clauses of the source, in its order, and its closing words.
OUTLINE = """一 二 三 三（一） 三（二） 三（三） 三（四） 三（五） 四 四（一） 四（一）1 四（一）2 四（一）3 四（一）4 四（二） 四（二）1 四（二）2 四（二）3 四（二）4 四（二）5
四（三） 五 六 六（一） 六（二） 六（三） 文末""".split()


def catalogue_of(text):
    lines = (line.split() for line in text.splitlines() if line and not line.startswith("#"))
    return [(duty, clause) for duty, clause in lines]


def entries_of(texts):
    """(id, clause) of every entry, in the order of the files."""
    found = []
    for text in texts:
        for block in re.split(r"^  - (?=id: )", text, flags=re.M)[1:]:
            duty = re.match(r"id: ([a-z0-9-]+)", block)
            clause = re.search(r"^    clause: (\S+)", block, re.M)
            found.append((duty[1], clause[1] if clause else ""))
    return found


def table_of(text):
    """clause → the cell that says what became of it."""
    rows = re.findall(r"^\| (\S+) \| [^|]+ \| ([^|]+) \|$", text, re.M)
    return [(clause, cell.strip()) for clause, cell in rows if clause not in ("条款", "---")]


def catalogue_faults(catalogue, entries):
    shipped = dict(entries)
    for duty, clause in catalogue:
        if duty not in shipped:
            yield f"{duty} is not shipped"
        elif shipped[duty] != clause:
            yield f"{duty} is shipped with {shipped[duty]}, the catalogue says {clause}"
    for duty in {duty for duty, _ in entries if [d for d, _ in entries].count(duty) > 1}:
        yield f"{duty} is shipped twice"
    known = [duty for duty, _ in catalogue]
    for duty, _ in entries:
        if duty not in known and duty != "cyzd-n" and not any(duty.startswith(k + "-") for k in known):
            yield f"{duty} is neither of the catalogue nor derived from an id of it"


def table_faults(table, entries):
    cells = dict(table)
    if [clause for clause, _ in table] != OUTLINE:
        yield f"the table's clauses are not the source's: {sorted(set(OUTLINE) ^ set(cells)) or 'another order, or one twice'}"
    grounds = {(clause, duty) for duty, clauses in entries for clause in clauses.split("、")}
    listed = {(clause, duty) for clause, cell in table for duty in re.findall(r"`([^`]+)`", cell)}
    yield from (f"{duty} cites {clause}, whose row does not list it" for clause, duty in sorted(grounds - listed))
    yield from (f"the row of {clause} lists {duty}, which does not cite it" for clause, duty in sorted(listed - grounds))
    for clause, cell in table:
        if (NO_TIME in cell) == ("`" in cell):
            yield f"the row of {clause} lists duties or says {NO_TIME}, one of them"


class Shipped(unittest.TestCase):
    catalogue = catalogue_of((ROOT / "tests/catalogue_ids.txt").read_text())
    entries = entries_of(path.read_text() for path in sorted((ROOT / "config/obligations").glob("*.yaml")))
    table = table_of((ROOT / "docs/clauses.md").read_text())

    def test_every_id_of_the_catalogue_is_shipped_with_its_clause(self):
        self.assertEqual(len(self.catalogue), 75)
        self.assertEqual(list(catalogue_faults(self.catalogue, self.entries)), [])

    def test_no_clause_of_the_source_is_left_out(self):
        self.assertEqual(list(table_faults(self.table, self.entries)), [])

    def test_the_four_meetings_are_the_groups_and_each_members(self):
        ids = [duty for duty, _ in self.entries]
        for meeting in ("sihui-fenxi", "sihui-shenyi", "sihui-tuijin", "sihui-pingyi"):
            self.assertIn(meeting + "-chengyuan", ids)


class TheChecks(unittest.TestCase):
    """Each bites."""

    catalogue, entries, table = Shipped.catalogue, Shipped.entries, Shipped.table

    def one(self, faults, text):
        found = list(faults)
        self.assertEqual(len(found), 1, found)
        self.assertIn(text, found[0])

    def test_of_the_catalogue(self):
        self.one(catalogue_faults(self.catalogue, [e for e in self.entries if e[0] != "tanhua"]), "tanhua is not shipped")
        self.one(catalogue_faults(self.catalogue, [(d, "五" if d == "tanhua" else c) for d, c in self.entries]), "tanhua is shipped with 五")
        self.one(catalogue_faults(self.catalogue, self.entries + [("tanhua", "三（二）")]), "tanhua is shipped twice")
        self.one(catalogue_faults(self.catalogue, self.entries + [("unheard-of", "五")]), "unheard-of is neither")

    def test_of_the_table(self):
        self.one(table_faults([row for row in self.table if row[0] != "三（一）"], self.entries), "三（一）")
        self.one(table_faults(self.table, [(d, "六（二）、七" if d == "jiwei-goutong" else c) for d, c in self.entries]), "cites 七")
        self.one(table_faults(self.table, self.entries + [("tanhua-more", "五")]), "tanhua-more cites 五")
        self.one(table_faults([(c, cell + " `x-y`" if c == "五" else cell) for c, cell in self.table], self.entries), "lists x-y")
        self.one(table_faults([(c, "见各款" if c == "三" else cell) for c, cell in self.table], self.entries), "the row of 三 ")

    def test_of_the_entries(self):
        text = "duties:\n  - id: a-b\n    title: 甲\n    clause: 四（一）1、五   # 乙\n  - id: c\n    title: 丙\n"
        self.assertEqual(entries_of([text]), [("a-b", "四（一）1、五"), ("c", "")])


if __name__ == "__main__":
    unittest.main()
