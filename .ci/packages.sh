#!/usr/bin/env bash
# Installs the Debian packages of packages.txt that are missing; quick when nothing is.   usage: .ci/packages.sh build [test]
set -euo pipefail
cd "$(dirname "$0")/.."

wanted=()
for kind in "$@"; do
  read -r -a more <<<"$(awk -v kind="$kind" '$1 == kind { $1 = ""; printf "%s ", $0 }' packages.txt)"
  wanted+=("${more[@]}")
done
missing=()
# One query for all; a package dpkg has never heard of is not in its answer.
installed=" $(dpkg-query -W -f='${db:Status-Status}:${Package} ' "${wanted[@]}" 2>/dev/null || [ $? -eq 1 ]) "
for package in "${wanted[@]}"; do
  case $installed in *" installed:$package "*) continue ;; esac
  # Node from elsewhere will do, and Debian's npm can't be installed beside it.
  case $package in nodejs | npm) command -v npm >/dev/null && continue ;; esac
  missing+=("$package")
done
[ ${#missing[@]} -gt 0 ] || exit 0

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null || { echo "missing packages: ${missing[*]}; run this as root once, or install sudo" >&2; exit 1; }
  as_root=(sudo)
fi
echo "installing: ${missing[*]}"
# Servers that only the tests use must not start as services of this machine.
policy=/usr/sbin/policy-rc.d
if [ ! -e $policy ]; then
  trap '"${as_root[@]}" rm -f '$policy EXIT
  printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee $policy >/dev/null
  "${as_root[@]}" chmod 755 $policy
fi
apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0)
"${apt[@]}" update
"${apt[@]}" install -y --no-install-recommends "${missing[@]}" >/dev/null
