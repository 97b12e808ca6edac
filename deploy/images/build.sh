#!/usr/bin/env bash
# Builds the images of this folder, all or the named ones, as spin-docker/NAME:
#
#   build.sh [NAME...]     e.g. build.sh sd-postgres
#
# Two at a time; what has not changed comes out of the layer cache. Wants the Debian
# mirror, and the Hub only for debian:bookworm-slim; without it that is made
# here (make-base.sh). Prints the names of what is new.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
cd "$here/../.."
# shellcheck source=deploy/lib.sh
. deploy/lib.sh

base=debian:bookworm-slim
# All but sd-base build on it, these two lists side by side. The variants follow
# one another: the classic builder makes all stages above the one wanted.
first=(sd-base-runit sd-base-supervisord sd-base-systemd sd-redis sd-web)
second=(sd-postgres sd-django)
all=(sd-base "${first[@]}" "${second[@]}")
for name in "$@"; do
  [[ " ${all[*]} " == *" $name "* ]] || die "no image $name; there are: ${all[*]}"
done

has_image() { engine image inspect "$1" >/dev/null 2>&1; }
id_of() { engine image inspect -f '{{.Id}}' "$1" 2>/dev/null || true; }
pull() { engine pull -q "$1" >/dev/null 2>&1; }
if ! has_image "$base"; then
  pull "$base" || "$here/make-base.sh"
  printf '%s\n' "$base"
fi

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
# The modes of the checkout get into the image: those of a tight umask would
# lock its users out, and any other would miss the cache.
cp -r "$here" "$tmp/context"
chmod -R u=rwX,go=rX "$tmp/context"

dockerfile_of() {
  case $1 in
    sd-base*) printf '%s' sd-base ;;
    *) printf '%s' "$1" ;;
  esac
}

build_image() { # NAME
  local folder log=$tmp/$1.log options=()
  folder=$(dockerfile_of "$1")
  [ "$folder" != sd-base ] || options=(--target "$1")
  # The classic builder is the one that every engine from 20.10 on has.
  DOCKER_BUILDKIT=0 engine build -q "${options[@]}" -t "spin-docker/$1" \
    -f "$tmp/context/$folder/Dockerfile" "$tmp/context" >"$log" 2>&1 || {
    tail -n 40 "$log" >&2
    die "cannot build spin-docker/$1"
  }
}

# Builds one and says so; if it is new, leaves its predecessor in a file.
renew() { # NAME
  local began=$SECONDS before
  before=$(id_of "spin-docker/$1")
  build_image "$1"
  printf 'spin-docker/%s, %s MB, %s s\n' "$1" \
    $(($(engine image inspect -f '{{.Size}}' "spin-docker/$1") / 1000000)) \
    $((SECONDS - began)) >&2
  if [ "$(id_of "spin-docker/$1")" != "$before" ]; then
    printf '%s\n' "spin-docker/$1"
    [ -z "$before" ] || printf '%s\n' "$before" >"$tmp/$1.replaced"
  fi
}

lane() { # NAME...
  local name
  for name in "$@"; do
    [[ " ${wanted[*]} " != *" $name "* ]] || renew "$name"
  done
}

wanted=("$@")
[ $# -gt 0 ] || wanted=("${all[@]}")
renew sd-base
lane "${first[@]}" &
lanes=$!
lane "${second[@]}" &
failed=0
for each in "$lanes" $!; do wait "$each" || failed=1; done

# Nameless now; those that something still needs stay.
mapfile -t replaced < <(cat "$tmp"/*.replaced 2>/dev/null)
[ ${#replaced[@]} = 0 ] || engine rmi "${replaced[@]}" >/dev/null 2>&1 || true
exit "$failed"
