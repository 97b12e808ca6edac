#!/usr/bin/env bash
# Installs what the browser tests need, as package-lock.json pins it, below DIR;
# does nothing if that was done already.
#
#   install.sh DIR
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
dir=$1
lock=$here/package-lock.json
cmp -s "$lock" "$dir/installed" && exit
rm -rf "$dir"
mkdir -p "$dir"
cp "$here/package.json" "$lock" "$dir"
cd "$dir"
npm ci --no-audit --no-fund --ignore-scripts
cp package-lock.json installed
