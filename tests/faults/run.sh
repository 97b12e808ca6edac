#!/usr/bin/env bash
# Kills, freezes, empties and fills what the service stands on, for real, and
# judges after each fault. Prints one table: what, how many, violations and the
# worst error in time. Exits non-zero if a law was broken.
#
# usage: run.sh [KILLS]     kills of the server for each store (12)
#
# $SPIN_FAULT_SEED repeats the dice of an earlier run; only dice: the machine
# decides what each moment meets. $SPIN_FAULT_LOG keeps what the tests printed.
set -euo pipefail
cd "$(dirname "$0")/../.."
# shellcheck source=deploy/lib.sh
. deploy/lib.sh

export SPIN_FAULT_KILLS=${1:-12}
export SPIN_FAULT_SEED=${SPIN_FAULT_SEED:-$(date +%s)}
tmp=$(mktemp -d)
log=${SPIN_FAULT_LOG:-$tmp/log}
own_engine=
tests=

# shellcheck disable=SC2317 # called by the trap
cleanup() {
  trap '' INT TERM
  set +e # whatever fails here, go on cleaning
  if [ -n "$tests" ] && kill -0 "$tests" 2>/dev/null; then
    as_root kill -TERM -- "-$tests" 2>/dev/null
    wait "$tests" 2>/dev/null
  fi
  local folder
  for folder in "$tmp"/spin.*/engine; do # of tests that were cut short
    [ ! -e "$folder" ] || as_root deploy/engine.sh stop "$folder"
  done
  [ -z "$own_engine" ] || as_root deploy/engine.sh stop "$own_engine"
  awk -v dir="$tmp/" 'index($2, dir) == 1 { print $2 }' /proc/mounts \
    | while read -r place; do as_root umount -l "$place"; done
  as_root rm -rf "$tmp"
} >/dev/null 2>&1
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

install_missing deploy/packages.txt deploy/packages-test.txt
build dev spin-docker >&2
build dev fault_test >&2

# The tests have engines of their own but ask this one for its network.
if ! engine_answers; then
  say "no engine answers: starting one below $tmp"
  own_engine=$tmp/engine
  as_root deploy/engine.sh start "$own_engine"
  export DOCKER_HOST=unix://$own_engine/docker.sock
fi

say "$SPIN_FAULT_KILLS kills for each store, SPIN_FAULT_SEED=$SPIN_FAULT_SEED"
set -m
as_root env "TMPDIR=$tmp" "SPIN_FAULT_KILLS=$SPIN_FAULT_KILLS" \
  "SPIN_FAULT_SEED=$SPIN_FAULT_SEED" \
  ${DOCKER_HOST:+"DOCKER_HOST=$DOCKER_HOST"} \
  ctest --test-dir build/dev -L faults --timeout 7200 \
  --parallel "$(nproc)" -V >"$log" 2>&1 &
tests=$!
set +m
status=0
wait "$tests" || status=$?
tests=

{
  printf 'what\thow many\tviolations\tworst error\n'
  sed -n 's/^[0-9]*: ## //p' "$log" | LC_ALL=C sort
} | column -t -s "$(printf '\t')"
[ "$status" = 0 ] || grep -E 'Failure|\*\*\*Failed|FAILED' -A 5 "$log" >&2
exit "$status"
