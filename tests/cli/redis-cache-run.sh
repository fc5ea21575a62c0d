#!/bin/bash
# cache run with the cache on Redis: kept there; a state directory that cannot be used costs only the single flight.
. "$OBJECTOS_TESTS/lib.sh"
. "$OBJECTOS_TESTS/servers.sh"

start_redis R
export OBJECTOS_CACHE_URL=$R_url
ask() { objectos cache run --ttl 1h --key "$1" -- sh -c 'echo >>runs; echo made'; }
for _ in 1 2; do expect_out made ask a; done
expect_out 1 sh -c 'wc -l <runs'
: >file
export OBJECTOS_STATE_DIR=$PWD/file/state
run ask b
want_status 0
expect_stdout made
expect_err '^objectos: cache run: .*: Not a directory$'
expect_out made ask b
expect_out 2 sh -c 'wc -l <runs'
