#!/bin/bash
# A backup is of the state directory: another store is refused, not passed over in silence.
. "$OBJECTOS_TESTS/lib.sh"

objectos storage set precious 1
expect_json '{"file":"state.tar"}' objectos --json storage backup state.tar
expect_error 2 'state directory' objectos --storage-url sqlite:other.db storage backup other.tar
expect_error 2 'state directory' objectos --storage-url sqlite:other.db storage restore state.tar
expect_error 2 'not a stream' objectos storage backup -
expect_no test -e other.tar
OBJECTOS_STORAGE_URL=sqlite:other.db expect_status 0 objectos storage backup again.tar
expect_err 'no part of a backup'
expect_out 1 objectos storage get precious
