#!/bin/bash
# A hundred contenders: never two inside. The detector is a lock of the kernel, which ends with its process.
. "$OBJECTOS_TESTS/lib.sh"

for i in {1..100}; do
  objectos lock run job --wait 1m -- flock -n -E 99 detector sh -c "echo $i >>done" || echo "$i: $?" >>failures &
done
wait
expect_nothing test ! -e failures
expect_out 100 sh -c 'sort -u done | wc -l'
expect_nothing objectos lock list
