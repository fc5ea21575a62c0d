#!/bin/bash
# Metrics in Redis: the same commands, exact between processes; reading lists no keys.
. "$OBJECTOS_TESTS/lib.sh"
. "$OBJECTOS_TESTS/servers.sh"

start_redis server
redis() { redis-cli -p "$server_port" "$@"; }
export OBJECTOS_METRICS_URL=$server_url
expect_no objectos metrics get hits
expect_nothing objectos metrics declare seconds --type histogram --buckets 1,2 --help-text 'How long.' --init ''
for _ in {1..10}; do
  (for i in {1..20}; do
    expect_nothing objectos metrics inc hits -l "kind=$((i % 2))"
    expect_nothing objectos metrics observe seconds 1.5
  done) &
done
wait
expect_out 200 objectos metrics get hits
expect_nothing objectos metrics set depth -l q=a -- -0.1
expect_error 3 'labels of hits are kind' objectos metrics inc hits
expect_error 3 'hits is a counter' objectos metrics set hits 1 -l kind=0
expect_bytes '# HELP depth depth, a gauge
# TYPE depth gauge
depth{q="a"} -0.1
# HELP hits_total hits, a counter
# TYPE hits_total counter
hits_total{kind="0"} 100
hits_total{kind="1"} 100
# HELP seconds How long.
# TYPE seconds histogram
seconds_bucket{le="1.0"} 0
seconds_bucket{le="2.0"} 200
seconds_bucket{le="+Inf"} 200
seconds_sum 300
seconds_count 200
' objectos metrics export
# One hash for each family, and only what was hit is in it: a sum and a cell, beside the shape and the number of series.
expect_out 'objectos:metrics:{metrics}:families
objectos:metrics:{metrics}:family:depth
objectos:metrics:{metrics}:family:hits
objectos:metrics:{metrics}:family:seconds' bash -c "redis-cli -p $server_port keys '*' | sort"
expect_out 4 redis hlen 'objectos:metrics:{metrics}:family:seconds'
redis config resetstat >/dev/null
expect_status 0 objectos metrics export
expect_status 0 objectos metrics list
expect_no bash -c "redis-cli -p $server_port info commandstats | grep -E 'cmdstat_(keys|scan)'"
expect_json '{"deleted":1}' objectos metrics delete hits --json
expect_nothing objectos metrics reset
expect_same 0 "$(objectos metrics get seconds --json | jq .count)"
# The same through the configuration, under another prefix.
unset OBJECTOS_METRICS_URL
export OBJECTOS_METRICS_BACKEND=redis OBJECTOS_METRICS_OPTIONS_PORT=$server_port OBJECTOS_METRICS_OPTIONS_KEY_PREFIX=mine:
expect_nothing objectos metrics inc hits
expect_out 'mine:{metrics}:families' bash -c "redis-cli -p $server_port keys 'mine:*families'"
redis hset 'mine:{metrics}:families' broken '["counter"]' >/dev/null
expect_error 3 'broken is not one that objectos wrote' objectos metrics export
stop_server server
expect_error 4 '' objectos metrics inc hits
