#!/bin/bash
# A service that is away is told, with the reason, and comes back by itself; the others go on.
. "$OBJECTOS_TESTS/lib.sh"
. "$OBJECTOS_TESTS/servers.sh"

start_redis R
export OBJECTOS_STORAGE_URL=$R_url
start_serve S
code() { curl -s -o "${2:-answer}" -w '%{http_code}' "$S_url$1"; }
service() { python3 -c 'import json, sys; print(json.load(open("answer"))["services"][sys.argv[1]]["status"])' "$1"; }

expect_same 200 "$(code /health)"
expect_status 0 python3 -c '
import json
answer = json.load(open("answer"))
assert answer["status"] == "ok", answer
assert set(answer["services"]) == {"storage", "cache", "metrics", "i18n", "notification"}, answer
assert all(s["status"] == "healthy" and s["response_time_ms"] >= 0 for s in answer["services"].values()), answer'
expect_same 200 "$(code /health/live)"
expect_same 200 "$(code /health/ready)"

stop_server R
is_503() { [[ $(code /health) == 503 ]]; }
wait_until is_503
expect_same unhealthy "$(service storage)"
expect_same healthy "$(service metrics)"
expect_status 0 grep -q '"message":"redis' answer
expect_status 0 grep -q '^objectos: warning: http: storage cannot be used: redis' "$S_dir/log"
expect_same 503 "$(code /health/ready)"
expect_same 200 "$(code /health/live)"
expect_same 200 "$(code /metrics)"
expect_same 503 "$(code /api/v1/storage/a)"
expect_status 0 grep -q '"code":"unavailable"' answer
expect_same 'Retry-After: 1' "$(curl -s -o /dev/null -D - "$S_url/api/v1/storage/a" | tr -d '\r' | grep Retry)"

restart_server R
is_200() { [[ $(code /health) == 200 ]]; }
wait_until is_200
expect_status 0 grep -qx 'objectos: warning: http: storage can be used again' "$S_dir/log"
expect_same 1 "$(grep -c 'cannot be used' "$S_dir/log")"
expect_same 200 "$(curl -s -o /dev/null -w '%{http_code}' -X PUT -d '{"value":1}' "$S_url/api/v1/storage/a")"
expect_out 1 objectos storage get a

# A server that hangs makes nobody wait for long, and what needs it not is answered meanwhile.
kill -STOP "$R_pid"
hangs() { [[ $(curl -s -m 3 -o answer -w '%{http_code}' "$S_url/health") == 503 ]]; }
wait_until hangs
for _ in 1 2 3 4 5 6 7 8 9 10 11 12; do curl -s -m 8 -o /dev/null "$S_url/health" & done
expect_status 0 curl -sf -m 2 "$S_url/health/live"
expect_status 0 curl -sf -m 2 -o /dev/null "$S_url/metrics"
wait
kill -CONT "$R_pid"
wait_until is_200
