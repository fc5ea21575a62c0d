#!/bin/bash
# Keys are listed in bytewise order, by pattern and page; --long tells type, size and time to live.
. "$OBJECTOS_TESTS/lib.sh"

for key in b a:2 a:10 ä; do objectos cache set "$key" value; done
objectos cache set a:2 7 --as json --ttl 1h
expect_out $'a:10\na:2\nb\nä' objectos cache keys
expect_out $'a:10\na:2' objectos cache keys 'a:*'
expect_out a:2 objectos cache keys --after a:10 --limit 1
expect_bytes 'a:10\0a:2\0' objectos cache keys 'a:*' --null
expect_ndjson $'{"key":"a:10"}\n{"key":"a:2"}' objectos cache keys 'a:*' --json
run objectos cache keys a:2 --long
want_status 0
[[ $(tr '\t' ' ' <"$out") =~ ^number\ 1\ (3600|35[0-9]{2}\.[0-9]+)\ a:2$ ]] || unexpected stdout 'a number for an hour' "$(<"$out")"
expect_json '{"key":"b","type":"string","size":5,"expires_at":null}' objectos cache keys b --long --json
