#!/bin/bash
# Of many who set --if-absent at once, one wins.
. "$OBJECTOS_TESTS/lib.sh"

for i in 1 2 3 4 5 6 7 8; do
  (
    run_status=0
    objectos storage set key "$i" --if-absent || run_status=$?
    if [[ $run_status == 0 ]]; then echo "$i" >>winners; fi
    expect_same "$((run_status > 0))" "$run_status"
  ) &
done
wait
expect_same 1 "$(wc -l <winners)"
expect_out "$(cat winners)" objectos storage get key
