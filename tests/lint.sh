#!/usr/bin/env bash
# Form and bugs of our own files.   usage: tests/lint.sh [--format]
#   --format   clang-format only (quick); without it clang-tidy too, for the files that changed since they were last clean
# Needs a configured build/ for clang-tidy.
set -euo pipefail
cd "$(dirname "$0")/.."

mapfile -t files < <(find common services tests -name node_modules -prune -o \( -name '*.cpp' -o -name '*.hpp' \) -print | sort)
clang-format --dry-run --Werror "${files[@]}"
[ "${1:-}" = --format ] || exec python3 -B tests/tidy.py
