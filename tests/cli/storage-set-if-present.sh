#!/bin/bash
# `--if-present` writes only where there is something.
. "$OBJECTOS_TESTS/lib.sh"

expect_no objectos storage set key first --if-present
expect_no objectos storage has key
objectos storage set key first
expect_nothing objectos storage set key second --if-present
expect_out second objectos storage get key
