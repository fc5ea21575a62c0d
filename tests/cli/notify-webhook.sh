#!/bin/bash
# A webhook: what goes over the wire, and what each answer means.
. "$OBJECTOS_TESTS/lib.sh"
. "$OBJECTOS_TESTS/servers.sh"

start_fake_http H --log calls status 204 '' status 200 ok status 404 'no such hook' status 302 moved status 429:7 slow
field() { tail -n 1 calls | python3 -c 'import json, sys; print(json.load(sys.stdin)'"$1"')'; }

export TOKEN=tok-1234567 HOOK=$H_url/secret/path
expect_nothing objectos notify send -c webhook -t env:HOOK --data '{"a": 1}' --auth bearer:env:TOKEN -H 'X-Kind: test'
expect_same 'POST /secret/path' "$(field '["method"]') $(field '["path"]')"
expect_same '{"a": 1}' "$(field '["body"]')"
expect_same 'application/json Bearer tok-1234567 test' \
  "$(field '["headers"]["Content-Type"]') $(field '["headers"]["Authorization"]') $(field '["headers"]["X-Kind"]')"
id=$(objectos notify queue list --json | python3 -c 'import json, sys; print(json.load(sys.stdin)["id"])')
expect_same "$id" "$(field '["headers"]["webhook-id"]')"
# Neither the address nor the login is in the queue.
expect_status 1 grep -rqa -e tok-1234567 -e secret/path "$OBJECTOS_STATE_DIR"

expect_nothing objectos notify send -c webhook -t env:HOOK --body 'plain text' --method PUT
expect_same 'PUT text/plain; charset=utf-8' "$(field '["method"]') $(field '["headers"]["Content-Type"]')"

# 404: given up at once. 302: not followed. 429: left, and its destination waits for as long as the server says.
expect_status 1 objectos notify send -c webhook -t env:HOOK --body x --json
expect_err 'not delivered: .* answered 404: no such hook'
expect_same 'dead permanent 404 1' "$(python3 -c 'import json, sys
r = json.load(open(sys.argv[1]))["results"][0]
print(r["state"], r["class"], r["code"], r["attempts"])' "$out")"
expect_status 1 objectos notify send -c webhook -t env:HOOK --body x
expect_err 'answered 302: redirects are not followed'
expect_status 0 objectos notify send -c webhook -t env:HOOK --body x --json
expect_err 'left in the queue: .* answered 429: slow'
expect_same 'True' "$(python3 -c 'import datetime, json, sys
r = json.load(open(sys.argv[1]))["results"][0]
at = datetime.datetime.fromisoformat(r["next_attempt_at"].replace("Z", "+00:00"))
print(r["state"] == "retrying" and 5 < (at - datetime.datetime.now(datetime.timezone.utc)).total_seconds() < 8)' "$out")"
calls=$(wc -l <calls)
expect_status 0 objectos notify send -c webhook -t env:HOOK --body another
expect_err 'left in the queue, not tried: .* answered 429'
expect_json '{"sent":0,"retrying":0,"dead":0,"left":2}' objectos notify flush --json
expect_same "$calls" "$(wc -l <calls)"
