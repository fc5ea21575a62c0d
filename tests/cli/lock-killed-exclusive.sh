#!/bin/bash
# Contenders while holders and their commands are killed at random: never two inside, and all come to their turn.
. "$OBJECTOS_TESTS/lib.sh"

contend() {
  for _ in {1..12}; do
    objectos lock run job --wait 1m --ttl 30s -- flock -n -E 99 detector sh -c 'echo x >>entered' 2>>errors || echo $? >>statuses
  done
}
contenders=()
for _ in {1..10}; do
  contend &
  contenders+=($!)
done
alive() { kill -0 "${contenders[@]}" 2>/dev/null; }
# One is killed for each that has entered: the others come to their turn in between.
: >entered
while alive; do
  before=$(wc -l <entered)
  victim=$(pgrep -P "$(IFS=, && echo "${contenders[*]}")" -f 'lock run job' | shuf -n 1 || true)
  [[ -z $victim ]] || kill -KILL "$victim" 2>/dev/null || true
  is_next() { ! alive || (($(wc -l <entered) > before)); }
  wait_until is_next
done
wait
expect_nothing sh -c '! grep -qx 99 statuses'
expect_status 0 test "$(wc -l <entered)" -ge 40
grep -qx 137 statuses || fail 'nobody was killed: the test shows nothing'
expect_nothing objectos lock run job -- true
