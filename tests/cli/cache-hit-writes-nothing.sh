#!/bin/bash
# Repeated hits write nothing but their count, with either policy.
. "$OBJECTOS_TESTS/lib.sh"

for policy in lru sieve; do
  export OBJECTOS_STATE_DIR=$test_dir/$policy OBJECTOS_CACHE_OPTIONS_POLICY=$policy
  for key in a b c; do objectos cache set "$key" value; done
  objectos cache get a >/dev/null
  cat "$OBJECTOS_STATE_DIR"/cache.db "$OBJECTOS_STATE_DIR"/cache.db-wal >before
  for _ in {1..20}; do objectos cache get a >/dev/null; done
  cat "$OBJECTOS_STATE_DIR"/cache.db "$OBJECTOS_STATE_DIR"/cache.db-wal >after
  expect_nothing cmp before after
  expect_same 21 "$(objectos cache stats --json | jq .hits)"
done
