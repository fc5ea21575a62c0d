#!/bin/bash
# Unknown words are wrong usage, and the nearest known one is named.
. "$OBJECTOS_TESTS/lib.sh"

expect_error 2 'storage' objectos storag get key
expect_error 2 'get' objectos storage gett key
expect_error 2 '--ttl' objectos storage set key value --tll 1h
expect_error 2 'frobnicate' objectos frobnicate
expect_error 2 '' objectos --no-such-option
expect_error 2 '' objectos storage get key -Z
expect_json_error 2 usage '--ttl' objectos storage set key value --tll 1h --json
