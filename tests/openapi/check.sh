#!/usr/bin/env bash
# Validates the description of the API that `print_openapi` ($1) prints, and
# checks that the validator sees what is wrong: each damage below is found.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
"$1" >"$tmp/whole.json"
"$here/validate.py" "$tmp/whole.json"

damage() { # WHAT JQ-FILTER
  jq "$2" "$tmp/whole.json" >"$tmp/damaged.json"
  if "$here/validate.py" "$tmp/damaged.json" >"$tmp/found"; then
    echo "the validator does not see: $1"
    exit 1
  fi
}
damage "no info" 'del(.info)'
damage "an answer without a description" \
  'del(.paths."/v1/images".get.responses."200".description)'
damage "a parameter that is nowhere" \
  '.components.parameters.limit.in = "nowhere"'
damage "a type that is none" \
  '.components.schemas.Message.properties.message.type = "text"'
damage "a reference to nothing" \
  '.components.schemas.Containers.items."$ref" = "#/components/schemas/None"'
damage "an example that is none" '.components.parameters.limit.example = 0'
damage "two of one name" \
  '.paths."/v1/images".get.operationId = "listContainers"'
damage "a schema of nobody" '.components.schemas.Lonely = {}'
echo "the description is valid"
