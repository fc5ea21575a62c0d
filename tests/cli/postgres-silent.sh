#!/bin/bash
# A port that accepts and never answers costs the time-out, not more.
. "$OBJECTOS_TESTS/lib.sh"
. "$OBJECTOS_TESTS/servers.sh"

start_postgres pg
kill -STOP "$pg_pid"
export OBJECTOS_STORAGE_URL=$pg_url OBJECTOS_STORAGE_TIMEOUT=300ms
begin=${EPOCHREALTIME/./}
expect_error 4 "postgres at 127.0.0.1:$pg_port: no answer within 300ms" objectos storage get k
((${EPOCHREALTIME/./} - begin < 2000000)) || fail 'it took longer than 2 s'
kill -CONT "$pg_pid"
