#!/bin/bash
# A full disk is status 4 for every verb that writes; what was acknowledged before stays, and reads go on.
. "$OBJECTOS_TESTS/lib.sh"

cat >full.sh <<'SCRIPT'
. "$OBJECTOS_TESTS/lib.sh"
mkdir small
mount -t tmpfs -o size=400k none small
export OBJECTOS_STATE_DIR=$PWD/small/state
line=$(head -c 3000 /dev/zero | tr '\0' x)
written=0
while run objectos storage set "k$written" "$line" && [[ $status == 0 ]]; do
  written=$((written + 1))
  [[ $written -lt 1000 ]] || fail 'the disk never fills'
done
want_status 4
expect_err '^objectos: storage set: .*storage.db: the disk is full$'
[[ $written -gt 3 ]] || fail "only $written writes fitted"
expect_out "$written" objectos storage count
expect_out "$line" objectos storage get "k$((written - 1))"
expect_error 4 'the disk is full|No space left' objectos storage export -o small/export.ndjson
expect_no test -e small/export.ndjson
expect_error 4 'the disk is full|No space left' objectos storage backup small/backup.tar
expect_no test -e small/backup.tar
head -c 200000 /dev/zero >zeros
expect_error 4 'the disk is full' objectos storage set big --as bytes --file zeros
# A batch says so on the line, and nothing that was refused is there afterwards.
printf 'storage set batch1 %s\nstorage set batch2 %s\n' "$line$line$line" "$line$line$line" >lines
run objectos batch <lines
want_status 6
refused=$(jq -r 'select(.exit == 4).id' <"$out" | wc -l)
[[ $refused -gt 0 ]] || fail 'no line was refused'
expect_out "$((written + 2 - refused))" objectos storage count
SCRIPT
with_mounts full.sh
