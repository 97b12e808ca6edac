#!/usr/bin/env bash
# Builds the sample image spin-docker/hello, and with the argument "tests" its
# variants too (see hello/Dockerfile). Builds only what is missing or was made
# from other inputs, needs no network, and prints the names of what it built.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=deploy/lib.sh
. "$here/../lib.sh"

targets=(hello)
case ${1:-} in
  '') ;;
  tests) targets+=(hello-ssh hello-no-ports hello-stubborn hello-exit) ;;
  *) die "usage: build-hello.sh [tests]" ;;
esac

busybox=/bin/busybox
[ -x "$busybox" ] || die "no $busybox: install busybox-static"

inputs=$(cd "$here" \
  && find hello check-in/check-in -type f -print0 | sort -z \
  | xargs -0 sha256sum "$busybox" | sha256sum | cut -d' ' -f1)

up_to_date() { # TARGET
  [ "$(engine image inspect "spin-docker/$1" \
    -f '{{index .Config.Labels "hello.inputs"}}' 2>/dev/null)" = "$inputs" ]
}

context=
cleanup() { [ -z "$context" ] || rm -rf "$context"; }
trap cleanup EXIT

make_context() {
  context=$(mktemp -d)
  cp -r "$here/hello/." "$context"
  mkdir -p "$context/rootfs/bin" "$context/rootfs/tmp" "$context/rootfs/usr/bin"
  cp "$here/check-in/check-in" "$context/rootfs/usr/bin"
  cp "$busybox" "$context/rootfs/bin/busybox"
  local applet
  for applet in $("$busybox" --list); do
    [ "$applet" = busybox ] || ln -s busybox "$context/rootfs/bin/$applet"
  done
}

for target in "${targets[@]}"; do
  if up_to_date "$target"; then continue; fi
  [ -n "$context" ] || make_context
  say "building spin-docker/$target"
  # The classic builder is the one that every engine from 20.10 on has.
  DOCKER_BUILDKIT=0 engine build -q --target "$target" \
    --label "hello.inputs=$inputs" -t "spin-docker/$target" "$context" \
    >"$context/log" 2>&1 || {
    cat "$context/log" >&2
    die "cannot build spin-docker/$target"
  }
  printf '%s\n' "spin-docker/$target"
done

# What was built anew has left its predecessor without a name.
[ -z "$context" ] || engine image prune -f --filter label=hello.inputs >/dev/null
