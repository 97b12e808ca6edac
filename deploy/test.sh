#!/usr/bin/env bash
# Proves spin-docker against a real engine and a real Redis: installs what is
# missing, builds with ASan and UBSan, runs every test, simulates and fuzzes, and
# removes all that it made, also after a failure or Ctrl-C. Uses the engine that
# answers or starts one of its own below a temporary folder. Arguments go to
# ctest, e.g. -L unit or -R Idle; then only those tests run. The last line is
# "N passed, N failed"; exits 0 if none failed.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=deploy/lib.sh
. deploy/lib.sh

tmp=$(mktemp -d)
chmod 755 "$tmp" # some tests try things as another user
export SPIN_TEST_RUN="test-$$" # every container of this run is marked with it
own_engine=
built=()

# Runs a command beside this script, in a process group of its own, so that
# Ctrl-C and kill reach all that it starts; sets $!.
beside() {
  set -m
  "$@" &
  set +m
}

# Containers that a test left behind, by the instance label of this run.
# shellcheck disable=SC2317 # called by the trap
our_containers() {
  engine ps -a --filter label=spin-docker.instance \
    --format '{{.ID}} {{.Label "spin-docker.instance"}}' \
    | awk -v run="$SPIN_TEST_RUN." 'index($2, run) == 1 { print $1 }'
}

# The same for networks; their names begin with the label.
# shellcheck disable=SC2317 # called by the trap
our_networks() { engine network ls -q --filter "name=^${SPIN_TEST_RUN}[.]"; }

# And for volumes.
# shellcheck disable=SC2317 # called by the trap
our_volumes() { engine volume ls -q --filter "name=^${SPIN_TEST_RUN}[.]"; }

# shellcheck disable=SC2317 # called by the trap
cleanup() {
  trap '' INT TERM
  set +e # whatever fails here, go on cleaning
  local group folder image
  for group in $(jobs -p); do
    as_root kill -TERM -- "-$group" 2>/dev/null
    wait "$group" 2>/dev/null
  done
  for folder in "$tmp"/spin.*/engine; do # of tests that were cut short
    [ ! -e "$folder" ] || as_root deploy/engine.sh stop "$folder"
  done
  if [ -n "$own_engine" ]; then
    as_root deploy/engine.sh stop "$own_engine"
  elif engine_answers; then
    our_containers | while read -r id; do engine rm -f -v "$id"; done
    our_networks | while read -r id; do engine network rm "$id"; done
    our_volumes | while read -r id; do engine volume rm "$id"; done
    [ ! -e "$tmp/images" ] || mapfile -t -O "${#built[@]}" built <"$tmp/images"
    for image in "${built[@]}"; do engine rmi "$image"; done # unless in use
  fi >/dev/null 2>&1
  as_root rm -rf "$tmp"
}
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

install_missing deploy/packages.txt deploy/packages-test.txt
if ! engine_answers; then
  say "no engine answers: starting one below $tmp"
  own_engine=$tmp/engine
  as_root deploy/engine.sh start "$own_engine"
  export DOCKER_HOST=unix://$own_engine/docker.sock
fi

# What the manual's example of an image builds on. While the code is built, most
# of this waits for the network and the disk.
if [ $# = 0 ]; then
  say "building sd-base, log in $tmp/images.log"
  beside deploy/images/build.sh sd-base >"$tmp/images" 2>"$tmp/images.log"
  images=$!
fi
build dev
mapfile -t built < <(deploy/images/build-hello.sh tests)

proofs=
if [ $# = 0 ]; then
  build bench spin-docker # what users run has no warnings either
  build bench simulation
  build fuzz
  if ! wait "$images"; then
    cat "$tmp/images.log" >&2
    die "cannot build sd-base"
  fi
  # The journeys want all images: deploy/images/build.sh, then -L images.
  set -- -LE images
  # Most tests of the service wait: these take what is left of the processors.
  say "simulating and fuzzing meanwhile"
  beside nice -n 19 tests/proofs.sh >"$tmp/proofs.log" 2>&1
  proofs=$!
fi

say "testing"
beside as_root env "SPIN_TEST_RUN=$SPIN_TEST_RUN" "TMPDIR=$tmp" \
  ${DOCKER_HOST:+"DOCKER_HOST=$DOCKER_HOST"} \
  ctest --preset dev --parallel "$(nproc)" \
  --output-junit "$tmp/result.xml" "$@"
status=0
wait $! || status=$?
proven=0
if [ -n "$proofs" ]; then
  wait "$proofs" || proven=$?
  cat "$tmp/proofs.log"
fi

# The suite's own numbers come first in the file. A test that was skipped or
# could not run did not pass.
count() { grep -o "$1=\"[0-9]*\"" "$tmp/result.xml" | head -n 1 | tr -dc 0-9; }
[ -s "$tmp/result.xml" ] || die "ctest wrote no result (exit $status)"
all=$(count tests)
failed=$(($(count failures) + $(count skipped) + $(count disabled)))
if [ "$proven" != 0 ]; then
  say "a history or an input broke a law (exit $proven)"
  all=$((all + 1)) failed=$((failed + 1))
fi
[ "$status" = 0 ] && [ "$failed" -gt 0 ] && status=1
printf '%s passed, %s failed\n' "$((all - failed))" "$failed"
exit "$status"
