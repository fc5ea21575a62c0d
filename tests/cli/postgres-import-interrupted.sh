#!/bin/bash
# A server that ends under an import has stored nothing of it.
. "$OBJECTOS_TESTS/lib.sh"
. "$OBJECTOS_TESTS/servers.sh"

start_postgres pg
export OBJECTOS_STORAGE_URL=$pg_url
objectos storage set k00001 before
awk 'BEGIN { for (i = 2; i <= 200000; i++) printf "{\"key\":\"k%06d\",\"value\":\"value of %d\"}\n", i, i }' >large
objectos storage import large 2>message &
import=$!
copies() {
  psql -X -Atc "SELECT 1 FROM pg_stat_activity WHERE query LIKE '%COPY objectos_storage%' AND pid <> pg_backend_pid()" \
    "$pg_url" | grep -q 1
}
wait_until copies
kill_server pg
status=0
wait "$import" || status=$?
expect_same 4 "$status"
grep -q "postgres at 127.0.0.1:$pg_port" message
restart_server pg
expect_out k00001 objectos storage keys
expect_nothing objectos storage import large
expect_out 200000 objectos storage count
