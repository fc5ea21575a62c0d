#!/bin/bash
# A cluster: keys on every node, one sorted listing, a slot map kept for the next command.
. "$OBJECTOS_TESTS/lib.sh"
. "$OBJECTOS_TESTS/servers.sh"

start_cluster C
export OBJECTOS_STORAGE_URL=$C_url
for i in {100..399}; do echo "{\"key\":\"k$i\",\"value\":$i}"; done >all.ndjson
expect_json '{"imported":300,"kept":0}' objectos storage import all.ndjson --json
for port in "${C_ports[@]}"; do
  expect_status 0 redis-cli -p "$port" dbsize
  (($(cat "$out") > 50)) || fail "port $port holds $(cat "$out") keys"
done
objectos storage export >exported
expect_status 0 cmp all.ndjson exported
expect_out 300 objectos storage count
expect_json '{"deleted":100}' objectos storage delete --match 'k2*' --yes --json

# The map: private, and used (the first command asks for it, the second does not).
map=$(echo "$OBJECTOS_STATE_DIR"/redis-cluster-*.slots)
expect_out 600 stat -c %a "$map"
expect_out 700 stat -c %a "$OBJECTOS_STATE_DIR"
calls() { for port in "${C_ports[@]}"; do redis-cli -p "$port" info commandstats; done | grep -c 'cmdstat_cluster|slots' || :; }
for port in "${C_ports[@]}"; do redis-cli -p "$port" config resetstat >reply; done
expect_out 100 objectos storage get k100
expect_same 0 "$(calls)"
# One that is wrong or broken does no harm.
sed -i -E 's/^[0-9]+ [0-9]+/0 16383/' "$map"
expect_out 101 objectos storage get k101
expect_out 399 objectos storage get k399
echo nonsense >"$map"
expect_out 102 objectos storage get k102
expect_status 0 grep -q '^objectos slots' "$map"

expect_status 6 objectos batch --atomic <<<'storage set a 1'
expect_stdout '{"id":1,"exit":2,"error":{"code":"usage","message":"a Redis Cluster has no transactions over keys on several nodes"}}
{"committed":false}'
start_redis R
expect_error 2 'not part of a Redis Cluster' env OBJECTOS_STORAGE_URL="redis+cluster://127.0.0.1:$R_port" objectos storage get k
# A node that is down: its keys fail with its name, the others are there.
kill_server C_2
expect_status 0 bash -c "for i in {100..199}; do OBJECTOS_STORAGE_TIMEOUT=300ms objectos storage get k\$i || [[ \$? == 4 ]] || exit 1; done"
expect_err "127.0.0.1:${C_ports[1]}: cannot connect"
(($(wc -l <"$out") > 20)) || fail 'the keys of the other nodes are missing'
