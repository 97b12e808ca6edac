#!/usr/bin/env bash
# Runs every curl example of the original's manual against the real server, as
# printed there, and checks the documented fields with jq.
#
# usage: manual_test.sh SERVER_BINARY      (root; the images of build-hello.sh)
#
# Substituted are only: the ids, the gateway (172.17.42.1 then, this engine's
# now), and, where the printed ones are taken on this machine, the ports 8080
# and 80 and the image name. atbaker/sd-postgres is a tag that we put on our
# own sample image for as long as the test runs.
# shellcheck disable=SC2016 # jq and the printed lines have dollars of their own
set -euo pipefail

binary=$1
run=${SPIN_TEST_RUN:-test}.$$
tmp=$(mktemp -d)
server=
tagged=

cleanup() {
  trap - EXIT
  set +e
  [ -z "$server" ] || { kill "$server" && wait "$server"; } 2>/dev/null
  docker ps -aq --filter "label=spin-docker.instance=$run" \
    | xargs -r docker rm -f -v >/dev/null
  [ -z "$tagged" ] || docker rmi "$tagged" >/dev/null
  rm -rf "$tmp"
}
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

fail() {
  printf 'FAILED: %s\n' "$*" >&2
  tail -n 20 "$tmp/log" >&2
  exit 1
}

# -- the machine ---------------------------------------------------------------

taken() { (exec 3<>"/dev/tcp/$1/$2") 2>/dev/null; }

# free_port ADDRESS PRINTED: the printed one, or the first free one above 20000.
free_port() {
  local port=$2
  while taken "$1" "$port"; do
    port=$((port < 20000 ? 20000 + RANDOM % 10000 : port + 1))
  done
  printf '%s' "$port"
}

# As a container finds it: its default route.
gateway=$(docker run --rm spin-docker/hello ip route \
  | awk '$1 == "default" { print $3 }')
api_port=$(free_port 127.0.0.1 8080)
check_in_port=$(free_port "$gateway" 80)
image=atbaker/sd-postgres
if docker image inspect "$image" >/dev/null 2>&1; then
  image=spin-docker/hello-ssh
else
  docker tag spin-docker/hello-ssh "$image"
  tagged=$image
fi

start_server() {
  : >"$tmp/config.yml"
  "$binary" --config "$tmp/config.yml" --set "sd_instance=$run" \
    --set "sd_listen=127.0.0.1:$api_port" \
    --set "sd_check_in_listen=$gateway:$check_in_port" \
    --set "sd_store=sqlite:$tmp/spin.db" >>"$tmp/log" 2>&1 &
  server=$!
  local deadline=$((SECONDS + 60))
  until curl -fs "http://127.0.0.1:$api_port/healthz" >/dev/null; do
    kill -0 "$server" 2>/dev/null || fail "the server ended"
    [ $SECONDS -lt $deadline ] || fail "the server did not come up"
    sleep 0.1
  done
}

# -- the examples ----------------------------------------------------------------

id=
answer=

# example WHERE COMMAND: runs a line of the manual; WHERE is `host` or the
# container it is typed in. The answer is kept for `has`.
example() {
  local line=$2 enter=()
  line=${line//localhost:8080/localhost:$api_port}
  line=${line//172.17.42.1/$gateway:$check_in_port}
  line=${line//atbaker\/sd-postgres/$image}
  line=${line//ID/$id}
  [ "$1" = host ] || enter=(nsenter --net
    --target "$(docker inspect -f '{{.State.Pid}}' "$1")")
  printf '$ %s\n' "$line"
  answer=$("${enter[@]}" bash -c "$line -sS") || fail "$line"
  printf '%s\n' "$answer"
}

# has FILTER: the answer satisfies the jq filter.
has() {
  jq -e --arg id "$id" --arg image "$image" "$1" <<<"$answer" >/dev/null \
    || fail "not so: $1"
}

# The eight documented fields, all of them strings.
is_container='([.status, .name, .active, .ssh_port, .image, .container_id, .uri,
  .app_port] | all(type == "string"))'

# becomes STATUS: asks for the container until it has it.
becomes() {
  local deadline=$((SECONDS + 20))
  until answer=$(curl -sS -u admin:spindocker \
    "http://localhost:$api_port/v1/containers/$id") \
    && jq -e --arg s "$1" '.status == $s' <<<"$answer" >/dev/null; do
    [ $SECONDS -lt $deadline ] || fail "never $1"
    sleep 0.1
  done
}

start_server

# "Example use" and "Creating containers"
example host 'curl http://localhost:8080/v1/containers -X POST -u admin:spindocker -d "image=atbaker/sd-postgres"'
id=$(jq -r .container_id <<<"$answer")
has "$is_container"
has '.status == "running" and .active == "0" and .image == $image'
has '(.name | startswith("/")) and .uri == "/v1/containers/" + $id'
has '($id | test("^[0-9a-f]{64}$"))'
has '[.ssh_port, .app_port] | all(test("^[0-9]+$"))'
first_port=$(jq -r .app_port <<<"$answer")
# It has just been started: the page may take a moment.
curl -fsS --retry 20 --retry-delay 1 --retry-all-errors \
  "http://127.0.0.1:$first_port/" >/dev/null || fail "no page"

# "Images"
example host 'curl http://localhost:8080/v1/images -u admin:spindocker'
has 'all(type == "string") and index($image + ":latest") != null'

# "Querying containers"
example host 'curl http://localhost:8080/v1/containers -u admin:spindocker'
has "length == 1 and (.[0] | $is_container)"
example host 'curl http://localhost:8080/v1/containers -X GET -u admin:spindocker -d audit=true'
has 'length == 1 and .[0].container_id == $id'
example host 'curl http://localhost:8080/v1/containers/ID -u admin:spindocker'
has "$is_container and .container_id == \$id"

# "Check-in", typed inside the container
example "$id" 'curl http://172.17.42.1/v1/check-in -X POST -d "active-connections=1"'
example host 'curl http://localhost:8080/v1/containers/ID -u admin:spindocker'
has '.active == "1"'

# "Starting and stopping containers", with the printed data
example host "curl http://localhost:8080/v1/containers/ID -X PATCH -u admin:spindocker -d '{ \"status\": \"stopped\" }'"
has "$is_container and .status == \"stopping\" and .app_port == \"$first_port\""
becomes stopped
has '.ssh_port == "" and .app_port == ""'
example host "curl http://localhost:8080/v1/containers/ID -X PATCH -u admin:spindocker -H 'Content-Type: application/json' -d '{ \"status\": \"running\" }'"
has "$is_container"' and .status == "running" and .container_id == $id'
has '[.ssh_port, .app_port] | all(test("^[0-9]+$"))'
example host 'curl http://localhost:8080/v1/containers/ID -X PATCH -u admin:spindocker -d "status=stopped"'
has '.status == "stopping"'

# "Deleting containers": an empty 204
example host 'curl http://localhost:8080/v1/containers/ID -X DELETE -u admin:spindocker -w "%{http_code}"'
[ "$answer" = 204 ] || fail "DELETE answered $answer"
example host 'curl http://localhost:8080/v1/containers -u admin:spindocker'
has '. == []'

# "Creating containers" once more, with the printed JSON as the data
example host "curl http://localhost:8080/v1/containers -X POST -u admin:spindocker -d '{ \"image\": \"atbaker/sd-postgres\" }'"
has "$is_container"' and .status == "running"'

kill "$server"
wait "$server" || fail "the server ended with $?"
server=
echo "all examples of the manual work"
