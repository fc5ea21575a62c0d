#!/bin/bash
# The session verbs on Redis, a cluster and PostgreSQL; and when the server is gone.
. "$OBJECTOS_TESTS/lib.sh"
. "$OBJECTOS_TESTS/servers.sh"

start_redis R
start_cluster C
start_postgres P
for url in "$R_url" "$C_url" "$P_url"; do
  export OBJECTOS_STORAGE_URL=$url
  id=$(objectos session create alice --data '[1]' --ttl 1h)
  objectos session create alice >other
  objectos session create bob >other
  expect_same '[1]' "$(objectos session get - --json <<<"$id" | jq -c .data)"
  expect_nothing objectos session set "$id" '[2]'
  expect_same '[2]' "$(objectos session get "$id" --json | jq -c .data)"
  expect_same 2 "$(objectos session list --user alice | wc -l)"
  expect_nothing objectos session destroy "$id"
  expect_no objectos session get "$id"
  expect_json '{"revoked":1}' objectos session revoke --user alice --json
  expect_same bob "$(objectos session list | cut -f 3)"
done
stop_server R
expect_error 4 '' objectos session create alice --storage-url "$R_url"
expect_error 4 '' objectos session get "$id" --storage-url "$R_url"
