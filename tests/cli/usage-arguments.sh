#!/bin/bash
# Missing, superfluous and valueless arguments are wrong usage.
. "$OBJECTOS_TESTS/lib.sh"

expect_error 2 '' objectos storage get
expect_error 2 '' objectos storage set
expect_error 2 '' objectos storage set a b c
expect_error 2 '' objectos storage ttl
expect_error 2 '' objectos storage ttl a b
expect_error 2 '' objectos storage set a b --ttl
expect_json_error 2 usage '--json' objectos storage has a --json=yes
expect_error 2 '' objectos storage copy
expect_error 2 '' objectos storage backup
expect_error 2 '' objectos storage get a --color sometimes
expect_error 2 '' objectos storage get a --timeout soon
expect_no test -e "$OBJECTOS_STATE_DIR"
# Also where the command itself finds out what is missing.
expect_error 2 'storage expire: DURATION is missing' objectos storage expire key
expect_err 'see objectos storage expire --help'
