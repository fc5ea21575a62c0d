#!/bin/bash
# What was refused is told with -v, everything with -vv, and without it what is out of reach when the server starts.
. "$OBJECTOS_TESTS/lib.sh"
. "$OBJECTOS_TESTS/servers.sh"

export TOKEN='correct horse'
code() { curl -s -o /dev/null -w '%{http_code}' "$@"; }
logged() { grep -Eqx "objectos: $2: http: 127\.0\.0\.1:[0-9]+ ?$3" "${!1}/log"; }

start_serve Q --token env:TOKEN
expect_same 401 "$(code "$Q_url/metrics")"
expect_same 404 "$(code --oauth2-bearer "$TOKEN" "$Q_url/none")"
expect_same 1 "$(wc -l <"$Q_dir/log")" # its URL

start_serve V -v --token env:TOKEN
expect_same 401 "$(code -H 'Authorization: Bearer wrong-words' "$V_url/metrics?match=private")"
expect_same 404 "$(code --oauth2-bearer "$TOKEN" "$V_url/none")"
expect_same 200 "$(code --oauth2-bearer "$TOKEN" "$V_url/metrics")"
expect_same 403 "$(code -H 'Origin: http://elsewhere.example' "$V_url/health")"
expect_same 413 "$(code --oauth2-bearer "$TOKEN" -X PUT -H 'Expect:' --data-binary @<(head -c 9000000 /dev/zero) "$V_url/api/v1/storage/a")"
expect_same 400 "$(code --oauth2-bearer "$TOKEN" -X PUT -d '{' "$V_url/api/v1/storage/a%0ab")"
printf 'GET\r\n\r\n' >"/dev/tcp/127.0.0.1/$V_port"
expect_status 0 wait_until logged V_dir info ': 400, .+'
expect_status 0 logged V_dir info 'GET /metrics: 401, the token is missing or wrong'
expect_status 0 logged V_dir info 'GET /none: 404, there is nothing here'
expect_status 0 logged V_dir info 'GET /health: 403, .+'
expect_status 0 logged V_dir info 'PUT /api/v1/storage/a: 413, the body is too large'
expect_status 0 logged V_dir info 'PUT /api/v1/storage/a%0ab: 400, .+'
expect_no grep -q ' 200' "$V_dir/log"
expect_no grep -Eq 'wrong-words|private|correct horse' "$V_dir/log"

if python3 -c 'import socket; socket.socket(socket.AF_INET6).bind(("::1", 0))' 2>/dev/null; then
  mkfifo pipe
  "$objectos" serve -v --listen '[::1]:0' >pipe 2>log6 &
  read -r url <pipe
  expect_same 404 "$(code -g "$url/none")"
  is_told_v6() { grep -Eq '^objectos: info: http: \[::1\]:[0-9]+ GET /none: 404' log6; }
  wait_until is_told_v6
  kill "$!"
  wait "$!"
fi

start_serve D -vv
expect_same 200 "$(code "$D_url/api/v1/storage?match=private")"
expect_status 0 wait_until logged D_dir debug 'GET /api/v1/storage: 200'
expect_no grep -q private "$D_dir/log"

# Before anybody has asked.
start_redis R
stop_server R
export OBJECTOS_CACHE_URL=$R_url
start_serve S
is_told() { grep -q '^objectos: warning: http: cache cannot be used: redis' "$S_dir/log"; }
wait_until is_told
