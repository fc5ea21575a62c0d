#!/bin/bash
# Fifty that miss at once: the command runs once, and all have its output and its status. If the one that runs it is
# killed, another takes its place.
. "$OBJECTOS_TESTS/lib.sh"

mkfifo go
waiters=()
for i in {1..50}; do
  (code=0; objectos cache run --ttl 1h -- sh -c 'echo >>runs; read -r line <go; echo "$line"' >"out.$i" || code=$?; echo $code >>statuses) &
  waiters+=($!)
done
wait_until test -s runs
# Nobody runs it a second time while the others come.
all_wait() { (($(pgrep -fc 'objectos cache run --ttl 1h' || true) >= 50)); }
wait_until all_wait
echo result >go
wait "${waiters[@]}"
expect_out 1 sh -c 'wc -l <runs'
expect_out $'     50 result' sh -c 'cat out.* | sort | uniq -c'
expect_out $'     50 0' sh -c 'sort statuses | uniq -c'

# A failure is shared by those who waited for it, and not kept.
rm statuses runs
waiters=()
for _ in {1..10}; do
  (code=0; objectos cache run --key fails -- sh -c 'echo >>runs; read -r line <go; exit 7' || code=$?; echo $code >>statuses) &
  waiters+=($!)
done
# Who has the file open has joined; one who came later would run the command once more.
ten_wait() { (($(find /proc/[0-9]*/fd -lname "$(realpath "$OBJECTOS_STATE_DIR")/locks/run.*" 2>/dev/null | wc -l || true) >= 10)); }
wait_until ten_wait
wait_until test -s runs
echo >go
wait "${waiters[@]}"
expect_out 1 sh -c 'wc -l <runs'
expect_out $'     10 7' sh -c 'sort statuses | uniq -c'

rm runs
objectos cache run --key dies -- sh -c 'echo $$ >>runs; read -r line <go; echo "$line"' >first &
maker=$!
wait_until test -s runs
objectos cache run --key dies -- sh -c 'echo $$ >>runs; read -r line <go; echo "$line"' >second &
waiter=$!
kill -KILL "$maker"
twice() { [[ $(wc -l <runs) == 2 ]]; }
wait_until twice
echo late >go
expect_status 0 wait "$waiter"
expect_out late cat second
expect_nothing ls "$OBJECTOS_STATE_DIR/locks"
