#!/usr/bin/env bash
# Makes the pictures of the README anew (needs pngquant, to keep them small):
#
#   pictures.sh [DIR]       DIR is deploy/docs/images unless it is given
set -euo pipefail
cd "$(dirname "$0")/../.."
dir=${1:-deploy/docs/images}
modules=build/browser-modules
tests/browser/install.sh "$modules"
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
SPIN_BROWSER_MODULES=$PWD/$modules SPIN_PICTURES=$tmp node tests/browser/pictures.mjs
mkdir -p "$dir"
for name in dashboard-desktop-light dashboard-desktop-dark dashboard-phone-dark why-desktop-light; do
  pngquant --force --nofs --speed 1 --output "$dir/$name.png" 160 "$tmp/$name.png"
done
