#!/usr/bin/env bash
# Installs what is missing, builds, runs every test. No questions; safe to run again.
#   ./test.sh          release build, all tests
#   ./test.sh --full   also: the tests under address, undefined-behaviour and thread sanitizers, and clang-tidy
set -euo pipefail
cd "$(dirname "$0")"

full=false
for argument in "$@"; do
  case $argument in
    --full) full=true ;;
    *) sed -n '2,4s/^# //p' "$0" >&2; exit 2 ;;
  esac
done
jobs=$(nproc)
say() { printf '\n== %s\n' "$*"; }

.ci/packages.sh build test

# Independent judges of what we send come from npm; the lock file pins them.
if [ -e tests/judges/package.json ] && ! cmp -s tests/judges/package-lock.json tests/judges/node_modules/.fenghuo-lock; then
  say "npm ci in tests/judges"
  # npm brings its own certificates; this machine's may know more (a campus proxy).
  export NODE_EXTRA_CA_CERTS=${NODE_EXTRA_CA_CERTS:-/etc/ssl/certs/ca-certificates.crt}
  (cd tests/judges && npm ci --no-audit --no-fund --ignore-scripts && cp package-lock.json node_modules/.fenghuo-lock)
fi

build() {  # PRESET
  say "build: $1"
  cmake --preset "$1" >/dev/null
  cmake --build --preset "$1" --parallel "$jobs"
}

build release
say "test: release"
ctest --test-dir build -j2 --output-on-failure
$full || exit 0

# What the sanitizers see: every unit and contract test, and the scenarios that take all processes through a ladder and a restart.
export ASAN_OPTIONS=detect_leaks=1:strict_string_checks=1 UBSAN_OPTIONS=print_stacktrace=1
export TSAN_OPTIONS="suppressions=$PWD/tests/tsan.supp second_deadlock_stack=1" FENGHUO_TEST_LIMIT=180
for preset in asan tsan; do
  build "$preset"
  say "test: $preset"
  ctest --test-dir "build-$preset" -j2 --output-on-failure -L 'unit|contract|acceptance'
done
say "lint"
tests/lint.sh
