#!/usr/bin/env bash
# The rules of the rooms that a machine can check: who includes what, how long
# files and READMEs are. Run from anywhere; prints each breach, exits 1 if any.
set -euo pipefail
cd "$(dirname "$0")/.."
breaches=0

breach() {
  printf '%s\n' "$1"
  breaches=$((breaches + 1))
}

# forbid PATTERN WHY FILE...: none of the files may include it.
forbid() {
  local pattern=$1 why=$2 hit
  shift 2
  while read -r hit; do
    [ -z "$hit" ] || breach "$why: $hit"
  done <<<"$(grep -nE "^#include [<\"]$pattern" "$@" /dev/null || true)"
}

# sources REGEX: the files of the project whose path fits.
sources() {
  find . \( -path ./build -o -path ./.git -o -path ./var \) -prune \
    -o -type f -print | sed 's|^\./||' | grep -E "^$1\$" | sort
}

pure='lifecycle[a-z_]*|triggers|bulletin|event_feed|chronicle|explain[a-z_]*|decision_tree|idle|phases|policy|reconcile|record|token|view|container_log|counting|telemetry|savings|vanished_book'
mapfile -t no_caf < <(sources "((store|config|docker)/.*|hooks/(delivery_queue|signature|hook_sender|curl_sender)|actors/($pure))\\.[ch]pp" \
  | grep -vE 'docker/(gateway|gateway_calling|store_writer)\.')
[ "${#no_caf[@]}" -gt 50 ] || breach "found only ${#no_caf[@]} pure files"
forbid '(caf/|actors/messages)' 'CAF in a pure room' "${no_caf[@]}"

mapfile -t all < <(sources '.*\.[ch]pp' | grep -v '^tests/')
outside() { printf '%s\n' "${all[@]}" | grep -vE "$1"; }
mapfile -t files < <(outside '^http/')
forbid 'pistache/' 'Pistache outside http' "${files[@]}"
mapfile -t files < <(outside '^store/redis_store')
forbid '(hiredis|hiredis/)' 'hiredis outside its store' "${files[@]}"
mapfile -t files < <(outside '^store/sqlite_')
forbid 'sqlite3' 'SQLite outside its store' "${files[@]}"
mapfile -t files < <(outside '^docker/(http_|curl_)')
forbid 'curl/' 'libcurl outside the engine client' "${files[@]}"

mapfile -t files < <(outside '^http/exposition\.')
forbid 'prometheus/' 'prometheus-cpp outside its page' "${files[@]}"

forbid_room() { # ROOM PATTERN
  mapfile -t files < <(sources "$1/.*\\.[ch]pp")
  forbid "$2" "$1 may not include" "${files[@]}"
}
forbid_room config '(store|docker|actors|hooks|http)/'
forbid_room store '(config|docker|actors|hooks|http)/'
forbid_room docker '(http|hooks)/'
forbid_room actors '(http/|hooks/|docker/(engine|gateway|curl|http|wire|parse))'
forbid_room hooks '(http/|docker/(engine|gateway|curl|store_writer|wire|parse|api_|verdict))'
forbid_room http '(hooks/|docker/(engine|gateway|curl|http|wire|parse))'

while read -r file; do
  lines=$(wc -l <"$file")
  [ "$lines" -le 350 ] || breach "$file has $lines lines, more than 350"
done < <(sources '.*\.([ch]pp|sh)')
while read -r file; do
  [ "$file" = README.md ] && continue
  lines=$(wc -l <"$file")
  [ "$lines" -le 15 ] || breach "$file has $lines lines, more than 15"
done < <(sources '.*/README\.md' | grep -vE '^tests/(bench|docker/data)/')
for room in actors config deploy docker hooks http store tests; do
  [ -f "$room/README.md" ] || breach "$room has no README.md"
done

# Every test that the page "Security" names exists (Suite.Name; `*` for any).
while read -r named; do
  suite=${named%%.*} name=${named#*.}
  name=${name//\*/[A-Za-z0-9]*} suite=${suite//\*/[A-Za-z0-9]*}
  grep -rqE "^TEST(_F|_P)?\(${suite}, ${name}\)" tests --include='*.cpp' \
    || breach "deploy/docs/security.md names no test: $named"
done < <(grep -oE '`[A-Z][A-Za-z0-9]*\.[A-Za-z0-9*]+`' deploy/docs/security.md | tr -d '`' | sort -u)

[ "$breaches" = 0 ] && echo "the layout holds"
exit $((breaches > 0))
