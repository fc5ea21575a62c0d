#!/bin/bash
# `incr` adds to a number and prints the sum; an absent key counts as 0.
. "$OBJECTOS_TESTS/lib.sh"

expect_out 1 objectos storage incr n
expect_out 2 objectos storage incr n
expect_out 12 objectos storage incr n --by 10
expect_out -8 objectos storage incr n --by -20
expect_json '{"key":"n","value":-7}' objectos storage incr n --json
expect_json -7 objectos storage get n --json
objectos storage set text 41
expect_out 42 objectos storage incr text
expect_json 42 objectos storage get text --json
expect_out 9223372036854775807 objectos storage incr big --by 9223372036854775807
expect_error 3 '' objectos storage incr big
expect_out 9223372036854775807 objectos storage get big
expect_out -9223372036854775808 objectos storage incr small --by -9223372036854775808
expect_error 3 '' objectos storage incr small --by -1
expect_out -9223372036854775808 objectos storage get small
expect_error 2 '' objectos storage incr n --by x
expect_error 2 '' objectos storage incr n --by ''
