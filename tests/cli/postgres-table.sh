#!/bin/bash
# The table appears with the first write, not before.
. "$OBJECTOS_TESTS/lib.sh"
. "$OBJECTOS_TESTS/servers.sh"

start_postgres pg
export OBJECTOS_STORAGE_URL=$pg_url
table() { psql -X -Atc "SELECT to_regclass('objectos_storage')" "$pg_url"; }
expect_no objectos storage get k
expect_nothing objectos storage delete k
expect_nothing objectos storage keys
expect_out 0 objectos storage count
expect_no objectos storage expire k 5s
expect_no objectos storage set k v --if-present
expect_no objectos storage set k v --if-value x
expect_nothing objectos storage gc
expect_nothing objectos storage clear --yes
expect_nothing objectos storage export
expect_bytes '\n' table
for i in {1..8}; do objectos storage set "k$i" v & done
wait
expect_out objectos_storage table
expect_out 8 objectos storage count
