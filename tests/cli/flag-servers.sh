#!/bin/bash
# The flag verbs on Redis and PostgreSQL; and when the server is gone.
. "$OBJECTOS_TESTS/lib.sh"
. "$OBJECTOS_TESTS/servers.sh"

start_redis R
start_postgres P
for url in "$R_url" "$P_url"; do
  printf '%s' "$url" >url
  export OBJECTOS_STORAGE_URL=$url
  expect_no objectos flag get f
  expect_nothing objectos flag set f true --percent 100
  expect_nothing objectos flag set f false --user bob
  expect_out on objectos flag get f --user alice
  expect_status 1 objectos flag get f --user bob
  objectos flag export >one.json
  expect_nothing objectos flag delete f
  expect_nothing objectos flag import one.json
  objectos flag export >two.json
  expect_nothing cmp one.json two.json
  expect_out $'f\toff\ttargeting' objectos flag list
done
stop_server R
expect_error 4 '' objectos flag get f --storage-url "$R_url"
expect_error 4 '' objectos flag set f true --storage-url "$R_url"
