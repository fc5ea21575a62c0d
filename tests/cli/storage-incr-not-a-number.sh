#!/bin/bash
# What is no number is left as it is.
. "$OBJECTOS_TESTS/lib.sh"

for value in abc '' ' 1' '1 ' 0x10 1a '--' 1e; do
  objectos storage set key -- "$value"
  expect_error 3 '' objectos storage incr key
  expect_out "$value" objectos storage get key
done
for value in true null '[1]' '{"a":1}'; do
  objectos storage set key --as json "$value"
  expect_error 3 '' objectos storage incr key
  expect_out "$value" objectos storage get key
done
printf 1 | objectos storage set key --as bytes
expect_error 3 '' objectos storage incr key
expect_json_error 3 data '' objectos storage incr key --json
echo 5 | objectos storage set with-newline
expect_error 3 'with-newline: .*not a number' objectos storage incr with-newline
expect_err 'echo writes one'
expect_error 2 'not a number' objectos storage incr key --by 1.
