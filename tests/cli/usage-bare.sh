#!/bin/bash
# Without a command, or with half of one, the short help goes to stderr and the status is 2.
. "$OBJECTOS_TESTS/lib.sh"

expect_status 2 objectos
expect_stdout ''
expect_err 'storage'
expect_status 2 objectos storage
expect_stdout ''
expect_err 'set'
