#!/bin/bash
# With --slots so many hold a lock at once, and no more.
. "$OBJECTOS_TESTS/lib.sh"

mkfifo go
for i in 1 2 3; do
  objectos lock run job --slots 3 --wait 10s -- sh -c "echo $i >>in; read -r _ <go" &
done
full() { [[ $(wc -l <in) == 3 ]]; }
wait_until full
expect_status 75 objectos lock run job --slots 3 -- true
expect_no objectos lock acquire job --slots 3
expect_out 3 sh -c 'objectos lock list | wc -l'
run objectos lock info job --json
expect_same 3 "$(python3 -c 'import json,sys; print(len({h["token"] for h in json.load(sys.stdin)}))' <"$out")"
expect_status 0 objectos lock acquire job --slots 4
exec 8>go
for _ in 1 2 3; do echo >&8; done
wait
expect_out 1 sh -c 'objectos lock list | wc -l'
# Twenty contenders for two places: each place has a detector of its own.
for i in {1..20}; do
  objectos lock run pair --slots 2 --wait 1m -- sh -c "flock -n -E 99 d1 sh -c 'echo $i >>done' || flock -n -E 99 d2 sh -c 'echo $i >>done'" || echo "$i: $?" >>failures &
done
wait
expect_nothing test ! -e failures
expect_out 20 sh -c 'sort -u done | wc -l'
