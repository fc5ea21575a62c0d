#!/bin/bash
# max_size and max_bytes hold after every set; a limit lowered below the content takes effect with the next set.
. "$OBJECTOS_TESTS/lib.sh"

export OBJECTOS_CACHE_OPTIONS_MAX_SIZE=5
for i in {1..12}; do
  objectos cache set "k$i" value
  [[ $(objectos cache keys | wc -l) -le 5 ]] || fail "more than five after $i"
done
expect_out $'k10\nk11\nk12\nk8\nk9' objectos cache keys
expect_same 7 "$(objectos cache stats --json | jq .evictions)"
export OBJECTOS_CACHE_OPTIONS_MAX_SIZE=2
expect_nothing objectos cache set new value
expect_out $'k12\nnew' objectos cache keys
# 2 bytes of key and 8 of value, with its quotes
OBJECTOS_CACHE_OPTIONS_MAX_SIZE=0 OBJECTOS_CACHE_OPTIONS_MAX_BYTES=20 objectos cache set a1 123456
OBJECTOS_CACHE_OPTIONS_MAX_SIZE=0 OBJECTOS_CACHE_OPTIONS_MAX_BYTES=20 objectos cache set a2 123456
expect_out $'a1\na2' objectos cache keys
expect_same 20 "$(objectos cache stats --json | jq .bytes)"
