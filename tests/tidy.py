#!/usr/bin/env python3
"""clang-tidy over our own sources, in parallel, skipping what was clean and has not changed since.

A file counts as changed when it, one of our headers it includes (directly or not), .clang-tidy or the tool's version changed.
"""

import hashlib
import json
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build"
CACHE = BUILD / "lint"
INCLUDE = re.compile(r'^\s*#\s*include\s*"([^"]+)"', re.M)


def commands():
    """Our entries of the compilation database, without what clang can't read (the compiler's own precompiled headers, ccache)."""
    for entry in json.loads((BUILD / "compile_commands.json").read_text()):
        source = Path(entry["file"])
        if not source.is_relative_to(ROOT) or source.is_relative_to(BUILD) or "cmake_pch" in source.name:
            continue
        words = entry["command"].split()
        compiler = next(i for i, word in enumerate(words) if re.fullmatch(r".*/(c\+\+|g\+\+|clang\+\+)[-\d]*", word))
        words = [w for w in words[compiler:] if not w.startswith("-W")]  # warnings are the compiler's business
        words = [str(ROOT / "cmake" / "precompiled_tests.hpp") if w.endswith("cmake_pch.hxx") and source.stem.endswith("_test") else w for w in words]
        words = [str(ROOT / "cmake" / "precompiled.hpp") if w.endswith("cmake_pch.hxx") else w for w in words]
        yield source, {"directory": entry["directory"], "file": entry["file"], "command": " ".join(words)}


def closure(source, seen):
    """The file and all of our headers it includes."""
    if source in seen or not source.is_file():
        return seen
    seen.add(source)
    for name in INCLUDE.findall(source.read_text(errors="replace")):
        closure(ROOT / name, seen)
    return seen


def digest(source, version):
    total = hashlib.sha256(version)
    for part in [ROOT / ".clang-tidy", *sorted(closure(source, set()))]:
        total.update(part.read_bytes())
    return total.hexdigest()


def check(source):
    done = subprocess.run(["clang-tidy", "-p", str(CACHE), "--quiet", str(source)], capture_output=True, text=True)
    return done.returncode == 0, done.stdout


def main():
    if not (BUILD / "compile_commands.json").exists():
        sys.exit("no build/compile_commands.json: run cmake --preset release first")
    CACHE.mkdir(exist_ok=True)
    entries = dict(commands())
    (CACHE / "compile_commands.json").write_text(json.dumps(list(entries.values())))
    version = subprocess.run(["clang-tidy", "--version"], capture_output=True, check=True).stdout
    clean_path = CACHE / "clean.json"
    clean = json.loads(clean_path.read_text()) if clean_path.exists() else {}
    digests = {source: digest(source, version) for source in entries}
    todo = [source for source in sorted(entries) if clean.get(str(source)) != digests[source]]
    print(f"clang-tidy: {len(todo)} of {len(entries)} files changed")
    bad = 0
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for source, (ok, text) in zip(todo, pool.map(check, todo)):
            if ok:
                clean[str(source)] = digests[source]
                clean_path.write_text(json.dumps(clean))
            else:
                bad += 1
                print(text)
    print(f"clang-tidy: {bad} files with findings" if bad else "clang-tidy: clean")
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
