#!/bin/bash
# A slot moves to another node under load: nothing fails, nothing is lost, nothing is counted twice.
. "$OBJECTOS_TESTS/lib.sh"
. "$OBJECTOS_TESTS/servers.sh"

start_cluster C
export OBJECTOS_STORAGE_URL=$C_url
for i in {1..1000}; do echo "{\"key\":\"{t}k$i\",\"value\":$i}"; done | objectos storage import
slot=$(redis-cli -p "${C_ports[0]}" cluster keyslot '{t}')
for port in "${C_ports[@]}"; do
  if (($(redis-cli -p "$port" cluster countkeysinslot "$slot") > 0)); then from=$port; else to=$port; fi
done
from_id=$(redis-cli -p "$from" cluster myid) to_id=$(redis-cli -p "$to" cluster myid)

for i in {1..20000}; do printf 'storage incr {t}batch\nstorage get {t}k%d\n' $((i % 1000 + 1)); done >commands
objectos batch <commands >replies 2>batch-errors &
batch=$!
(for _ in {1..100}; do objectos storage incr '{t}single' >>single 2>>single-errors || echo failed >>single-errors; done) &
single=$!
redis-cli -p "$to" cluster setslot "$slot" importing "$from_id" >reply
redis-cli -p "$from" cluster setslot "$slot" migrating "$to_id" >reply
while keys=$(redis-cli -p "$from" cluster getkeysinslot "$slot" 50) && [[ -n $keys ]]; do
  # shellcheck disable=SC2086 # words
  redis-cli -p "$from" migrate 127.0.0.1 "$to" '' 0 5000 keys $keys >reply
  expect_out 1000 objectos storage count '{t}k*'
done
for port in "$to" "$from" "${C_ports[@]}"; do redis-cli -p "$port" cluster setslot "$slot" node "$to_id" >reply; done
expect_status 0 wait "$batch"
wait "$single"
expect_no test -s batch-errors
expect_no test -s single-errors
expect_out 20000 jq -s 'map(select(.exit == 0 and .id % 2 == 1 and .result.value == (.id + 1) / 2)) | length' replies
expect_out 20000 jq -s 'map(select(.exit == 0 and .id % 2 == 0 and .result != null)) | length' replies
expect_out $'20000\n100' objectos storage get '{t}batch' '{t}single'
expect_out 1000 objectos storage count '{t}k*'
