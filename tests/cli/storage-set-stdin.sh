#!/bin/bash
# Without VALUE, or with `-`, the value is standard input to its end, byte for byte.
. "$OBJECTOS_TESTS/lib.sh"

printf 'line\n' | expect_nothing objectos storage set key
expect_bytes 'line\n' objectos storage get key --raw
printf '%s' 'no newline' | expect_nothing objectos storage set key -
expect_bytes 'no newline' objectos storage get key --raw
expect_nothing objectos storage set key </dev/null
expect_bytes '' objectos storage get key --raw
printf '{ "a" : 1 }\n' | expect_nothing objectos storage set key --as json
expect_out '{"a":1}' objectos storage get key
expect_nothing objectos storage set key -- -
expect_status 0 objectos storage has key
head -c 3000000 /dev/zero | tr '\0' x >big
expect_nothing objectos storage set key <big
expect_status 0 objectos storage get key --raw
expect_nothing cmp big "$out"
