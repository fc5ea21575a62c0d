#!/bin/bash
# Every look-up is one hit or one miss; counters are of a scope or of all, and --reset sets them to 0.
. "$OBJECTOS_TESTS/lib.sh"

objectos cache set k v
objectos cache set k v --scope s
expect_out v objectos cache get k
expect_out v objectos cache get k
expect_no objectos cache get absent
expect_out v objectos cache get k --scope s
objectos cache has k
expect_json '{"hits":3,"misses":1,"hit_rate":0.75,"size":2,"bytes":10,"evictions":0,"expirations":0,"max_size":1000,"max_bytes":null,"policy":"lru","backend":"sqlite"}' \
  objectos cache stats --json
expect_json '{"hits":1,"misses":0,"hit_rate":1,"size":1,"bytes":6,"evictions":0,"expirations":0,"max_size":1000,"max_bytes":null,"policy":"lru","backend":"sqlite"}' \
  objectos cache stats --scope s --json
run objectos cache stats
want_status 0
expect_out $'hits\t3' head -n 1 "$out"
expect_nothing objectos cache stats --reset --scope s
expect_same 0 "$(objectos cache stats --scope s --json | jq .hits)"
expect_same 2 "$(objectos cache stats --json | jq .hits)"
expect_nothing objectos cache stats --reset
expect_same '0 0 2' "$(objectos cache stats --json | jq -r '"\(.hits) \(.misses) \(.size)"')"
