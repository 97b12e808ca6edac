#!/usr/bin/env bash
# Runs every fuzzer, two at a time, SECONDS in total (120). Prints how many
# inputs each tried and how much it covers; exits 1 if a law was broken or a
# sanitizer complained, and names the file with that input. What the fuzzers
# learn is kept in build/fuzz/learned. $SPIN_FUZZ_SEED repeats the dice; without
# it they are new each time.
#
# usage: run.sh [SECONDS]
set -euo pipefail
cd "$(dirname "$0")/../.."
seconds=${1:-120}
build=build/fuzz
cmake --preset fuzz >/dev/null
cmake --build --preset fuzz --parallel "$(nproc)" >&2

mapfile -t targets < <(find tests/fuzz/inputs -mindepth 1 -maxdepth 1 -type d -printf '%f\n' | sort)
each=$((seconds * 2 / ${#targets[@]}))
[ "$each" -gt 0 ] || each=1
log=$build/log
rm -rf "$log"
mkdir -p "$log" "$build/found"
trap 'kill $(jobs -p) 2>/dev/null || true' EXIT

# The recorded answers of engines are inputs, too.
seeds_of() {
  printf '%s\n' "tests/fuzz/inputs/$1"
  case $1 in
    engine | events) printf '%s\n' tests/docker/data/1.*/ ;;
  esac
}

fuzz() { # TARGET
  local seeds
  mapfile -t seeds < <(seeds_of "$1")
  mkdir -p "$build/learned/$1"
  UBSAN_OPTIONS=print_stacktrace=1 "$build/tests/fuzz/fuzz_$1" \
    -seed="${SPIN_FUZZ_SEED:-0}" -max_total_time="$each" -timeout=10 -rss_limit_mb=2048 -max_len=8192 \
    -dict=tests/fuzz/words.dict -artifact_prefix="$build/found/$1-" \
    -print_final_stats=1 "$build/learned/$1" "${seeds[@]}" >"$log/$1" 2>&1
}

lane() { # FIRST: every other target
  local i
  for ((i = $1; i < ${#targets[@]}; i += 2)); do
    fuzz "${targets[i]}" || echo "$?" >"$log/${targets[i]}.failed"
  done
}
lane 0 &
first=$!
lane 1
wait "$first"

# The number behind KEY of the last line of the log that has it.
last() { grep -oE "$1 ?[0-9]+" "$log/$2" | tail -n 1 | tr -dc 0-9; }
failed=0
printf '%-10s %12s %8s %8s %8s\n' target executions edges inputs result
for target in "${targets[@]}"; do
  result=ok
  if [ -e "$log/$target.failed" ]; then
    result=FOUND
    failed=1
  fi
  printf '%-10s %12s %8s %8s %8s\n' "$target" \
    "$(last 'stat::number_of_executed_units: ' "$target" || true)" \
    "$(last 'cov:' "$target" || true)" "$(last 'corp:' "$target" || true)" "$result"
  [ "$result" = ok ] || {
    grep -E 'broken law|ERROR|SUMMARY|runtime error|Test unit written' "$log/$target" || tail -n 5 "$log/$target"
  } | sed 's/^/  /'
done
exit "$failed"
