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
server=(build/release/spin-docker)
config=$("${server[@]}" --print-config "$@") # ends here if it is refused

ensure_engine
deploy/images/build-hello.sh >/dev/null
mkdir -p var

# is_default KEY: neither file nor environment nor arguments set it.
is_default() { grep -q "^\(# \)\?$1: .*  # default\$" <<<"$config"; }
# The default store is for a service with a folder of its own in /var/lib.
! is_default sd_store || server+=(--set "sd_store=sqlite:./var/spin-docker.db")

# None if the arguments only ask for --help and the like.
address=$(sed -n "s/^sd_listen: \(.*\)  # .*/\1/p" <<<"$config" | tr -d \'\")
scheme=http
is_default sd_tls_certificate \
  || scheme="--cacert CERTIFICATE https" # or curl trusts no unknown signer
user="admin" # curl asks for the password
! is_default sd_password || user=admin:spindocker
[ -z "$address" ] || cat <<TRY

In a moment try, from another terminal (ID is the container_id that the first line prints):

  curl -u $user -d image=spin-docker/hello $scheme://$address/v1/containers
  curl -u $user $scheme://$address/v1/containers
  curl -u $user -X PATCH -d status=stopped $scheme://$address/v1/containers/ID

or open the dashboard in a browser: ${scheme##* }://$address/

TRY

server+=("$@")
[ "$(id -u)" != 0 ] || exec "${server[@]}"
if ! command -v sudo >/dev/null; then
  say "no sudo: without the right to port 80 check-ins may be lost"
  exec "${server[@]}"
fi

# Port 80 of the containers' gateway, where they check in, is for root: lend
# this one process the right to it, the group of the engine's socket if it is
# not in it, and what it reads from the environment, which sudo would drop.
group=$(id -g)
may_use_engine || group=$(stat -c %g /var/run/docker.sock)
reads='^(SD_.*|SPIN_DOCKER_.*|DOCKER_HOST|ENVIRONMENT|DISABLE_TIMEOUTS'
reads+='|(INITIAL_)?TIMEOUT_INTERVAL)$'
exec sudo "--preserve-env=$(compgen -e | grep -E "$reads" | paste -sd,)" \
  setpriv --reuid "$(id -u)" --regid "$group" --init-groups \
  --inh-caps +net_bind_service --ambient-caps +net_bind_service \
  -- "${server[@]}"
