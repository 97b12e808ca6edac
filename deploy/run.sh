#!/usr/bin/env bash
# From a fresh Debian 12 to a running spin-docker in one command: installs what
# is missing, builds, makes sure that an engine and the sample image are there,
# and runs the server in the foreground until Ctrl-C. Arguments go to the
# server, e.g. --set sd_listen=0.0.0.0:8080. What you started keeps running.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=deploy/lib.sh
. deploy/lib.sh

install_missing deploy/packages.txt
build release spin-docker
ensure_engine
deploy/images/build-hello.sh >/dev/null
mkdir -p var

cat <<'TRY'

Try, from another terminal (ID is the container_id that the first line prints):

  curl -u admin:spindocker -d image=spin-docker/hello http://127.0.0.1:8080/v1/containers
  curl -u admin:spindocker http://127.0.0.1:8080/v1/containers
  curl -u admin:spindocker -X PATCH -d status=stopped http://127.0.0.1:8080/v1/containers/ID

TRY

server=(build/release/spin-docker --set "sd_store=sqlite:./var/spin-docker.db")
may_use_engine && exec "${server[@]}" "$@"

# Not root and not in the group docker: lend this one process the group, and
# the right to listen on port 80 of the containers' gateway.
exec sudo setpriv --reuid "$(id -u)" --regid docker --init-groups \
  --inh-caps +net_bind_service --ambient-caps +net_bind_service \
  -- "${server[@]}" "$@"
