#!/bin/bash
# Decimals are doubles in shortest form.
. "$OBJECTOS_TESTS/lib.sh"

expect_out 0.1 objectos storage incr d --by 0.1
expect_out 0.30000000000000004 objectos storage incr d --by 0.2
objectos storage set price 1.5
expect_out 2.5 objectos storage incr price
expect_out 4.75 objectos storage incr price --by 2.25
expect_error 2 '' objectos storage incr price --by inf
expect_error 2 '' objectos storage incr price --by nan
objectos storage set huge 1.7e308 --as json
expect_error 3 '' objectos storage incr huge --by 1.7e308
expect_out 1.7e308 objectos storage get huge
