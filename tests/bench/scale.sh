#!/usr/bin/env bash
# Measures what supervision costs with very many containers, with each store in
# turn, and prints one table like run.sh. Needs no container engine. Exits
# non-zero only if something could not be measured.
#
# usage: scale.sh [CONTAINERS]     100000 unless told otherwise
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
build bench bench_scale >&2

say "measuring (some minutes); load: $(cut -d' ' -f1-3 /proc/loadavg)"
printf 'what\tmeasured\tceiling\tratio\tbar\tmet\n' >"$tmp/rows"
status=0
for store in sqlite redis; do
  # It logs like the server, a few lines for each container. In the background,
  # so that a signal to this script is handled at once.
  build/bench/tests/bench/bench_scale "${1:-100000}" "$store" \
    >>"$tmp/rows" 2>"$tmp/log" &
  measuring=$!
  wait "$measuring" || { status=$?; tail -n 3 "$tmp/log" >&2; }
  measuring=
done
align <"$tmp/rows"
exit "$status"
