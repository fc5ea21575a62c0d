#!/bin/bash
# `--as json` keeps the text, key order and number spelling, and drops only insignificant blanks.
. "$OBJECTOS_TESTS/lib.sh"

expect_nothing objectos storage set key --as json ' { "b" : 1.50, "a" : [ 1e3 , -0, 12345678901234567890123 ], "s":" x\u0041 " } '
expect_out '{"b":1.50,"a":[1e3,-0,12345678901234567890123],"s":" x\u0041 "}' objectos storage get key
expect_nothing objectos storage set key --as json '{"a":1,"a":2}'
expect_out '{"a":1,"a":2}' objectos storage get key
expect_nothing objectos storage set key --as json '"a\"b"'
expect_out 'a"b' objectos storage get key
expect_nothing objectos storage set key --as json null
expect_out null objectos storage get key
expect_json null objectos storage get key --json
