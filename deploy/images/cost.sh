#!/usr/bin/env bash
# Measures what each process 1 costs and prints a table in Markdown: the size of
# the image beyond the Debian packages that all have, the memory in use 10 s
# after the start, and how long `docker stop` takes (the median of ROUNDS, 3).
# Wants the images of build.sh.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=deploy/lib.sh
. "$here/../lib.sh"

rounds=${ROUNDS:-3}
container=
cleanup() { [ -z "$container" ] || engine rm -f -v "$container" >/dev/null; }
trap cleanup EXIT

size_of() { engine image inspect -f '{{.Size}}' "$1"; }

# What systemd wants of this engine; see docs/creating-images.md.
rights() { # NAME
  [ "$1" = sd-base-systemd ] || return 0
  if [ "$(engine info -f '{{.CgroupVersion}}')" = 1 ]; then
    printf '%s\n' --cap-add=SYS_ADMIN --cgroupns=private
  else
    printf '%s\n' --security-opt=writable-cgroups=true
  fi
}

# Sets `memory` (MB), `stop` (ms) and `code` of one run.
run_once() { # NAME
  local began options
  mapfile -t options < <(rights "$1")
  container=$(engine run -d "${options[@]}" "spin-docker/$1")
  sleep 10
  memory=$(engine stats --no-stream --format '{{.MemUsage}}' "$container" \
    | sed 's/ .*//; s/MiB$//')
  began=$(date +%s%N)
  engine stop "$container" >/dev/null
  stop=$((($(date +%s%N) - began) / 1000000))
  code=$(engine inspect -f '{{.State.ExitCode}}' "$container")
  cleanup
  container=
}

median() { printf '%s\n' "$@" | sort -g | sed -n "$((($# + 1) / 2))p"; }

packages=$(size_of debian:bookworm-slim)
printf '| process 1 | image, MB | beyond Debian, MB | memory, MiB | stop, s | exit code |\n'
printf '|---|---|---|---|---|---|\n'
for name in sd-base sd-base-runit sd-base-supervisord sd-base-systemd; do
  memories=() stops=()
  for ((i = 0; i < rounds; i++)); do
    run_once "$name"
    memories+=("$memory")
    stops+=("$stop")
  done
  size=$(size_of "spin-docker/$name")
  awk -v name="$name" -v size="$size" -v packages="$packages" -v code="$code" \
    -v memory="$(median "${memories[@]}")" -v stop="$(median "${stops[@]}")" \
    'BEGIN { printf "| `%s` | %.1f | %.1f | %.1f | %.2f | %d |\n", name,
      size / 1e6, (size - packages) / 1e6, memory, stop / 1000, code }'
done
