#!/bin/bash
# Keys and values are those of the TypeScript plugin, and its are ours; text that is no JSON reads as a string.
. "$OBJECTOS_TESTS/lib.sh"
. "$OBJECTOS_TESTS/servers.sh"

start_redis R
export OBJECTOS_STORAGE_URL=$R_url
redis() { redis-cli -p "$R_port" "$@"; }
expect_nothing objectos storage set theme dark --scope ui --ttl 1h
expect_out '"dark"' redis get objectos:storage:ui:theme
expect_out 3600 redis ttl objectos:storage:ui:theme
expect_nothing objectos storage set limits '{"b": 1.50, "a": [1]}' --as json
expect_out '{"b":1.50,"a":[1]}' redis get objectos:storage:limits
printf '\x01\xff' | expect_nothing objectos storage set raw --as bytes
expect_out '"\x00\x01\xff"' redis --no-raw get objectos:storage:raw
expect_bytes '\x01\xff' objectos storage get raw --raw

redis set objectos:storage:foreign 'plain text' >reply
expect_out 'plain text' objectos storage get foreign
expect_nothing objectos storage set foreign new --if-value 'plain text'
redis set objectos:storage:number '"41"' >reply
expect_out 42 objectos storage incr number
redis rpush objectos:storage:list a >reply
expect_error 3 'list: .*list, set, hash' objectos storage get list
expect_error 3 'list: ' objectos storage incr list
redis set other:key x >reply
expect_out 6 objectos storage count
expect_out dark env OBJECTOS_STORAGE_OPTIONS_KEY_PREFIX=objectos:storage:ui: objectos storage get theme
