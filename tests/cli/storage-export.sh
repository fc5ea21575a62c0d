#!/bin/bash
# `export` writes one JSON line for each key, sorted.
. "$OBJECTOS_TESTS/lib.sh"

expect_nothing objectos storage export
objectos storage set b 'x"y'
objectos storage set a '{ "z": 1.0 }' --as json
printf '\377' | objectos storage set c:d --as bytes
expect_status 0 objectos storage export
expect_err ''
expect_stdout '{"key":"a","value":{"z":1.0}}
{"key":"b","value":"x\"y"}
{"key":"c:d","value":{"$base64":"/w=="}}'
expect_ndjson '{"key":"b","value":"x\"y"}' objectos storage export '[b-c]'
expect_nothing objectos storage export -o file
expect_status 0 objectos storage export
expect_nothing cmp "$out" file
expect_nothing objectos storage export 'nothing*' -o file
expect_bytes '' cat file
expect_status 0 objectos storage export b -o -
expect_stdout '{"key":"b","value":"x\"y"}'
objectos storage set soon x --ttl 1h
expect_status 0 objectos storage export soon
expect_status 0 grep -Eq '^\{"key":"soon","value":"x","expires_at":"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}\.[0-9]{3}Z"\}$' "$out"
