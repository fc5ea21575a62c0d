#!/bin/bash
# With a token everything but health asks for it; without one only this machine is served.
. "$OBJECTOS_TESTS/lib.sh"
. "$OBJECTOS_TESTS/servers.sh"

export TOKEN='correct horse'
start_serve S --token env:TOKEN
code() { curl -s -o answer -w '%{http_code}' "$@"; }
expect_same 401 "$(code "$S_url/metrics")"
expect_status 0 grep -q '"success":false,"error":{"code":"denied"' answer
expect_same 'WWW-Authenticate: Bearer realm="objectos"' "$(curl -s -D - -o /dev/null "$S_url/metrics" | tr -d '\r' | grep WWW)"
for wrong in 'Bearer' 'Bearer ' 'Bearer correct' 'Bearer correct horses' 'Basic correct horse' 'correct horse'; do
  expect_same 401 "$(code -H "Authorization: $wrong" "$S_url/api/v1/storage/a")"
done
for path in / /metrics /api/v1/storage /api/v1/openapi.json /nothing; do expect_same 401 "$(code "$S_url$path")"; done
expect_same 200 "$(code -H 'Authorization: Bearer correct horse' "$S_url/metrics")"
expect_same 200 "$(code -H 'authorization: bearer   correct horse' "$S_url/metrics")"
expect_same 200 "$(code --oauth2-bearer 'correct horse' "$S_url/api/v1/openapi.json")"
expect_status 0 python3 -c 'import json; assert json.load(open("answer"))["security"] == [{"token": []}]'
# A refused body is not waited for.
expect_same 401 "$(code -X PUT -H 'Expect:' --data-binary @<(head -c 1000000 /dev/zero) "$S_url/api/v1/storage/a")"

# Health needs none, but says why only to those who have it.
expect_same 200 "$(code "$S_url/health/live")"
start_redis R
export OBJECTOS_STORAGE_URL=$R_url
start_serve T --token env:TOKEN
stop_server R
is_503() { [[ $(code "$T_url/health") == 503 ]]; }
wait_until is_503
expect_status 1 grep -q message answer
expect_same 503 "$(code -H 'Authorization: Bearer correct horse' "$T_url/health")"
expect_status 0 grep -q '"message":"' answer
unset OBJECTOS_STORAGE_URL
# With a token any name of this machine will do.
expect_same 200 "$(code -H 'Host: metrics.example.com' -H 'Authorization: Bearer correct horse' "$S_url/metrics")"

# Other machines are served with a token only, and a token is not said on the command line.
expect_error 2 '0.0.0.0 can be reached from other machines, so a token is needed' objectos serve --listen 0.0.0.0:0
expect_error 2 'a token is needed' objectos serve --listen '[::]:0'
expect_error 2 '--token: a token on the command line' objectos serve --token 'correct horse'
expect_status 1 grep -q 'correct horse' "$err"
expect_error 2 '--token: .*NONE' objectos serve --token env:NONE
expect_error 4 '--token: ' objectos serve --token "file:$PWD"
# Nor is it printed.
expect_status 1 grep -rq 'correct horse' "$S_dir/log" "$T_dir/log"
