#!/bin/bash
# On a read-only disk the queue is shown; nothing is sent, for it could not be recorded.
. "$OBJECTOS_TESTS/lib.sh"

cat >read-only.sh <<'SCRIPT'
. "$OBJECTOS_TESTS/lib.sh"
. "$OBJECTOS_TESTS/servers.sh"
mkdir disk
mount -t tmpfs none disk
start_fake_http H --log calls status 200 ok
export OBJECTOS_STATE_DIR=$PWD/disk/state
objectos notify send --queue -c webhook -t "$H_url" --data '{"n":1}'
objectos notify send -c inbox -t alice -s Hello -b x
id=$(objectos notify queue list --state queued | cut -f 1)
mount -o remount,ro disk
expect_status 0 objectos notify queue stats --json
expect_same '[1,1]' "$(jq -c '[.queued, .sent]' "$out")"
expect_status 0 objectos notify queue show "$id"
expect_status 0 objectos notify inbox list alice
expect_error 4 'Read-only file system' objectos notify send -c webhook -t "$H_url" --data '{"n":2}'
expect_error 4 'Read-only file system' objectos notify send --queue -c inbox -t bob -b x
expect_error 4 'Read-only file system' objectos notify flush
expect_error 4 'Read-only file system' objectos notify queue cancel "$id"
expect_error 4 'Read-only file system' objectos notify queue retry "$id"
[[ ! -e calls ]] || fail 'something was sent'
mount -o remount,rw disk
expect_json '{"sent":1,"retrying":0,"dead":0,"left":0}' objectos notify flush --json
SCRIPT
with_mounts read-only.sh
