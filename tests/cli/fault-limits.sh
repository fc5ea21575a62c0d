#!/bin/bash
# What does not fit is refused with the reason, and changes nothing.
. "$OBJECTOS_TESTS/lib.sh"

expect_error 2 'year 9999' objectos storage set key value --ttl 9999999w
expect_error 2 'is not a duration' objectos storage set key value --ttl 99999999999999999999s
expect_error 2 'longer than 0' objectos storage set key value --ttl 0
expect_error 2 'is not a duration' objectos storage set key value --ttl=-5s
for number in nan NaN inf 1e999 0x10 '' 99999999999999999999; do
  expect_error 2 'not a number' objectos storage incr key --by "$number"
done
nested() { printf '[%.0s' $(seq "$1") && printf ']%.0s' $(seq "$1"); }
nested 1025 >deep
expect_error 3 'deeper than 1024' objectos storage set key --as json --file deep
expect_no objectos storage has key
nested 1024 >deep
expect_nothing objectos storage set key --as json --file deep
expect_out "$(<deep)" objectos storage get key
