#!/bin/bash
# `--if-value` compares with what `get` prints.
. "$OBJECTOS_TESTS/lib.sh"

expect_no objectos storage set key new --if-value ''
objectos storage set key old
expect_no objectos storage set key new --if-value other
expect_out old objectos storage get key
expect_nothing objectos storage set key new --if-value old
expect_out new objectos storage get key
objectos storage set key '{"a": 1}' --as json
expect_no objectos storage set key x --if-value '{"a": 1}'
expect_nothing objectos storage set key x --if-value '{"a":1}'
expect_error 2 '' objectos storage set key x --if-value x --if-absent
expect_error 2 '' objectos storage set key x --if-present --if-absent
