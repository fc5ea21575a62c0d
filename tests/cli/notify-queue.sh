#!/bin/bash
# The verbs that look after the queue, and the inbox.
. "$OBJECTOS_TESTS/lib.sh"
. "$OBJECTOS_TESTS/servers.sh"

# Reading creates nothing.
expect_nothing objectos notify queue list
expect_json '{"queued":0,"retrying":0,"sent":0,"dead":0,"unknown":0,"oldest_seconds":null}' objectos notify queue stats --json
expect_json '{"sent":0,"retrying":0,"dead":0,"left":0}' objectos notify flush --json
expect_nothing objectos notify inbox list alice
expect_no objectos notify queue show 06dkm2t8ahjq7vxyz
[[ ! -e $OBJECTOS_STATE_DIR ]] || fail 'a read has created the state directory'

start_fake_http H --log calls status 200 ok
for n in 1 2 3; do expect_nothing objectos notify send --queue -c webhook -t "$H_url/$n" --data "{\"n\":$n}"; done
expect_same 600 "$(stat -c %a "$OBJECTOS_STATE_DIR/notification.db")"
[[ ! -e calls ]] || fail '--queue has sent'
ids=() && mapfile -t ids < <(objectos notify queue list | cut -f 1)
expect_same 3 "${#ids[@]}"
expect_same "$(printf '%s\n' "${ids[@]}" | sort)" "$(printf '%s\n' "${ids[@]}")"
expect_same "${ids[1]}" "$(objectos notify queue list --after "${ids[0]}" --limit 1 | cut -f 1)"
expect_status 0 objectos notify queue show "${ids[0]}" --json
expect_same '{"n":1}' "$(python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))["message"]["body"])' "$out")"
expect_json '{"cancelled":1}' objectos notify queue cancel "${ids[0]}" --json
expect_no objectos notify queue cancel "${ids[0]}"
expect_json '{"sent":1,"retrying":0,"dead":0,"left":1}' objectos notify flush --max 1 --json
expect_json '{"sent":0,"retrying":0,"dead":0,"left":1}' objectos notify flush --deadline 0 --json
expect_nothing objectos notify flush
expect_json '{"retried":1}' objectos notify queue retry --state cancelled --json
expect_nothing objectos notify flush
expect_same $'{"n":2}\n{"n":3}\n{"n":1}' "$(python3 -c 'import json
for line in open("calls"): print(json.loads(line)["body"])')"
expect_error 2 'either IDs or --state' objectos notify queue retry
expect_error 2 'is none of' objectos notify queue list --state gone
expect_error 2 '--yes is needed' objectos notify queue purge --older-than 0
expect_json '{"deleted":0}' objectos notify queue purge --older-than 1h --yes --json
wait_until bash -c '[[ $(objectos notify queue purge --older-than 0 --yes --json) == "{\"deleted\":3}" ]]'
expect_nothing objectos notify queue list

# The inbox.
expect_nothing objectos notify send -c inbox -t alice -t bob -s Hello -b $'two\nlines'
expect_status 0 objectos notify inbox list alice --json
id=$(python3 -c 'import json, sys
m = json.load(open(sys.argv[1]))
assert (m["subject"], m["body"], m["read_at"]) == ("Hello", "two\nlines", None), m
print(m["id"])' "$out")
expect_nothing objectos notify inbox read "$id"
expect_nothing objectos notify inbox list alice --unread
expect_status 0 objectos notify inbox list bob --unread
expect_same 1 "$(wc -l <"$out")"
expect_no objectos notify inbox read nobody
