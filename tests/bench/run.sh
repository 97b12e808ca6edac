#!/usr/bin/env bash
# Measures what the service and its front end promise about speed and memory, and prints one
# table: what, measured, ceiling, ratio, bar, met. Both sides of a ratio come
# from the same run. Exits non-zero only if something could not be measured.
#
# usage: run.sh [ROUNDS [PAIRS]]     rounds of 40 creates (3), single ones (20)
set -euo pipefail
cd "$(dirname "$0")/../.."
# shellcheck source=deploy/lib.sh
. deploy/lib.sh
# shellcheck source=tests/bench/align.sh
. tests/bench/align.sh

tmp=$(mktemp -d)
instance="bench-$$" # every container of this run is marked with it
own_engine=
measuring=
built=()

# shellcheck disable=SC2317 # called by the trap
cleanup() {
  trap '' INT TERM
  set +e # whatever fails here, go on cleaning
  if [ -n "$measuring" ] && kill -0 "$measuring" 2>/dev/null; then
    kill "$measuring"
    wait "$measuring"
  fi
  if [ -n "$own_engine" ]; then
    as_root deploy/engine.sh stop "$own_engine"
  elif engine_answers; then
    for side in "$instance" "$instance.raw"; do
      engine ps -aq --filter "label=spin-docker.instance=$side" \
        | while read -r id; do engine rm -f -v "$id"; done
    done
    [ "${#built[@]}" = 0 ] || engine rmi "${built[@]}"
  fi >/dev/null 2>&1
  as_root rm -rf "$tmp"
}
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

install_missing deploy/packages.txt deploy/packages-test.txt
for target in spin-docker bench_service bench_actor_memory bench_front; do
  build bench "$target" >&2
done

if ! engine_answers; then
  say "no engine answers: starting one below $tmp"
  own_engine=$tmp/engine
  as_root deploy/engine.sh start "$own_engine"
  export DOCKER_HOST=unix://$own_engine/docker.sock
fi
mapfile -t built < <(deploy/images/build-hello.sh tests)
may_use_engine || die "may not use the engine's socket: run it as root"

say "measuring (some minutes); load: $(cut -d' ' -f1-3 /proc/loadavg)"
bin=build/bench/tests/bench
printf 'what\tmeasured\tceiling\tratio\tbar\tmet\n' >"$tmp/rows"
status=0
"$bin/bench_actor_memory" >>"$tmp/rows" || status=$?
# In the background, so that a signal to this script is handled at once.
"$bin/bench_service" build/bench/spin-docker "$instance" "$@" >>"$tmp/rows" &
measuring=$!
wait "$measuring" || status=$?
"$bin/bench_front" >>"$tmp/rows" &
measuring=$!
wait "$measuring" || status=$?
measuring=
align <"$tmp/rows"
exit "$status"
