# Sourced by front.sh and scale.sh, which need no container engine.
# shellcheck shell=bash
# shellcheck source=tests/bench/align.sh
. tests/bench/align.sh

tmp=$(mktemp -d)
measuring=
status=0

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

# Installs what is missing, builds that benchmark and begins the table.
prepare() { # TARGET
  install_missing deploy/packages.txt deploy/packages-test.txt
  build bench "$1" >&2
  say "measuring (some minutes); load: $(cut -d' ' -f1-3 /proc/loadavg)"
  printf 'what\tmeasured\tceiling\tratio\tbar\tmet\n' >"$tmp/rows"
}

# Adds the rows that a command prints. In the background, so that a signal to the
# script is handled at once. What it logs is told if it fails.
measure() { # COMMAND...
  "$@" >>"$tmp/rows" 2>"$tmp/log" &
  measuring=$!
  wait "$measuring" || {
    status=$?
    tail -n 3 "$tmp/log" >&2
  }
  measuring=
}

# Prints the table and ends the script.
finish() {
  align <"$tmp/rows"
  exit "$status"
}
