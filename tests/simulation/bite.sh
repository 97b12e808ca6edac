#!/usr/bin/env bash
# Plants known bugs one at a time in a copy of the sources and shows which law of
# the simulation catches each: a bug that nothing catches fails the run.
#
# usage: bite.sh [HISTORIES]     most histories for each bug (20000)
set -euo pipefail
cd "$(dirname "$0")/../.."
most=${1:-20000}
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

mkdir "$tmp/tree"
git ls-files -z --cached --others --exclude-standard | tar cf - --null -T - | tar xf - -C "$tmp/tree"
cmake -S "$tmp/tree" --preset bench -B "$tmp/build" \
  -DSPIN_TEST_ROOMS='support;simulation' >/dev/null

missed=0
printf '%-28s %-8s %s\n' bug seed law
for patch in "$PWD"/tests/simulation/bugs/*.patch; do
  patch -s -p1 -d "$tmp/tree" <"$patch"
  cmake --build "$tmp/build" --target simulation >"$tmp/log" || {
    cat "$tmp/log"
    exit 1
  }
  found=$("$tmp/build/tests/simulation/simulation" 1 "$most" 2>/dev/null || true)
  patch -s -R -p1 -d "$tmp/tree" <"$patch"
  case $found in
    BREACH*)
      printf '%-28s %-8s %s\n' "$(basename "$patch" .patch)" \
        "$(sed -E 's/.*seed=([0-9]+).*/\1/' <<<"$found")" \
        "$(sed -E 's/.*law="([^"]*)".*/\1/' <<<"$found")"
      ;;
    *)
      printf '%-28s %-8s %s\n' "$(basename "$patch" .patch)" - 'NOT CAUGHT'
      missed=1
      ;;
  esac
done
exit "$missed"
