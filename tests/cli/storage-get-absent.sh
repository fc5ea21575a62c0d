#!/bin/bash
# An absent key is the answer "no": status 1, nothing printed, nothing created.
. "$OBJECTOS_TESTS/lib.sh"

expect_no objectos storage get nothing
expect_json_status 1 null objectos storage get nothing --json
expect_out 'as you like' objectos storage get nothing --default 'as you like'
expect_bytes '\n' objectos storage get nothing --default ''
expect_no test -e "$OBJECTOS_STATE_DIR"
objectos storage set other x
expect_no objectos storage get nothing
expect_out x objectos storage get other --default 'as you like'
