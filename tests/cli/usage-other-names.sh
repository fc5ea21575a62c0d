#!/bin/bash
# Words that other programs use are answered with ours; `help` is --help.
. "$OBJECTOS_TESTS/lib.sh"

expect_error 2 'did you mean "keys"' objectos storage list
expect_error 2 'did you mean "delete"' objectos storage rm key
expect_error 2 'did you mean "incr --by -1"' objectos storage decr key
expect_error 2 'did you mean "storage get"' objectos get key
expect_error 2 '^objectos: -V: unknown option$' objectos -V
expect_error 2 '^objectos: storage set: -1.5: unknown option$' objectos storage set key -1.5
expect_error 2 'behind --' objectos storage set key -1.5
expect_error 2 'from 0 up' objectos storage keys --limit -1
objectos storage set --help >wanted
expect_out "$(<wanted)" objectos help storage set
