#!/bin/bash
# On a read-only disk look-ups answer, though they are not counted; writes are status 4.
. "$OBJECTOS_TESTS/lib.sh"

cat >read-only.sh <<'SCRIPT'
. "$OBJECTOS_TESTS/lib.sh"
mkdir disk
mount -t tmpfs none disk
export OBJECTOS_STATE_DIR=$PWD/disk/state
for policy in lru sieve; do
  export OBJECTOS_CACHE_OPTIONS_POLICY=$policy
  mount -o remount,rw disk
  objectos cache set key value
  objectos cache set old value --ttl 1ms
  wait_until ! objectos cache has old
  mount -o remount,ro disk
  expect_out value objectos cache get key
  expect_no objectos cache get old
  expect_out key objectos cache keys
  expect_error 4 'Read-only file system' objectos cache set key other
  expect_error 4 'Read-only file system' objectos cache delete key
done
expect_same 0 "$(objectos cache stats --json | jq .hits)"
SCRIPT
with_mounts read-only.sh
