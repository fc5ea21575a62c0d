#!/bin/bash
# `gc` removes expired rows from the file.
. "$OBJECTOS_TESTS/lib.sh"

expect_json '{"expired":0}' objectos storage gc --json
for i in 1 2 3; do objectos storage set "k$i" x --ttl 1ms; done
objectos storage set stays x
wait_until ! objectos storage has k3
expect_json '{"expired":3}' objectos storage gc --json
expect_json '{"expired":0}' objectos storage gc --json
expect_out 1 sqlite3 "$OBJECTOS_STATE_DIR/storage.db" 'SELECT count(*) FROM storage'
expect_status 0 objectos storage gc
expect_out x objectos storage get stays
