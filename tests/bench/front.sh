#!/usr/bin/env bash
# Measures the front end beside a bare Pistache handler and prints one table
# like run.sh. Needs no container engine; wrk and redis-server. Exits non-zero
# only if something could not be measured.
#
# usage: front.sh [SECONDS [ROUNDS [CONTAINERS]]]    each load 5 s, 3 times, 100000
#        front.sh memory [MILLIONS]                  memory over 10 million check-ins
set -euo pipefail
cd "$(dirname "$0")/../.."
# shellcheck source=deploy/lib.sh
. deploy/lib.sh
# shellcheck source=tests/bench/align.sh
. tests/bench/align.sh

tmp=$(mktemp -d)
measuring=

# shellcheck disable=SC2317 # called by the trap
cleanup() {
  trap '' INT TERM
  if [ -n "$measuring" ] && kill -0 "$measuring" 2>/dev/null; then
    kill "$measuring"
    wait "$measuring" || true
  fi
  rm -rf "$tmp"
}
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

install_missing deploy/packages.txt deploy/packages-test.txt
build bench bench_front >&2

say "measuring (some minutes); load: $(cut -d' ' -f1-3 /proc/loadavg)"
printf 'what\tmeasured\tceiling\tratio\tbar\tmet\n' >"$tmp/rows"
status=0
# In the background, so that a signal to this script is handled at once.
build/bench/tests/bench/bench_front "$@" >>"$tmp/rows" &
measuring=$!
wait "$measuring" || status=$?
measuring=
align <"$tmp/rows"
exit "$status"
