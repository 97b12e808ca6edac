#!/usr/bin/env bash
# Makes the image debian:bookworm-slim from Debian's packages, for an engine
# that cannot pull it. Our Dockerfiles build on it as on the Hub's own.
#
#   make-base.sh [--tar FILE]   makes the image; or only its contents, a tar
#
# Needs root and the Debian mirror. Two runs on the same state of the mirror
# give the same bytes. $MIRROR: another one than deb.debian.org.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=deploy/lib.sh
. "$here/../lib.sh"

image=debian:bookworm-slim
mirror=${MIRROR:-http://deb.debian.org}
# The day that Debian 12 came out: no file is younger.
export SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-1686355200}

# What nobody reads in a container; licences stay.
exclude=(
  '/usr/share/man/*' '/usr/share/info/*' '/usr/share/locale/*'
  '/usr/share/groff/*' '/usr/share/lintian/*' '/usr/share/linda/*'
  '/usr/share/doc/*'
)
options=()
for path in "${exclude[@]}"; do
  options+=("--dpkgopt=path-exclude=$path")
done
options+=("--dpkgopt=path-include=/usr/share/doc/*/copyright"
  --dpkgopt=force-unsafe-io) # do not wait for the disk

# As in the Hub's: packages start no services and keep no downloads, and there
# are no translations.
customize() { # ROOT
  local root=$1
  printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
  chmod 755 "$root/usr/sbin/policy-rc.d"
  cat >"$root/etc/apt/apt.conf.d/docker-clean" <<'CONF'
DPkg::Post-Invoke { "rm -f /var/cache/apt/archives/*.deb /var/cache/apt/*.bin || true"; };
Dir::Cache::pkgcache "";
Dir::Cache::srcpkgcache "";
CONF
  echo 'Acquire::Languages "none";' \
    >"$root/etc/apt/apt.conf.d/docker-no-languages"
  rm -f "$root"/var/cache/apt/*.bin
}
if [ "${1:-}" = --customize ]; then # mmdebstrap calls us back
  customize "$2"
  exit
fi

make_tar() { # FILE
  # usr-is-merged instead of usrmerge, which would pull in all of perl.
  as_root env "SOURCE_DATE_EPOCH=$SOURCE_DATE_EPOCH" mmdebstrap --quiet \
    --mode=root --variant=apt --format=tar \
    --hook-dir=/usr/share/mmdebstrap/hooks/merged-usr --include=usr-is-merged \
    "${options[@]}" --customize-hook="'$here/make-base.sh' --customize \"\$1\"" \
    bookworm "$1" \
    "deb $mirror/debian bookworm main" \
    "deb $mirror/debian bookworm-updates main" \
    "deb $mirror/debian-security bookworm-security main"
}

case ${1:-} in
  '') ;;
  --tar) [ $# = 2 ] || die "--tar: which file?" ;;
  *) die "usage: make-base.sh [--tar FILE]" ;;
esac
install_missing <(echo mmdebstrap)
if [ "${1:-}" = --tar ]; then
  make_tar "$2"
  exit
fi
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
say "making $image from $mirror"
make_tar "$tmp/root.tar"
engine import --change 'CMD ["bash"]' \
  --change "LABEL spin-docker.made-by=make-base.sh" \
  --message "made by spin-docker's make-base.sh" "$tmp/root.tar" "$image" \
  >/dev/null
