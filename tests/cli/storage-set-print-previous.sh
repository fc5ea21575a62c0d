#!/bin/bash
# `--print-previous` prints what was there before.
. "$OBJECTOS_TESTS/lib.sh"

expect_nothing objectos storage set key one --print-previous
expect_out one objectos storage set key two --print-previous
expect_json '{"key":"key","set":true,"previous":"two"}' objectos storage set key '[3]' --as json --print-previous --json
expect_json '{"key":"key","set":true,"previous":[3]}' objectos storage set key 4 --print-previous --json
