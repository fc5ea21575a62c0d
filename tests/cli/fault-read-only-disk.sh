#!/bin/bash
# On a read-only disk reads work and writes are status 4.
. "$OBJECTOS_TESTS/lib.sh"

cat >read-only.sh <<'SCRIPT'
. "$OBJECTOS_TESTS/lib.sh"
mkdir disk
mount -t tmpfs none disk
export OBJECTOS_STATE_DIR=$PWD/disk/state
objectos storage set key value
mount -o remount,ro disk
expect_out value objectos storage get key
expect_error 4 'Read-only file system' objectos storage set key other
expect_error 4 'Read-only file system' objectos storage delete key
OBJECTOS_STATE_DIR=$PWD/disk/new expect_error 4 'Read-only file system' objectos storage set key other
# Also when the log was emptied and its files are gone, as on a disc that was written once.
mount -o remount,rw disk
objectos storage gc
rm disk/state/storage.db-*
mount -o remount,ro disk
expect_out value objectos storage get key
expect_out key objectos storage keys
SCRIPT
with_mounts read-only.sh
