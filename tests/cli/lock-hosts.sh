#!/bin/bash
# Two hosts on one Redis, on one PostgreSQL. A host is a state directory of its own: the kernel's locks lie there.
. "$OBJECTOS_TESTS/lib.sh"
. "$OBJECTOS_TESTS/servers.sh"

start_redis R
start_cluster C
start_postgres P
for url in "$R_url" "$C_url" "$P_url"; do
  export OBJECTOS_STORAGE_URL=$url
  rm -f 'done' failures pid
  for i in {1..30}; do
    objectos --state-dir "host$((i % 3))" lock run job --wait 1m -- flock -n -E 99 detector sh -c "echo $i >>done" || echo "$i: $?" >>failures &
  done
  for job in $(jobs -p); do [[ " $R_pid ${C_pids[*]} $P_pid " == *" $job "* ]] || wait "$job"; done
  expect_nothing test ! -e failures
  expect_out 30 sh -c 'sort -u done | wc -l'

  # A holder that dies on another host is waited for until its lease ends.
  objectos --state-dir host1 lock run job --ttl 3s -- sh -c 'echo $$ >pid; exec sleep 1000' &
  wrapper=$!
  wait_until test -s pid
  kill -KILL "$wrapper"
  expect_status 75 objectos --state-dir host2 lock run job -- true
  expect_nothing objectos --state-dir host2 lock run job --wait 10s -- true
done
