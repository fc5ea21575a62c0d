#!/bin/bash
# `copy` moves keys with their ends from SQLite to PostgreSQL and back.
. "$OBJECTOS_TESTS/lib.sh"
. "$OBJECTOS_TESTS/servers.sh"

start_postgres pg
printf '%s' "$pg_url" >url
objectos storage set a x
objectos storage set b '{"b":1.0}' --as json --ttl 1h
printf '\0' | objectos storage set c --as bytes
expect_json '{"copied":3}' objectos storage copy --from "sqlite:$OBJECTOS_STATE_DIR/storage.db" --to file:url --json
expect_nothing objectos storage copy --from file:url --to "sqlite:$test_dir/back.db"
objectos storage export -o here
expect_nothing objectos storage export -o there --storage-url "sqlite:$test_dir/back.db"
expect_nothing cmp here there
