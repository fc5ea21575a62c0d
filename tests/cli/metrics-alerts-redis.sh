#!/bin/bash
# Alerts on Redis: their state is in one hash, shared by hosts; of many checks at the same time one tells.
. "$OBJECTOS_TESTS/lib.sh"
. "$OBJECTOS_TESTS/servers.sh"

start_redis server
redis() { redis-cli -p "$server_port" "$@"; }
export OBJECTOS_METRICS_URL=$server_url
export OBJECTOS_METRICS_ALERTS='[{"name":"high","metric":"depth","op":">","threshold":0},
  {"name":"grown","metric":"hits","increase":"1h","op":">","threshold":-1}]'
expect_nothing objectos metrics alerts check
expect_out '' redis keys '*'
expect_nothing objectos metrics inc hits
expect_nothing objectos metrics set depth 1 -l k=1
for process in {1..8}; do
  (objectos metrics alerts check >"told.$process" 2>"failed.$process" || [[ $? == 1 ]]) &
done
wait
expect_same '' "$(cat failed.*)"
expect_same $'grown\nhigh{k="1"}' "$(cat told.* | cut -f 2 | sort)"
expect_out 3 redis hlen 'objectos:metrics:{metrics}:alerts' # a version and two notes
expect_nothing objectos metrics delete depth
expect_nothing objectos metrics delete hits
expect_status 0 objectos metrics alerts check
expect_same $'resolved\thigh{k="1"}\nresolved\tgrown' "$(cut -f 1-2 "$out")"
redis hset 'objectos:metrics:{metrics}:alerts' $'high\ndepth\nk="1"' nonsense >/dev/null
expect_nothing objectos metrics alerts check
stop_server server
expect_error 4 '' objectos metrics alerts check
