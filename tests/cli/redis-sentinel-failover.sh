#!/bin/bash
# The master dies under load: commands go on by themselves, and what was acknowledged before or after is there.
. "$OBJECTOS_TESTS/lib.sh"
. "$OBJECTOS_TESTS/servers.sh"

start_sentinel S
export OBJECTOS_STORAGE_URL=$S_url
# 200 writes that are on the replica, too; then the master goes while others are written.
for i in {1..200}; do echo "storage set before$i $i"; done | objectos batch >replies
replicated() { [[ $(redis-cli -p "$S_replica_port" dbsize) == 200 ]]; }
wait_until replicated
(
  for i in {1..150}; do
    if objectos storage set "after$i" "$i" 2>>errors; then echo "$i" >>acknowledged; fi
  done
) &
load=$!
wait_until test -s acknowledged
last_before=$(tail -n 1 acknowledged)
kill_server S_master
wait "$load"
expect_out 200 objectos storage count 'before*'
# Redis replicates behind the reply: of the writes just before the kill some may be gone, those after it may not.
while read -r i; do
  if ((i > last_before + 20)); then expect_out "$i" objectos storage get "after$i"; fi
done <acknowledged
(($(wc -l <acknowledged) >= 100)) || fail "only $(wc -l <acknowledged) of 150 writes were acknowledged: $(sort -u errors)"

# All sentinels down: a clear error in time.
for n in 1 2 3; do stop_server "S_sentinel$n"; done
expect_error 4 'sentinel: redis at 127.0.0.1:[0-9]+: cannot connect' env OBJECTOS_STORAGE_TIMEOUT=500ms objectos storage get before1
