#!/usr/bin/env bash
# Kills processes under load, again and again, and checks that nothing was lost, doubled under another id, or repeated without a record.
#   tests/faults/run.sh --kills N [--seed S]     progress on stderr, one JSON object on the last line of stdout, exit 1 on a violation
set -euo pipefail
cd "$(dirname "$0")"
exec /usr/bin/python3 faults.py "$@"
