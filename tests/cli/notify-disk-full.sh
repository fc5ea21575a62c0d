#!/bin/bash
# A full disk: what was not queued is not sent, what was queued is all there, and nothing is sent that cannot be recorded.
. "$OBJECTOS_TESTS/lib.sh"

cat >full.sh <<'SCRIPT'
. "$OBJECTOS_TESTS/lib.sh"
. "$OBJECTOS_TESTS/servers.sh"
start_fake_http H --log calls status 200 ok
: >calls
mkdir small
mount -t tmpfs -o size=600k none small
export OBJECTOS_STATE_DIR=$PWD/small/state
line=$(head -c 3000 /dev/zero | tr '\0' x)
queued=0
while run objectos notify send --queue -c webhook -t "$H_url" --body "$queued $line" && [[ $status == 0 ]]; do
  queued=$((queued + 1))
  [[ $queued -lt 1000 ]] || fail 'the disk never fills'
done
want_status 4
expect_err '^objectos: notify send: .*notification.db: the disk is full$'
[[ $queued -gt 3 ]] || fail "only $queued fitted"
expect_same "$queued" "$(objectos notify queue list | wc -l)"
# No room for the intent: nothing goes out.
run objectos notify send -c webhook -t "$H_url" --body "sent $line"
want_status 4
expect_same 0 "$(wc -l <calls)"
while run objectos notify flush && [[ $status == 4 ]] && head -c 4096 /dev/zero >>small/filler 2>/dev/null; do :; done
before=$(wc -l <calls)
# With room again everything comes, each at most once more than it was sent before.
rm -f small/filler
mount -o remount,size=4m small
expect_status 0 objectos notify flush
expect_same "$queued" "$(objectos notify queue list --state sent | wc -l)"
python3 - "$queued" "$before" <<'P'
import collections, json, sys
seen = collections.Counter(json.loads(line)["body"].split()[0] for line in open("calls"))
assert sorted(map(int, seen)) == list(range(int(sys.argv[1]))), seen
ids = collections.defaultdict(set)
for line in open("calls"):
    call = json.loads(line)
    ids[call["body"].split()[0]].add({k.lower(): v for k, v in call["headers"].items()}["webhook-id"])
assert all(len(one) == 1 for one in ids.values()), ids
assert sum(seen.values()) - len(seen) <= 4, seen
P
asserted
SCRIPT
with_mounts full.sh
