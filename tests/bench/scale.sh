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
# shellcheck source=tests/bench/measuring.sh
. tests/bench/measuring.sh

prepare bench_scale
for store in sqlite redis; do
  measure build/bench/tests/bench/bench_scale "${1:-100000}" "$store"
done
finish
