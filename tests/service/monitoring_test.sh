#!/usr/bin/env bash
# Runs a real Prometheus with the configuration and rules of deploy/monitoring
# against the real server: its page passes promtool, it is scraped, no rule has
# an error, every query of the dashboard works and names metrics that there are.
#
# usage: monitoring_test.sh SERVER_BINARY    (root; the images of build-hello.sh)
set -euo pipefail

binary=$1
root=$(cd "$(dirname "$0")/../.." && pwd)
ready=$root/deploy/monitoring
run=${SPIN_TEST_RUN:-test}.$$
tmp=$(mktemp -d)
children=()

cleanup() {
  trap - EXIT
  set +e
  for child in "${children[@]}"; do kill "$child" && wait "$child"; done 2>/dev/null
  docker ps -aq --filter "label=spin-docker.instance=$run" \
    | xargs -r docker rm -f -v >/dev/null
  rm -rf "$tmp"
}
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

fail() {
  printf 'FAILED: %s\n' "$*" >&2
  tail -n 20 "$tmp/server.log" "$tmp/prometheus.log" >&2
  exit 1
}

# wait_until WHAT COMMAND...: at most a minute.
wait_until() {
  local what=$1 deadline=$((SECONDS + 60))
  shift
  until "$@"; do
    [ $SECONDS -lt $deadline ] || fail "not within a minute: $what"
    sleep 0.2
  done
}

free_port() {
  local port=$((20000 + RANDOM % 10000))
  while (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do port=$((port + 1)); done
  printf '%s' "$port"
}

# -- the rules by themselves -----------------------------------------------------

promtool check rules "$ready/spin-docker.rules.yml" >"$tmp/rules" \
  || fail "$(cat "$tmp/rules")"
(cd "$ready" && promtool test rules rules.test.yml) >"$tmp/rules" 2>&1 \
  || fail "$(cat "$tmp/rules")"

# -- the server --------------------------------------------------------------------

api=127.0.0.1:$(free_port)
monitoring=127.0.0.1:$(free_port)
prometheus=127.0.0.1:$(free_port)
touch "$tmp/config.yml" "$tmp/prometheus.log"
"$binary" --config "$tmp/config.yml" --set "sd_instance=$run" \
  --set "sd_listen=$api" --set "sd_metrics_listen=$monitoring" \
  --set sd_check_in_listen=off --set "sd_store=sqlite:$tmp/spin.db" \
  --set sd_initial_timeout_interval=1s --set sd_timeout_interval=1s \
  --set sd_stop_grace=1 >"$tmp/server.log" 2>&1 &
children+=($!)
call() { curl -sf -u admin:spindocker "http://$api$1" "${@:2}"; }
wait_until "the server answers" call /healthz -o /dev/null
call /v1/containers -d image=spin-docker/hello -o /dev/null \
  || fail "no container"

curl -sf "http://$monitoring/metrics" >"$tmp/page" || fail "no page of metrics"
promtool check metrics <"$tmp/page" >"$tmp/lint" 2>&1 \
  || fail "promtool check metrics: $(cat "$tmp/lint")"
[ ! -s "$tmp/lint" ] || fail "promtool check metrics: $(cat "$tmp/lint")"

# -- a Prometheus --------------------------------------------------------------------

sed -e "s/127.0.0.1:9181/$monitoring/" -e 's/scrape_interval: 15s/&\n  evaluation_interval: 1s/' \
  -e 's/scrape_interval: 15s/scrape_interval: 1s/' \
  "$ready/prometheus.example.yml" >"$tmp/prometheus.yml"
cp "$ready/spin-docker.rules.yml" "$tmp"
prometheus --config.file="$tmp/prometheus.yml" --storage.tsdb.path="$tmp/data" \
  --web.listen-address="$prometheus" >"$tmp/prometheus.log" 2>&1 &
children+=($!)

ask() { curl -sfG "http://$prometheus/api/v1/$1" "${@:2}"; }
# value QUERY: its first value, or nothing.
value() { ask query --data-urlencode "query=$1" | jq -r '.data.result[0].value[1] // empty'; }
is() { [ "$(value "$1")" = "$2" ]; }

wait_until "the server is scraped" is 'up{job="spin-docker"}' 1
wait_until "an idle stop is seen" is 'spin_docker_stops_total{reason="idle"}' 1
wait_until "it saves" is 'spin_docker_saved_container_seconds_total > bool 1' 1

evaluated() { ask rules | jq -e '[.data.groups[].rules[].health] | all(. == "ok")' >/dev/null; }
wait_until "every rule is evaluated without an error" evaluated
firing=$(ask alerts | jq -r '.data.alerts[] | select(.state == "firing") | .labels.alertname')
[ -z "$firing" ] || fail "an alert rings while all is well: $firing"

# -- the dashboard -----------------------------------------------------------------

queries=0
while read -r query; do
  query=${query//\$instance/.*}
  query=${query//\$__rate_interval/1m}
  ask query --data-urlencode "query=$query" >/dev/null \
    || fail "a query of the dashboard does not work: $query"
  queries=$((queries + 1))
done < <(jq -r '.panels[].targets[]?.expr' "$ready/grafana.json")
[ $queries -gt 30 ] || fail "only $queries queries in the dashboard"

grep -ohE '\b(spin_docker|process)_[a-z_]+' "$ready"/{grafana.json,spin-docker.rules.yml} \
  | sort -u | while read -r name; do
  base=$name
  for end in _bucket _sum _count; do base=${base%"$end"}; done
  grep -qE "^\| \`($name|$base)\` " "$root/deploy/docs/metrics.md" \
    || fail "there is no metric $name"
done

echo "scraped, $queries queries of the dashboard work"
