#!/bin/bash
# A master that the sentinels do not know, and a server that is no sentinel.
. "$OBJECTOS_TESTS/lib.sh"
. "$OBJECTOS_TESTS/servers.sh"

start_sentinel S
export OBJECTOS_STORAGE_TIMEOUT=500ms
expect_nothing env OBJECTOS_STORAGE_URL="$S_url/1" objectos storage set k v
expect_out '"v"' redis-cli -p "$S_master_port" -n 1 get objectos:storage:k
expect_error 4 'no sentinel knows a master called other' env OBJECTOS_STORAGE_URL="${S_url%/*}/other" objectos storage get k
expect_error 4 'unknown command' env OBJECTOS_STORAGE_URL="redis+sentinel://127.0.0.1:$S_master_port/mymaster" objectos storage get k
