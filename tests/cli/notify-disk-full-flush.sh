#!/bin/bash
# A flush on a full disk sends nothing that it cannot record: the log has room left for a claim, but not for what settles it.
. "$OBJECTOS_TESTS/lib.sh"

cat >full.sh <<'SCRIPT'
. "$OBJECTOS_TESTS/lib.sh"
. "$OBJECTOS_TESTS/servers.sh"
mkdir small
mount -t tmpfs -o size=400k none small
start_smtp_sink M
export OBJECTOS_STATE_DIR=$PWD/small/state
export OBJECTOS_NOTIFICATION_EMAIL_HOST=127.0.0.1 OBJECTOS_NOTIFICATION_EMAIL_PORT=$M_port OBJECTOS_NOTIFICATION_EMAIL_TLS=none
export OBJECTOS_NOTIFICATION_EMAIL_FROM=me@example.com
head -c 20000 /dev/zero | base64 >page.txt
sent() { find "$M_mails" -name '*.mail' | wc -l; }
queued() { objectos notify queue stats --json | jq '.queued + .retrying'; }

written=0
while run objectos notify send --queue -c email -t "a$written@example.com" -t "b$written@example.com" -s x --body-file page.txt -k "k$written" &&
  [[ $status == 0 ]]; do
  written=$((written + 1))
  [[ $written -lt 100 ]] || fail 'the disk never fills'
done
want_status 4
expect_err '^objectos: notify send: .*notification.db: the disk is full$'
[[ $written -gt 2 ]] || fail "only $written messages fitted"
expect_same $((2 * written)) "$(queued)"
expect_out ok sqlite3 small/state/notification.db 'PRAGMA integrity_check'

# To the last byte.
cat /dev/zero >small/rest 2>/dev/null || :
expect_error 4 'the disk is full' objectos notify send -c email -t you@example.com -s x -b x
expect_error 4 'the disk is full' objectos notify sendmail you@example.com <<<$'Subject: x\n\nx'
expect_same 0 "$(sent)"
for n in 1 2 3 4 5 6; do
  expect_error 4 'the disk is full' objectos notify flush
done
expect_same 0 "$(sent)"
expect_same $((2 * written)) "$(queued)"

# With room again all of it comes, each once, and the message that found none can be sent.
rm small/rest
mount -o remount,size=4m small
expect_json "{\"sent\":$((2 * written)),\"retrying\":0,\"dead\":0,\"left\":0}" objectos notify flush --json
expect_same "$written" "$(sent)"
expect_nothing objectos notify send -c email -t "a$written@example.com" -t "b$written@example.com" -s x --body-file page.txt -k "k$written"
expect_same $((written + 1)) "$(sent)"
SCRIPT
with_mounts full.sh
