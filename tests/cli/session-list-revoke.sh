#!/bin/bash
# Sessions are listed and revoked by user.
. "$OBJECTOS_TESTS/lib.sh"

one=$(objectos session create alice)
two=$(objectos session create alice --scope app)
three=$(objectos session create bob)
expect_status 0 objectos session list --user alice
expect_same "$one alice" "$(cut -f 1,3 "$out" | tr '\t' ' ')"
expect_same "$(printf '%s\n' "$one" "$three" | sort)" "$(objectos session list --json | jq -r .id)"
expect_same "$two" "$(objectos session list --scope app | cut -f 1)"
expect_json '{"revoked":1}' objectos session revoke --user alice --json
expect_json '{"revoked":0}' objectos session revoke --user alice --json
expect_no objectos session get "$one"
expect_status 0 objectos session get "$two" --scope app
expect_no objectos session get "$two"
expect_same "$three" "$(objectos session list | cut -f 1)"
expect_error 2 'user is missing' objectos session revoke
