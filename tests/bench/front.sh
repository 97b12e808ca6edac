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
# shellcheck source=tests/bench/measuring.sh
. tests/bench/measuring.sh

prepare bench_front
measure build/bench/tests/bench/bench_front "$@"
finish
