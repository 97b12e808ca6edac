#!/usr/bin/env bash
# A container engine of its own, apart from the machine's: own data, socket and
# processes below one folder, for tests.
#
#   engine.sh start DIR [--apart]   start it and wait until it answers
#   engine.sh revive DIR            start it again where it was, e.g. after kill -9
#   engine.sh stop DIR              end it and all that it ran; remove DIR
#
# start wants a DIR that is empty or new, revive and stop one that start made.
#
# --apart puts it into a network namespace of its own, so that it can run (and
# be killed) beside the machine's engine: two in one namespace would flush each
# other's firewall chains. Its socket is DIR/docker.sock, its process id is in
# DIR/pid. DIR must be shorter than 80 characters: it holds sockets.
set -euo pipefail
# shellcheck source=deploy/lib.sh
. "$(dirname "$0")/lib.sh"

[ $# -ge 2 ] || die "usage: engine.sh start|revive|stop DIR [--apart]"
[ "$(id -u)" = 0 ] || die "needs root"
verb=$1
dir=$(realpath -m "$2")
[ ${#dir} -lt 80 ] || die "the path of $dir is too long for sockets"
marker=$dir/made-by-engine.sh # start made this folder: stop may remove it
# One name for the namespace and the cgroup, the same each time for one DIR.
name=spin-$(printf %s "$dir" | cksum | cut -d' ' -f1)

answers() { curl -fsS --max-time 1 --unix-socket "$dir/docker.sock" \
  http://engine/_ping >/dev/null 2>&1; }
alive() { kill -0 "$1" 2>/dev/null; }
gone() { ! alive "$1"; }

# After kill -9 the numbers in these files may belong to others by now; an
# engine that believes them does not start.
drop_stale_pid_files() {
  rm -f "$dir/pid" "$dir/exec/containerd/containerd.pid"
}

launch() {
  local enter=()
  [ ! -e "$dir/apart" ] || enter=(nsenter "--net=/run/netns/$name")
  drop_stale_pid_files
  setsid "${enter[@]}" dockerd --data-root "$dir/data" \
    --exec-root "$dir/exec" --pidfile "$dir/pid" \
    --host "unix://$dir/docker.sock" --cgroup-parent "/$name" \
    --log-level warn </dev/null >>"$dir/log" 2>&1 &
  wait_until 40 answers && return
  tail -n 20 "$dir/log" >&2
  die "the engine in $dir did not come up in 40 s"
}

must_be_ours() { [ -e "$marker" ] || die "$dir was not made by start"; }

start() {
  mkdir -p "$dir"
  [ -z "$(ls -A "$dir")" ] || must_be_ours
  touch "$marker"
  if [ "${1:-}" = --apart ]; then
    touch "$dir/apart"
    ip netns add "$name"
    ip -n "$name" link set lo up
  fi
  launch
}

# Ends the containers: nobody waits for the grace of those who ignore SIGTERM.
kill_containers() {
  find /sys/fs/cgroup -path "*/$name/*" -name cgroup.procs -exec cat {} + \
    2>/dev/null | sort -u | while read -r pid; do
    kill -9 "$pid" 2>/dev/null || true
  done
}

# Ends what names DIR: a killed dockerd leaves its containerd and shims.
kill_leftovers() {
  local file pid
  for file in /proc/[0-9]*/cmdline; do
    pid=${file#/proc/}
    pid=${pid%/cmdline}
    case $(tr '\0' ' ' 2>/dev/null <"$file") in
      dockerd*"$dir"/* | *containerd*"$dir"/*) kill -9 "$pid" 2>/dev/null || true ;;
    esac
  done
}

unmount_all() {
  awk -v dir="$dir/" 'index($2, dir) == 1 { print $2 }' /proc/mounts \
    | sort -r | while read -r place; do
    umount -l "$place" 2>/dev/null || true
  done
}

stop() {
  local pid
  kill_containers
  pid=$(cat "$dir/pid" 2>/dev/null || true)
  if [ -n "$pid" ] && grep -qs dockerd "/proc/$pid/comm"; then
    kill -CONT "$pid" # it may have been frozen
    kill "$pid"
    wait_until 30 gone "$pid" || true
  fi
  kill_leftovers
  kill_containers
  unmount_all
  find /sys/fs/cgroup -depth -type d \
    \( -name "$name" -o -path "*/$name/*" \) -exec rmdir {} + 2>/dev/null || true
  [ ! -e "/run/netns/$name" ] || ip netns del "$name"
  rm -rf "$dir"
}

case $verb in
  start) start "${3:-}" ;;
  revive)
    must_be_ours
    launch
    ;;
  stop)
    must_be_ours
    stop
    ;;
  *) die "unknown verb $verb" ;;
esac
