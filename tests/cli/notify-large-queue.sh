#!/bin/bash
# 20,000 deliveries: looking at the queue and trying a few of it does not take longer for that.
. "$OBJECTOS_TESTS/lib.sh"
. "$OBJECTOS_TESTS/servers.sh"

start_fake_http H --log calls status 200 ok
python3 -c 'import json, sys
for i in range(20000):
    print(json.dumps(["notify", "send", "--queue", "-c", "webhook", "-t", sys.argv[1], "--data", str(i)]))' "$H_url" >lines
objectos batch <lines >replies
expect_same 20000 "$(grep -c '"exit":0' replies)"
seconds() {
  local began
  began=$(date +%s%N)
  "$@" >/dev/null
  echo $((($(date +%s%N) - began) / 1000000))
}
asserted
took=$(seconds objectos notify queue stats)
((took < 1000)) || fail "stats took $took ms"
took=$(seconds objectos notify flush --max 10)
((took < 1000)) || fail "a flush of ten took $took ms"
took=$(seconds objectos notify send -c webhook -t "$H_url" --data '"one more"')
((took < 1000)) || fail "a send took $took ms"
took=$(seconds objectos notify queue list --limit 10 --state queued)
((took < 1000)) || fail "a list of ten took $took ms"
expect_same 11 "$(wc -l <calls)"
