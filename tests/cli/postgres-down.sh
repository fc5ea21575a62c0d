#!/bin/bash
# A server that is not there is status 4 and named.
. "$OBJECTOS_TESTS/lib.sh"
. "$OBJECTOS_TESTS/servers.sh"

start_postgres pg
export OBJECTOS_STORAGE_URL=$pg_url
objectos storage set k v
stop_server pg
expect_error 4 "postgres at 127.0.0.1:$pg_port: .*refused" objectos storage get k
expect_json_error 4 unavailable "127.0.0.1:$pg_port" objectos storage set k w --json
expect_error 4 "/none/.s.PGSQL.$pg_port" objectos storage get k --storage-url "postgres:///x?host=/none&port=$pg_port"
restart_server pg
expect_out v objectos storage get k
