#!/bin/bash
# The cache verbs on a Redis server: entries in the plugin's form, limits, tags and counters that all clients share.
. "$OBJECTOS_TESTS/lib.sh"
. "$OBJECTOS_TESTS/servers.sh"

start_redis R
export OBJECTOS_CACHE_URL=$R_url OBJECTOS_CACHE_OPTIONS_MAX_SIZE=3
expect_no objectos cache get key
expect_nothing objectos cache set key 'a value' --scope s --tag t --ttl 1h
expect_out 'a value' objectos cache get key --scope s
expect_out '"a value"' redis-cli -p "$R_port" get objectos:cache:s:key
for i in 1 2 3; do objectos cache set "k$i" x; done
expect_out $'k1\nk2\nk3' objectos cache keys
expect_out 0 redis-cli -p "$R_port" exists objectos:cache:s:key
expect_json '{"hits":1,"misses":1,"hit_rate":0.5,"size":3,"bytes":15,"evictions":1,"expirations":0,"max_size":3,"max_bytes":null,"policy":"lru","backend":"redis"}' \
  objectos cache stats --json
objectos cache set k1 x --tag blog
expect_json '{"deleted":1}' objectos cache invalidate --tag blog --json
# What the plugin wrote is found.
redis-cli -p "$R_port" set objectos:cache:plugin '{"a":1}' >/dev/null
expect_out '{"a":1}' objectos cache get plugin
expect_json '{"deleted":1}' objectos cache delete plugin --json
expect_json '{"deleted":2}' objectos cache clear --yes --json
stop_server R
expect_error 4 'redis' objectos cache get key
