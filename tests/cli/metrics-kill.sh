#!/bin/bash
# A writer that is killed loses at most the use it is at; what was done before stays.
. "$OBJECTOS_TESTS/lib.sh"

expect_nothing objectos metrics inc finished 0
(while objectos metrics inc finished && printf x >>acknowledged; do :; done) &
writer=$!
wait_until test -s acknowledged
for _ in 1 2 3 4 5; do
  pkill -9 -P "$writer" objectos || true
  size=$(stat -c %s acknowledged)
  kill -0 "$writer" 2>/dev/null || break
  wait_until bash -c "(( \$(stat -c %s acknowledged) > $size )) || ! kill -0 $writer"
done
kill "$writer" 2>/dev/null || true
wait "$writer" || true
count=$(objectos metrics get finished)
acknowledged=$(stat -c %s acknowledged)
((count == acknowledged || count == acknowledged + 1)) || fail "$count counted, $acknowledged acknowledged"
expect_nothing objectos metrics inc finished
