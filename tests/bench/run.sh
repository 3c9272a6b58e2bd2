#!/usr/bin/env bash
# Measures Fenghuo beside Alertmanager, Postfix, bare libcurl programs and the disk, on this machine, in one run.
#   tests/bench/run.sh [--quick] [--full] [--only NAME,...]     progress on stderr; JSON on the last line of stdout
# --quick: fewer alerts, a shorter latency run. --full: also the figures with a million matters (half an hour).
set -euo pipefail
cd "$(dirname "$0")"
exec /usr/bin/python3 bench.py "$@"
