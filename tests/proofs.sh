#!/usr/bin/env bash
# Lives through ten thousand seeded histories of a whole server, without
# sanitizers as they are many (some more run with them among the tests); then
# fuzzes for two minutes, from the same seed each time, so that no change fails
# by chance. Exits 1 if a law was broken. Wants simulation built (preset bench).
set -euo pipefail
cd "$(dirname "$0")/.."
simulation=build/bench/tests/simulation/simulation
trap 'kill $(jobs -p) 2>/dev/null || true' EXIT

"$simulation" 1 5000 &
first=$!
"$simulation" 5001 5000 &
second=$!
wait "$first"
wait "$second"
SPIN_FUZZ_SEED=1 tests/fuzz/run.sh 120
