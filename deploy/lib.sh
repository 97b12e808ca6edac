# shellcheck shell=bash
# Functions that the scripts of this folder share. Sourcing it does nothing.

say() { printf '==> %s\n' "$*" >&2; }
die() { printf '%s: %s\n' "${0##*/}" "$*" >&2; exit 1; }

# Runs a command as root, by sudo if need be.
as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  else
    command -v sudo >/dev/null || die "needs root: run it as root or get sudo"
    sudo "$@"
  fi
}

# wait_until SECONDS COMMAND...: 0 as soon as the command succeeds.
wait_until() {
  local deadline=$((SECONDS + $1))
  shift
  until "$@"; do
    [ "$SECONDS" -lt "$deadline" ] || return 1
    sleep 0.1
  done
}

# -- packages ------------------------------------------------------------------

# The packages of the lists given that are not installed. Asks dpkg only, so
# that a second run needs neither network nor time.
missing_packages() {
  sed -e 's/#.*//' -e '/^[[:space:]]*$/d' "$@" | while read -r package; do
    dpkg-query -W -f '${db:Status-Abbrev}' "$package" 2>/dev/null \
      | grep -q '^.i' || printf '%s\n' "$package"
  done
}

# install_missing LIST...: installs what is missing and removes nothing. An
# engine from elsewhere (docker-ce) conflicts with docker.io and does as well; so
# do a node and npm from elsewhere with Debian's.
install_missing() {
  local missing
  missing=$(missing_packages "$@")
  if grep -qx docker.io <<<"$missing" && has_engine; then
    missing=$(grep -vx docker.io <<<"$missing" || true)
  fi
  if command -v node >/dev/null && command -v npm >/dev/null; then
    missing=$(grep -vxE 'nodejs|npm' <<<"$missing" || true)
  fi
  [ -n "$missing" ] || return 0
  # shellcheck disable=SC2086 # one line on purpose
  say installing $missing
  as_root apt-get update -qq
  # shellcheck disable=SC2086 # one word for each package
  as_root sh -c "$quiet_install" sh $missing
}

# What is installed here is not started: nginx would take port 80 from us. What
# the scripts need they start themselves.
# shellcheck disable=SC2016 # for the shell that root runs
quiet_install='
  set -e
  policy=/usr/sbin/policy-rc.d
  if [ ! -e "$policy" ]; then
    trap "rm -f $policy" EXIT
    printf "#!/bin/sh\nexit 101\n" >"$policy"
    chmod 755 "$policy"
  fi
  DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends --no-remove "$@" >/dev/null'

# -- building --------------------------------------------------------------------

# build PRESET [TARGET]: configures (for new files) and builds.
build() {
  say "building build/$1"
  cmake --preset "$1" >/dev/null
  cmake --build --preset "$1" --parallel "$(nproc)" ${2:+--target "$2"}
}

# -- the engine ------------------------------------------------------------------

# May this user talk to the engine at its usual place, or is that for root?
may_use_engine() {
  [ -n "${DOCKER_HOST:-}" ] || [ -w /var/run/docker.sock ]
}

# The docker command, by sudo if the socket is not ours.
engine() {
  if may_use_engine; then docker "$@"; else as_root docker "$@"; fi
}

# Does the engine at $DOCKER_HOST (or its usual place) answer?
engine_answers() {
  [ -n "${DOCKER_HOST:-}" ] || [ -e /var/run/docker.sock ] || return 1
  engine version >/dev/null 2>&1
}

# Is there an engine on this machine, or elsewhere at $DOCKER_HOST?
has_engine() {
  PATH=$PATH:/usr/local/sbin:/usr/sbin command -v dockerd >/dev/null \
    || engine_answers
}

# Starts the machine's own engine unless one answers, and leaves it running:
# users' containers live longer than the server does.
ensure_engine() {
  engine_answers && return
  [ -z "${DOCKER_HOST:-}" ] || die "no engine answers at $DOCKER_HOST"
  if [ -d /run/systemd/system ]; then
    say "starting docker (stop it with: systemctl stop docker)"
    as_root systemctl start docker
  else
    mkdir -p var
    say "starting dockerd, log in var/dockerd.log" \
      "(stop it with: kill \$(cat /var/run/docker.pid))"
    as_root setsid dockerd --log-level warn </dev/null >>var/dockerd.log 2>&1 &
  fi
  wait_until 30 engine_answers || die "the engine did not come up in 30 s"
}
