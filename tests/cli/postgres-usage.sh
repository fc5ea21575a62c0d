#!/bin/bash
# A database that does not exist and a bad URL are the caller's mistake.
. "$OBJECTOS_TESTS/lib.sh"
. "$OBJECTOS_TESTS/servers.sh"

start_postgres pg
get() { OBJECTOS_STORAGE_URL=$1 objectos storage get k; }
expect_error 2 'database "nothing" does not exist' get "${pg_url%/*}/nothing"
expect_error 2 'bad' get "$pg_url?bad=1"
expect_error 2 'sslmode' get "$pg_url?sslmode=bad"
expect_error 2 'nowhere' get "$pg_url?service=nowhere"
expect_error 4 'SSL' get "$pg_url?sslmode=require"
