#!/bin/bash
# What a browser is made to send by a stranger's page is refused: another Host (DNS rebinding), another Origin, other sites.
. "$OBJECTOS_TESTS/lib.sh"
. "$OBJECTOS_TESTS/servers.sh"

start_serve S
code() { curl -s -o answer -w '%{http_code}' "$@"; }
put() { code -X PUT -d '{"value":1}' "$@" "$S_url/api/v1/storage/a"; }

for host in evil.example "evil.example:$S_port" 127.0.0.1.evil.example localhost.evil.example '' '[::2]' 10.0.0.1; do
  expect_same 403 "$(code -H "Host: $host" "$S_url/metrics" | sed s/400/403/)"
  expect_same 403 "$(code -H "Host: $host" "$S_url/health" | sed s/400/403/)"
done
for host in localhost "localhost:$S_port" LOCALHOST 127.0.0.1 '[::1]:80' "127.0.0.1:$S_port"; do
  expect_same 200 "$(code -H "Host: $host" "$S_url/metrics")"
done
for origin in https://evil.example null "http://127.0.0.1:1" "http://localhost:$S_port" "http://127.0.0.1:$S_port.evil.example"; do
  expect_same 403 "$(put -H "Origin: $origin")"
done
expect_same 403 "$(put -H 'Sec-Fetch-Site: cross-site')"
expect_same 403 "$(put -H 'Sec-Fetch-Site: same-site')"
expect_same 403 "$(code -H 'Sec-Fetch-Site: cross-site' -H 'Sec-Fetch-Mode: no-cors' "$S_url/api/v1/storage")"
expect_status 1 objectos storage has a
expect_same 200 "$(put -H "Origin: http://127.0.0.1:$S_port" -H 'Sec-Fetch-Site: same-origin')"
# A link to the page may stand anywhere.
expect_same 200 "$(code -H 'Sec-Fetch-Site: cross-site' -H 'Sec-Fetch-Mode: navigate' "$S_url/")"
# Nothing is allowed to other sites, and nothing is framed, sniffed or stored.
curl -s -D head -o /dev/null -X OPTIONS -H 'Origin: https://evil.example' -H 'Access-Control-Request-Method: PUT' "$S_url/api/v1/storage/a"
expect_status 1 grep -qi '^access-control' head
curl -s -D head -o /dev/null "$S_url/"
for field in 'X-Content-Type-Options: nosniff' 'X-Frame-Options: DENY' 'Cache-Control: no-store' 'Referrer-Policy: no-referrer' \
  'Cross-Origin-Resource-Policy: same-origin'; do
  expect_status 0 grep -q "^$field" head
done
