#!/bin/bash
# Where a check cannot note what it is about to say, it says nothing but why, and loses nothing.
. "$OBJECTOS_TESTS/lib.sh"

cat >disk.sh <<'SCRIPT'
. "$OBJECTOS_TESTS/lib.sh"
mkdir disk
mount -t tmpfs -o size=300k none disk
export OBJECTOS_STATE_DIR=$PWD/disk/state
export OBJECTOS_METRICS_ALERTS='[{"name":"high","metric":"depth","op":">","threshold":0}]'
objectos metrics set depth 0
mount -o remount,ro disk
expect_nothing objectos metrics alerts check
mount -o remount,rw disk
objectos metrics set depth 1
mount -o remount,ro disk
expect_error 4 'Read-only file system' objectos metrics alerts check
expect_out $'inactive\thigh' objectos metrics alerts list
mount -o remount,rw disk
head -c 1000000 /dev/zero >disk/filler 2>/dev/null || true
expect_error 4 'the disk is full' objectos metrics alerts check
expect_out $'inactive\thigh' objectos metrics alerts list
rm disk/filler
expect_status 1 objectos metrics alerts check
expect_same $'firing\thigh' "$(cut -f 1-2 "$out")"
expect_no objectos metrics alerts check
SCRIPT
with_mounts disk.sh
