#!/bin/bash
# A full disk is status 4 for a set; what is cached is still found, also where there is no room to count.
. "$OBJECTOS_TESTS/lib.sh"

cat >full.sh <<'SCRIPT'
. "$OBJECTOS_TESTS/lib.sh"
mkdir small
mount -t tmpfs -o size=200k none small # less than cache.stats takes
export OBJECTOS_STATE_DIR=$PWD/small/state OBJECTOS_CACHE_OPTIONS_POLICY=sieve
line=$(head -c 3000 /dev/zero | tr '\0' x)
written=0
while run objectos cache set "k$written" "$line" && [[ $status == 0 ]]; do
  written=$((written + 1))
  [[ $written -lt 1000 ]] || fail 'the disk never fills'
done
want_status 4
expect_err '^objectos: cache set: .*cache.db: the disk is full$'
[[ $written -gt 3 ]] || fail "only $written writes fitted"
expect_out "$line" objectos cache get "k$((written - 1))"
expect_no objectos cache get absent
expect_same "$written" "$(objectos cache keys | wc -l)"
SCRIPT
with_mounts full.sh
