#!/bin/bash
# A session is begun, used, changed and ended; its id may come through a pipe.
. "$OBJECTOS_TESTS/lib.sh"

id=$(objectos session create alice --data '{"cart": [1.50]}')
expect_status 0 grep -Exq '[0-9a-f]{40}' <<<"$id"
expect_status 0 objectos session get "$id" --json
expect_status 0 jq -e --arg id "$id" '.id == $id and .user == "alice" and .data == {"cart":[1.5]} and
  (keys | length) == 5 and .created_at <= .last_access' "$out"
expect_status 0 objectos session get - <<<"$id"
expect_same $'user\talice' "$(head -n 1 "$out")"
expect_same $'data\t{"cart":[1.50]}' "$(tail -n 1 "$out")"
expect_nothing objectos session set - '{"cart":[]}' <<<"$id"
printf '[7]' | objectos session set "$id" -
expect_same '[7]' "$(objectos session get "$id" --json | jq -c .data)"
expect_json '{"destroyed":1}' objectos session destroy - --json <<<"$id"
expect_json '{"destroyed":0}' objectos session destroy "$id" --json
expect_no objectos session get "$id"
expect_json_status 1 null objectos session get "$id" --json
expect_no objectos session set "$id" '{}'
expect_nothing objectos session list
