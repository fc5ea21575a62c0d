#!/bin/bash
# Cache commands run inside a batch, between those of storage.
. "$OBJECTOS_TESTS/lib.sh"

printf '%s\n' 'storage set k 1' 'cache set k 2 --tag t' 'cache get k' 'storage get k' 'cache get absent' 'cache invalidate --tag t' 'cache keys' |
  expect_ndjson '{"id":1,"exit":0,"result":{"key":"k","set":true}}
{"id":2,"exit":0,"result":{"key":"k","set":true}}
{"id":3,"exit":0,"result":"2"}
{"id":4,"exit":0,"result":"1"}
{"id":5,"exit":1,"result":null}
{"id":6,"exit":0,"result":{"deleted":1}}
{"id":7,"exit":0,"result":[]}' objectos batch
printf 'cache set only-in-memory x\ncache get only-in-memory\n' |
  expect_ndjson '{"id":1,"exit":0,"result":{"key":"only-in-memory","set":true}}
{"id":2,"exit":0,"result":"x"}' objectos batch --cache-url memory:
printf 'cache set k x\n' | expect_json_status 6 '{"committed":false}' bash -c 'objectos batch --atomic | tail -n 1; exit "${PIPESTATUS[0]}"'
