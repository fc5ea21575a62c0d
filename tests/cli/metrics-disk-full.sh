#!/bin/bash
# A full disk is status 4, and what was recorded before stays as it was; an export leaves the old file whole.
. "$OBJECTOS_TESTS/lib.sh"

cat >full.sh <<'SCRIPT'
. "$OBJECTOS_TESTS/lib.sh"
mkdir small
mount -t tmpfs -o size=400k none small
export OBJECTOS_STATE_DIR=$PWD/small/state
echo old >small/old.prom
long=$(head -c 3000 /dev/zero | tr '\0' x)
written=0
while run objectos metrics inc hits -l path="$long$written" && [[ $status == 0 ]]; do
  written=$((written + 1))
  ((written < 1000)) || fail 'the disk never fills'
done
want_status 4
expect_err '^objectos: metrics inc: .*metrics.db: the disk is full$'
((written > 3)) || fail "only $written uses fitted"
expect_out "$written" objectos metrics get hits
expect_out 1 objectos metrics get hits -l path="$long$((written - 1))"
expect_no objectos metrics get hits -l path="$long$written"
# The export is larger than what is left.
expect_error 4 'old.prom: the disk is full|old.prom.*No space' objectos metrics export -o small/old.prom
expect_out old cat small/old.prom
expect_out small/old.prom find small -maxdepth 1 -type f
SCRIPT
with_mounts full.sh
